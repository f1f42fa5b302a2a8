"""Does a clip flicker, does what should stay stay, does its loop close? Levels of 255.

Frames are looked at once, in their order, two of them in memory; large ones made small first, as
flicker is what an eye sees over an area, not grain.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask, Plane

LOOKED_AT = 360
"""px of the short side."""
FLICKER_MOST = 1.5
"""Jump of an area's brightness against its own trend: from here on people see a flicker."""
STILL_MOST = 1.5
"""Mean change, from frame to frame, of what should not move at all."""
SEAM_MOST = 1.8
"""The step from the last frame to the first, in largest steps within the clip."""
SEAM_LEAST = 1.0
"""A step smaller than this is none."""


@dataclass(frozen=True)
class Steadiness:
    """flicker_moving, flicker_still: the largest jump of the mean brightness of where motion is
    allowed, and of the rest (None: there is no rest). still_change: mean change of the rest from a
    frame to the next. step: the largest ordinary step between frames. seam: the step from the last
    frame to the first; None for a clip that does not loop.
    """

    flicker_moving: float
    flicker_still: float | None
    still_change: float | None
    step: float
    seam: float | None

    @property
    def flags(self) -> tuple[str, ...]:
        """What is over its limit, as sentences."""
        found = []
        if max(self.flicker_moving, self.flicker_still or 0) > FLICKER_MOST:
            found.append(
                f"It flickers: brightness jumps by {self.flicker:.1f} levels, and {FLICKER_MOST:g} "
                "are hardly seen."
            )
        if (self.still_change or 0) > STILL_MOST:
            found.append(
                f"What should stand still changes by {self.still_change:.1f} levels a frame."
            )
        if self.seam is not None and self.seam > max(SEAM_LEAST, SEAM_MOST * self.step):
            found.append(
                f"The loop does not close: its seam is a step of {self.seam:.1f} levels, the "
                f"largest within is {self.step:.1f}."
            )
        return tuple(found)

    @property
    def flicker(self) -> float:
        return max(self.flicker_moving, self.flicker_still or 0)

    @property
    def facts(self) -> dict[str, Any]:
        told = {
            "flicker_moving": self.flicker_moving,
            "flicker_still": self.flicker_still,
            "still_change": self.still_change,
            "step": self.step,
            "seam": self.seam,
        }
        rounded = {key: None if value is None else round(value, 3) for key, value in told.items()}
        return rounded | {"flags": list(self.flags)}


@dataclass
class _Area:
    """share: (h, w), 255 where it is; None for everywhere."""

    share: Mask | None
    means: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)

    def see(self, frame: Plane, change: Plane | None) -> None:
        self.means.append(float(cv2.mean(frame, self.share)[0]))
        if change is not None:
            self.changes.append(float(cv2.mean(change, self.share)[0]))

    @property
    def flicker(self) -> float:
        """What dims evenly does not flicker: what counts is the bend, not the slope."""
        if len(self.means) < 3:
            return 0.0
        return float(np.abs(np.diff(self.means, 2)).max()) / 2


def measure(frames: Iterable[Image], *, free: Mask | None, loops: bool) -> Steadiness:
    """free: (H, W) of the frames, 255 where nothing may move; None: everything may."""
    moving = still = None
    first: Plane | None = None
    before: Plane | None = None
    for frame in frames:
        grey = _small(frame)
        if moving is None:
            moving, still = _areas(free, grey)
        change = None if before is None else np.asarray(cv2.absdiff(grey, before), np.float32)
        for area in (moving, still):
            if area is not None:
                area.see(grey, change)
        first, before = grey if first is None else first, grey
    if moving is None or first is None or before is None:
        return Steadiness(0.0, None, None, 0.0, None)
    seam = float(cv2.mean(cv2.absdiff(before, first), moving.share)[0]) if loops else None
    return Steadiness(
        flicker_moving=moving.flicker,
        flicker_still=None if still is None else still.flicker,
        still_change=None if still is None else max(still.changes, default=0.0),
        step=max(moving.changes, default=0.0),
        seam=seam,
    )


def _small(frame: Image) -> Plane:
    height, width = frame.shape[:2]
    scale = min(1.0, LOOKED_AT / min(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.float32)


def _areas(free: Mask | None, grey: Plane) -> tuple[_Area, _Area | None]:
    """Pixels at the border of the two, after making small, belong to neither."""
    if free is None:
        return _Area(None), None
    size = (grey.shape[1], grey.shape[0])
    small = np.asarray(cv2.resize(free, size, interpolation=cv2.INTER_AREA), np.uint8)
    moving = np.where(small == 0, np.uint8(255), np.uint8(0))
    still = np.where(small == 255, np.uint8(255), np.uint8(0))
    return _Area(moving if moving.any() else None), _Area(still) if still.any() else None
