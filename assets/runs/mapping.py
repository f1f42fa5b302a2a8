"""Which column of a table fills which slot of a prompt. Pure."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from assets.prompts.template import SLOT_NAME, escaped

LEAST_ALIKE = 0.75
"""Of names: `surfaces` is taken for `surface`, `light` not for `slight angle`."""

Columns = Mapping[str, int]
"""Columns by slot name, from 0. A slot without a column has its default."""


def matched(slots: Sequence[str], columns: Sequence[str]) -> dict[str, int]:
    """The same names first, then those that are nearest; a column fills one slot."""
    found: dict[str, int] = {}
    for least in (1.0, LEAST_ALIKE):
        for slot in slots:
            free = [at for at in range(len(columns)) if at not in found.values()]
            if slot in found or not free:
                continue
            likeness, best = max((_likeness(slot, columns[at]), -at) for at in free)
            if likeness >= least:
                found[slot] = -best
    return found


def prompt_of(columns: Sequence[str]) -> str:
    """Words for a table that came without any: its column of prompts, or all columns in a row."""
    names = [slot_name(column) for column in columns]
    for name in names:
        if name in ("prompt", "prompts", "text"):
            return f"{{{{{name}}}}}"
    return ", ".join(f"{{{{{name}}}}}" for name in dict.fromkeys(names) if name)


def slot_name(column: str) -> str:
    """The column's name as that of a slot; "" where there is none in it."""
    name = " ".join(re.sub(r"[^a-z0-9 -]+", " ", column.casefold()).split())[:40].strip()
    return name if SLOT_NAME.fullmatch(name) else ""


def values_of(mapping: Columns, cells: Sequence[str]) -> dict[str, str]:
    """What a row puts into the slots: as it stands there, braces and all."""
    return {slot: escaped(cells[at]) for slot, at in mapping.items() if at < len(cells)}


def _likeness(slot: str, column: str) -> float:
    a, b = slot.replace("-", " "), slot_name(column).replace("-", " ")
    if not b:
        return 0.0
    return 1.0 if a == b else SequenceMatcher(None, a, b).ratio()
