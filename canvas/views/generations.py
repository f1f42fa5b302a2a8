"""Generate, cancel, retry: JSON for the board's page."""

from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assets.actions.budgets import soft_notice
from assets.actions.generations import cancel_generation
from assets.policy import terms_of, warning
from canvas.access import require_board
from canvas.actions.generate import Placed, generate_on_board, retry_on_board
from canvas.errors import NotFound
from canvas.models import Board, Node
from canvas.views.generation_request import parse_generate, parse_retry
from canvas.views.json_body import read_json


@require_POST
def generate(request: HttpRequest, board_id: UUID) -> JsonResponse:
    board, _ = require_board(request, board_id, edit=True)
    asked = parse_generate(read_json(request))
    # Only members may edit, so this is no guest.
    user = cast(User, request.user)
    placed = generate_on_board(board=board, user=user, asked=asked)
    brand = placed[0].generation.brand
    notice = soft_notice(workspace=board.workspace, person=user, brand=brand, now=timezone.now())
    minded = warning(terms_of(board.workspace_id, brand.id if brand else None), asked.prompt)
    shown = [_shown(one) for one in placed]
    return JsonResponse({"generations": shown, "notice": notice, "warning": minded}, status=201)


@require_POST
def cancel(request: HttpRequest, board_id: UUID, generation_id: UUID) -> JsonResponse:
    board, _ = require_board(request, board_id, edit=True)
    placed = _placed(board, generation_id)
    cancel_generation(generation=placed.generation)
    return JsonResponse(_shown(placed))


@require_POST
def retry(request: HttpRequest, board_id: UUID, generation_id: UUID) -> JsonResponse:
    board, _ = require_board(request, board_id, edit=True)
    placed = _placed(board, generation_id)
    tier = parse_retry(read_json(request)) if request.body else None
    user = cast(User, request.user)
    retry_on_board(placed=placed, board=board, user=user, tier=tier)
    return JsonResponse(_shown(placed))


def _placed(board: Board, generation_id: UUID) -> Placed:
    """The generation of this board only; others are as good as not there. Raises NotFound."""
    nodes = Node.objects.filter(board=board, generation=generation_id)
    node = nodes.select_related("generation").first()
    if node is None or node.generation is None:
        raise NotFound("There is no such generation on this board.")
    return Placed(node.generation, node.id)


def _shown(placed: Placed) -> dict[str, str]:
    generation = placed.generation
    return {"id": str(generation.id), "node": str(placed.node), "state": generation.state}
