"""What the list view of a board asks of the server, as JSON."""

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from canvas.access import require_board
from canvas.errors import AccessDenied
from canvas.listing import list_rows

LARGEST_REVISION = 2**53


@never_cache
@require_GET
def rows(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`?since=<revision>` (without: all) -> `{revision, rows}`.

    A row is `[node, prompt, by, made_at, risk, engine]`.

    Members only: guests are told no prompts and nobody's name. Raises NotFound, AccessDenied.
    """
    board, access = require_board(request, board_id)
    if access.is_guest:
        raise AccessDenied("Guests are told names and sizes only.")
    asked = request.GET.get("since", "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) <= len(str(LARGEST_REVISION))
    since = min(int(asked), LARGEST_REVISION) if is_number else -1
    found = [
        [
            str(row.node),
            row.prompt,
            row.by,
            row.made_at.isoformat() if row.made_at else None,
            row.risk,
            row.engine,
        ]
        for row in list_rows(board, since=since)
    ]
    return JsonResponse({"revision": board.revision, "rows": found})
