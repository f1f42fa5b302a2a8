"""News over ComfyUI's WebSocket: read, passed over, and how far a run is."""

import struct

import orjson
import pytest

from assets.engines.comfyui.frames import (
    Ended,
    NodeProgress,
    Preview,
    RunProgress,
    read_frame,
)

OURS = "5f0c3b9e-5d3e-4c43-9b6c-0a2f8f1f2d11"


def frame(kind, **data):
    return orjson.dumps({"type": kind, "data": {"prompt_id": OURS} | data}).decode()


def preview(about, picture=b"\xff\xd8\xff"):
    said = orjson.dumps(about)
    return struct.pack(">II", 4, len(said)) + said + picture


@pytest.mark.parametrize(
    ("message", "news"),
    [
        (frame("execution_cached", nodes=["1", "2"]), [NodeProgress("1", 1), NodeProgress("2", 1)]),
        (frame("progress", node="3", value=5, max=20), [NodeProgress("3", 0.25)]),
        (frame("progress", node="3", value=9, max=3), [NodeProgress("3", 1.0)]),
        (
            frame("progress_state", nodes={"3": {"state": "finished", "value": 0, "max": 0}}),
            [NodeProgress("3", 1.0)],
        ),
        (frame("executed", node="9", output={}), [NodeProgress("9", 1.0)]),
        (frame("executing", node=None), [Ended()]),
        (frame("executing", node="3"), []),
        (frame("progress", node="3", value=1, max=0), []),
        (frame("progress", node=[], value="x", max=1), []),
        (frame("progress_state", nodes=[1]), []),
        (frame("something_new", anything=1), []),
        (preview({"prompt_id": OURS}), [Preview(b"\xff\xd8\xff")]),
        (struct.pack(">II", 1, 1) + b"\xff\xd8\xff", [Preview(b"\xff\xd8\xff")]),
        (struct.pack(">II", 3, 1) + b"text", []),
    ],
)
def test_frames_are_read(message, news):
    assert read_frame(message, OURS) == news


@pytest.mark.parametrize(
    "message",
    [
        frame("executing", node=None).replace(OURS, "other"),
        preview({"prompt_id": "other"}),
        preview([]),
        b"\0\0\0\4\xff\xff\xff\xff{",
        b"\0",
        "{",
        "7",
        '{"type": "progress", "data": []}',
    ],
)
def test_frames_of_others_and_broken_ones_are_no_news(message):
    assert read_frame(message, OURS) == []


def test_progress_weighs_sampling_and_never_falls():
    graph = {
        "load": {"class_type": "CheckpointLoaderSimple", "inputs": {}},
        "draw": {"class_type": "KSampler", "inputs": {}},
        "save": {"class_type": "PreviewImage", "inputs": {}},
    }
    run = RunProgress(graph)
    assert run.take(NodeProgress("load", 1.0)) < 0.1
    half = run.take(NodeProgress("draw", 0.5))
    assert 0.4 < half < 0.6
    assert run.take(NodeProgress("draw", 0.1)) == half
    assert run.take(NodeProgress("made while it runs", 1.0)) == half
    run.take(NodeProgress("draw", 1.0))
    assert run.take(NodeProgress("save", 1.0)) == 1.0
