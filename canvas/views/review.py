"""Decisions on many pictures at once, and what stands beside the large picture of a review."""

from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from canvas.access import BoardAccess, require_board
from canvas.actions.approval import Judge, decide_many
from canvas.actions.formats import picture_node
from canvas.actions.review import complete_review, tell_rejected
from canvas.approval import APPROVE, CHECKLIST
from canvas.document import values
from canvas.document.kinds import Field
from canvas.errors import AccessDenied
from canvas.models import Board, Decision
from canvas.risk_panel import RiskPanel
from canvas.views.approval import is_password_right
from canvas.views.json_body import list_of_at_most, read_fields, read_json, string

MOST_AT_ONCE = 1_000
LONGEST_NOTE = 500
_NOTE = Field(values.text(LONGEST_NOTE), "")
_DECISIONS = {
    "decision": Field(values.one_of(*Decision.Kind.values)),
    "pictures": Field(list_of_at_most(MOST_AT_ONCE)),
    "note": _NOTE,
    "checked": Field(values.list_of(values.one_of(*CHECKLIST), len(CHECKLIST)), []),
    "password": Field(string, ""),
}
_PICTURE = {"node": Field(values.as_id), "asset": Field(values.as_id)}
_COUNT = Field(values.whole(0, 100_000), 0)
_COMPLETED = {
    "title": Field(values.text(200), ""),
    "picked": _COUNT,
    "maybe": _COUNT,
    "rejected": _COUNT,
    "open": _COUNT,
}
_REJECTION = {"nodes": Field(values.list_of(values.as_id, MOST_AT_ONCE)), "reason": _NOTE}


@require_POST
def decisions(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{decision, pictures: [{node, asset}], note, checked, password}` -> `{decided, refused:
    [{node, name, code, why}]}`: which could not be decided on, and why."""
    board, access = _marking(request, board_id)
    asked = read_fields(read_json(request), _DECISIONS, "The decision")
    pictures = [read_fields(one, _PICTURE, "A picture") for one in asked["pictures"]]
    kind = asked["decision"]
    judge = Judge(
        access,
        cast(User, request.user),
        kind,
        asked["note"].strip(),
        frozenset(asked["checked"]),
        kind == APPROVE and is_password_right(request, asked["password"]),
    )
    seen = {UUID(one["node"]): UUID(one["asset"]) for one in pictures}
    made, refused = decide_many(board=board, judge=judge, seen=seen)
    told = [
        {"node": str(one.node), "name": one.name, "code": one.code, "why": one.why}
        for one in refused
    ]
    return JsonResponse({"decided": len(made), "refused": told})


@require_POST
def rejections(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{nodes, reason}`, of pictures that were just marked -> `{told}`: how many authors were."""
    board, _ = _marking(request, board_id)
    asked = read_fields(read_json(request), _REJECTION, "The rejection")
    told = tell_rejected(
        board=board,
        user=cast(User, request.user),
        node_ids=[UUID(one) for one in asked["nodes"]],
        reason=asked["reason"].strip(),
    )
    return JsonResponse({"told": told})


@require_POST
def complete(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{title, picked, maybe, rejected, open}` of what was reviewed -> `{told}`."""
    board, _ = _marking(request, board_id)
    asked = read_fields(read_json(request), _COMPLETED, "The review")
    title = asked.pop("title").strip() or board.title
    told = complete_review(board=board, user=cast(User, request.user), title=title, tallies=asked)
    return JsonResponse({"told": told})


@never_cache
@require_GET
def panel(request: HttpRequest, board_id: UUID, node_id: UUID) -> HttpResponse:
    """Risk and decisions of one picture."""
    board, access = require_board(request, board_id)
    if access.is_guest:
        raise AccessDenied("Guests are told nothing of risks and decisions. Sign in as a member.")
    node = picture_node(board, node_id)
    context = {"board": board, "node": node, "access": access, "risk": RiskPanel(node, access)}
    return render(request, "canvas/review/_panel.html", context)


def _marking(request: HttpRequest, board_id: UUID) -> tuple[Board, BoardAccess]:
    """Raises NotFound, AccessDenied."""
    board, access = require_board(request, board_id)
    if not access.may_mark:
        raise AccessDenied(
            "You can look at this board, but not decide on it. Ask its owner for another role."
        )
    return board, access
