"""Putting what the engine made back into the picture, at the picture's own resolution.

Where the composite mask is 0 the picture's bytes stay, where it is 255 the engine's stand, and
only the band between is mixed. The engine's picture is resampled once, in 16 bit, and rounded to
8 bit once.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image, Mask
from assets.compositing.colour import DEEP, ColourMatch
from assets.compositing.crop import Affine, Placement
from assets.compositing.geometry import Box

STRIP_ROWS = 128
"""Rows mixed at a time: intermediates stay in the processor's cache at any picture size."""
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
        way = cv2.INTER_AREA if placement.scale >= 1 else cv2.INTER_LANCZOS4
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
    for start in range(0, area.height, STRIP_ROWS):
        rows = slice(start, start + STRIP_ROWS)
        _mix(target[rows], engine[rows], composite[rows])
    return result


def _mix(target: Image, engine: NDArray[np.uint16], composite: Mask) -> None:
    """In place: copied where `composite` is 255, mixed from 1 to 254, untouched at 0."""
    new = composite == 255
    band = (composite > 0) & ~new
    channels = target.shape[2]
    if new.any():
        rounded = np.asarray(cv2.convertScaleAbs(engine, alpha=1 / DEEP), dtype=np.uint8)
        target[..., :3][new] = rounded[new]
        if channels == 4:
            target[..., 3][new] = 255
    if not band.any():
        return
    old, over, alpha = target[band], np.minimum(engine[band], 255 * DEEP), composite[band]
    target[band] = (_mix_opaque if channels == 3 else _mix_alpha)(old, over, alpha)


def _mix_opaque(
    old: NDArray[np.uint8], over: NDArray[np.uint16], alpha: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """(N, 3) px. All in integers, so that every machine gives the same bytes."""
    share = alpha.astype(np.uint32)[:, None]
    mixed = old * ((255 - share) * DEEP) + over * share + np.uint32(255 * DEEP // 2)
    return np.asarray(mixed // np.uint32(255 * DEEP), dtype=np.uint8)


def _mix_alpha(
    old: NDArray[np.uint8], over: NDArray[np.uint16], alpha: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """(N, 4) px with straight alpha, mixed by coverage: hidden colours do not shine through."""
    share = alpha.astype(np.float32)[:, None] / 255
    kept = old[:, 3:].astype(np.float32) / 255 * (1 - share)
    covered = kept + share
    colours = (old[:, :3] * kept + over.astype(np.float32) / DEEP * share) / covered
    mixed = np.concatenate([colours, covered * 255], axis=1)
    return np.asarray(np.rint(mixed), dtype=np.uint8)
