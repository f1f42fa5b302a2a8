"""What was deleted from a board and can be brought back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from canvas.access import name_of
from canvas.actions.boards import TRASH_FOR
from canvas.actions.op_rows import BoardRows
from canvas.document.changes import Item
from canvas.models import Board, Node, Op

MOST_SHOWN = 500


@dataclass(frozen=True)
class Deleted:
    """node: as it was, all of its keys. by: a name, or "" where nobody is known."""

    node: Item
    deleted_at: datetime
    by: str


def deleted_things(board: Board) -> list[Deleted]:
    """The newest first, at most MOST_SHOWN, of the last 30 days; no placeholders, which only the
    engine's work brings back."""
    rows = list(
        Node.objects.filter(board=board, deleted_at__gte=timezone.now() - TRASH_FOR)
        .exclude(kind="generation")
        .order_by("-deleted_at", "-revision", "id")
        .values_list("id", "deleted_at", "revision")[:MOST_SHOWN]
    )
    with connection.cursor() as cursor:
        ids = [str(node_id) for node_id, _, _ in rows]
        nodes = BoardRows(connection, cursor, board.id).nodes(ids)
    actors = _actors(board, {revision for _, _, revision in rows})
    return [
        Deleted(_as_it_was(nodes[str(node_id)]), deleted_at, actors.get(revision, ""))
        for node_id, deleted_at, revision in rows
        if deleted_at is not None and str(node_id) in nodes
    ]


def _as_it_was(node: Item) -> Item:
    return {key: value for key, value in node.items() if key != "deleted"}


def _actors(board: Board, revisions: set[int]) -> dict[int, str]:
    """Who committed these revisions: a node's last one is its delete."""
    ops = Op.objects.filter(board=board, revision__in=revisions).exclude(actor=None)
    names = ops.values_list("revision", "actor__first_name", "actor__email")
    return {revision: name_of(first_name, email) for revision, first_name, email in names}
