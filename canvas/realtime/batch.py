"""One committed group of ops, as a room takes it over and as processes tell each other of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from canvas.actions.ops import CommitResult
from canvas.document.changes import Item
from canvas.realtime import protocol

# A larger one is read from the database by whoever needs it.
MAX_TOLD_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Batch:
    """first: the revision of the first op; the others follow without a gap.

    ops: encoded, as everybody gets them. nodes, edges: what they touched, as it is after them.
    title: None where it stayed.
    """

    first: int
    ops: Sequence[str]
    nodes: Sequence[Item]
    edges: Sequence[Item]
    title: str | None

    @property
    def last(self) -> int:
        return self.first + len(self.ops) - 1

    @classmethod
    def of(cls, result: CommitResult) -> "Batch | None":
        """What is new in a commit; None: nothing, it brought repeats or was refused."""
        news = [op for op in result.committed if not op.is_repeat]
        if not news:
            return None
        return cls(
            news[0].revision,
            [protocol.encode_op(op.revision, op.op_id, op.actor_id, op.encoded) for op in news],
            list(result.nodes.values()),
            list(result.edges.values()),
            result.title,
        )

    def told(self) -> dict[str, Any]:
        """For a message to other processes; without its content where that is large."""
        told: dict[str, Any] = {"first": self.first, "last": self.last}
        touched = orjson.dumps([self.nodes, self.edges])
        if len(touched) + sum(map(len, self.ops)) > MAX_TOLD_BYTES:
            return told
        return told | {"ops": list(self.ops), "touched": touched, "title": self.title}

    @classmethod
    def heard(cls, told: dict[str, Any]) -> "Batch | None":
        """What `told` made; None for one whose content was left out."""
        if "ops" not in told:
            return None
        nodes, edges = orjson.loads(told["touched"])
        return cls(told["first"], told["ops"], nodes, edges, told["title"])
