"""Putting what the engine made back into the picture, at the picture's own resolution.

Where the composite mask is 0 the picture's bytes stay, where it is 255 the engine's stand, and
only the band between is mixed. The engine's picture is resampled once, in 16 bit, and rounded to
8 bit once.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image, Mask, over_255
from assets.compositing.colour import DEEP, ColourMatch
from assets.compositing.crop import Affine, Placement
from assets.compositing.geometry import Box

TILE = 128
"""px, side of what is mixed at once: its intermediates stay in the processor's cache, and most
tiles lie wholly inside or outside of the band."""
WHOLE_CONTEXT = 4
"""Up to this many times the pasted area the whole context is resized, which is some 8 times
faster a px than warping only the part that is needed."""


def resample_back(
    returned: Image,
    placement: Placement,
    area: Box,
    *,
    match: ColourMatch,
    move: Affine | None = None,
) -> NDArray[np.uint16]:
    """The engine's px for `area` of the picture: (area.height, area.width, 3) 8.8 fixed point.

    returned: (H, W, 3) of the placement's size. area: within the context. move: maps px of the
    crop sent to px of `returned`, when the engine moved the picture; map and move are one warp.
    """
    context = placement.context
    inside = area.shift(-context.x, -context.y)
    if placement.is_unscaled and move is None:
        return match.deep(returned[inside.rows, inside.columns])
    deep = match.deep(returned)
    if move is None and context.area <= WHOLE_CONTEXT * area.area:
        way = cv2.INTER_AREA if placement.scale >= 1 else cv2.INTER_CUBIC
        whole = cv2.resize(deep, (context.width, context.height), interpolation=way)
        return np.asarray(whole[inside.rows, inside.columns], dtype=np.uint16)
    matrix = placement.picture_to_engine(area)
    if move is not None:
        matrix = np.column_stack([move[:, :2] @ matrix[:, :2], move @ [*matrix[:, 2], 1.0]])
    if placement.scale > 1:
        # Warping samples points: what is finer than a picture px must be gone before.
        deep = np.asarray(
            cv2.GaussianBlur(deep, (0, 0), 0.5 * (placement.scale**2 - 1) ** 0.5), dtype=np.uint16
        )
    return np.asarray(
        cv2.warpAffine(
            deep,
            matrix,
            (area.width, area.height),
            flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REFLECT_101,
        ),
        dtype=np.uint16,
    )


def paste(parent: Image, engine: NDArray[np.uint16], composite: Mask, area: Box) -> Image:
    """A new picture: `parent` with `engine` mixed in by `composite` within `area`.

    parent: (H, W, 3|4). engine: (area.height, area.width, 3), 8.8 fixed point, opaque.
    composite: (area.height, area.width). Same channels as the parent.
    """
    result = parent.copy()
    target = result[area.rows, area.columns]
    for y in range(0, area.height, TILE):
        for x in range(0, area.width, TILE):
            tile = (slice(y, y + TILE), slice(x, x + TILE))
            _mix(target[tile], engine[tile], composite[tile])
    return result


def _mix(target: Image, engine: NDArray[np.uint16], composite: Mask) -> None:
    """In place: copied where `composite` is 255, mixed from 1 to 254, untouched at 0."""
    lowest, highest, _, _ = cv2.minMaxLoc(composite)
    if highest == 0:
        return
    over = np.minimum(engine, 255 * DEEP)
    if lowest == 255:
        whole = ((over + np.uint16(DEEP // 2)) >> np.uint16(8)).astype(np.uint8)
        target[...] = whole if target.shape[2] == 3 else cv2.cvtColor(whole, cv2.COLOR_RGB2RGBA)
        return
    mixed = (_mix_opaque if target.shape[2] == 3 else _mix_alpha)(target, over, composite)
    target[...] = cv2.copyTo(mixed, composite, target.copy())


def _mix_opaque(old: Image, over: NDArray[np.uint16], composite: Mask) -> Image:
    """(H, W, 3). All in integers, so that every machine gives the same bytes."""
    # Each px its own share: numpy is slow where three channels have one.
    share = np.asarray(cv2.cvtColor(composite, cv2.COLOR_GRAY2RGB), dtype=np.uint32)
    mixed = old * ((255 - share) * np.uint32(DEEP)) + over * share + np.uint32(255 * DEEP // 2)
    return over_255((mixed >> np.uint32(8)).astype(np.uint16)).astype(np.uint8)


def _mix_alpha(old: Image, over: NDArray[np.uint16], composite: Mask) -> Image:
    """(H, W, 4) with straight alpha, mixed by coverage: hidden colours do not shine through.

    Undefined where nothing covers; 255 in `composite` gives the engine's px.
    """
    share = composite.astype(np.float32) / 255
    *colours, alpha = (plane.astype(np.float32) for plane in cv2.split(old))
    kept = alpha / 255 * (1 - share)
    covered = kept + share
    least = np.maximum(covered, 1e-6)
    made = [
        (colour * kept + new.astype(np.float32) / DEEP * share) / least
        for colour, new in zip(colours, cv2.split(over), strict=True)
    ]
    # floor(x + 0.5), as the integers of opaque pictures round.
    planes = [np.floor(plane + 0.5).astype(np.uint8) for plane in (*made, covered * 255)]
    return np.asarray(cv2.merge(planes), dtype=np.uint8)
