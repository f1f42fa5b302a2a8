"""What assets announced becomes ops on nodes, and what happens on boards reaches open sockets.

Signals come on threads, after commit. A placeholder is always brought to what its generation says
at that moment, under the board's lock: news that is late or comes twice does no harm.
"""

import logging
import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import DatabaseError

from assets.generations.bills import charge_words
from assets.generations.names import picture_name
from assets.generations.states import CANCELLABLE
from assets.models import Attempt, Generation, GenerationState
from assets.signals import generation_changed, generation_progressed
from assets.transactions import write_transaction
from canvas.actions.drift import on_generation_ended
from canvas.actions.ops import apply_changes
from canvas.actions.review_states import review_before
from canvas.document.changes import Change
from canvas.errors import CanvasError
from canvas.models import Board, Node
from canvas.realtime.rooms import rooms
from canvas.run_facts import version_in_run
from canvas.signals import access_changed, board_changed, comments_changed

logger = logging.getLogger(__name__)

# A busy database has made us wait for its whole timeout each time.
TRIES = 3
MAX_CODE, MAX_MESSAGE = 40, 2_000

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def connect() -> None:
    """Listen to the signals. Called once, when the apps are ready."""
    generation_changed.connect(_on_generation_changed)
    generation_progressed.connect(_on_generation_progressed)
    board_changed.connect(_on_board_changed)
    access_changed.connect(_on_access_changed)
    comments_changed.connect(_on_comments_changed)


def reconcile_generation_nodes() -> None:
    """Mend the placeholders whose generation moved on while nobody listened: at server start."""
    placeholders = Node.objects.filter(kind="generation").select_related("generation")
    stale = {
        (node.board_id, node.generation.id)
        for node in placeholders.iterator()
        if node.generation is not None and _changes([node], node.generation)
    }
    for board_id, generation_id in stale:
        _bring_up_to_date(board_id, generation_id)


def _on_generation_changed(*, generation_id: UUID, **signal: Any) -> None:
    for board_id in _boards_of(generation_id):
        _bring_up_to_date(board_id, generation_id)
    state = Generation.objects.filter(id=generation_id).values_list("state", flat=True).first()
    if state != GenerationState.RUNNING:
        rooms.end_progress(generation_id)
    if state not in CANCELLABLE:
        on_generation_ended(generation_id)


def _on_generation_progressed(
    *, generation_id: UUID, told: dict[str, Any], preview: bytes | None, **signal: Any
) -> None:
    try:
        rooms.progress(_boards_of(generation_id), generation_id, told, preview)
    except DatabaseError:
        # Passing news: the next one comes in a moment.
        logger.warning("progress of generation %s was not told", generation_id, exc_info=True)


def _on_board_changed(*, board_id: UUID, revision: int, **signal: Any) -> None:
    rooms.announce(board_id, revision)


def _on_comments_changed(*, board_id: UUID, **signal: Any) -> None:
    rooms.comments(board_id)


def _on_access_changed(
    *,
    board_id: UUID | None = None,
    user_id: int | None = None,
    link_id: UUID | None = None,
    session_key: str | None = None,
    **signal: Any,
) -> None:
    rooms.recheck(board_id=board_id, user_id=user_id, link_id=link_id, session_key=session_key)


def _boards_of(generation_id: UUID) -> list[UUID]:
    nodes = Node.objects.filter(generation_id=generation_id)
    return list(nodes.order_by().values_list("board_id", flat=True).distinct())


def _bring_up_to_date(board_id: UUID, generation_id: UUID) -> None:
    """Never raises: the generation itself is as it should be."""
    for attempt in range(1, TRIES + 1):
        try:
            with write_transaction():
                # Under the lock no older news can overtake newer.
                Board.objects.select_for_update().get(id=board_id)
                generation = Generation.objects.get(id=generation_id)
                nodes = Node.objects.filter(board_id=board_id, generation_id=generation_id)
                if changes := _changes(nodes, generation):
                    apply_changes(board_id=board_id, changes=changes)
            return
        except (Board.DoesNotExist, Generation.DoesNotExist):
            return
        except DatabaseError:
            logger.exception("generation %s on board %s, try %d", generation_id, board_id, attempt)
        except CanvasError as error:
            logger.error("generation %s on board %s: %s", generation_id, board_id, error)
            return


def _changes(nodes: Iterable[Node], generation: Generation) -> list[Change]:
    """What the generation says that its placeholders do not."""
    changes = []
    for node in nodes:
        # What became a picture is one for good.
        if node.kind != "generation":
            continue
        if generation.state == GenerationState.SUCCEEDED:
            news = _picture(node, generation)
        else:
            told = {
                "state": generation.state,
                "code": _CONTROL.sub(" ", generation.error_code)[:MAX_CODE],
                "message": _CONTROL.sub(" ", generation.error_message)[:MAX_MESSAGE],
                "charge": _charge(generation),
            }
            news = {key: value for key, value in told.items() if node.props.get(key, "") != value}
        if news:
            changes.append({"node": str(node.id), "set": news})
    return changes


def _charge(generation: Generation) -> str:
    """What it was charged; "" while it may still become a picture, which says so itself."""
    if generation.state in CANCELLABLE:
        return ""
    return charge_words(Attempt.objects.filter(generation=generation).charged())


def _picture(node: Node, generation: Generation) -> Change:
    """The size of the picture is its asset's; the op fills it in."""
    picture: Change = {
        "kind": "image",
        "asset": str(generation.result_id),
        "name": node.props.get("name") or picture_name(generation),
    }
    if version := version_in_run(generation.id):
        picture["version"] = version
    return picture | review_before(node)
