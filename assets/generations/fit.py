"""Which size to ask an engine for, and how what it made becomes exactly the size wanted.

Pure: numbers and arrays. Edits have their own geometry, in `assets.compositing`.
"""

import math
from typing import TypeGuard

import cv2
import numpy as np

from assets.compositing.geometry import Size
from assets.engines.base import Capabilities
from assets.engines.request import Image

SAME_VIEW = 0.02
"""Difference of ratios up to which a picture of another size shows the same view: a stretch that
nobody sees, and registration takes out of edits."""
PREVIEW_SIDE = 320
"""px: as signals.py promises, enough to judge a picture that is still coming."""


def is_picture(value: object) -> TypeGuard[Image]:
    """Whether it is a picture at all: (H, W, 3 or 4) uint8, not without pixels."""
    return (
        isinstance(value, np.ndarray)
        and value.dtype == np.uint8
        and value.ndim == 3
        and value.shape[2] in (3, 4)
        and value.size > 0
    )


def engine_size(width: int, height: int, capabilities: Capabilities) -> Size:
    """The size (px) to ask for when a picture of `width` x `height` is wanted.

    Of fixed sizes the one of the nearest ratio, by the logarithm so that 2:1 is as far from 1:1 as
    1:2 is; among equals the nearest in area. Else the nearest within the engine's bounds, its sides
    rounded up to the engine's step, or down where that would leave the bounds.
    Twin of engineSize in static/canvas/engine_size.js; both are held to
    tests/data/engine_sizes.json.
    """
    if capabilities.sizes:
        wanted_ratio, wanted_area = math.log(width / height), math.log(width * height)
        return min(
            capabilities.sizes,
            key=lambda size: (
                round(abs(math.log(size.width / size.height) - wanted_ratio), 6),
                abs(math.log(size.width * size.height) - wanted_area),
            ),
        )
    step = capabilities.multiple_of
    inside = [side / step for side in _within_bounds(width, height, capabilities)]
    (left, right), (low, high) = (
        (max(math.floor(side), 1) * step, math.ceil(round(side, 6)) * step) for side in inside
    )
    around = [Size(right, high), Size(left, high), Size(right, low), Size(left, low)]
    return next((size for size in around if _is_taken(size, capabilities)), around[-1])


def _within_bounds(width: float, height: float, can: Capabilities) -> tuple[float, float]:
    """Less of the long side where the ratio is too wide, then scaled in its ratio."""
    if can.max_ratio:
        width, height = min(width, height * can.max_ratio), min(height, width * can.max_ratio)
    scale = min(1.0, math.sqrt(can.max_pixels / (width * height)))
    if can.max_side:
        scale = min(scale, can.max_side / max(width, height))
    scale = max(scale, math.sqrt(can.min_pixels / (width * height)))
    return width * scale, height * scale


def _is_taken(size: Size, can: Capabilities) -> bool:
    long, short = max(size.width, size.height), min(size.width, size.height)
    return (
        can.min_pixels <= size.area <= can.max_pixels
        and (not can.max_side or long <= can.max_side)
        and (not can.max_ratio or long <= short * can.max_ratio)
    )


def as_asked(image: Image, width: int, height: int) -> Image | None:
    """`image` at the size that an engine was asked for, when it gave the same view at another one.

    Scaled, never cropped: in an edit every px has its place. None where the ratio is another one.
    """
    had_height, had_width = image.shape[:2]
    if abs(had_width * height / (had_height * width) - 1) > SAME_VIEW:
        return None
    return resize(image, width, height)


def fit_exactly(image: Image, width: int, height: int) -> Image:
    """`image` scaled to cover `width` x `height` px and cropped about its centre to just that.

    image: (H, W, C) uint8; (height, width, C) out. The same array when nothing is to do.
    """
    had_height, had_width = image.shape[:2]
    if (had_width, had_height) == (width, height):
        return image
    scale = max(width / had_width, height / had_height)
    scaled_width = max(width, round(had_width * scale))
    scaled_height = max(height, round(had_height * scale))
    scaled = resize(image, scaled_width, scaled_height)
    left, top = (scaled_width - width) // 2, (scaled_height - height) // 2
    return np.ascontiguousarray(scaled[top : top + height, left : left + width])


def fit_within(image: Image, max_pixels: int) -> Image:
    """`image`, made smaller in its own ratio where it has more than `max_pixels`."""
    height, width = image.shape[:2]
    if width * height <= max_pixels:
        return image
    scale = math.sqrt(max_pixels / (width * height))
    return resize(image, max(1, int(width * scale)), max(1, int(height * scale)))


def resize(image: Image, width: int, height: int) -> Image:
    """(H, W, C) uint8 -> (height, width, C): area average down, Lanczos up."""
    if image.shape[:2] == (height, width):
        return image
    shrinks = width * height < image.shape[0] * image.shape[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4
    scaled = cv2.resize(image, (width, height), interpolation=how)
    return np.asarray(scaled, dtype=np.uint8)


def small_size(width: int, height: int, side: int) -> tuple[int, int]:
    """(width, height) with at most `side` px on the long one, in the same ratio, never larger."""
    scale = min(1.0, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
