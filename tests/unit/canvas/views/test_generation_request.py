import uuid
from typing import Any

import pytest
from django.test import RequestFactory

from assets.compositing.geometry import Box, Preset
from assets.compositing.intents import Intent
from assets.compositing.outpaint import Growth
from assets.engines.request import Operation
from canvas.views.generation_request import parse_generate
from canvas.views.json_body import MOST_BODY_BYTES, BadRequest, read_json


def body(**changes: Any) -> dict[str, Any]:
    item = {
        "generation": str(uuid.UUID(int=1)),
        "node": str(uuid.UUID(int=2)),
        "x": 0,
        "y": -5.5,
        "width": 100,
        "height": 80,
    }
    return {
        "operation": "text_to_image",
        "prompt": "a cup",
        "tier": "draft",
        "width": 512,
        "height": 512,
        "seed": None,
        "anchors": [],
        "source": None,
        "masks": [],
        "extend": None,
        "candidate": False,
        "items": [item],
    } | changes


def item(**changes: Any) -> dict[str, Any]:
    return body()["items"][0] | changes


def mask(**changes: Any) -> dict[str, Any]:
    return {"node": str(uuid.UUID(int=3)), "prompt": "gold", "strength": 0.5} | changes


def posted(data: bytes):
    return RequestFactory().post("/", data, content_type="application/json")


def refused(code: str):
    return pytest.raises(BadRequest, check=lambda error: error.code == code)


def test_a_full_request_is_read():
    asked = parse_generate(body(anchors=[{"node": str(uuid.UUID(int=9)), "strength": 0.2}]))
    assert asked.operation is Operation.TEXT_TO_IMAGE
    assert (asked.width, asked.seed, asked.candidate) == (512, None, False)
    assert (asked.items[0].generation, asked.items[0].y) == (uuid.UUID(int=1), -5.5)
    assert (asked.anchors[0].role, asked.anchors[0].strength) == ("subject", 0.2)


def test_what_may_be_left_out_has_a_default():
    asked = parse_generate({"operation": "inpaint", "tier": "draft", "items": body()["items"]})
    assert (asked.prompt, asked.width, asked.masks, asked.anchors) == ("", 0, (), ())


def test_an_extension_is_read():
    assert parse_generate(body(extend={"left": 5, "keep_exactly": True})).extend == Growth(
        left=5, keep_exactly=True
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"operation": "dance"}, "bad_value"),
        ({"operation": ["inpaint"]}, "bad_value"),
        ({"prompt": 7}, "bad_value"),
        ({"prompt": None}, "bad_value"),
        ({"tier": None}, "bad_value"),
        ({"width": "512"}, "bad_value"),
        ({"width": 512.5}, "bad_value"),
        ({"width": True}, "bad_value"),
        ({"width": 1e308}, "bad_value"),
        ({"seed": "1"}, "bad_value"),
        ({"seed": 10**4000}, "bad_value"),
        ({"masks": [mask(strength=None)]}, "bad_value"),
        ({"masks": [mask(strength=float("nan"))]}, "bad_value"),
        ({"masks": [mask(strength=float("inf"))]}, "bad_value"),
        ({"masks": [mask(prompt=7)]}, "bad_value"),
        ({"masks": [mask()] * 2}, "bad_value"),
        ({"masks": [mask(node=str(uuid.UUID(int=n))) for n in range(9)]}, "bad_value"),
        ({"source": 5}, "bad_value"),
        ({"source": "not an id"}, "bad_value"),
        ({"masks": {}}, "bad_value"),
        ({"masks": [{}]}, "missing"),
        ({"candidate": 1}, "bad_value"),
        ({"candidate": True}, "bad_value"),
        ({"anchors": {}}, "bad_value"),
        ({"anchors": [7]}, "bad_value"),
        ({"anchors": [{"node": "x"}]}, "bad_value"),
        ({"anchors": [{}]}, "missing"),
        ({"anchors": [{"node": str(uuid.UUID(int=9)), "colour": 1}]}, "unknown_key"),
        ({"anchors": [{"node": str(uuid.UUID(int=9))}] * 2}, "bad_value"),
        ({"anchors": [{"node": str(uuid.UUID(int=n))} for n in range(33)]}, "bad_value"),
        ({"extend": []}, "bad_value"),
        ({"extend": {"left": 1.5}}, "bad_value"),
        ({"extend": {"up": 1}}, "unknown_key"),
        ({"items": []}, "bad_value"),
        ({"items": None}, "bad_value"),
        ({"items": [item()] * 2}, "bad_value"),
        ({"items": [item(generation=str(uuid.uuid4()))] * 9}, "bad_value"),
        ({"items": [item(), item(generation=str(uuid.uuid4()))]}, "bad_value"),
        ({"items": [item(x="1")]}, "bad_value"),
        ({"items": [item(x=1e308)]}, "bad_value"),
        ({"items": [item(width=0)]}, "bad_value"),
        ({"items": [item(z=1)]}, "unknown_key"),
        ({"state": "succeeded"}, "unknown_key"),
        ({"\x00" * 100: 1}, "unknown_key"),
    ],
)
def test_what_is_wrong_is_refused_with_a_code_and_a_sentence(changes, code):
    with refused(code) as caught:
        parse_generate(body(**changes))
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize("value", [None, [], 5, "text", True])
def test_what_is_no_object_is_refused(value):
    with refused("bad_value"):
        parse_generate(value)


@pytest.mark.parametrize("key", ["operation", "tier", "items"])
def test_what_must_be_said_is_missed(key):
    with refused("missing"):
        parse_generate({k: v for k, v in body().items() if k != key})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"width": NaN}',
        b'{"width": Infinity}',
        b'{"prompt": "\\ud800"}',
        b'{"seed": ' + b"9" * 5_000 + b"}",
        b"[" * 100_000,
        b"[" * 50_000 + b"]" * 50_000,
    ],
)
def test_what_is_no_strict_json_is_refused(data):
    with refused("bad_json"):
        read_json(posted(data))


@pytest.mark.parametrize("size", [MOST_BODY_BYTES + 1, 3 * 1024 * 1024])
def test_a_long_body_is_refused(size):
    with refused("request_too_large"):
        read_json(posted(b" " * size))


def test_an_edit_says_what_it_is_for_and_what_the_engine_sees():
    asked = parse_generate(body(intent="remove", context=[10, 20, 600, 700]))
    assert (asked.intent, asked.context) == (Intent.REMOVE, Box(10, 20, 600, 700))
    assert parse_generate(body(context="tight")).context is Preset.TIGHT


@pytest.mark.parametrize(
    "context", ["chosen", "", 5, [1, 2, 3], [0, 0, 0, 5], [-1, 0, 5, 5], ["0", 0, 5, 5], None]
)
def test_a_context_that_is_none_is_refused(context):
    with refused("bad_value"):
        parse_generate(body(context=context))


def test_an_unknown_intent_is_refused():
    with refused("bad_value"):
        parse_generate(body(intent="explode"))
