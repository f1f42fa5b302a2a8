"""Re-blending an edit: a look at it while a slider moves, and keeping it."""

import io
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from PIL import Image

from assets.actions.blends import Blend, blend_shown
from assets.compositing.arrays import flatten
from assets.models import Asset
from canvas.access import require_board
from canvas.actions.blend import blend_on_board, edit_node, edit_of
from canvas.document import values
from canvas.document.kinds import Field
from canvas.errors import NotFound
from canvas.models import Board, Node
from canvas.views.json_body import read_fields, read_json

LOOK_QUALITY = 92

_REQUEST = {
    "transition": Field(values.or_null(values.whole(-(10**6), 10**6)), None),
    "erased": Field(values.id_or_null, None),
}


@never_cache
@require_POST
def look_at_blend(request: HttpRequest, board_id: UUID, node_id: UUID) -> HttpResponse:
    """`{transition?, erased?}` -> a JPEG of what changes, if the edge narrows too; not kept.

    Where it lies on the picture stands in the header `X-Area` (x, y, width, height in px), its
    seam score in `X-Seam`.
    """
    board, _ = require_board(request, board_id, edit=True)
    asked = read_fields(read_json(request), _REQUEST, "The request")
    generation = edit_of(_node(board, node_id))
    area, result = blend_shown(generation=generation, blend=_blend(board, asked))
    part = flatten(result.image[area.rows, area.columns])
    stream = io.BytesIO()
    Image.fromarray(part).save(stream, "JPEG", quality=LOOK_QUALITY)
    response = HttpResponse(stream.getvalue(), content_type="image/jpeg")
    response["X-Area"] = ",".join(map(str, area.as_list()))
    response["X-Seam"] = str(result.facts["seam"]["score"])
    return response


@require_POST
def blend(request: HttpRequest, board_id: UUID, node_id: UUID) -> JsonResponse:
    """`{transition?, erased?}` -> 201 `{generation, asset, seam}`: the node shows it now."""
    board, _ = require_board(request, board_id, edit=True)
    asked = read_fields(read_json(request), _REQUEST, "The request")
    made = blend_on_board(
        board=board,
        user=cast(User, request.user),
        node=_node(board, node_id),
        blend=_blend(board, asked),
    )
    seam = made.facts["seam"]
    about = {"generation": str(made.id), "asset": str(made.result_id), "seam": seam}
    return JsonResponse(about, status=201)


def _node(board: Board, node_id: UUID) -> Node:
    node = edit_node(board, node_id)
    if node is None:
        raise NotFound("This picture is not on the board any more. Choose another one.")
    return node


def _blend(board: Board, asked: dict[str, Any]) -> Blend:
    if asked["erased"] is None:
        return Blend(asked["transition"])
    erased = Asset.objects.filter(
        id=asked["erased"], workspace=board.workspace, role=Asset.Role.MASK
    ).first()
    if erased is None:
        raise NotFound("What was erased is not there any more. Erase it again.")
    return Blend(asked["transition"], erased)
