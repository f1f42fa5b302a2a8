"""Versions of a board, and copies of it."""

from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from canvas.access import require_board
from canvas.actions.boards import duplicate_board
from canvas.actions.versions import (
    delete_version,
    read_content,
    rename_version,
    restore_as_copy,
    save_version,
    version_of,
)
from canvas.forms import VersionForm
from canvas.models import Board, BoardVersion
from canvas.version_picture import draw_version


@never_cache
@require_GET
def version_panel(request: HttpRequest, board_id: UUID) -> HttpResponse:
    board, _ = require_board(request, board_id, edit=True)
    return render(request, "canvas/versions/_dialog.html", _context(board))


@require_POST
def save(request: HttpRequest, board_id: UUID) -> HttpResponse:
    board, _ = require_board(request, board_id, edit=True)
    form = VersionForm(request.POST)
    if not form.is_valid():
        return render(request, "canvas/versions/_content.html", _context(board, form))
    save_version(board=board, user=cast(User, request.user), name=form.cleaned_data["name"])
    return render(request, "canvas/versions/_content.html", _context(board))


@require_POST
def rename(request: HttpRequest, board_id: UUID, version_id: UUID) -> HttpResponse:
    """Naming one that was kept by itself keeps it for good."""
    board, _ = require_board(request, board_id, edit=True)
    form = VersionForm(request.POST)
    if form.is_valid():
        rename_version(board=board, version_id=version_id, name=form.cleaned_data["name"])
    return render(request, "canvas/versions/_content.html", _context(board))


@require_POST
def delete(request: HttpRequest, board_id: UUID, version_id: UUID) -> HttpResponse:
    board, _ = require_board(request, board_id, edit=True)
    delete_version(board=board, version_id=version_id)
    return render(request, "canvas/versions/_content.html", _context(board))


@require_POST
def restore(request: HttpRequest, board_id: UUID, version_id: UUID) -> HttpResponse:
    board, _ = require_board(request, board_id, edit=True)
    user = cast(User, request.user)
    copy = restore_as_copy(board=board, version_id=version_id, user=user)
    return redirect("board", copy.id)


@require_GET
def picture(request: HttpRequest, board_id: UUID, version_id: UUID) -> HttpResponse:
    """A small drawing of the board as it was: WebP. It never changes."""
    board, _ = require_board(request, board_id, edit=True)
    content = read_content(version_of(board, version_id))
    response = HttpResponse(draw_version(board, content), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@require_POST
def duplicate(request: HttpRequest, board_id: UUID) -> HttpResponse:
    board, _ = require_board(request, board_id, edit=True)
    return redirect("board", duplicate_board(board=board, user=cast(User, request.user)).id)


def _context(board: Board, form: VersionForm | None = None) -> dict[str, object]:
    versions = (
        BoardVersion.objects.filter(board=board)
        .select_related("created_by")
        .defer("content")
        .order_by("-created_at")
    )
    return {"board": board, "versions": versions, "form": form or VersionForm()}
