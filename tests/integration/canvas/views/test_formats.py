"""Formats of a picture: the plan before anything is paid, and exact px for frames on the board."""

import asyncio
import json
import re
import uuid
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from assets.actions.assets import load_pixels
from assets.compositing.formats import scale_whole
from assets.compositing.geometry import Box, Size
from assets.models import Asset, Generation
from assets.proofs import problems_of
from canvas.models import Board, Edge, Node, Op, Role
from tests.factories import make_board, make_workspace
from tests.fakes import ScriptedEngine
from tests.integration.assets.generations.rows import run
from tests.integration.canvas.views.test_generations import (
    board,
    client,
    guest_of,
    place_picture,
    scripted,
    signed_in,
)

__all__ = ["board", "client", "scripted"]

pytestmark = pytest.mark.django_db(transaction=True)

WANTED = ("1080x1350", "1920x1080", "1080x1920", "300x250")


def dialog(client: Client, node: Node, **query: Any) -> str:
    path = reverse("formats_dialog", args=[node.board_id, node.id])
    answer = client.get(path, query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def asked_for(source: Node, *keys: str) -> dict[str, Any]:
    items = [
        {"format": key, "x": 300 * i, "y": 400, "width": 200, "height": 250}
        | {name: str(uuid.uuid4()) for name in ("generation", "frame", "node")}
        for i, key in enumerate(keys)
    ]
    return {"source": str(source.id), "tier": "draft", "at": [0.5, 0.5], "items": items}


def whole(generation_id: str) -> Generation:
    related = ("source", "mask", "patch", "result")
    return Generation.objects.select_related(*related).get(id=generation_id)


def post(client: Client, board: Board, asked: Any):
    path = reverse("make_formats", args=[board.id])
    return client.post(path, json.dumps(asked).encode(), "application/json")


def master(board: Board, side: int = 540) -> Node:
    return place_picture(board, width=side, height=side)


def test_the_plan_says_way_calls_and_cost_of_each_before_anything_is_paid(client, board, settings):
    node = master(board, 1080)
    settings.GENERATION_CONCURRENCY = 2

    words = dialog(client, node, asked="1", tier="draft", format=WANTED)

    assert "Portrait post 1080 × 1350" in words
    assert words.count("Extend, 1 call") >= 3
    assert "Crop, 0 calls 17 % is cut off free" in words
    assert "Make 4 formats · 3 calls · about 3 s · $0.12" in words
    assert Generation.objects.count() == 0


def test_an_engine_of_few_sizes_is_told_of_with_what_becomes_of_the_rest(client, board):
    node = master(board)

    query = {"asked": "1", "tier": "small", "format": "300x250", "way-300x250": "extend"}
    words = dialog(client, node, **query)

    assert "Extend, 1 call The engine makes 1:1 (512 × 512), the rest is cropped" in words


def test_frames_of_exact_px_hold_the_master_resampled_once_byte_for_byte(client, board):
    node = master(board)
    assert node.asset is not None

    answer = post(client, board, asked_for(node, *WANTED))

    assert answer.status_code == 201
    told = answer.json()["generations"]
    assert [one["state"] for one in told].count("succeeded") == 1
    for one in told:
        if one["state"] != "succeeded":
            asyncio.run(run(whole(one["id"]), ScriptedEngine()))
    source = load_pixels(node.asset)
    for one in told:
        made = whole(one["id"])
        picture = Node.objects.get(id=one["node"])
        frame = Node.objects.get(id=picture.parent)
        wide, high = frame.props["format_width"], frame.props["format_height"]
        assert made.result is not None
        pixels = load_pixels(made.result)
        assert pixels.shape[:2] == (high, wide)
        scaled = scale_whole(source, Size(*made.edit["scaled"]))
        if made.operation == "crop":
            part = Box(*made.edit["part"])
            assert np.array_equal(pixels, scaled[part.rows, part.columns])
            assert made.cost_usd == 0
        else:
            old = Box(made.edit["left"], made.edit["top"], scaled.shape[1], scaled.shape[0])
            assert np.array_equal(pixels[old.rows, old.columns], scaled)
            assert made.facts["proof"]["changed_outside"] == 0
        assert problems_of(made) == []
        assert Edge.objects.filter(source=node.id, target=picture.id, role="source").exists()


def test_a_tampered_crop_is_found(client, board):
    node = master(board)
    answer = post(client, board, asked_for(node, "300x250"))
    made = whole(answer.json()["generations"][0]["id"])
    assert problems_of(made) == []
    other = place_picture(board, width=300, height=250)
    made.result = Asset.objects.get(id=other.asset_id)
    assert any("result" in problem for problem in problems_of(made))


def test_asking_again_makes_nothing_twice(client, board):
    asked = asked_for(master(board), "300x250", "1080x1350")
    first = post(client, board, asked)
    ops = Op.objects.count()
    again = post(client, board, asked)
    assert (again.status_code, again.json()) == (201, first.json())
    assert Op.objects.count() == ops


@pytest.mark.parametrize("who", ["reviewer", "viewer", "guest", "outsider"])
def test_who_may_not_edit_neither_sees_plans_nor_makes_formats(board, who):
    node = master(board)
    if who == "guest":
        client = guest_of(board)
    elif who == "outsider":
        client = signed_in(make_board(make_workspace("Elsewhere")), Role.OWNER)
    else:
        client = signed_in(board, Role(who))
    path = reverse("formats_dialog", args=[board.id, node.id])
    assert client.get(path).status_code in (403, 404)
    assert post(client, board, asked_for(node, "300x250")).status_code in (403, 404)
    assert Generation.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"items": []},
        {"at": [0.3, 0]},
        {"at": [0.5]},
        {"at": ["a", {}]},
        {"source": "x"},
        {"tier": "none"},
        {"keep_exactly": "yes"},
        {"more": 1},
    ],
)
def test_what_is_no_request_is_refused_and_nothing_is_made(client, board, changes):
    node = master(board)
    answer = post(client, board, asked_for(node, "1080x1350") | changes)
    assert 400 <= answer.status_code < 500
    assert answer.json()["message"]
    assert not Node.objects.filter(kind="frame").exists()


def test_formats_that_are_none_or_are_there_already_are_refused(client, board):
    node = master(board, 1080)
    unknown = asked_for(node, "1x1")
    twice = asked_for(node, "300x250", "300x250")
    same = asked_for(node, "1080x1080")
    gone = asked_for(node, "300x250") | {"source": str(uuid.uuid4())}
    for asked in (unknown, twice, same, gone):
        assert 400 <= post(client, board, asked).status_code < 500
    assert Generation.objects.count() == 0


def test_odd_choices_in_the_address_only_show_the_usual(client, board):
    node = master(board)
    odd = {"asked": "1", "at": "9,9", "tier": "\x00", "format": "<b>", "way-300x250": "x"}
    words = dialog(client, node, **odd)
    assert "Tick the formats" in words
