"""What stands in the hole of the crop that an engine gets, chosen by what the edit is for.

All of it happens at the engine's size, so that its cost is bounded by the engine and not by the
picture.
"""

from enum import StrEnum

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask, Plane
from assets.compositing.masks import mask_box

NEUTRAL = 128
"""Grey for new content: it suggests neither light nor dark."""
MIRROR_REACH = 64.0
"""px over which a mirrored border gives way to a blur, before repetition gets noticed."""
KEY_COLOURS = (
    (0, 255, 0),
    (255, 0, 255),
    (0, 0, 255),
    (255, 0, 0),
    (0, 255, 255),
    (255, 255, 0),
)
KEY_CLASH = 60
"""Levels in every channel: nearer than this an engine may take a px for the key colour."""


class Fill(StrEnum):
    """keep: change what is there. surroundings: fill or remove. neutral: add something new.
    reflected: extend. key_colour: a flat colour that the prompt names."""

    KEEP = "keep"
    SURROUNDINGS = "surroundings"
    NEUTRAL = "neutral"
    REFLECTED = "reflected"
    KEY_COLOUR = "key_colour"


def fill_hole(crop: Image, hole: Mask, fill: Fill) -> Image:
    """A new picture with `fill` where `hole` is above 0, the crop's own px elsewhere.

    crop: (H, W, 3). hole: (H, W). With no px left to learn from, the fill is neutral.
    """
    if fill is Fill.KEEP:
        return crop.copy()
    if fill is Fill.KEY_COLOUR:
        return paint(crop, hole, key_colour(crop, hole))
    if fill is Fill.NEUTRAL or bool(np.all(hole)):
        return paint(crop, hole, (NEUTRAL, NEUTRAL, NEUTRAL))
    filling = surroundings(crop, hole)
    if fill is Fill.REFLECTED:
        filling = _mirrored(crop, hole, filling)
    return merge(crop, filling, hole)


def paint(crop: Image, hole: Mask, colour: tuple[int, int, int]) -> Image:
    """A copy with one colour in the hole."""
    flat = np.empty_like(crop)
    flat[:] = np.tile(np.array(colour, dtype=np.uint8), (crop.shape[1], 1))  # by rows: 8 times
    return merge(crop, flat, hole)  # as fast as by px


def merge(base: Image, over: Image, where: Mask) -> Image:
    """A copy of `base` with `over` where `where` is above 0."""
    return np.asarray(cv2.copyTo(over, where, base.copy()), dtype=np.uint8)


def key_colour(crop: Image, hole: Mask) -> tuple[int, int, int]:
    """The first of KEY_COLOURS that no px outside the hole comes near; else the rarest.

    hole: 255 on 0.
    """
    kept = np.bitwise_not(hole)
    fewest: tuple[int, tuple[int, int, int]] | None = None
    for colour in KEY_COLOURS:
        lowest = tuple(float(max(0, level - KEY_CLASH)) for level in colour)
        highest = tuple(float(min(255, level + KEY_CLASH)) for level in colour)
        near = cv2.inRange(crop, lowest, highest)
        clashes = cv2.countNonZero(cv2.bitwise_and(near, kept))
        if clashes == 0:
            return colour
        if fewest is None or clashes < fewest[0]:
            fewest = (clashes, colour)
    assert fewest is not None
    return fewest[1]


def surroundings(crop: Image, hole: Mask) -> Image:
    """The kept px blurred into the hole, smoother the deeper; outside the hole undefined.

    Pull-push on an image pyramid: Gortler and others, The Lumigraph, SIGGRAPH 1996, section 3.
    """
    known = np.where(hole > 0, 0, 1).astype(np.float32)
    weights = [known]
    colours = [crop * known[..., None]]
    while max(weights[-1].shape) > 2:
        weights.append(np.asarray(cv2.pyrDown(weights[-1]), dtype=np.float32))
        colours.append(np.asarray(cv2.pyrDown(colours[-1]), dtype=np.float32))
    filled = colours[-1] / np.maximum(weights[-1], 1e-6)[..., None]
    for weight, colour in zip(weights[-2::-1], colours[-2::-1], strict=True):
        # pyrUp and not resize: pyrDown keeps px centres at even places, and so must the way up.
        above = cv2.pyrUp(filled, dstsize=(weight.shape[1], weight.shape[0]))
        # A quarter known is known enough: else the border of the hole stays a visible step.
        share = np.minimum(4 * weight, 1)[..., None]
        filled = above * (1 - share) + colour / np.maximum(weight, 1e-6)[..., None] * share
    return np.asarray(cv2.convertScaleAbs(filled), dtype=np.uint8)


def _mirrored(crop: Image, hole: Mask, far: Image) -> Image:
    """Each px of the hole takes the px as far behind its nearest kept px, then `far`.

    Works within the hole's box and a margin as wide as what is mirrored.
    """
    box = mask_box(hole)
    height, width = hole.shape
    distance, labels = cv2.distanceTransformWithLabels(
        hole, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    kept_y, kept_x = np.nonzero(hole == 0)
    nearest = np.zeros((int(labels.max()) + 1, 2), dtype=np.float32)
    nearest[labels[kept_y, kept_x]] = np.stack([kept_x, kept_y], axis=1)
    at = nearest[labels[box.rows, box.columns]]
    y, x = np.mgrid[box.rows, box.columns].astype(np.float32)
    source_x = np.clip(2 * at[..., 0] - x, 0, width - 1)
    source_y = np.clip(2 * at[..., 1] - y, 0, height - 1)
    lost = hole[source_y.astype(np.intp), source_x.astype(np.intp)] > 0
    source_x[lost], source_y[lost] = at[..., 0][lost], at[..., 1][lost]
    mirror = crop[source_y.astype(np.intp), source_x.astype(np.intp)]
    depth: Plane = np.minimum(distance[box.rows, box.columns] / MIRROR_REACH, 1)
    result = far.copy()
    part = result[box.rows, box.columns]
    mixed = mirror + (part.astype(np.float32) - mirror) * depth[..., None]
    result[box.rows, box.columns] = np.rint(mixed).astype(np.uint8)
    return result
