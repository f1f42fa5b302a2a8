"""Deleted things of a board, and deleted boards of a workspace."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from canvas.access import require_board, require_workspace, restorable_boards
from canvas.actions.boards import TRASH_FOR, delete_board, destroy_board, restore_board
from canvas.actions.trash import restore_things
from canvas.document import values
from canvas.document.kinds import Field
from canvas.errors import NotFound
from canvas.models import Board, Membership
from canvas.roles import MANAGING_ROLES
from canvas.trash import MOST_SHOWN, Place, deleted_things
from canvas.views.json_body import read_fields, read_json

_REQUEST = {"nodes": Field(values.list_of(values.as_id, MOST_SHOWN))}


@never_cache
@require_GET
def board_trash(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{items: [{node, deleted_at, by}], days, next}`; `?after=` with that `next`: earlier ones."""
    board, _ = require_board(request, board_id, edit=True)
    things, following = deleted_things(board, after=Place.read(request.GET.get("after", "")))
    items = [
        {"node": thing.node, "deleted_at": thing.deleted_at.isoformat(), "by": thing.by}
        for thing in things
    ]
    return JsonResponse({"items": items, "days": TRASH_FOR.days, "next": following})


@require_POST
def restore_from_board(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{nodes: [id, ...]}` -> `{nodes: [id, ...]}`: what came back."""
    board, _ = require_board(request, board_id, edit=True)
    asked = read_fields(read_json(request), _REQUEST, "The request")
    ids = [UUID(one) for one in asked["nodes"]]
    user = cast(User, request.user)
    back = restore_things(board=board, ids=ids, user=user, now=timezone.now())
    return JsonResponse({"nodes": [str(node_id) for node_id in back]})


@require_POST
def delete(request: HttpRequest, board_id: UUID) -> HttpResponse:
    board, _ = require_board(request, board_id, edit=True)
    delete_board(board=board, user=cast(User, request.user))
    return redirect("trash")


@never_cache
@login_required
@require_GET
def trash(request: HttpRequest) -> HttpResponse:
    """Deleted boards that this person may edit."""
    user = cast(User, request.user)
    boards = _deleted_boards(user)
    mine = Membership.objects.filter(user=user, role__in=MANAGING_ROLES)
    managed = set(mine.values_list("workspace_id", flat=True))
    rows = [(board, board.workspace_id in managed) for board in boards]
    return render(request, "canvas/trash.html", {"rows": rows, "days": TRASH_FOR.days})


@login_required
@require_POST
def restore(request: HttpRequest, board_id: UUID) -> HttpResponse:
    board = _deleted_board(request, board_id)
    restore_board(board=board)
    return redirect("board", board.id)


@login_required
@require_POST
def destroy(request: HttpRequest, board_id: UUID) -> HttpResponse:
    board = _deleted_board(request, board_id)
    require_workspace(request, board.workspace_id, manage=True)
    destroy_board(board=board)
    return redirect("trash")


def _deleted_boards(user: User) -> "QuerySet[Board]":
    boards = restorable_boards(user).select_related("workspace", "deleted_by")
    return boards.order_by("-deleted_at")


def _deleted_board(request: HttpRequest, board_id: UUID) -> Board:
    board = _deleted_boards(cast(User, request.user)).filter(id=board_id).first()
    if board is None:
        raise NotFound("This board is not in the trash. It may have been restored already.")
    return board
