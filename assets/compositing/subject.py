"""The subject of a picture: what a crop keeps whole, and what an extension does not show twice."""

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image
from assets.compositing.formats import scale_whole
from assets.compositing.geometry import Box, Size

Flags = NDArray[np.bool_]

SIDE = 220
"""px, the size at which it is looked for: some 0.15 s."""
INSET = 0.07
"""Of the old part: nearer to its edge nothing is taken for the subject at first."""
SHARES = (0.02, 0.75)
"""Of the old part: less is a speck, more is all there is."""
CUT_OFF = 0.12
"""Of a growing edge, that the subject covers: from here on it is cut off by it."""


def subject_box(image: Image) -> Box | None:
    """Around the subject of `image` (H, W, 3), px; None where none stands out."""
    found = find_subject(image, np.zeros(image.shape[:2], dtype=np.bool_))
    if found is None or not found.any():
        return None
    ys, xs = np.flatnonzero(found.any(1)), np.flatnonzero(found.any(0))
    x, y = int(xs[0]), int(ys[0])
    return Box(x, y, int(xs[-1]) + 1 - x, int(ys[-1]) + 1 - y)


def find_subject(image: Image, new: Flags) -> Flags | None:
    """-> (H, W) bool, or None where no subject stands out, or where it is cut off by an edge that
    grows: there it must be continued, not kept from being copied."""
    height, width = new.shape
    scale = min(1.0, SIDE / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = scale_whole(image, Size(*size))
    grown = (
        np.asarray(cv2.resize(new.astype(np.float32), size, interpolation=cv2.INTER_AREA)) > 0.02
    )
    ys, xs = np.flatnonzero(~grown.all(1)), np.flatnonzero(~grown.all(0))
    if len(ys) < 24 or len(xs) < 24:
        return None
    old = (slice(ys[0], ys[-1] + 1), slice(xs[0], xs[-1] + 1))
    part = np.ascontiguousarray(small[old])
    inner_y, inner_x = max(2, int(len(ys) * INSET)), max(2, int(len(xs) * INSET))
    marks = np.full(part.shape[:2], cv2.GC_BGD, np.uint8)
    marks[inner_y:-inner_y, inner_x:-inner_x] = cv2.GC_PR_FGD
    cv2.setRNGSeed(1)
    models = (np.zeros((1, 65)), np.zeros((1, 65)))
    cv2.grabCut(part[..., ::-1].copy(), marks, (0, 0, 1, 1), *models, 4, cv2.GC_INIT_WITH_MASK)
    found = ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.uint8)
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    if not SHARES[0] <= float(found.mean()) <= SHARES[1]:
        return None
    grown_sides = (
        (ys[0] > 0, found[inner_y + 1]),
        (ys[-1] < size[1] - 1, found[-inner_y - 2]),
        (xs[0] > 0, found[:, inner_x + 1]),
        (xs[-1] < size[0] - 1, found[:, -inner_x - 2]),
    )
    if any(grows and float(line.mean()) > CUT_OFF for grows, line in grown_sides):
        return None
    found = cv2.dilate(found, np.ones((7, 7), np.uint8))
    whole = np.zeros(grown.shape, np.float32)
    whole[old] = found
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_LINEAR)) > 0.3
