"""A board itself, and what its card lets people do with it. The lists are in `home`."""

from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from canvas.access import BoardAccess, require_board, require_workspace, session_links
from canvas.actions.boards import rename_board
from canvas.actions.projects import move_board
from canvas.actions.thumbnails import thumbnail_of
from canvas.actions.visits import note_visit
from canvas.board_config import board_config
from canvas.errors import NotFound
from canvas.forms import TitleForm
from canvas.home import Home
from canvas.models import Board


@require_http_methods(["GET", "POST"])
def board_title(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """What stands under a board's cover: with its title as a field (GET), then with the new one."""
    board, access = require_board(request, board_id, edit=True)
    form = TitleForm(request.POST or None, initial={"title": board.title})
    if request.method == "GET" or not form.is_valid() or access.user_id is None:
        return render(request, "canvas/home/_title_form.html", {"board": board, "form": form})
    rename_board(board_id=board.id, title=form.cleaned_data["title"], user_id=access.user_id)
    return _caption(request, board)


@require_GET
def board_caption(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The same as it was, for whoever thinks better of renaming."""
    board, _ = require_board(request, board_id, edit=True)
    return _caption(request, board)


def _caption(request: HttpRequest, board: Board) -> HttpResponse:
    home = Home(cast(User, request.user), require_workspace(request, board.workspace_id))
    card = home.card_of(board)
    return render(request, "canvas/home/_caption.html", {"card": card, "home": home})


@require_http_methods(["GET", "POST"])
def board_project(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The dialog that moves a board to a project (GET), and the move."""
    board, _ = require_board(request, board_id, edit=True)
    membership = require_workspace(request, board.workspace_id)
    if request.method == "GET":
        home = Home(cast(User, request.user), membership)
        return render(request, "canvas/home/_move_dialog.html", {"board": board, "home": home})
    asked = request.POST.get("project", "")
    move_board(board=board, project_id=as_uuid(asked) if asked else None, actor=membership)
    return HttpResponse(status=204, headers={"HX-Trigger": "home-changed"})


def as_uuid(text: str) -> UUID:
    """Raises NotFound for what is none: it names nothing."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is nothing by this address. Reload the page.") from None


@require_safe
def board_thumbnail(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """`?r=`: the revision that the page knows of; a newer one may come."""
    board, _ = require_board(request, board_id)
    asked = request.GET.get("r", "")
    revision = int(asked) if asked.isdecimal() and len(asked) < 19 else board.revision
    thumbnail = thumbnail_of(board, revision=revision)
    etag = f'"{board_id.hex}-{thumbnail.revision}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(bytes(thumbnail.image), content_type="image/webp")
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=600"
    return response


@never_cache
@require_GET
def board(request: HttpRequest, board_id: UUID) -> HttpResponse:
    try:
        shown, access = require_board(request, board_id)
    except NotFound:
        if request.user.is_authenticated or session_links(request.session):
            raise
        return redirect_to_login(request.get_full_path())
    if access.user_id is not None:
        note_visit(board_id=shown.id, user_id=access.user_id)
    return board_page(request, shown, access)


def board_page(request: HttpRequest, shown: Board, access: BoardAccess) -> HttpResponse:
    context = {"board": shown, "access": access, "config": board_config(shown, access)}
    return render(request, "canvas/board.html", context)
