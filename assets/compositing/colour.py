"""Bring an engine's colours back to the picture's, measured on what both show: the ring.

The ring is everything between the mask's edge and the context's edge. Engines shift it by a cast
of some levels, and the new part has the same cast, so one correction serves for all.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image, Mask, binary, shrink

Channels = NDArray[np.float64]
"""(3,): one value a channel."""

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
    factor = -(-max(hole.shape) // PROXY_SIDE)
    ring: Mask = np.bitwise_not(binary(shrink(hole, factor)))
    if cv2.countNonZero(ring) == 0:
        return ColourMatch("small_ring")
    wanted, there = shrink(sent, factor), shrink(returned, factor)
    before = _difference(wanted, there, ring)
    if before < UNNOTICED:
        return ColourMatch("not_needed", difference_before=before, difference_after=before)
    target, target_deviation = _statistics(wanted, ring)
    mean, deviation = _statistics(there, ring)
    # A ring without contrast keeps its own: the ratio of two grains says nothing.
    gain = np.where(deviation > 1, target_deviation / np.maximum(deviation, 1), 1.0)
    gain = np.clip(gain, *GAIN_LIMITS)
    table = _table(gain, mean, target)
    rounded = np.rint(table / DEEP).astype(np.uint8)
    corrected = np.asarray(cv2.LUT(there, rounded[None]), dtype=np.uint8)
    after = _difference(wanted, corrected, ring)
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


def _difference(first: Image, second: Image, ring: Mask) -> float:
    """Mean absolute difference of levels on the ring."""
    return float(cv2.norm(first, second, cv2.NORM_L1, ring)) / (3 * cv2.countNonZero(ring))


def _statistics(picture: Image, ring: Mask) -> tuple[Channels, Channels]:
    mean, deviation = cv2.meanStdDev(picture, mask=ring)
    return np.asarray(mean[:, 0]), np.asarray(deviation[:, 0])


def _table(gain: Channels, mean: Channels, target: Channels) -> NDArray[np.uint16]:
    levels = np.arange(256, dtype=np.float64)[:, None]
    moved = (levels - mean) * gain + target
    limited = levels + np.clip(moved - levels, -MOST_LEVELS, MOST_LEVELS)
    return np.asarray(np.rint(np.clip(limited, 0, 255) * DEEP), dtype=np.uint16)
