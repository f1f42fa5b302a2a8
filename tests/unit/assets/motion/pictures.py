"""Small stills and masks."""

import numpy as np

from assets.compositing.arrays import Image, Mask


def still(width: int = 64, height: int = 48) -> Image:
    """A smooth ground with a bright thing on it."""
    y, x = np.mgrid[0:height, 0:width]
    made = np.stack([x * 255 // width, y * 255 // height, (x + y) % 256], axis=2).astype(np.uint8)
    made[height // 3 : height // 2, width // 3 : width // 2] = 250
    return made


def right_half(width: int = 64, height: int = 48) -> Mask:
    mask = np.zeros((height, width), np.uint8)
    mask[:, width // 2 :] = 255
    return mask
