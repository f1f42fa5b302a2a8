"""Extending a picture: the enlarged canvas, its mask, and the steps a large extension takes.

From there it is an inpaint of the new area. By default the new fades into the old inside the old
picture, in a band with an irregular edge (a straight seam is the first thing an eye finds); with
`keep_exactly` the fade lies in the new part and every old px stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask, Plane, check_picture
from assets.compositing.geometry import Box, Size
from assets.compositing.masks import smooth_step
from assets.errors import InvalidRequest

BAND_SHARE = 0.08
"""Of the old picture's side that is extended."""
BAND_LEAST = 32
BAND_MOST = 128
BAND_OF_OLD = 4
"""The band never takes more than a quarter of the old side: tiny pictures keep something."""
BLOTCH = 24
"""px, size of the bays in the band's edge."""
BAND_NARROWEST = 0.4
"""Share of the band's width that its narrowest bays have."""
MOST_NEW = 0.5
"""Share of a step's picture that may be new: beyond it engines lose the scene."""
STEP_SHARE = 0.4
"""Of the side, that one step adds."""
MAX_SIDE = 32_000
"""px. Browsers and file formats end near it."""
BLUR_REACH = 96.0
"""px over which the mirrored border becomes blurred altogether."""
BLUR_FACTOR = 8
"""The blur is made at an eighth of the size."""
BLUR_SIGMA = 3.0


