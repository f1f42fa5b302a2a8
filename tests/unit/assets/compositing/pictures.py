"""Pictures and masks for these tests, by seed."""

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask
from assets.compositing.geometry import Box


def photo(width: int, height: int, *, seed: int = 0, channels: int = 3) -> Image:
    """Structure at every scale from 2 to 64 px, levels 40 to 200: what a photograph gives."""
    rng = np.random.default_rng(seed)
    levels = np.zeros((height, width, 3), dtype=np.float32)
    for step in (64, 16, 4, 2):
        coarse = rng.random((height // step + 2, width // step + 2, 3), dtype=np.float32)
        levels += step**0.5 * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    levels = 40 + 160 * (levels - levels.min()) / (levels.max() - levels.min())
    picture = np.rint(levels).astype(np.uint8)
    if channels == 3:
        return picture
    alpha = rng.integers(0, 256, (height, width, 1), dtype=np.uint8)
    alpha[: height // 2] = 255
    return np.concatenate([picture, alpha], axis=2)


def flat(width: int, height: int, colour: tuple[int, int, int]) -> Image:
    return np.full((height, width, 3), colour, dtype=np.uint8)


def box_mask(width: int, height: int, box: Box, level: int = 255) -> Mask:
    mask: Mask = np.zeros((height, width), dtype=np.uint8)
    mask[box.rows, box.columns] = level
    return mask


def shifted(picture: Image, dx: float, dy: float, scale: float = 1.0) -> Image:
    """Content moved by (dx, dy) px, and scaled about the centre."""
    height, width = picture.shape[:2]
    rest_x, rest_y = (1 - scale) * (width - 1) / 2, (1 - scale) * (height - 1) / 2
    matrix = np.array([[scale, 0.0, dx + rest_x], [0.0, scale, dy + rest_y]])
    return np.asarray(
        cv2.warpAffine(
            picture,
            matrix,
            (width, height),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REFLECT_101,
        ),
        dtype=np.uint8,
    )


def cast(picture: Image, levels: int) -> Image:
    return np.clip(picture.astype(np.int16) + levels, 0, 255).astype(np.uint8)
