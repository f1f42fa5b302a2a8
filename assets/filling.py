"""What a hole looks like filled from its surroundings: a look that costs nothing, before any engine
is asked. Made small, by the fill of the sketch engine."""

import math

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask, flatten
from assets.compositing.geometry import Box, Size
from assets.compositing.masks import mask_box
from assets.engines.sketch.fill import fill

MASK_SIDE = 900
"""Twin of OUTLINE_SIDE in static/canvas/tinted_mask.js: masks come as small as lines are drawn."""
HOLE_PIXELS = 14_000
"""px of the hole that are filled at most: some 0.4 s on one core."""
EDGE = 1.0
"""px of the small picture over which the look fades at its edge."""


def mask_size(picture: Size) -> Size:
    """Of the small mask: a whole number of the picture's px in each of its own."""
    scale = max(1, math.ceil(max(picture.width, picture.height) / MASK_SIDE))
    return Size(math.ceil(picture.width / scale), math.ceil(picture.height / scale))


def fill_look(picture: Image, hole: Mask) -> tuple[Image, Box]:
    """The filled hole as (h, w, 4), transparent around it, and where it lies in px of `picture`.

    picture: (H, W, 3 or 4). hole: of `mask_size`, 128 and more is filled; neither none nor all.
    """
    height, width = picture.shape[:2]
    selected = np.where(hole >= 128, np.uint8(255), np.uint8(0))
    share = min(1.0, math.sqrt(HOLE_PIXELS / cv2.countNonZero(selected)))
    size = (max(16, round(hole.shape[1] * share)), max(16, round(hole.shape[0] * share)))
    small = cv2.resize(flatten(picture), size, interpolation=cv2.INTER_AREA)
    part = cv2.resize(selected, size, interpolation=cv2.INTER_AREA)
    # What is hole only in part would smear the thing that goes into its surroundings.
    grown = cv2.dilate(np.where(part > 0, np.uint8(255), np.uint8(0)), np.ones((3, 3), np.uint8))
    if bool(grown.all()):
        grown = np.where(part >= 128, np.uint8(255), np.uint8(0))
    filled = fill(np.ascontiguousarray(small, dtype=np.uint8), grown > 0, seed=0)
    area = mask_box(np.asarray(part, np.uint8)).grow(2).clip(Size(*size))
    alpha = cv2.GaussianBlur(part, (0, 0), EDGE)
    look = np.dstack([filled, alpha])[area.rows, area.columns]
    across, down = width / size[0], height / size[1]
    left, top = round(area.x * across), round(area.y * down)
    where = Box(left, top, round(area.right * across) - left, round(area.bottom * down) - top)
    return np.ascontiguousarray(look, dtype=np.uint8), where
