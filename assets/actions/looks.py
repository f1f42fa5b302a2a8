"""Writes looks: of what came in before they were measured, or by other measures."""

import io
import logging
from collections.abc import Iterator
from uuid import UUID

import numpy as np
from PIL import Image

from assets.drift.features import VERSION
from assets.drift.looks import Seen, look_at
from assets.errors import AssetsError
from assets.files import FileStore
from assets.models import Asset, Look
from assets.renditions import best_level

logger = logging.getLogger(__name__)

LOOKED_AT = 512
"""px of the long side of the rendition that is read: the measures look at 256."""


def unmeasured(workspace_id: UUID | None = None) -> Iterator[Asset]:
    """Pictures without a look of this version, oldest first; in pieces."""
    pictures = Asset.objects.filter(role=Asset.Role.PICTURE).exclude(look__version=VERSION)
    if workspace_id is not None:
        pictures = pictures.filter(workspace_id=workspace_id)
    yield from pictures.order_by("created_at", "id").iterator(chunk_size=200)


def measure(asset: Asset) -> bool:
    """From its stored rendition. False where that cannot be read, which is logged."""
    level = best_level(asset.width, asset.height, LOOKED_AT)
    try:
        data = FileStore().read_rendition(asset.sha256, level)
        pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"), np.uint8)
    except (AssetsError, OSError) as error:
        logger.warning("picture %s was not measured: %s", asset.id, error)
        return False
    keep_look(asset, look_at(pixels))
    return True


def keep_look(asset: Asset, seen: Seen) -> None:
    Look.objects.update_or_create(
        asset=asset, defaults={"version": VERSION, "vector": seen.vector, "alike": seen.alike}
    )
