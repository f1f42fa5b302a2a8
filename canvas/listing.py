"""The rows of a board's list view: what is known of its nodes beyond what they carry themselves."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from assets.engines.registry import engine_label
from canvas.models import Board, Node
from canvas.risk_facts import Facts, facts_of

LONGEST_PROMPT = 300

_COLUMNS = (
    "id",
    "generation__prompt",
    "generation__engine",
    "generation__created_at",
    "generation__created_by__first_name",
    "generation__created_by__email",
    "asset__created_at",
    "created_by__first_name",
    "created_by__email",
)


@dataclass(frozen=True)
class ListRow:
    """prompt, by, risk, engine: "" where there is none. made_at: None for what has no picture."""

    node: UUID
    prompt: str
    by: str
    made_at: datetime | None
    risk: str = ""
    engine: str = ""


def list_rows(board: Board, *, since: int) -> list[ListRow]:
    """Of the nodes that were changed after revision `since` (-1: of all)."""
    nodes = Node.objects.filter(board=board, deleted_at=None, revision__gt=since)
    label = cache(engine_label)
    rows = [_row(row, label) for row in nodes.values(*_COLUMNS).iterator()]
    pictures = nodes.filter(kind="image").select_related(None).only("id", "board_id", "asset_id")
    facts = facts_of(board, pictures)
    return [replace(row, risk=_risk(facts.get(row.node))) for row in rows]


def _risk(facts: Facts | None) -> str:
    return str(facts.verdict.risk) if facts else ""


def _row(row: dict[str, Any], label: Callable[[str], str]) -> ListRow:
    engine = row["generation__engine"]
    return ListRow(
        node=row["id"],
        prompt=(row["generation__prompt"] or "")[:LONGEST_PROMPT],
        by=_name(row, "generation__created_by") or _name(row, "created_by"),
        made_at=row["generation__created_at"] or row["asset__created_at"],
        engine=label(engine) if engine else "",
    )


def _name(row: dict[str, Any], path: str) -> str:
    """As `access.display_name` has it."""
    email = row[f"{path}__email"]
    if email is None:
        return ""
    return row[f"{path}__first_name"] or email.partition("@")[0] or "Member"
