"""A board as a file, out and in."""

from collections.abc import AsyncIterator, Iterator
from typing import cast
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from canvas.access import require_board, require_workspace
from canvas.actions.audit import record
from canvas.actions.bundle_export import bundle_of
from canvas.actions.bundle_import import import_bundle
from canvas.document.bundle import SUFFIX
from canvas.errors import BundleRefused
from canvas.requests import most_body_bytes
from canvas.views.boards import as_uuid

_UNSAFE_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|%;', "-"))


@require_GET
def export_board(request: HttpRequest, board_id: UUID) -> StreamingHttpResponse:
    board, _ = require_board(request, board_id, edit=True)
    name = board.title.translate(_UNSAFE_IN_NAMES).strip(". ") or "board"
    pieces = one_by_one(bundle_of(board))
    facts = {"board": board.id, "revision": board.revision}
    record(board.workspace, cast(User, request.user), "board_exported", board.title, facts)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}{SUFFIX}")
    response["X-Content-Type-Options"] = "nosniff"
    return response


async def one_by_one(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Of a plain iterator an async server would take all before it sent the first."""
    following = sync_to_async(lambda: next(pieces, None))
    while (piece := await following()) is not None:
        yield piece


# As in views/uploads.py: size and sign-in are looked at before the form is read for its token.
@csrf_exempt
@login_required
@require_POST
def import_board(request: HttpRequest) -> HttpResponse:
    """`file`, `workspace` -> the new board. Raises CanvasError."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > most_body_bytes(request.path):
        raise BundleRefused(
            "The file is larger than this server takes. Its limit is ANCHORBOARD_MAX_BUNDLE_MB.",
            code="too_large",
        )
    return _import(request)


@csrf_protect
def _import(request: HttpRequest) -> HttpResponse:
    asked = as_uuid(request.POST.get("workspace", ""))
    membership = require_workspace(request, asked, edit=True)
    file = cast("UploadedFile[bytes] | None", request.FILES.get("file"))
    if file is None or file.file is None:
        raise BundleRefused(f"No file arrived. Choose one that ends in {SUFFIX}.")
    board = import_bundle(
        workspace=membership.workspace, user=cast(User, request.user), file=file.file
    )
    return redirect("board", board.id)
