"""What reviewers may write on a board: what they think of pictures, and nothing else. Pure."""

from collections.abc import Iterable
from typing import Any

MARK_KEYS = frozenset({"mark", "mark_reason"})


def only_marks(changes: Iterable[Any]) -> bool:
    """Whether these changes, as they came and not yet checked, set marks of nodes and no more."""
    return all(map(_is_mark, changes))


def _is_mark(change: Any) -> bool:
    if not isinstance(change, dict) or change.keys() != {"node", "set"}:
        return False
    given = change["set"]
    return isinstance(given, dict) and bool(given) and given.keys() <= MARK_KEYS
