"""Bring an engine's colours back to the picture's, measured on what both show: the ring.

The ring is everything between the mask's edge and the context's edge. Engines shift it by a cast
of some levels, and the new part has the same cast, so one correction serves for all.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image, Mask

MOST_LEVELS = 32
"""No level moves farther: beyond it, it is another picture and no cast."""
LEAST_RING = 2_000
"""Picture px, under which mean and deviation say too little."""
GAIN_LIMITS = (0.75, 1.33)
PROXY_SIDE = 512
UNNOTICED = 1.0
"""Levels, mean difference on the ring: nothing to correct."""
WORTH_IT = 0.6
"""Share of the difference that may be left: a ring drawn anew has nothing to match."""

DEEP = 256
"""Levels are carried as 16-bit fixed point, 8.8, until the one rounding at the end."""


@dataclass(frozen=True)
class ColourMatch:
    """table: (256, 3) uint16, level in -> level x 256 out; None when colours stay as they are.

    reason: "matched", "small_ring", "not_needed" or "ring_differs".
    """

    reason: str
    table: NDArray[np.uint16] | None = None
    offsets: tuple[float, float, float] = (0.0, 0.0, 0.0)
    gains: tuple[float, float, float] = (1.0, 1.0, 1.0)
    difference_before: float = 0.0
    difference_after: float = 0.0

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "matched": self.table is not None,
            "reason": self.reason,
            "offsets": [round(value, 2) for value in self.offsets],
            "gains": [round(value, 3) for value in self.gains],
            "ring_difference_before": round(self.difference_before, 2),
            "ring_difference_after": round(self.difference_after, 2),
        }

    def deep(self, picture: Image) -> NDArray[np.uint16]:
        """`picture` corrected, (H, W, 3) uint16 of 8.8 fixed point."""
        if self.table is None:
            return picture.astype(np.uint16) * np.uint16(DEEP)
        return np.asarray(cv2.LUT(picture, self.table[None]), dtype=np.uint16)


def match_colours(sent: Image, returned: Image, hole: Mask, ring_pixels: int) -> ColourMatch:
    """Per channel, the returned ring's mean and deviation set to those of the sent ring.

    sent, returned: (H, W, 3), registered. hole: (H, W). ring_pixels: picture px of the ring.
    Source: Reinhard and others, Color transfer between images, 2001, per RGB channel.
    """
    if ring_pixels < LEAST_RING:
        return ColourMatch("small_ring")
    factor = min(1.0, PROXY_SIDE / max(hole.shape))
    ring = _shrink(hole, factor) == 0
    if not ring.any():
        return ColourMatch("small_ring")
    wanted = _shrink(sent, factor)[ring].astype(np.float32)
    there = _shrink(returned, factor)[ring].astype(np.float32)
    before = float(np.abs(wanted - there).mean())
    if before < UNNOTICED:
        return ColourMatch("not_needed", difference_before=before, difference_after=before)
    target, mean = wanted.mean(axis=0), there.mean(axis=0)
    # Clipped px would flatten the deviation that is compared: a flat ring keeps its contrast.
    deviation = there.std(axis=0)
    gain = np.where(deviation > 1, wanted.std(axis=0) / np.maximum(deviation, 1), 1.0)
    gain = np.clip(gain, *GAIN_LIMITS)
    table = _table(gain, mean, target)
    after = float(np.abs(_corrected(there, table) - wanted).mean())
    if after > WORTH_IT * before:
        return ColourMatch("ring_differs", difference_before=before, difference_after=before)
    red, green, blue = (float(value) for value in target - mean)
    return ColourMatch(
        "matched",
        table=table,
        offsets=(red, green, blue),
        gains=(float(gain[0]), float(gain[1]), float(gain[2])),
        difference_before=before,
        difference_after=after,
    )


def _table(
    gain: NDArray[np.float32], mean: NDArray[np.float32], target: NDArray[np.float32]
) -> NDArray[np.uint16]:
    levels = np.arange(256, dtype=np.float32)[:, None]
    moved = (levels - mean) * gain + target
    limited = levels + np.clip(moved - levels, -MOST_LEVELS, MOST_LEVELS)
    return np.asarray(np.rint(np.clip(limited, 0, 255) * DEEP), dtype=np.uint16)


def _corrected(levels: NDArray[np.float32], table: NDArray[np.uint16]) -> NDArray[np.float32]:
    rounded = np.rint(levels).astype(np.intp)
    return np.asarray(table[rounded, np.arange(3)] / DEEP, dtype=np.float32)


def _shrink(pixels: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    if factor == 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
