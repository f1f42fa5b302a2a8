import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from canvas.errors import ProtocolError
from canvas.realtime import protocol
from canvas.realtime.protocol import BadOp, FrameTooLarge, Hello, Ping, Show, SubmitOp, parse

OP_ID = uuid.UUID("11111111-0000-4000-8000-000000000001")
NODE = "00000000-0000-4000-8000-000000000001"
CHANGE = {"node": NODE, "delete": True}


def frame(**keys: Any) -> str:
    return json.dumps(keys)


def test_frames_of_the_protocol_are_read() -> None:
    assert parse(frame(type="hello")) == Hello(None)
    assert parse(frame(type="hello", revision=12)) == Hello(12)
    assert parse(frame(type="ping")) == Ping()
    op = parse(frame(type="op", op_id=str(OP_ID), changes=[CHANGE]))
    assert op == SubmitOp(OP_ID, [CHANGE])
    shown = {
        "cursor": [1, 2.5],
        "selection": [NODE],
        "viewport": [0, 0, 100, 50],
        "drag": {"ids": [NODE], "dx": 3, "dy": -4},
        "following": "u5.2",
        "laser": [3, 4],
        "spotlight": "presenting",
        "chat": "look here",
        "masking": NODE,
        "outline": [[0, 0, 10_000, 0, 5, 9]],
    }
    assert parse(frame(type="presence", **shown)) == Show(shown)
    assert parse(frame(type="presence", cursor=None, drag=None)) == Show(
        {"cursor": None, "drag": None}
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad_json"),
        ("{", "bad_json"),
        ("[" * 100_000, "bad_json"),
        ('{"type":' + '{"a":' * 20_000 + "1" + "}" * 20_000 + "}", "bad_json"),
        ('{"type":"hello","revision":NaN}', "bad_json"),
        ('{"type":"hello","revision":1e999}', "bad_json"),
        ('{"type":"hello","revision":' + "9" * 5_000 + "}", "bad_json"),
        ('{"type":"\\ud800"}', "bad_json"),
        ('{"type":"\ud800"}', "bad_json"),
        ("null", "bad_frame"),
        ("[]", "bad_frame"),
        ("{}", "unknown_type"),
        (frame(type="welcome"), "unknown_type"),
        (frame(type=["op"]), "unknown_type"),
        (frame(type="hello", revision=-1), "bad_value"),
        (frame(type="hello", revision=1.5), "bad_value"),
        (frame(type="hello", revision="1"), "bad_value"),
        (frame(type="hello", revision=True), "bad_value"),
        (frame(type="hello", role="owner"), "unknown_key"),
        (frame(type="ping", x=1), "unknown_key"),
        (frame(type="op", changes=[CHANGE]), "bad_value"),
        (frame(type="op", op_id="1", changes=[CHANGE]), "bad_value"),
        (frame(type="presence", cursor=[1]), "bad_value"),
        (frame(type="presence", cursor=[1, "2"]), "bad_value"),
        (frame(type="presence", cursor=[1, 1e10]), "bad_value"),
        (frame(type="presence", selection=[NODE] * 201), "bad_value"),
        (frame(type="presence", selection=["x"]), "bad_value"),
        (frame(type="presence", viewport=[0, 0, -1, 1]), "bad_value"),
        (frame(type="presence", drag={"ids": []}), "bad_value"),
        (frame(type="presence", following="u" * 41), "bad_value"),
        (frame(type="presence", following=5), "bad_value"),
        (frame(type="presence", laser=[1, 1e10]), "bad_value"),
        (frame(type="presence", laser=[[1, 2]]), "bad_value"),
        (frame(type="presence", spotlight="everyone"), "bad_value"),
        (frame(type="presence", chat="x" * 121), "bad_value"),
        (frame(type="presence", outline=[[0, 0, 1, 1]]), "bad_value"),
        (frame(type="presence", outline=[[0, 0, 1, 1, 2, 2, 3]]), "bad_value"),
        (frame(type="presence", outline=[[0, 0, 1, 1, 2, 10_001]]), "bad_value"),
        (frame(type="presence", outline=[[0, 0, 1, 1, 2, 2.5]]), "bad_value"),
        (frame(type="presence", outline=[[0] * 482]), "bad_value"),
        (frame(type="presence", outline=[[0] * 6] * 17), "bad_value"),
        (frame(type="presence", outline={"0": 1}), "bad_value"),
        (frame(type="presence", chat="two\nlines"), "bad_value"),
        (frame(type="presence", masking="mug"), "bad_value"),
        (frame(type="presence", name="Somebody else"), "unknown_key"),
    ],
    ids=lambda value: value[:50].encode("ascii", "replace").decode(),
)
def test_what_is_no_frame_is_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        parse(text)
    assert caught.value.code == code
    caught.value.message.encode()


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"changes": []},
        {"changes": {}},
        {"changes": [CHANGE] * 2_001},
        {"changes": [CHANGE], "actor": "u1"},
    ],
    ids=["none", "empty", "object", "too many", "forged author"],
)
def test_a_bad_op_is_refused_by_its_id(keys: dict[str, Any]) -> None:
    with pytest.raises(BadOp) as caught:
        parse(frame(type="op", op_id=str(OP_ID), **keys))
    assert caught.value.op_id == OP_ID


