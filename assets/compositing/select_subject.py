"""The subject of a picture as a mask, without a click: what stands in the middle and is not ground.

Ground is what runs evenly along the picture's edge: a sky, a wall, a blurred distance. Where the
subject roughly is says `find_subject`; GrabCut decides between both, and the edge is drawn as that
of smart select.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image, Mask, check_picture, flatten
from assets.compositing.select import (
    cut_out,
    edge_drawn,
    only_pointed_at,
    proxy,
    smoothed_lab,
    without_small_holes,
)
from assets.compositing.subject import Flags, find_subject
from assets.errors import InvalidRequest

EVEN = (1, 1, 1)
"""L, a, b levels (8 bit) from one px to the next up to which ground goes on; with 2 it runs through
the fur of a cat."""
GROUND_SHARE = 0.06
"""Of the picture's edge that an even part has to touch to be ground."""
STEP = 6
"""px of the copy along its edge from one place where ground is looked for to the next."""
INWARD, OUTWARD = 5, 9
"""px of the copy, diameters: so far around the edge found roughly it is decided anew."""


def select_subject(picture: Image) -> Mask:
    """(H, W), 255 on 0. Deterministic. Raises InvalidRequest where nothing stands out."""
    check_picture(picture)
    pixels = flatten(picture)
    small, scale = proxy(pixels)
    rough = find_subject(small, np.zeros(small.shape[:2], dtype=np.bool_))
    found = None if rough is None else _decided(small, rough)
    if found is None or not found.any():
        raise InvalidRequest(
            "Nothing stands out in this picture. Click on the thing, or draw a box around it.",
            code="no_subject",
        )
    return edge_drawn(pixels, found, scale)


def _decided(small: Image, rough: Flags) -> Mask:
    labels: NDArray[np.uint8] = np.full(rough.shape, cv2.GC_BGD, np.uint8)
    flags = rough.astype(np.uint8)
    labels[cv2.dilate(flags, np.ones((OUTWARD, OUTWARD), np.uint8)) > 0] = cv2.GC_PR_BGD
    labels[cv2.erode(flags, np.ones((INWARD, INWARD), np.uint8)) > 0] = cv2.GC_PR_FGD
    labels[cv2.erode(_ground(small), np.ones((3, 3), np.uint8)) > 0] = cv2.GC_BGD
    return without_small_holes(only_pointed_at(cut_out(small, labels), []), [])


def _ground(small: Image) -> Mask:
    """255 on 0."""
    lab = smoothed_lab(small)
    height, width = lab.shape[:2]
    edge = np.zeros((height, width), np.bool_)
    edge[[0, -1]] = True
    edge[:, [0, -1]] = True
    ground: Mask = np.zeros((height, width), np.uint8)
    seen = np.zeros((height, width), np.bool_)
    across = [(x, y) for x in range(0, width, STEP) for y in (0, height - 1)]
    down = [(x, y) for y in range(0, height, STEP) for x in (0, width - 1)]
    for x, y in across + down:
        if seen[y, x]:
            continue
        part = _even_part(lab, x, y)
        seen |= part > 0
        if np.count_nonzero(part[edge]) > GROUND_SHARE * np.count_nonzero(edge):
            np.maximum(ground, part, out=ground)
    return ground


def _even_part(lab: Image, x: int, y: int) -> Mask:
    """Connected px that differ little from their neighbours: 255 on 0."""
    height, width = lab.shape[:2]
    flooded = np.zeros((height + 2, width + 2), np.uint8)
    flags = 8 | cv2.FLOODFILL_MASK_ONLY | (255 << 8)
    cv2.floodFill(lab.copy(), flooded, (x, y), 0, EVEN, EVEN, flags)
    return np.asarray(flooded[1:-1, 1:-1], dtype=np.uint8)
