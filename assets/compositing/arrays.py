"""What a picture and a mask are here, and the checks every entrance makes."""

import numpy as np
from numpy.typing import NDArray

from assets.errors import InvalidRequest

Image = NDArray[np.uint8]
"""(height, width, 3) RGB or (height, width, 4) RGBA with straight alpha, 0 to 255."""

Mask = NDArray[np.uint8]
"""(height, width), 255 = regenerate, 0 = keep."""

Plane = NDArray[np.float32]
"""(height, width): levels, shares or distances, as said."""

FLATTEN_ON = 255
"""Level that transparent px show to an engine, which takes RGB: white, as a page does."""


def check_picture(picture: Image) -> None:
    """Raise InvalidRequest unless `picture` is a uint8 RGB or RGBA array with at least one px."""
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] not in (3, 4):
        raise InvalidRequest("Only RGB and RGBA pictures with 8 bits a channel can be edited.")
    if picture.size == 0:
        raise InvalidRequest("This picture has no pixels. Choose another one.")


def flatten(picture: Image) -> Image:
    """RGB of a picture, (H, W, 3). RGBA is laid over FLATTEN_ON; RGB comes back as it is."""
    if picture.shape[2] == 3:
        return picture
    alpha = picture[..., 3:].astype(np.uint16)
    # At most 255 * 255 + 127, which uint16 holds: exact, and half the memory of float32.
    mixed = picture[..., :3] * alpha + FLATTEN_ON * (255 - alpha) + np.uint16(127)
    return (mixed // 255).astype(np.uint8)


def grey(picture: Image) -> Plane:
    """Mean of the colour channels, (H, W) float32, 0 to 255."""
    return np.asarray(picture[..., :3].mean(axis=2, dtype=np.float32))
