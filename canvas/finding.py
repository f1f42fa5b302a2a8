"""Find on a board: the words of its generations, which its nodes do not carry.

Compared in Python: SQLite knows no small letters beyond ASCII, and who searches in Cyrillic or
Greek would find half. 10,000 pictures take some 0.2 s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assets.engines.registry import engine_label
from canvas.access import name_of
from canvas.folding import fold
from canvas.models import Board, Node

MOST_FOUND = 500
MOST_QUERY_CHARACTERS = 200
LONGEST_EXCERPT = 160
# A note's text, a name, what a picture shows count too: each word may be met in another of them.
_PROPS = ("name", "text", "alt", "prompt", "state")

_ROW = (
    "id",
    "props",
    "created_by__first_name",
    "created_by__email",
    "generation__prompt",
    "generation__engine",
    "generation__engine_version",
    "generation__tier",
    "generation__operation",
    "generation__state",
    "generation__created_at",
    "generation__created_by__first_name",
    "generation__created_by__email",
)


@dataclass(frozen=True)
class Found:
    """prompt: an excerpt. engine, by: for people; "" where nobody knows."""

    node: UUID
    prompt: str
    engine: str
    by: str


def find_on_board(board: Board, query: str) -> tuple[list[Found], bool]:
    """Nodes that hold every word of `query` in prompt, engine, model, tier, operation, people, day
    (2026-11-25), name, text, alt or tags; and whether there are more than `MOST_FOUND`."""
    words = fold(query[:MOST_QUERY_CHARACTERS]).split()
    found: list[Found] = []
    if not words:
        return found, False
    labels: dict[str, str] = {}
    for row in Node.objects.filter(board=board, deleted_at=None).values(*_ROW).iterator():
        engine = _label(row["generation__engine"], labels)
        haystack = fold(" ".join(_texts(row, engine)))
        if not all(word in haystack for word in words):
            continue
        if len(found) == MOST_FOUND:
            return found, True
        by = _by(row, "generation__created_by") or _by(row, "created_by")
        prompt = (row["generation__prompt"] or "")[:LONGEST_EXCERPT]
        found.append(Found(node=row["id"], prompt=prompt, engine=engine, by=by))
    return found, False


def _texts(row: dict[str, Any], engine: str) -> Iterator[str]:
    props = row["props"]
    yield from (props[key] for key in _PROPS if isinstance(props.get(key), str))
    yield from (tag for tag in props.get("tags", ()) if isinstance(tag, str))
    yield _by(row, "created_by")
    if row["generation__engine"] is None:
        return
    yield from (engine, row["generation__engine_version"], row["generation__tier"])
    yield from (row["generation__prompt"], row["generation__operation"].replace("_", " "))
    yield row["generation__state"]
    yield row["generation__created_at"].date().isoformat()
    yield _by(row, "generation__created_by")


def _by(row: dict[str, Any], path: str) -> str:
    email = row[f"{path}__email"]
    return "" if email is None else name_of(row[f"{path}__first_name"], email)


def _label(engine: str | None, known: dict[str, str]) -> str:
    """An engine's name for people."""
    if engine is None:
        return ""
    if engine not in known:
        known[engine] = engine_label(engine)
    return known[engine]
