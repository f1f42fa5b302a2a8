"""What guests of a room are told: the ops of everybody, but nothing of what is hidden.

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


class GuestView:
    """Of one room. What was concealed when guests were told last is `_concealed`."""

    def __init__(self) -> None:
        self._concealed: set[str] = set()

    def look(self, content: BoardContent) -> None:
        """A guest comes: from here on the ops are followed."""
        self._concealed = concealed_nodes(content.nodes)

    def may_resume(self, missed: Sequence[str]) -> bool:
        """Whether these ops may be told to a guest as they are."""
        return not self._concealed and not any(map(may_conceal, missed))

    def told(self, ops: list[str], content: BoardContent) -> list[str] | None:
        """What guests hear of ops that led to `content`; the same list where nothing is hidden.
        None: they must load the board anew."""
        before = self._concealed
        if not any(map(may_conceal if before else may_hide, ops)):
            after = before
        else:
            after = self._concealed = concealed_nodes(content.nodes)
        if not before and not after:
            return ops
        is_shown_again = any(node in content.nodes for node in before - after)
        if is_shown_again or after - before - created_in(ops):
            return None
        concealed = before | after
        return [without_concealed(op, concealed) for op in ops]

    def progress(self, news: dict[str, Any], content: BoardContent) -> dict[str, Any]:
        """Of generations, by id: without those of hidden placeholders."""
        pieces = [content.nodes[node] for node in self._concealed if node in content.nodes]
        return {
            generation: told
            for generation, told in news.items()
            if not any(generation.encode() in piece for piece in pieces)
        }
