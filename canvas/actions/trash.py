"""Bringing back what was deleted from a board."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from canvas.actions.boards import TRASH_FOR
from canvas.actions.ops import MAX_OP_BYTES, apply_changes
from canvas.document.changes import Change
from canvas.errors import NotFound
from canvas.models import Board, Node

# Each comes back as a whole node, and an op holds 240 KiB.
BYTES_AN_OP = MAX_OP_BYTES * 3 // 4
NODE_BYTES = 600
"""Of a node without its props."""


def restore_things(*, board: Board, ids: Collection[UUID], user: User, now: datetime) -> list[UUID]:
    """As they were and where they were, frames first; what is back already stays as it is.

    Returns what came back. Raises NotFound when none of them is in the trash, OpRejected.
    """
    deleted = Node.objects.filter(board=board, id__in=ids, deleted_at__gte=now - TRASH_FOR)
    rows = sorted(
        (
            (node.id, node.kind, 4 * len(str(node.props)))
            for node in deleted.exclude(kind="generation").only("id", "kind", "props", "board_id")
        ),
        key=lambda row: row[1] != "frame",
    )
    if not rows:
        raise NotFound("This is not in the trash any more. Open the trash again.")
    changes: list[Change] = [
        {"node": str(node_id), "create": {"kind": kind}} for node_id, kind, _ in rows
    ]
    sizes = [NODE_BYTES + size for _, _, size in rows]
    with transaction.atomic():
        for part in _parts(changes, sizes):
            apply_changes(board_id=board.id, changes=part, actor_id=user.pk)
    return [node_id for node_id, _, _ in rows]


def _parts(changes: list[Change], sizes: list[int]) -> Iterator[list[Change]]:
    """As few as each stay within BYTES_AN_OP once they are whole nodes."""
    part: list[Change] = []
    total = 0
    for change, size in zip(changes, sizes, strict=True):
        if part and total + size > BYTES_AN_OP:
            yield part
            part, total = [], 0
        part.append(change)
        total += size
    if part:
        yield part
