"""A picture to drift away from: a round thing on a table, with some grain."""

import cv2
import numpy as np

from assets.compositing.arrays import Image


def still_life(
    *, seed: int = 0, radius: int = 60, x: int = 128, warmer: int = 0, grain: float = 6
) -> Image:
    """(256, 256, 3) RGB. warmer: levels more red, and as many less blue."""
    rng = np.random.default_rng(seed)
    picture = np.full((256, 256, 3), (170, 172, 176), np.uint8)
    cv2.rectangle(picture, (0, 190), (256, 256), (120, 112, 104), -1)
    cv2.circle(picture, (x, 140), radius, (60, 90, 140), -1)
    levels = picture + rng.normal(0, grain, picture.shape) + np.array([warmer, 0, -warmer])
    return np.clip(levels, 0, 255).astype(np.uint8)
