"""Masks in picture px: what is selected, whether it can be used, and how the result is mixed in.

A px counts as selected from level 128: brushes leave soft edges, and what was selected must be
entirely new. Softness comes from the composite mask, which fades outside the selection.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from assets.compositing.arrays import Mask, Plane, binary
from assets.compositing.geometry import Box, Size
from assets.errors import InvalidMask

SELECTED_FROM = 128


def union(masks: Sequence[Mask]) -> Mask:
    """The larger level at every px. Raises InvalidMask for none, or for unequal sizes."""
    if not masks:
        raise InvalidMask("There is no mask. Paint where the picture should change.")
    joined = _checked(masks[0]).copy()
    for mask in masks[1:]:
        if _checked(mask).shape != joined.shape:
            raise InvalidMask("These masks have different sizes. Use masks of one picture.")
        np.maximum(joined, mask, out=joined)
    return joined


def selection(mask: Mask, picture: Size) -> Mask:
    """The selected px as 255 on 0; a new array.

    Raises InvalidMask when it is no (H, W) uint8 array of the picture's size, selects nothing,
    or selects everything.
    """
    _checked(mask)
    if mask.shape != (picture.height, picture.width):
        raise InvalidMask(
            f"The mask has {mask.shape[1]} x {mask.shape[0]} pixels, its picture "
            f"{picture.width} x {picture.height}. Make the mask on this picture."
        )
    selected: Mask = np.empty_like(mask)
    cv2.threshold(mask, SELECTED_FROM - 1, 255, cv2.THRESH_BINARY, dst=selected)
    count = cv2.countNonZero(selected)
    if count == 0 and cv2.countNonZero(mask):
        raise InvalidMask("The mask is too faint to count. Paint it with a firmer brush.")
    if count == 0:
        raise InvalidMask("The mask is empty. Paint where the picture should change.")
    if count == mask.size:
        raise InvalidMask(
            "The mask covers the whole picture, so nothing would be kept. "
            "Leave some of it unpainted, or generate from this picture as an anchor."
        )
    return selected


def _checked(mask: Mask) -> Mask:
    if mask.ndim != 2 or mask.dtype != np.uint8:
        raise InvalidMask("This is not a mask: it must be grey, with 8 bits a pixel.")
    return mask


def mask_box(mask: Mask) -> Box:
    """Smallest box around every px above 0; 0 px large where there is none."""
    x, y, width, height = cv2.boundingRect(mask)
    return Box(int(x), int(y), int(width), int(height))


def grow(mask: Mask, radius: int) -> Mask:
    """Dilate by a disc of `radius` px (>= 0): 255 within it of a px above 0. A new array.

    Source: Soille, Morphological Image Analysis, 2nd ed., chapter 3; by a distance transform,
    whose cost does not follow the radius.
    """
    if radius == 0:
        return binary(mask)
    return np.where(_distance(mask) <= radius, 255, 0).astype(np.uint8)


def composite_mask(selected: Mask, transition: int) -> Mask:
    """How much of the engine's picture is taken: 255 all, 0 none. Same shape, a new array.

    selected: 255 on 0. Exactly 255 where selected, exactly 0 from `transition` px (>= 1) on,
    smooth-step of the distance between.
    """
    # One pass of saturating arithmetic and a table: 4 Mpx take 3 ms instead of 40 in float.
    steps = cv2.convertScaleAbs(_distance(selected), alpha=255 / transition)
    return np.asarray(cv2.LUT(steps, _FADE), dtype=np.uint8)


def _distance(mask: Mask) -> Plane:
    """px to the nearest px above 0, within 2 % (5 x 5 chamfer: 5 times faster than exact)."""
    background = cv2.threshold(mask, 0, 255, cv2.THRESH_BINARY_INV)[1]
    return np.asarray(cv2.distanceTransform(background, cv2.DIST_L2, 5), dtype=np.float32)


def smooth_step(share: Plane) -> Plane:
    """0 to 1 with level ends: no visible kink where a fade begins."""
    return share * share * (3 - 2 * share)


_SHARES: Plane = np.linspace(1, 0, 256, dtype=np.float32)
_FADE = np.rint(255 * smooth_step(_SHARES)).astype(np.uint8)
