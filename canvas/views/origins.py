"""What made the pictures of a board, for selecting them by it."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from assets.models import Generation
from canvas.access import require_board
from canvas.models import Board, Node

# One request makes its rows one after the other; two by one person lie seconds apart.
SAME_BATCH = timedelta(seconds=1)


@never_cache
@require_GET
def origins(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{generations: {id: {tier, batch}}}`: those asked for at one time share the `batch`, the id
    of its first. Guests are told of none: how pictures were made is not theirs to know."""
    board, access = require_board(request, board_id)
    return JsonResponse({"generations": {} if access.link_id else _origins(board)})


def _origins(board: Board) -> dict[str, dict[str, str]]:
    shown = Node.objects.filter(board=board, deleted_at=None, generation__isnull=False)
    made = (
        Generation.objects.filter(id__in=shown.values("generation"))
        .order_by("created_by", "tier", "operation", "prompt", "created_at", "id")
        .only("created_by", "tier", "operation", "prompt", "created_at")
    )
    found: dict[str, dict[str, str]] = {}
    batch, last = "", None
    for one in made:
        if last is None or not _is_same_batch(last, one):
            batch = str(one.id)
        found[str(one.id)] = {"tier": one.tier, "batch": batch}
        last = one
    return found


def _is_same_batch(before: Generation, one: Generation) -> bool:
    return (
        one.created_by_id == before.created_by_id
        and one.tier == before.tier
        and one.operation == before.operation
        and one.prompt == before.prompt
        and one.created_at - before.created_at < SAME_BATCH
    )
