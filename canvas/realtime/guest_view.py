"""What guests of a room are told: the ops of everybody, but nothing of what is hidden or rejected,
and no words of the team.

A thing that is hidden or shown again cannot be told by an op that a guest could apply: they are
asked to load the board anew, from the snapshot for guests.
"""

from collections.abc import Sequence
from typing import Any

from canvas.document.concealed import (
    concealed_nodes,
    created_in,
    may_conceal,
    may_hide,
    without_concealed,
)
from canvas.document.snapshot import BoardContent
from canvas.document.team_words import op_for_guests


class GuestView:
    """Of one room. What was concealed when guests were told last is `_concealed`."""

    def __init__(self) -> None:
        self._concealed: set[str] = set()

    def look(self, content: BoardContent) -> None:
        """A guest comes: from here on the ops are followed."""
        self._concealed = concealed_nodes(content.nodes)

    def missed(self, ops: Sequence[str], content: BoardContent) -> list[str] | None:
        """What a guest who was away hears of these. None: they must load the board anew."""
        if self._concealed or any(map(may_conceal, ops)):
            return None
        return [op_for_guests(op, content.nodes) for op in ops]

    def told(self, ops: list[str], content: BoardContent) -> list[str] | None:
        """What guests hear of ops that led to `content`. None: they must load the board anew."""
        told = [op_for_guests(op, content.nodes) for op in ops]
        before = self._concealed
        if not any(map(may_conceal if before else may_hide, ops)):
            after = before
        else:
            after = self._concealed = concealed_nodes(content.nodes)
        if not before and not after:
            return told
        is_shown_again = any(node in content.nodes for node in before - after)
        if is_shown_again or after - before - created_in(ops):
            return None
        concealed = before | after
        return [without_concealed(op, concealed) for op in told]

    def progress(self, news: dict[str, Any], content: BoardContent) -> dict[str, Any]:
        """Of generations, by id: without those of hidden placeholders."""
        pieces = [content.nodes[node] for node in self._concealed if node in content.nodes]
        return {
            generation: told
            for generation, told in news.items()
            if not any(generation.encode() in piece for piece in pieces)
        }
