"""Pictures over HTTP: every fetch is authorised, and none is fetched twice.

The bytes of an address never change, so browsers keep them for a year and ask again only to save
them anew. A board asks for thousands of small ones: one query finds the asset, and which level
there is follows from its size. Who may see it is asked of `settings.ASSET_ACCESS_POLICY`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from assets.files import FileStore
from assets.models import Asset
from assets.permission import Permission
from assets.renditions import LEVELS, best_level

ORIGINAL = "original"

_LEVELS: dict[str, int | None] = {str(level): level for level in LEVELS} | {ORIGINAL: None}
LEVEL_NAMES = frozenset(_LEVELS)
IMMUTABLE_HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    # Should a picture ever be taken for a page, it may load nothing and run nothing.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ASK_AGAIN = "private, no-cache"
"""Of what may be taken back: kept, but asked for each time."""
# What no file system, shell or header may be made to stumble over.
_UNSAFE_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|%;', "-"))

AccessPolicy = Callable[[HttpRequest, Asset], Permission | None]
"""None: for whoever asks there is no such picture."""


@dataclass(frozen=True)
class _File:
    """The one file that answers a request. level: None for the original."""

    asset: Asset
    level: int | None

    @property
    def etag(self) -> str:
        return f'"{self.asset.sha256}-{self.level or ORIGINAL}"'

    @property
    def format(self) -> str:
        return "webp" if self.level else self.asset.format

    def read(self) -> bytes:
        """Raises StorageFailed."""
        store = FileStore()
        if self.level is None:
            return store.read(self.asset.sha256, self.asset.format)
        return store.read_rendition(self.asset.sha256, self.level)

    def name(self) -> str:
        """What to save it as: what people called it, then the suffix of what it really is."""
        stem = as_file_name(self.asset.name) or "picture"
        size = f" {self.level} px" if self.level else ""
        return f"{stem}{size}.{'jpg' if self.format == 'jpeg' else self.format}"


def as_file_name(name: str) -> str:
    """What every file system takes; perhaps nothing."""
    return name.translate(_UNSAFE_IN_NAMES).strip(". ")


@require_safe
def serve_asset(request: HttpRequest, asset_id: UUID, level: str) -> HttpResponse:
    """level: 32, 128, 512, 2048 or "original". One that the picture is too small for gives the
    largest there is. With `?download` it is saved under the picture's name, not shown."""
    asset = Asset.objects.filter(id=asset_id).first() if level in _LEVELS else None
    ask = cast(AccessPolicy, import_string(settings.ASSET_ACCESS_POLICY))
    permission = ask(request, asset) if asset is not None else None
    if asset is None or permission is None:
        raise Http404
    return picture_answer(request, asset, level, permission)


def picture_answer(
    request: HttpRequest, asset: Asset, level: str, permission: Permission
) -> HttpResponse:
    """The file, for somebody who may see it. level: one of those that `serve_asset` knows."""
    if "download" in request.GET and not permission.may_download:
        raise Http404
    wanted = _LEVELS[level] if permission.may_download else _LEVELS[level] or LEVELS[-1]
    if asset.role == Asset.Role.CLIP and wanted is None:
        asset = asset.clip.still  # what a clip is where a picture is asked for
    file = _File(asset, wanted and best_level(asset.width, asset.height, wanted))
    response = get_conditional_response(request, etag=file.etag)
    if response is None:
        response = HttpResponse(file.read(), content_type=f"image/{file.format}")
    for header, value in IMMUTABLE_HEADERS.items():
        response[header] = value
    if not permission.is_lasting:
        response["Cache-Control"] = ASK_AGAIN
    response["ETag"] = file.etag
    if "download" in request.GET:
        response["Content-Disposition"] = content_disposition_header(True, file.name())
    return response
