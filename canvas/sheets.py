"""The sheets of one board: which pictures, under which names, for whom."""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

from assets.models import Asset
from assets.sheets import Sheet, Thumbnail, cut_into_sheets
from canvas.concealment import concealed_on
from canvas.models import Node

_SHOWN = (Asset.Role.PICTURE, Asset.Role.CLIP)
_PURPOSE = b"anchorboard sheet 1"


def sheets_of(board_id: UUID, *, for_guest: bool = False) -> dict[str, Sheet]:
    """By name, oldest pictures first. What lies on the board now, masks left out; for guests also
    what is hidden."""
    shown = Node.objects.filter(board_id=board_id, deleted_at=None, asset__isnull=False)
    if for_guest:
        shown = shown.exclude(id__in=concealed_on(board_id))
    rows = (
        Asset.objects.filter(
            id__in=shown.values("asset_id"), role__in=(Asset.Role.PICTURE, Asset.Role.CLIP)
        )
        .order_by("created_at", "id")
        .values_list("id", "sha256")
    )
    sheets = cut_into_sheets(Thumbnail(asset, sha256) for asset, sha256 in rows)
    return {_name(board_id, sheet): sheet for sheet in sheets}


def _name(board_id: UUID, sheet: Sheet) -> str:
    """64 hex digits that follow from the board and the pictures, in order. With the secret key, so
    that nobody learns by trying names whether a picture they have lies on a board."""
    digest = hmac.new(settings.SECRET_KEY.encode(), _PURPOSE + board_id.bytes, hashlib.sha256)
    for thumbnail in sheet.thumbnails:
        digest.update(bytes.fromhex(thumbnail.sha256))
    return digest.hexdigest()
