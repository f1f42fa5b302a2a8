from typing import Any

import orjson

from canvas.document.concealed import concealed_nodes
from canvas.document.team_words import node_for_guests, op_for_guests

MADE = {"id": "a", "kind": "image", "name": "a red cup", "generation": "g", "x": 1}


def shown(node: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = orjson.loads(node_for_guests(orjson.dumps(node)))
    return told


def told(change: dict[str, Any], **nodes: dict[str, Any]) -> list[dict[str, Any]]:
    pieces = {key: orjson.dumps(node) for key, node in nodes.items()}
    op = orjson.dumps({"revision": 7, "changes": [change]}).decode()
    changes: list[dict[str, Any]] = orjson.loads(op_for_guests(op, pieces))["changes"]
    return changes


def test_a_made_picture_keeps_its_place_and_loses_what_was_asked_and_thought() -> None:
    judged = MADE | {"mark": "pick", "mark_reason": "best light", "risk": "high"}
    assert shown(judged) == MADE | {"name": ""}


def test_a_placeholder_says_neither_prompt_nor_tier_nor_price() -> None:
    waiting = {"kind": "generation", "generation": "g", "prompt": "p", "tier": "pro"}
    waiting |= {"message": "refused: p", "charge": "$0.04", "state": "failed"}
    left = {"kind": "generation", "generation": "g", "prompt": "", "tier": "", "message": ""}
    assert shown(waiting) == left | {"state": "failed"}


def test_a_mask_keeps_its_shape_alone() -> None:
    assert shown({"kind": "mask", "prompt": "a hat", "own_words": True})["prompt"] == ""


def test_what_somebody_wrote_or_brought_is_for_everybody() -> None:
    note = {"kind": "note", "text": 'the "mark":"pick" of spring', "generation": None}
    upload = {"kind": "image", "name": "cup.png", "generation": None}
    assert shown(note) == note
    assert shown(upload) == upload


def test_ops_are_told_without_the_words_and_not_at_all_where_nothing_is_left() -> None:
    assert told({"node": "a", "set": {"mark": "pick", "x": 3}}) == [{"node": "a", "set": {"x": 3}}]
    assert told({"node": "a", "set": {"risk": "high"}}) == []
    assert told({"node": "a", "create": MADE}) == [{"node": "a", "create": MADE | {"name": ""}}]
    renamed = {"node": "a", "set": {"name": "cup"}}
    assert told(renamed, a=MADE) == []
    assert told(renamed, a=MADE | {"generation": None}) == [renamed]


def test_a_picture_that_is_made_is_told_without_its_name() -> None:
    change = {"node": "a", "set": {"kind": "image", "asset": "s", "name": "a red cup"}}
    left = {"node": "a", "set": {"kind": "image", "asset": "s"}}
    assert told(change, a=MADE) == [left]


def test_rejected_pictures_are_no_guests_business() -> None:
    nodes = {
        "kept": orjson.dumps(MADE),
        "out": orjson.dumps(MADE | {"mark": "reject"}),
        "decided": orjson.dumps(MADE | {"review": "rejected"}),
        "version": orjson.dumps({"kind": "image", "version_of": "0" * 36}),
    }
    assert concealed_nodes(nodes) == {"out", "decided"}