@dataclass(frozen=True)
class Growth:
    """px added at each side. keep_exactly: no old px changes, not even in the transition."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0
    keep_exactly: bool = False

    def grown(self, size: Size) -> Size:
        return Size(size.width + self.left + self.right, size.height + self.top + self.bottom)


@dataclass(frozen=True)
class Enlarged:
    """image: (H, W, 3|4), new part mirrored and blurred. mask: 255 = the new part.

    composite: how much of the engine's picture is taken. old: where the old picture lies.
    transition: px, the widest the fade gets.
    """

    image: Image
    mask: Mask
    composite: Mask
    old: Box
    transition: int


def check_growth(size: Size, growth: Growth, *, max_pixels: int) -> Size:
    """The size after it. Raises InvalidRequest for negative, zero or too large growth."""
    sides = (growth.left, growth.top, growth.right, growth.bottom)
    if min(sides) < 0:
        raise InvalidRequest("Extending only adds. Crop the picture to make it smaller.")
    if max(sides) == 0:
        raise InvalidRequest("Nothing to extend. Drag an edge outward or choose a format first.")
    grown = growth.grown(size)
    if grown.area > max_pixels or max(grown.width, grown.height) > MAX_SIDE:
        raise InvalidRequest(
            f"Extended, the picture would have {grown.width} x {grown.height} pixels, more than "
            f"the {max_pixels / 1e6:g} megapixels or {MAX_SIDE} pixels a side allowed. Extend less."
        )
    return grown


def growth_steps(size: Size, growth: Growth) -> list[Growth]:
    """The extension as steps to run one after the other, each on the result of the one before.

    One step where at most half of the result is new; else steps of at most 40 % of the side
    (at least 1 px), the axis that grows most first, so that corners come last. They add up to
    `growth`.
    """
    if size.area >= (1 - MOST_NEW) * growth.grown(size).area:
        return [growth]
    across = list(_axis_steps(size.width, growth.left, growth.right))
    down = list(_axis_steps(size.height, growth.top, growth.bottom))
    keep = growth.keep_exactly
    wide = [Growth(left=before, right=after, keep_exactly=keep) for before, after in across]
    high = [Growth(top=before, bottom=after, keep_exactly=keep) for before, after in down]
    is_wide = growth.left + growth.right >= growth.top + growth.bottom
    return wide + high if is_wide else high + wide


def touched_box(size: Size, growth: Growth) -> Box:
    """Around all that an extension may change, px of the grown picture: new parts with bands."""
    grown = growth.grown(size)
    old = Box(growth.left, growth.top, size.width, size.height)
    across, down = (0, 0) if growth.keep_exactly else (_band(size.width), _band(size.height))
    across, down = min(across, size.width // BAND_OF_OLD), min(down, size.height // BAND_OF_OLD)
    touched = [
        Box(0, 0, old.x + across, grown.height) if growth.left else None,
        Box(old.right - across, 0, growth.right + across, grown.height) if growth.right else None,
        Box(0, 0, grown.width, old.y + down) if growth.top else None,
        Box(0, old.bottom - down, grown.width, growth.bottom + down) if growth.bottom else None,
    ]
    boxes = [box for box in touched if box is not None]
    return reduce(Box.union, boxes)


def _axis_steps(side: int, before: int, after: int) -> Iterator[tuple[int, int]]:
    while before + after:
        total = min(before + after, max(1, int(side * STEP_SHARE)))
        first = total * before // (before + after)
        yield first, total - first
        before, after = before - first, after - (total - first)
        side += total


def enlarge(picture: Image, growth: Growth, *, max_pixels: int) -> Enlarged:
    """The canvas an engine extends. The old px are copied; alpha is mirrored like colour.

    The same picture size and growth give the same band, so a retry has the same edge.
    """
    check_picture(picture)
    size = Size(picture.shape[1], picture.shape[0])
    grown = check_growth(size, growth, max_pixels=max_pixels)
    old = Box(growth.left, growth.top, size.width, size.height)
    sides = (growth.top, growth.bottom, growth.left, growth.right)
    image = np.asarray(cv2.copyMakeBorder(picture, *sides, cv2.BORDER_REFLECT_101), dtype=np.uint8)
    _blur_with_distance(image, old, grown)
    mask: Mask = np.full((grown.height, grown.width), 255, dtype=np.uint8)
    mask[old.rows, old.columns] = 0
    composite, transition = (_fade_in_new if growth.keep_exactly else _fade_in_old)(mask, old)
    return Enlarged(image, mask, composite, old, transition)


def _blur_with_distance(image: Image, old: Box, grown: Size) -> None:
    """In place, only in the four new strips: work and memory follow the new area."""
    small_size = (max(1, grown.width // BLUR_FACTOR), max(1, grown.height // BLUR_FACTOR))
    small = cv2.resize(image, small_size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), BLUR_SIGMA)
    scale_x, scale_y = small_size[0] / grown.width, small_size[1] / grown.height
    for strip in _new_strips(old, grown):
        if strip.area == 0:
            continue
        matrix = np.array(
            [
                [scale_x, 0.0, (strip.x + 0.5) * scale_x - 0.5],
                [0.0, scale_y, (strip.y + 0.5) * scale_y - 0.5],
            ]
        )
        warped = cv2.warpAffine(
            small,
            matrix,
            (strip.width, strip.height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        blurred: Image = np.asarray(warped, dtype=np.uint8)
        near = old.grow(int(BLUR_REACH)).intersect(strip)
        inside = near.shift(-strip.x, -strip.y)
        share = smooth_step(np.minimum(_distance_to(old, near) / BLUR_REACH, 1))
        sharp = image[near.rows, near.columns].copy()
        image[strip.rows, strip.columns] = blurred
        mixed = _mixed(sharp, blurred[inside.rows, inside.columns], share)
        image[near.rows, near.columns] = mixed


def _mixed(first: Image, second: Image, share: Plane) -> Image:
    """first where `share` is 0, second where it is 1. By planes: numpy is slow where several
    channels have one share."""
    planes = [
        np.rint(a + (b.astype(np.float32) - a) * share).astype(np.uint8)
        for a, b in zip(cv2.split(first), cv2.split(second), strict=True)
    ]
    return np.asarray(cv2.merge(planes), dtype=np.uint8)


def _new_strips(old: Box, grown: Size) -> tuple[Box, Box, Box, Box]:
    return (
        Box(0, 0, grown.width, old.y),
        Box(0, old.bottom, grown.width, grown.height - old.bottom),
        Box(0, old.y, old.x, old.height),
        Box(old.right, old.y, grown.width - old.right, old.height),
    )


def _distance_to(old: Box, strip: Box) -> Plane:
    """px from each px of the strip to the old picture."""
    x = np.arange(strip.x, strip.right, dtype=np.float32)
    y = np.arange(strip.y, strip.bottom, dtype=np.float32)
    beside = np.maximum(np.maximum(old.x - x, x - (old.right - 1)), 0)
    beyond = np.maximum(np.maximum(old.y - y, y - (old.bottom - 1)), 0)
    return np.asarray(np.hypot(beside[None, :], beyond[:, None]), dtype=np.float32)


def _fade_in_old(mask: Mask, old: Box) -> tuple[Mask, int]:
    """The new part whole, fading to 0 within a band of the old picture at each grown side."""
    composite = mask.copy()
    widest = 0
    for side, (room, within) in enumerate(_views(composite[old.rows, old.columns], mask, old)):
        depth, length = within.shape
        band = min(_band(depth), depth // BAND_OF_OLD)
        if room == 0 or band == 0:
            continue
        widest = max(widest, band)
        np.maximum(within[:band], _ragged_fade(band, length, side), out=within[:band])
    return composite, widest


def _fade_in_new(mask: Mask, old: Box) -> tuple[Mask, int]:
    """0 in the whole old picture, rising to 255 within a band of the new part at each side."""
    height, width = mask.shape
    composite = np.zeros_like(mask)
    widest = 0
    beyond = (
        (composite[:, : old.x].T[::-1], old.width),
        (composite[:, old.right :].T, old.width),
        (composite[: old.y][::-1], old.height),
        (composite[old.bottom :], old.height),
    )
    for side, (outside, old_side) in enumerate(beyond):
        room, length = outside.shape
        band = min(_band(old_side), room // 2)
        # In a corner two sides meet: the farther out of the two decides.
        outside[band:] = 255
        if band:
            widest = max(widest, band)
            rise = 255 - _ragged_fade(band, length, side)
            np.maximum(outside[:band], rise, out=outside[:band])
    return composite, widest


def _views(inside: Mask, mask: Mask, old: Box) -> tuple[tuple[int, Mask], ...]:
    """For left, right, top, bottom: px added there, and `inside` seen from there inwards."""
    height, width = mask.shape
    return (
        (old.x, inside.T),
        (width - old.right, inside.T[::-1]),
        (old.y, inside),
        (height - old.bottom, inside[::-1]),
    )


def _band(side: int) -> int:
    return min(max(round(side * BAND_SHARE), BAND_LEAST), BAND_MOST)


def _ragged_fade(band: int, length: int, side: int) -> Mask:
    """(band, length): 255 falling to 0 away from row 0, over a width that varies in bays."""
    noise = np.random.default_rng([band, length, side]).random(
        (band // BLOTCH + 2, length // BLOTCH + 2), dtype=np.float32
    )
    bays = np.clip(cv2.resize(noise, (length, band), interpolation=cv2.INTER_CUBIC), 0, 1)
    width = band * (BAND_NARROWEST + (1 - BAND_NARROWEST) * bays)
    distance = np.arange(1, band + 1, dtype=np.float32)[:, None]
    share: Plane = np.maximum(1 - distance / width, 0).astype(np.float32)
    return np.rint(255 * smooth_step(share)).astype(np.uint8)
