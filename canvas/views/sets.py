"""The set view: how well selected pictures of a board go together."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assets.errors import InvalidRequest
from canvas.access import require_board
from canvas.drift.sets import MOST, set_of
from canvas.errors import CanvasError


@never_cache
@require_POST
def set_view(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """A POST for its length: `nodes`, ids with commas between. The dialog."""
    board, _ = require_board(request, board_id, edit=True)
    ids = _ids(request.POST.get("nodes", ""))
    error, shown = "", None
    try:
        shown = set_of(board, ids)
    except InvalidRequest as refused:
        error = refused.message
    context = {"board": board, "set": shown, "error": error, "left_out": max(0, len(ids) - MOST)}
    return render(request, "canvas/drift/_set_dialog.html", context)


def _ids(words: str) -> list[UUID]:
    try:
        return [UUID(one) for one in words.split(",") if one][: 2 * MOST]
    except ValueError:
        raise CanvasError("What is selected cannot be read. Select it again.") from None
