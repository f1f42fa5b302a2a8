"""What made the pictures of a board, for selecting them by it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from assets.models import Generation
from canvas.access import require_board
from canvas.actions.formats import picture_node
from canvas.errors import AccessDenied
from canvas.models import Board, Node

# One request makes its rows one after the other; two by one person lie seconds apart.
SAME_BATCH = timedelta(seconds=1)


@never_cache
@require_GET
def origins(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{generations: {id: {tier, batch, rank}}}`: those asked for at one time share the `batch`,
    the id of its first; `rank`: how many were asked for before it, batch by batch. Guests are told
    of none: how pictures were made is not theirs to know."""
    board, access = require_board(request, board_id)
    return JsonResponse({"generations": {} if access.is_guest else _origins(board)})


@never_cache
@require_GET
def edit(request: HttpRequest, board_id: UUID, node_id: UUID) -> JsonResponse:
    """`{edit: {source, result, changed_outside}}`: px that its proof found outside of the mask;
    `{edit: null}` for a picture that no edit made."""
    board, access = require_board(request, board_id)
    if access.is_guest:
        raise AccessDenied("How pictures were made is not told to guests. Sign in as a member.")
    made = picture_node(board, node_id).generation
    if made is None or made.source_id is None or made.result_id is None:
        return JsonResponse({"edit": None})
    outside = (made.facts or {}).get("proof", {}).get("changed_outside")
    told = {"source": str(made.source_id), "result": str(made.result_id)}
    return JsonResponse({"edit": {**told, "changed_outside": outside}})


def _origins(board: Board) -> dict[str, dict[str, Any]]:
    ranked = sorted(_batches(board), key=lambda batch: batch[0].created_at)
    generations = [(one, batch[0]) for batch in ranked for one in batch]
    return {
        str(one.id): {"tier": one.tier, "batch": str(first.id), "rank": rank}
        for rank, (one, first) in enumerate(generations)
    }


def _batches(board: Board) -> list[list[Generation]]:
    shown = Node.objects.filter(board=board, deleted_at=None, generation__isnull=False)
    made = (
        Generation.objects.filter(id__in=shown.values("generation"))
        .order_by("created_by", "tier", "operation", "prompt", "created_at", "id")
        .only("created_by", "tier", "operation", "prompt", "created_at")
    )
    batches: list[list[Generation]] = []
    for one in made:
        if batches and _is_same_batch(batches[-1][-1], one):
            batches[-1].append(one)
        else:
            batches.append([one])
    return batches


def _is_same_batch(before: Generation, one: Generation) -> bool:
    return (
        one.created_by_id == before.created_by_id
        and one.tier == before.tier
        and one.operation == before.operation
        and one.prompt == before.prompt
        and one.created_at - before.created_at < SAME_BATCH
    )
