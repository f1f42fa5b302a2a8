"""sRGB to OKLab: the colour space in which distances are as large as they look.

Source: Ottosson, "A perceptual color space for image processing", 2020,
https://bottosson.github.io/posts/oklab/ (matrices of 2021-01-25).
"""

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.float32]
"""(..., 3): L 0 to 1, a (green to red) and b (blue to yellow) some -0.4 to 0.4."""

_LEVEL = np.arange(256, dtype=np.float32) / 255
_LINEAR = np.where(_LEVEL <= 0.04045, _LEVEL / 12.92, ((_LEVEL + 0.055) / 1.055) ** 2.4).astype(
    np.float32
)
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)


def oklab(rgb: NDArray[np.uint8]) -> Pixels:
    """rgb: (..., 3) sRGB, 0 to 255."""
    lms = np.cbrt(_LINEAR[rgb] @ _TO_LMS.T)
    return np.asarray(lms @ _TO_LAB.T, np.float32)


def srgb(lab: Pixels) -> NDArray[np.uint8]:
    """The way back; what no screen shows is clipped."""
    lms = np.asarray(lab @ np.linalg.inv(_TO_LAB).T, np.float32) ** 3
    linear = np.clip(lms @ np.linalg.inv(_TO_LMS).T, 0, 1)
    level = np.where(
        linear <= 0.0031308, linear * 12.92, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055
    )
    return np.asarray(level * 255 + 0.5, np.uint8)
