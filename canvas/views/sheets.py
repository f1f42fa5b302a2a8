"""Small pictures of a whole board in a handful of requests: the index, and the sheets it names."""

import gzip
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from assets.files import FileStore
from assets.sheets import COLUMNS, LEVEL, MARGIN, Sheet, sheet_file
from assets.views import IMMUTABLE_HEADERS
from canvas.access import require_board
from canvas.errors import NotFound
from canvas.sheets import sheets_of

GZIP_LEVEL = 3


@require_safe
def sheet_index(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """`{cell, margin, columns, sheets: [{url, assets}]}`: ids in the order of their cells."""
    _, access = require_board(request, board_id)
    sheets = sheets_of(board_id, for_guest=access.is_guest)
    body = orjson.dumps(
        {
            "cell": LEVEL,
            "margin": MARGIN,
            "columns": COLUMNS,
            "sheets": [_entry(board_id, name, sheet) for name, sheet in sheets.items()],
        }
    )
    answer = HttpResponse(content_type="application/json")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        answer.headers["Content-Encoding"] = "gzip"
    answer.content = body
    answer.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(answer, ["Accept-Encoding", "Cookie"])
    return answer


@require_safe
def sheet(request: HttpRequest, board_id: UUID, name: str) -> HttpResponse:
    """A WebP that never changes: another picture on the board is another name. One that holds what
    does not lie on the board any more is gone, whoever still knows its name."""
    _, access = require_board(request, board_id)
    wanted = sheets_of(board_id, for_guest=access.is_guest).get(name)
    if wanted is None:
        raise NotFound("The board has changed since: ask for its sheets again.")
    answer = HttpResponse(sheet_file(name, wanted, FileStore()), content_type="image/webp")
    for header, value in IMMUTABLE_HEADERS.items():
        answer[header] = value
    return answer


def _entry(board_id: UUID, name: str, sheet: Sheet) -> dict[str, Any]:
    return {
        "url": reverse("sheet", args=[board_id, name]),
        "assets": [str(thumbnail.asset) for thumbnail in sheet.thumbnails],
    }
