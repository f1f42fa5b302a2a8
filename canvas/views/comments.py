"""Comments on a board: the list, one thread, and what people do with them. JSON both ways."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from canvas.access import BoardAccess, require_board
from canvas.actions import comments as actions
from canvas.comment_facts import list_facts, thread_facts, threads_for
from canvas.document import values
from canvas.document.kinds import Field
from canvas.errors import AccessDenied, NotFound
from canvas.models import Reaction, Thread
from canvas.views.json_body import BadRequest, list_of_at_most, read_fields, read_json, string

# Numbers, two for each corner.
MOST_OUTLINE = 480
_COORDINATE = values.number(-values.MAX_COORDINATE, values.MAX_COORDINATE)
_FRACTION = values.number(0, 1)
_MENTIONS = Field(values.list_of(values.whole(1, 2**53), actions.MOST_MENTIONS), [])
_NEW_THREAD = {
    "node": Field(values.id_or_null, None),
    "x": Field(_COORDINATE),
    "y": Field(_COORDINATE),
    "outline": Field(list_of_at_most(MOST_OUTLINE), []),
    "at_ms": Field(values.or_null(values.whole(0, 600_000)), None),
    "text": Field(string),
    "mentions": _MENTIONS,
}
_REPLY = {"text": Field(string), "mentions": _MENTIONS}
_RESOLVED = {"is_resolved": Field(values.boolean)}
_REACTION = {
    "comment": Field(values.as_id),
    "kind": Field(values.one_of(*Reaction.Kind.values)),
    "is_on": Field(values.boolean),
}
_REWRITTEN = {"comment": Field(values.as_id), **_REPLY}
_DELETED = {"comment": Field(values.as_id)}
_PROPOSAL = {"node": Field(values.as_id), "version": Field(values.whole(1, 10_000))}


@never_cache
@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """All threads of the board; POST: begin one."""
    board, access = require_board(request, board_id)
    if request.method == "POST" or access.is_guest:
        board, access = require_board(request, board_id, comment=True)
    if request.method == "GET":
        return JsonResponse(list_facts(board, access))
    asked = read_fields(read_json(request), _NEW_THREAD, "The comment")
    thread = actions.start_thread(
        board=board,
        access=access,
        place=_place(asked),
        text=asked["text"],
        mentions=asked["mentions"],
    )
    return JsonResponse(thread_facts(thread, access), status=201)


@never_cache
@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, board_id: UUID, thread_id: UUID) -> JsonResponse:
    """Its comments; POST: reply."""
    asked_to_write = request.method == "POST"
    found, access = _thread(request, board_id, thread_id, comment=asked_to_write)
    if asked_to_write:
        asked = read_fields(read_json(request), _REPLY, "The reply")
        actions.reply(thread=found, access=access, **asked)
    return JsonResponse(thread_facts(found, access))


@require_POST
def resolve_thread(request: HttpRequest, board_id: UUID, thread_id: UUID) -> JsonResponse:
    found, access = _thread(request, board_id, thread_id, comment=True, member=True)
    asked = read_fields(read_json(request), _RESOLVED, "The request")
    user = cast(User, request.user)
    actions.resolve(thread=found, user=user, now=timezone.now(), **asked)
    return JsonResponse(thread_facts(found, access))


@require_POST
def read_thread(request: HttpRequest, board_id: UUID, thread_id: UUID) -> JsonResponse:
    found, _ = _thread(request, board_id, thread_id, member=True)
    actions.read_thread(thread=found, user=cast(User, request.user), now=timezone.now())
    return JsonResponse({})


@require_POST
def react(request: HttpRequest, board_id: UUID, thread_id: UUID) -> JsonResponse:
    found, access = _thread(request, board_id, thread_id, comment=True, member=True)
    asked = read_fields(read_json(request), _REACTION, "The request")
    actions.react(
        thread=found,
        comment_id=UUID(asked["comment"]),
        user=cast(User, request.user),
        kind=asked["kind"],
        is_on=asked["is_on"],
    )
    return JsonResponse(thread_facts(found, access))


@require_POST
def rewrite(request: HttpRequest, board_id: UUID, thread_id: UUID) -> JsonResponse:
    """One's own comment in other words."""
    found, access = _thread(request, board_id, thread_id, comment=True, member=True)
    asked = read_fields(read_json(request), _REWRITTEN, "The comment")
    actions.rewrite(
        thread=found,
        access=access,
        comment_id=UUID(asked.pop("comment")),
        now=timezone.now(),
        **asked,
    )
    return JsonResponse(thread_facts(found, access))


@require_POST
def delete_comment(request: HttpRequest, board_id: UUID, thread_id: UUID) -> JsonResponse:
    """One's own comment. `{}` where the thread went with it, else the thread."""
    found, access = _thread(request, board_id, thread_id, comment=True, member=True)
    asked = read_fields(read_json(request), _DELETED, "The request")
    comment_id = UUID(asked["comment"])
    is_left = actions.delete_comment(thread=found, access=access, comment_id=comment_id)
    return JsonResponse(thread_facts(found, access) if is_left else {})


@require_POST
def propose(request: HttpRequest, board_id: UUID, thread_id: UUID) -> JsonResponse:
    """A version was made after this thread."""
    found, access = _thread(request, board_id, thread_id, edit=True)
    asked = read_fields(read_json(request), _PROPOSAL, "The request")
    node_id = UUID(asked["node"])
    actions.propose(thread=found, access=access, node_id=node_id, version=asked["version"])
    return JsonResponse(thread_facts(found, access))


def _thread(
    request: HttpRequest,
    board_id: UUID,
    thread_id: UUID,
    *,
    edit: bool = False,
    comment: bool = False,
    member: bool = False,
) -> tuple[Thread, BoardAccess]:
    board, access = require_board(request, board_id, edit=edit, comment=comment)
    if access.is_guest and (member or not access.may_comment):
        raise AccessDenied("Guests of this link cannot do this. Ask whoever sent it to you.")
    found = threads_for(board, access).select_related("board").filter(id=thread_id).first()
    if found is None:
        raise NotFound("There is no such thread on this board. Reload the list.")
    return found, access


def _place(asked: dict[str, Any]) -> actions.Place:
    """Raises BadRequest: on a picture everything is 0..1."""
    node = asked["node"]
    check = _COORDINATE if node is None else _FRACTION
    try:
        x, y, *outline = [check(one) for one in (asked["x"], asked["y"], *asked["outline"])]
    except values.BadValue as error:
        raise BadRequest(f"A place {error}.", code="bad_value") from None
    if len(outline) % 2 or 0 < len(outline) < 6:
        raise BadRequest("An outline has three corners or more.", code="bad_value")
    return actions.Place(node and UUID(node), x, y, outline, asked["at_ms"])
