import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.document.changes import (
    MAX_CHANGES,
    InvalidChange,
    ParsedChange,
    apply_to_board,
    apply_to_edge,
    apply_to_node,
    parse_change,
    parse_changes,
)
from canvas.document.kinds import KINDS

VECTORS = json.loads((Path(__file__).parents[3] / "data" / "changes.json").read_text())
NODE = "00000000-0000-4000-8000-000000000001"


def apply(before: dict[str, Any] | None, change: ParsedChange, server: bool) -> tuple[Any, Any]:
    if change.target == "board":
        return apply_to_board(change)
    apply_item = apply_to_node if change.target == "node" else apply_to_edge
    return apply_item(before, change, server=server)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["name"])
def test_vector(vector: dict[str, Any]) -> None:
    before = json.loads(json.dumps(vector["node_before"]))
    try:
        parsed = parse_change(vector["change"])
        after, committed = apply(before, parsed, vector["server"])
    except InvalidChange as error:
        assert vector["expect"] == {"error": error.code}
        assert error.message.endswith(".")
        return
    finally:
        assert before == vector["node_before"]
    if parsed.verb == "delete":
        assert vector["expect"] is None
        assert after is None or after["deleted"] is True
    else:
        assert after == vector["expect"]
    if "committed" in vector:
        assert committed == vector["committed"]


@pytest.mark.parametrize("bad", [None, {}, "x", [], 5, [None], [{}], [{"node": NODE}]])
def test_what_is_no_list_of_changes_is_refused(bad: Any) -> None:
    with pytest.raises(InvalidChange):
        parse_changes(bad)


def test_too_many_changes_are_refused() -> None:
    with pytest.raises(InvalidChange) as caught:
        parse_changes([{"node": NODE, "delete": True}] * (MAX_CHANGES + 1))
    assert caught.value.code == "too_many_changes"


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from([NODE, *KINDS, "V", 10**400, -(10**400), "\ud800", "\x00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)
keys = st.sampled_from(
    sorted(
        {"kind", "id", "title", "source", "role", *(k for i in KINDS.values() for k in i.fields)}
    )
)
likely = st.sampled_from([0, 1, -0.0, 2.5, 300, None, "V", "", NODE, "image", "note", "queued"])
bodies = st.dictionaries(keys, anything | likely, max_size=14)
shapes = st.one_of(
    st.fixed_dictionaries({"node": st.just(NODE), "create": bodies}),
    st.fixed_dictionaries({"node": st.just(NODE), "set": bodies}),
    st.fixed_dictionaries({"node": st.just(NODE), "delete": st.just(True)}),
    st.fixed_dictionaries({"edge": st.just(NODE), "create": bodies}),
    st.fixed_dictionaries({"board": bodies}),
    anything,
)


@given(st.lists(st.tuples(shapes, st.booleans()), max_size=8))
def test_any_changes_leave_strict_json(steps: list[tuple[Any, bool]]) -> None:
    items: dict[str, Any] = {}
    for raw, server in steps:
        try:
            change = parse_change(raw)
            after, committed = apply(items.get(change.target), change, server)
        except InvalidChange as error:
            json.dumps(error.message, ensure_ascii=False).encode()
            continue
        for value in (after, committed):
            text = json.dumps(value, allow_nan=False, ensure_ascii=False)
            assert orjson.loads(orjson.dumps(value)) == json.loads(text)
        if change.target != "board":
            items[change.target] = after


@pytest.mark.parametrize("kind", KINDS)
def test_a_node_sent_back_whole_is_the_same_node(kind: str) -> None:
    vector = next(v for v in VECTORS if (v["node_before"] or {}).get("kind") == kind)
    node = {key: value for key, value in vector["node_before"].items() if key != "deleted"}
    body = {key: value for key, value in node.items() if key != "id"}

    revived, _ = apply_to_node(
        {**node, "deleted": True}, parse_change({"node": NODE, "create": body}), server=False
    )

    assert revived == node
