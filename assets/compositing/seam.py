"""How visible the edge of an edit is, as one figure: 100 none, under 60 worth a look.

A seam is a step *across* the mask's contour that neither the picture along the contour nor the
parent at the same place has. Steps are looked for at two widths: as fine as a px, and as wide as
the transition, where a difference in light shows as a halo.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image, Mask, Plane, grey

FINE_SIDE = 1024
"""px, long side at which fine steps are measured."""
COARSE_TRANSITION = 6.0
"""px that the transition is shrunk to: a halo becomes a step."""
UNSEEN = 4.0
"""Square of 2 levels a px: the grain of a photograph, under which no step shows."""
POINTS_A_DOUBLING = 20.0
"""Of energy: at twice the slope of everything around, the score is 60."""


def seam_score(parent: Image, result: Image, composite: Mask, transition: int) -> float:
    """0 to 100. All three of the same area, (H, W, ...); transition: px.

    100 where the composite mask has no band to look at.
    """
    long_side = max(composite.shape)
    fine = min(1.0, FINE_SIDE / long_side)
    coarse = min(fine, COARSE_TRANSITION / max(transition, 1))
    excess = max(1.0, *(_excess(parent, result, composite, factor) for factor in (fine, coarse)))
    return min(100.0, max(0.0, 100.0 - POINTS_A_DOUBLING * math.log2(excess)))


def _excess(parent: Image, result: Image, composite: Mask, factor: float) -> float:
    """Energy across the contour over the larger of: along it, and the parent's across it."""
    fade = _shrunk(composite, factor).astype(np.float32)
    normal_x, normal_y = _slopes(fade)
    steepness = np.hypot(normal_x, normal_y)
    band = steepness > 1.0
    if not band.any():
        return 1.0
    across_x: Plane = np.asarray(normal_x[band] / steepness[band])
    across_y: Plane = np.asarray(normal_y[band] / steepness[band])
    across, along = _energies(_shrunk(result, factor), band, across_x, across_y)
    before, _ = _energies(_shrunk(parent, factor), band, across_x, across_y)
    return (across + UNSEEN) / (max(along, before) + UNSEEN)


def _energies(
    picture: Image, band: NDArray[np.bool_], normal_x: Plane, normal_y: Plane
) -> tuple[float, float]:
    """Mean square of the slope across and along the contour, levels a px, within the band."""
    slope_x, slope_y = _slopes(grey(picture))
    x, y = slope_x[band], slope_y[band]
    across = x * normal_x + y * normal_y
    along = y * normal_x - x * normal_y
    return float(np.mean(across**2)), float(np.mean(along**2))


def _slopes(levels: Plane) -> tuple[Plane, Plane]:
    """Levels a px in x and y, smoothed over 3 px (Scharr's operator)."""
    x = cv2.Scharr(levels, cv2.CV_32F, 1, 0, scale=1 / 32)
    y = cv2.Scharr(levels, cv2.CV_32F, 0, 1, scale=1 / 32)
    return np.asarray(x, dtype=np.float32), np.asarray(y, dtype=np.float32)


def _shrunk(pixels: Image | Mask, factor: float) -> Image | Mask:
    if factor >= 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
