"""Clips over HTTP, whole or in the parts that a player asks for.

Who may see them is asked as for pictures, and their bytes never change either.
"""

import re
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from assets.files import PIECE, FileStore
from assets.models import Clip
from assets.views import IMMUTABLE_HEADERS, AccessPolicy

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


@require_safe
def serve_clip(request: HttpRequest, asset_id: UUID) -> HttpResponse:
    """What boards play: WebM. One range is answered with 206, a range past the end with 416."""
    clip = Clip.objects.select_related("asset").filter(asset_id=asset_id).first()
    may_see = cast(AccessPolicy, import_string(settings.ASSET_ACCESS_POLICY))
    if clip is None or not may_see(request, clip.asset):
        raise Http404
    etag = f'"{clip.asset.sha256}-play"'
    response = get_conditional_response(request, etag=etag) or _part(request, clip, etag)
    for header, value in IMMUTABLE_HEADERS.items():
        response[header] = value
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    return response


def _part(request: HttpRequest, clip: Clip, etag: str) -> HttpResponse:
    size = clip.play_size
    wanted = part_of(request.headers.get("range", ""), size)
    if request.headers.get("if-range", etag) != etag:
        wanted = (0, size)
    if wanted is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = wanted
    with FileStore().open_play(clip.asset.sha256) as file:
        file.seek(start)
        data = file.read(end - start)
    response = HttpResponse(data, content_type="video/webm")
    if (start, end) != (0, size):
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response


def part_of(header: str, size: int) -> tuple[int, int] | None:
    """The first byte to send and the one after the last, of `size`; all of them where nothing
    readable is asked for, as RFC 9110 (14.2) wants it. Who names no end gets a piece: a server may
    send less than is asked for, and players come back. None: nothing of it is there."""
    found = _RANGE.fullmatch(header.replace(" ", ""))
    if found is None or found.groups() == ("", ""):
        return 0, size
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) else None
    start = int(first)
    end = min(size, int(last) + 1 if last else start + PIECE)
    if last and int(last) < start:
        return 0, size
    return (start, end) if start < size else None