@pytest.mark.parametrize("letter", ["a", "\u00e9", "\U0001f34c"])
def test_the_size_is_counted_in_bytes(letter: str) -> None:
    fitting = protocol.MAX_INBOUND_BYTES // len(letter.encode())
    with pytest.raises(ProtocolError) as caught:
        parse(letter * fitting)
    assert caught.value.code == "bad_json"
    with pytest.raises(FrameTooLarge):
        parse(letter * (fitting + 1))


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(NODE)
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)
frames = st.fixed_dictionaries(
    {"type": st.sampled_from(["hello", "op", "presence", "ping", "x"])},
    optional=dict.fromkeys(
        ["revision", "op_id", "changes", "cursor", "selection", "viewport", "drag"]
        + ["following", "laser", "spotlight", "chat", "masking"],
        values,
    ),
)


@given(st.text(st.characters()) | values.map(json.dumps) | frames.map(json.dumps))
@example('{"type":"op","op_id":"' + str(OP_ID) + '","changes":[1]}')
def test_parse_raises_nothing_but_protocol_errors(text: str) -> None:
    try:
        parse(text)
    except ProtocolError as error:
        json.dumps(error.message, ensure_ascii=False).encode()


@pytest.mark.parametrize("key", ["spotlight", "chat", "masking"])
def test_a_guest_neither_calls_nor_writes(key: str) -> None:
    seen = {"cursor": [1, 2], "laser": None, "following": "u5"}
    assert protocol.of_guest(seen) == seen
    with pytest.raises(ProtocolError) as caught:
        protocol.of_guest({"cursor": None, key: None})
    assert caught.value.code == "members_only"


def test_ops_are_split_into_frames_within_the_bound() -> None:
    ops = [
        protocol.encode_op(number, OP_ID, 5, json.dumps([{"t": "\u00e9" * 20_000}]))
        for number in range(30)
    ]

    frames = list(protocol.ops_frames(ops))

    assert 1 < len(frames) < 30
    assert all(len(text.encode()) <= protocol.MAX_OUTBOUND_BYTES for text in frames)
    together = [op["revision"] for text in frames for op in json.loads(text)["ops"]]
    assert together == list(range(30))


def test_an_op_says_who_made_it() -> None:
    op = json.loads(protocol.encode_op(7, OP_ID, 5, "[]"))
    assert op == {"revision": 7, "op_id": str(OP_ID), "actor": "u5", "changes": []}
    assert json.loads(protocol.encode_op(7, OP_ID, None, "[]"))["actor"] is None


def test_a_welcome_takes_what_fits_and_the_rest_follows() -> None:
    ops = [protocol.encode_op(n, OP_ID, None, json.dumps(["x" * 50_000])) for n in range(11, 21)]
    welcome = protocol.Welcome(20, "viewer", "u1", [], {}, [], "/snapshot")

    first, *rest = map(json.loads, welcome.with_ops(ops, 20))

    assert 0 < len(first["ops"]) < 10
    assert first["revision"] == first["ops"][-1]["revision"]
    following = [op["revision"] for text in rest for op in text["ops"]]
    assert following == list(range(first["revision"] + 1, 21))


def test_a_welcome_without_ops_says_where_the_snapshot_is() -> None:
    welcome = protocol.Welcome(3, "owner", "u1", [], {}, None, "/boards/1/snapshot")
    told = json.loads(welcome.dump())
    assert told["snapshot_url"] == "/boards/1/snapshot"
    assert "ops" not in told


def test_people_are_split_into_frames_within_the_bound() -> None:
    people: dict[str, Any] = {f"u{n}": {"selection": [NODE] * 200} for n in range(100)}
    people["gone"] = None

    frames = list(protocol.presence_frames(people))

    assert all(len(text.encode()) <= protocol.MAX_OUTBOUND_BYTES for text in frames)
    told: dict[str, Any] = {}
    for text in frames:
        told |= json.loads(text)["people"]
    assert told == people


def test_the_page_names_every_frame_and_close_code() -> None:
    page = (Path(protocol.__file__).parent / "PROTOCOL.md").read_text()
    code = Path(protocol.__file__).read_text()
    types = re.findall(r'type: ClassVar\[str\] = "(\w+)"', code)
    types += re.findall(r'{"type": "(\w+)"', code)

    assert len(set(types)) >= 11
    assert [name for name in types if f"`{name}`" not in page] == []
    assert [close for close in protocol.CloseCode if str(close.value) not in page] == []
