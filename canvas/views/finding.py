"""What the board's palette and its find ask of the server, as JSON."""

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from canvas.access import require_board
from canvas.errors import AccessDenied
from canvas.finding import find_on_board
from canvas.models import Board

MOST_BOARDS = 500


@never_cache
@require_GET
def find(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`?q=` -> `{found: [{node, prompt, engine, by}], has_more}`. Members only: guests are told no
    prompts and no engines. Raises NotFound, AccessDenied."""
    board, access = require_board(request, board_id)
    if access.is_guest:
        raise AccessDenied("Guests find names and notes only.")
    found, has_more = find_on_board(board, request.GET.get("q", ""))
    answer = [
        {"node": str(one.node), "prompt": one.prompt, "engine": one.engine, "by": one.by}
        for one in found
    ]
    return JsonResponse({"found": answer, "has_more": has_more})


@never_cache
@require_GET
def other_boards(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{boards: [{id, title, url}]}` of the same workspace, last edited first; guests know of none.
    Raises NotFound, AccessDenied."""
    board, access = require_board(request, board_id)
    if access.is_guest:
        raise AccessDenied("A guest sees this board alone.")
    mine = Board.objects.visible_to(request.user).filter(workspace_id=board.workspace_id)
    others = mine.exclude(id=board.id)
    rows = others.order_by("-edited_at").values_list("id", "title")[:MOST_BOARDS]
    boards = [
        {"id": str(pk), "title": title, "url": reverse("board", args=[pk])} for pk, title in rows
    ]
    return JsonResponse({"boards": boards})
