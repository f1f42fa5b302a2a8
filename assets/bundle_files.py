"""Pictures in and out of bundles: the very bytes that are stored, checked as strangers' when they
come in."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User

from assets.actions.assets import add_patch, add_picture, add_stored_mask
from assets.actions.clips import add_uploaded_clip
from assets.errors import UnreadableImage
from assets.files import FileStore
from assets.ingest import decode_stored
from assets.models import Asset, Workspace


def told_of(asset: Asset) -> dict[str, Any]:
    """What a bundle says of an asset, as plain JSON."""
    return {
        "id": str(asset.id),
        "sha256": asset.sha256,
        "role": asset.role,
        "format": asset.format,
        "width": asset.width,
        "height": asset.height,
        "byte_size": asset.byte_size,
        "name": asset.name,
    }


def read_bytes(asset: Asset) -> bytes:
    """Raises StorageFailed."""
    return FileStore().read(asset.sha256, asset.format)


def take_in(*, workspace: Workspace, data: bytes, told: dict[str, Any], user: User | None) -> Asset:
    """Keep what came in a bundle. Decoded and checked like an upload:
    what the bundle says of it only decides what it is for. Raises IngestError, StorageFailed."""
    if hashlib.sha256(data).hexdigest() != told["sha256"]:
        raise UnreadableImage("A picture of this file is not the one that was exported.")
    match told["role"]:
        case Asset.Role.MASK:
            return add_stored_mask(workspace=workspace, data=data, name=told["name"], user=user)
        case Asset.Role.PATCH:
            return add_patch(workspace=workspace, image=decode_stored(data), user=user)
        case Asset.Role.CLIP:
            return add_uploaded_clip(
                workspace=workspace,
                pieces=[data],
                container="matroska",
                name=told["name"],
                user=user,
            )
        case _:
            return add_picture(workspace=workspace, data=data, name=told["name"], user=user)


def assets_of(workspace_id: Any, ids: Iterable[Any]) -> dict[str, Asset]:
    found = Asset.objects.filter(workspace_id=workspace_id, id__in=list(ids))
    return {str(asset.id): asset for asset in found}
