"""How visible the edge of an edit is, as one figure: 100 none, under 60 worth a look.

A seam is a step *across* the mask's contour that neither the picture along the contour nor the
parent at the same place has. Steps are looked for at two widths: as fine as a px, and over 8 px,
where a difference in light shows as a halo; a fade much wider than that goes unseen.
"""

import math
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image, Mask, Plane, shrink
from assets.compositing.geometry import Box

FINE_SIDE = 512
"""px, long side at which fine steps are measured: enough for what a screen shows of a
whole picture."""
COARSE_STEP = 8
"""px that become one for the coarse measure."""
UNSEEN = 4.0
"""Square of 2 levels a px: the grain of a photograph, under which no step shows."""
POINTS_A_DOUBLING = 20.0
"""Of energy: at twice the slope of everything around, the score is 60."""
BLOCK = 16
"""px of the shrunk picture that are looked at together."""
SCHARR_GAIN = 32
"""The operator's levels for a slope of one level a px."""


def seam_score(parent: Image, result: Image, composite: Mask) -> float:
    """0 to 100. parent, result: (H, W, 3|4); composite: (H, W), of the same area.

    100 where the composite mask has no band to look at.
    """
    fine = -(-max(composite.shape) // FINE_SIDE)
    coarse = max(fine, COARSE_STEP)
    excess = max(1.0, *(_excess(parent, result, composite, factor) for factor in (fine, coarse)))
    return max(0.0, 100.0 - POINTS_A_DOUBLING * math.log2(excess))


def _excess(parent: Image, result: Image, composite: Mask, factor: int) -> float:
    """Energy across the contour over the larger of: along it, and the parent's across it."""
    x, y = _slopes(shrink(composite, factor))
    sloped = x | y
    band = np.flatnonzero(sloped)
    if band.size == 0:
        return 1.0
    across_x, across_y = x.ravel()[band], y.ravel()[band]
    steepness = np.hypot(across_x, across_y, dtype=np.float32)
    normal_x: Plane = np.asarray(across_x / steepness, dtype=np.float32)
    normal_y: Plane = np.asarray(across_y / steepness, dtype=np.float32)
    blocks = list(_blocks(sloped != 0))
    seen, there = (_shrink_blocks(picture, factor, blocks) for picture in (result, parent))
    across, along = _energies(seen, band, normal_x, normal_y)
    before, _ = _energies(there, band, normal_x, normal_y)
    return (across + UNSEEN) / (max(along, before) + UNSEEN)


def _blocks(wanted: NDArray[np.bool_]) -> Iterator[Box]:
    """Boxes that hold every px of `wanted` and its neighbours."""
    height, width = wanted.shape
    grown = cv2.dilate(wanted.astype(np.uint8), np.ones((3, 3), np.uint8))
    for y in range(0, height, BLOCK):
        rows = grown[y : y + BLOCK]
        columns = np.flatnonzero(rows.any(axis=0))
        for run in np.split(columns, np.flatnonzero(np.diff(columns) > BLOCK) + 1):
            if run.size:
                yield Box(int(run[0]), y, int(run[-1] - run[0]) + 1, rows.shape[0])


def _shrink_blocks(picture: Image, factor: int, blocks: Sequence[Box]) -> Image:
    """As `shrink`, RGB alone, and of the blocks alone: 0 elsewhere. Of a large edit most px are
    far from its edge, and shrinking them is what takes time."""
    height, width = (max(1, side // factor) for side in picture.shape[:2])
    small: Image = np.zeros((height, width, 3), dtype=np.uint8)
    for block in blocks:
        part = picture[
            block.y * factor : block.bottom * factor, block.x * factor : block.right * factor, :3
        ]
        small[block.rows, block.columns] = shrink(part, factor)
    return small


def _energies(
    picture: Image, band: NDArray[np.intp], normal_x: Plane, normal_y: Plane
) -> tuple[float, float]:
    """Mean square of the slope across and along the contour, levels a px, within the band.

    The mean of the colour channels' energies: a step in hue alone is one too.
    """
    across, along = 0.0, 0.0
    for channel in range(3):
        slope_x, slope_y = _slopes(np.ascontiguousarray(picture[..., channel]))
        x = slope_x.ravel()[band].astype(np.float32) / SCHARR_GAIN
        y = slope_y.ravel()[band].astype(np.float32) / SCHARR_GAIN
        across += float(np.mean((x * normal_x + y * normal_y) ** 2)) / 3
        along += float(np.mean((y * normal_x - x * normal_y) ** 2)) / 3
    return across, along


def _slopes(levels: NDArray[np.uint8]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """SCHARR_GAIN x levels a px in x and y; 8 bit in and 16 bit out, so nothing is lost."""
    x, y = cv2.Scharr(levels, cv2.CV_16S, 1, 0), cv2.Scharr(levels, cv2.CV_16S, 0, 1)
    return np.asarray(x, dtype=np.int16), np.asarray(y, dtype=np.int16)
