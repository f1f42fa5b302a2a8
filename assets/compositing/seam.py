"""How visible the edge of an edit is, as one figure: 100 none, under 60 worth a look.

A seam is a step *across* the mask's contour that neither the picture along the contour nor the
parent at the same place has. Steps are looked for at two widths: as fine as a px, and over 8 px,
where a difference in light shows as a halo; a fade much wider than that goes unseen.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image, Mask, Plane, shrink

FINE_SIDE = 512
"""px, long side at which fine steps are measured: enough for what a screen shows of a
whole picture."""
COARSE_STEP = 8
"""px that become one for the coarse measure."""
UNSEEN = 4.0
"""Square of 2 levels a px: the grain of a photograph, under which no step shows."""
POINTS_A_DOUBLING = 20.0
"""Of energy: at twice the slope of everything around, the score is 60."""
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
    band = np.flatnonzero(x | y)
    if band.size == 0:
        return 1.0
    across_x, across_y = x.ravel()[band], y.ravel()[band]
    steepness = np.hypot(across_x, across_y, dtype=np.float32)
    normal_x: Plane = np.asarray(across_x / steepness, dtype=np.float32)
    normal_y: Plane = np.asarray(across_y / steepness, dtype=np.float32)
    across, along = _energies(shrink(result, factor), band, normal_x, normal_y)
    before, _ = _energies(shrink(parent, factor), band, normal_x, normal_y)
    return (across + UNSEEN) / (max(along, before) + UNSEEN)


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
