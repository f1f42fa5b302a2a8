"""What was deleted from a board and can be brought back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from canvas.access import name_of
from canvas.actions.boards import TRASH_FOR
from canvas.actions.op_rows import BoardRows
from canvas.document.changes import Item
from canvas.models import Board, Node, Op

MOST_SHOWN = 500
LARGEST_REVISION = 2**63 - 1


@dataclass(frozen=True)
class Place:
    """Of a thing in the order of the trash, as pages say it: "2026-11-25T10:00:00+00:00 7 <id>"."""

    deleted_at: datetime
    revision: int
    node: UUID

    def __str__(self) -> str:
        return f"{self.deleted_at.isoformat()} {self.revision} {self.node}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """None for what is no place."""
        at, _, rest = text.partition(" ")
        revision, _, node = rest.partition(" ")
        try:
            place = cls(datetime.fromisoformat(at), int(revision[:20]), UUID(node))
        except ValueError:
            return None
        is_sound = place.deleted_at.tzinfo and 0 <= place.revision <= LARGEST_REVISION
        return place if is_sound else None

    def earlier(self) -> Q:
        """What comes after it in that order."""
        at = Q(deleted_at=self.deleted_at)
        return (
            Q(deleted_at__lt=self.deleted_at)
            | (at & Q(revision__lt=self.revision))
            | (at & Q(revision=self.revision, id__gt=self.node))
        )


@dataclass(frozen=True)
class Deleted:
    """node: as it was, all of its keys. by: a name, or "" where nobody is known."""

    node: Item
    deleted_at: datetime
    by: str


def deleted_things(board: Board, *, after: Place | None = None) -> tuple[list[Deleted], str]:
    """The newest first, of the last 30 days, at most MOST_SHOWN; no placeholders, which only the
    engine's work brings back. after: the place where those before ended. With the place where
    these end; "" when there are no earlier ones.
    """
    deleted = Node.objects.filter(board=board, deleted_at__gte=timezone.now() - TRASH_FOR)
    if after is not None:
        deleted = deleted.filter(after.earlier())
    rows = [
        Place(deleted_at, revision, node_id)
        for deleted_at, revision, node_id in deleted.exclude(kind="generation")
        .order_by("-deleted_at", "-revision", "id")
        .values_list("deleted_at", "revision", "id")[: MOST_SHOWN + 1]
        if deleted_at is not None
    ]
    shown = rows[:MOST_SHOWN]
    with connection.cursor() as cursor:
        nodes = BoardRows(connection, cursor, board.id).nodes([str(row.node) for row in shown])
    actors = _actors(board, {row.revision for row in shown})
    things = [
        Deleted(_as_it_was(nodes[str(row.node)]), row.deleted_at, actors.get(row.revision, ""))
        for row in shown
        if str(row.node) in nodes
    ]
    return things, str(shown[-1]) if len(rows) > len(shown) else ""


def _as_it_was(node: Item) -> Item:
    return {key: value for key, value in node.items() if key != "deleted"}


def _actors(board: Board, revisions: set[int]) -> dict[int, str]:
    """Who committed these revisions: a node's last one is its delete."""
    ops = Op.objects.filter(board=board, revision__in=revisions).exclude(actor=None)
    names = ops.values_list("revision", "actor__first_name", "actor__email")
    return {revision: name_of(first_name, email) for revision, first_name, email in names}
