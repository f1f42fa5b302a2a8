"""What a board says to its team alone: prompts, tiers, marks, risk. Guests get things without it.

Works on encoded nodes and ops (canvas.document.snapshot). Names of made pictures are of their
prompts, so they are the team's too. Pure.
"""

from collections.abc import Mapping
from typing import Any

import orjson

_BLANKED = ("prompt", "tier", "message")
_LEFT_OUT = ("charge", "mark", "mark_reason", "review", "review_of", "risk", "run", "own_words")
_TOLD = ('"create"', '"name"', *(f'"{key}"' for key in (*_BLANKED, *_LEFT_OUT)))
_MADE = b'"generation":"'
_LEFT_OUT_KEYS = tuple(f'"{key}":'.encode() for key in _LEFT_OUT)


def node_for_guests(piece: bytes) -> bytes:
    """An encoded node without the team's words; most things have none."""
    has_words = _MADE in piece or b'"kind":"mask"' in piece
    if not has_words and not any(key in piece for key in _LEFT_OUT_KEYS):
        return piece
    return orjson.dumps(_without(orjson.loads(piece)))


def op_for_guests(op: str, nodes: Mapping[str, bytes]) -> str:
    """An encoded op without them, and without changes of which nothing is left. nodes: as they are
    after it."""
    if not any(key in op for key in _TOLD):
        return op
    told = orjson.loads(op)
    told["changes"] = [change for one in told["changes"] if (change := _change(one, nodes))]
    return orjson.dumps(told).decode()


def _change(change: dict[str, Any], nodes: Mapping[str, bytes]) -> dict[str, Any] | None:
    if "node" not in change:
        return change
    if "create" in change:
        return change | {"create": _without(change["create"])}
    if "set" not in change:
        return change
    is_made = "generation" in change["set"] or _MADE in nodes.get(change["node"], b"")
    secret = (*_BLANKED, *_LEFT_OUT, *(("name",) if is_made else ()))
    left = {key: value for key, value in change["set"].items() if key not in secret}
    return change | {"set": left} if left else None


def _without(item: dict[str, Any]) -> dict[str, Any]:
    blanked = (*_BLANKED, "name") if item.get("generation") else _BLANKED
    return {
        key: "" if key in blanked else value for key, value in item.items() if key not in _LEFT_OUT
    }
