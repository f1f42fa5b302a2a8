"""Where the subject of a stored picture is, found once for each picture."""

import io
from functools import lru_cache

import numpy as np
from PIL import Image

from assets.compositing.geometry import Box
from assets.compositing.subject import subject_box
from assets.files import FileStore
from assets.models import Asset
from assets.renditions import best_level

LOOKED_AT = 512
"""px of the long side: more is not looked at."""


def subject_of(asset: Asset) -> Box | None:
    """px of the picture; None where nothing stands out. Raises StorageFailed."""
    found = _found(asset.sha256, best_level(asset.width, asset.height, LOOKED_AT))
    if found is None:
        return None
    left, top, right, bottom = found
    x, y = round(left * asset.width), round(top * asset.height)
    width, height = round(right * asset.width) - x, round(bottom * asset.height) - y
    return Box(x, y, max(1, width), max(1, height))


@lru_cache(maxsize=512)
def _found(sha256: str, level: int) -> tuple[float, float, float, float] | None:
    """left, top, right, bottom as shares of the sides. By content: what is found never changes."""
    data = FileStore().read_rendition(sha256, level)
    small = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=np.uint8)
    box = subject_box(small)
    if box is None:
        return None
    height, width = small.shape[:2]
    return box.x / width, box.y / height, box.right / width, box.bottom / height
