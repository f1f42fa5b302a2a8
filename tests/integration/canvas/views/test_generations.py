import io
import json
import uuid
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from assets.actions.assets import add_mask, add_picture, load_mask
from assets.compositing.geometry import Box
from assets.engines.request import Operation
from assets.models import Asset, Attempt, Generation
from canvas.actions.ops import apply_changes
from canvas.models import Board, Edge, Node, Op, Role, ShareLink
from tests.factories import make_board, make_member, make_workspace, picture_bytes
from tests.fakes import ScriptedEngine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scripted(settings):
    settings.ENGINES = {
        "scripted": "tests.fakes.ScriptedEngine",
        "no_mask": "tests.fakes.NoMaskEngine",
    }
    settings.TIERS = {"draft": "scripted", "small": "no_mask"}


@pytest.fixture
def board() -> Board:
    return make_board()


@pytest.fixture
def client(board: Board) -> Client:
    return signed_in(board, Role.DESIGNER)


def signed_in(board: Board, role: Role) -> Client:
    client = Client(headers={"accept": "application/json"})
    client.force_login(make_member(board.workspace, role))
    return client


def guest_of(board: Board) -> Client:
    link = ShareLink.objects.create(board=board, digest=uuid.uuid4().hex)
    client = Client(headers={"accept": "application/json"})
    session = client.session
    session["links"] = {str(link.id): 0}
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def item(**changes: Any) -> dict[str, Any]:
    ids = {"generation": str(uuid.uuid4()), "node": str(uuid.uuid4())}
    return ids | {"x": 10, "y": 20, "width": 128, "height": 64} | changes


MASKED = Box(6, 4, 24, 16)


def body(**changes: Any) -> dict[str, Any]:
    asked = {"operation": "text_to_image", "prompt": "a red cup", "tier": "draft"}
    return asked | {"width": 256, "height": 128, "items": [item()]} | changes


def post(client: Client, board: Board, asked: Any, name: str = "generate", *args: Any):
    data = asked if isinstance(asked, bytes) else json.dumps(asked).encode()
    return client.post(reverse(name, args=[board.id, *args]), data, "application/json")


def place_picture(board: Board, *, width: int = 64, height: int = 48, scale: float = 1) -> Node:
    asset = add_picture(
        workspace=board.workspace, data=picture_bytes(width, height), name="cup.png", user=None
    )
    return place(board, "image", asset, image_width=width, image_height=height, scale=scale)


def place_mask(board: Board, picture: Node, box: Box = MASKED) -> Node:
    assert picture.asset is not None
    mask = np.zeros((picture.asset.height, picture.asset.width), np.uint8)
    mask[box.rows, box.columns] = 255
    stream = io.BytesIO()
    Image.fromarray(mask).save(stream, "PNG")
    asset = add_mask(
        workspace=board.workspace, data=stream.getvalue(), picture=picture.asset, user=None
    )
    return place(board, "mask", asset, picture=str(picture.id))


def place(board: Board, kind: str, asset: Asset, *, scale: float = 1, **props: Any) -> Node:
    node_id = uuid.uuid4()
    create = {"kind": kind, "x": 0, "y": 0, "asset": str(asset.id)} | props
    create |= {"width": asset.width * scale, "height": asset.height * scale}
    apply_changes(board_id=board.id, changes=[{"node": str(node_id), "create": create}])
    return Node.objects.get(board=board, id=node_id)


def nothing_was_made() -> bool:
    return not Generation.objects.exists() and not Node.objects.filter(kind="generation").exists()


def test_pictures_and_placeholders_are_made_in_one_op(client, board):
    items = [item(x=n * 200) for n in range(4)]
    answer = post(client, board, body(items=items, seed=2**32 - 2))
    assert answer.status_code == 201
    assert answer.json()["generations"] == [
        {"id": one["generation"], "node": one["node"], "state": "queued"} for one in items
    ]
    rows = [Generation.objects.get(id=one["generation"]) for one in items]
    assert [row.seed for row in rows] == [2**32 - 2, 2**32 - 1, 0, 1]
    assert {(row.engine, row.width, row.height) for row in rows} == {("scripted", 256, 128)}
    assert rows[0].created_by is not None
    nodes = [Node.objects.get(board=board, id=one["node"]) for one in items]
    assert [node.x for node in nodes] == [0, 200, 400, 600]
    assert [node.order for node in nodes] == sorted({node.order for node in nodes})
    assert {node.kind for node in nodes} == {"generation"}
    assert nodes[0].props["state"] == "queued"
    assert nodes[0].props["prompt"] == "a red cup"
    assert nodes[0].props["expected_s"] == 2.0
    assert Op.objects.filter(board=board).count() == 1


def test_without_a_seed_each_picture_has_one_by_chance(client, board):
    post(client, board, body(items=[item() for _ in range(8)]))
    assert len(set(Generation.objects.values_list("seed", flat=True))) == 8


def test_asking_again_with_the_same_ids_changes_nothing_and_answers_the_same(client, board):
    asked = body(items=[item(), item()])
    first = post(client, board, asked)
    again = post(client, board, asked | {"prompt": "something else"})
    assert (again.status_code, again.json()) == (201, first.json())
    assert Generation.objects.count() == 2
    assert Op.objects.filter(board=board).count() == 1
    assert set(Generation.objects.values_list("prompt", flat=True)) == {"a red cup"}


def test_asking_again_answers_the_same_after_the_anchor_is_gone(client, board):
    anchor = place_picture(board)
    asked = body(anchors=[{"node": str(anchor.id)}])
    first = post(client, board, asked)
    apply_changes(board_id=board.id, changes=[{"node": str(anchor.id), "delete": True}])
    assert post(client, board, asked).json() == first.json()


def test_ids_of_another_board_are_refused(client, board):
    other = make_board(board.workspace)
    asked = body()
    post(client, board, asked)
    answer = post(client, other, asked)
    assert (answer.status_code, answer.json()["code"]) == (400, "id_taken")
    assert not Node.objects.filter(board=other).exists()


def test_a_node_that_is_there_is_not_written_over(client, board):
    picture = place_picture(board)
    answer = post(client, board, body(items=[item(node=str(picture.id))]))
    assert (answer.status_code, answer.json()["code"]) == (400, "id_taken")
    assert nothing_was_made()


def test_anchors_make_it_image_to_image_with_lineage(client, board):
    anchor = place_picture(board)
    asked = body(anchors=[{"node": str(anchor.id), "role": "style", "strength": 0.3}])
    assert post(client, board, asked).status_code == 201
    row = Generation.objects.get()
    assert row.operation == "image_to_image"
    assert row.anchors == [{"asset": str(anchor.asset_id), "role": "style", "strength": 0.3}]
    edge = Edge.objects.get(board=board)
    assert (edge.source, str(edge.target)) == (anchor.id, asked["items"][0]["node"])
    assert (edge.role, edge.strength) == ("anchor", 0.3)


def test_a_refined_picture_is_told_apart_from_its_anchors(client, board):
    picture, style = place_picture(board), place_picture(board)
    anchors = [
        {"node": str(picture.id), "role": "subject", "strength": 0.8},
        {"node": str(style.id), "role": "style", "strength": 0.3},
    ]
    asked = body(operation="image_to_image", anchors=anchors, refines=str(picture.id))
    assert post(client, board, asked).status_code == 201
    roles = Edge.objects.filter(board=board).values_list("source", "role")
    assert set(roles) == {(picture.id, "refine"), (style.id, "anchor")}

    elsewhere = body(operation="image_to_image", anchors=anchors, refines=str(uuid.uuid4()))
    assert post(client, board, elsewhere).status_code == 400


def test_an_inpaint_has_the_size_of_its_source_and_lineage_to_both(client, board):
    picture = place_picture(board)
    mask = place_mask(board, picture)
    asked = body(
        operation="inpaint",
        prompt="",
        source=str(picture.id),
        masks=named(mask, strength=0.8),
        candidate=True,
    )
    assert post(client, board, asked).status_code == 201
    row = Generation.objects.get()
    assert (row.width, row.height, row.edit) == (
        64,
        48,
        {"strength": 0.8, "intent": "change", "context": "balanced"},
    )
    assert (row.source_id, row.mask_id) == (picture.asset_id, mask.asset_id)
    roles = Edge.objects.filter(board=board).values_list("source", "role")
    assert set(roles) == {(picture.id, "source"), (mask.id, "mask")}
    node = Node.objects.get(kind="generation")
    assert node.props["candidate_of"] == str(picture.id)
    assert node.props["image_width"] == 64


def named(mask: Node, **words: Any) -> list[dict[str, Any]]:
    return [{"node": str(mask.id)} | words]


def several(board: Board, **words: str) -> tuple[Node, list[Node], dict[str, Any]]:
    """Two masks of one picture, with the words that each is given."""
    picture = place_picture(board)
    masks = [place_mask(board, picture, box) for box in (MASKED, Box(40, 20, 10, 10))]
    asked = [
        *named(masks[0], prompt=words["lower"], strength=1.0),
        *named(masks[1], prompt=words["upper"], strength=1.0),
    ]
    return picture, masks, body(operation="inpaint", source=str(picture.id), masks=asked)


def test_masks_with_the_same_words_are_one_edit_of_all_that_they_select(client, board):
    picture, masks, asked = several(board, lower="green", upper=" green ")
    assert post(client, board, asked).status_code == 201
    row = Generation.objects.get()
    assert (row.prompt, row.edit) == (
        "green",
        {"strength": 1.0, "intent": "change", "context": "balanced"},
    )
    joined = load_mask(row.mask)
    assert joined.sum() // 255 == 24 * 16 + 10 * 10
    assert joined[10, 10] == joined[25, 45] == 255
    roles = Edge.objects.filter(board=board).values_list("source", "role")
    assert set(roles) == {(picture.id, "source")} | {(mask.id, "mask") for mask in masks}


def test_masks_with_words_of_their_own_are_parts_and_each_is_an_engine_call(client, board):
    _, masks, asked = several(board, lower="green shirt", upper="gold button")
    asked["masks"][1]["strength"] = 0.5
    assert post(client, board, asked).status_code == 201
    row = Generation.objects.get()
    assert row.prompt == "green shirt; gold button"
    assert row.edit["parts"] == [
        {"mask": str(masks[0].asset_id), "prompt": "green shirt", "strength": 1.0},
        {"mask": str(masks[1].asset_id), "prompt": "gold button", "strength": 0.5},
    ]
    assert load_mask(row.mask).sum() // 255 == 24 * 16 + 10 * 10
    one_call_s = ScriptedEngine().capabilities().seconds_of(Operation.INPAINT)
    assert Node.objects.get(kind="generation").props["expected_s"] == 2 * one_call_s


def test_masks_that_leave_nothing_together_are_refused(client, board):
    picture = place_picture(board)
    boxes = (Box(0, 0, 40, 48), Box(40, 0, 24, 48))
    masks = [one for box in boxes for one in named(place_mask(board, picture, box))]
    asked = body(operation="inpaint", source=str(picture.id), masks=masks)
    answer = post(client, board, asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_mask")
    assert "covers the whole picture" in answer.json()["message"]
    assert nothing_was_made()


def test_masks_are_named_once_and_their_words_are_checked(client, board):
    _, _, asked = several(board, lower="green", upper="gold")
    twice = asked | {"masks": [asked["masks"][0]] * 2}
    assert post(client, board, twice).json()["code"] == "bad_value"
    asked["masks"][1]["prompt"] = "x" * 4_001
    assert post(client, board, asked).json()["code"] == "prompt_too_long"
    assert nothing_was_made()


def test_an_outpaint_keeps_the_scale_that_its_source_is_shown_at(client, board):
    picture = place_picture(board, scale=2)
    asked = body(operation="outpaint", source=str(picture.id), extend={"left": 10, "bottom": 6})
    assert post(client, board, asked).status_code == 201
    row = Generation.objects.get()
    assert (row.width, row.height) == (74, 54)
    node = Node.objects.get(kind="generation")
    assert (node.x, node.y, node.width, node.height) == (10, 20, 148, 108)


def test_an_upscale_has_more_pixels_and_stands_in_its_sources_lineage(client, board):
    picture = place_picture(board)
    asked = body(operation="upscale", prompt="", source=str(picture.id), scale=4)
    assert post(client, board, asked).status_code == 201
    row = Generation.objects.get()
    assert (row.width, row.height, row.edit) == (256, 192, {"scale": 4})
    node = Node.objects.get(kind="generation")
    assert (node.width, node.height, node.props["image_width"]) == (128, 64, 256)
    edge = Edge.objects.get()
    assert (edge.source, edge.target, edge.role) == (picture.id, node.id, "source")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scale": None}, "unknown_scale"),
        ({"scale": 3}, "unknown_scale"),
        ({"scale": 2.5}, "bad_value"),
        ({"source": None}, "no_source"),
        ({"extend": {"left": 4}}, "invalid_request"),
    ],
)
def test_what_is_no_upscale_is_refused(client, board, changes, code):
    picture = place_picture(board)
    asked = body(operation="upscale", prompt="", source=str(picture.id), scale=2)
    answer = post(client, board, asked | changes)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert nothing_was_made()


def test_an_upscale_beyond_what_is_stored_is_refused_with_the_way_out(client, board, settings):
    settings.MAX_IMAGE_PIXELS = 64 * 48 * 5
    picture = place_picture(board)
    asked = body(operation="upscale", prompt="", source=str(picture.id), scale=4)
    answer = post(client, board, asked)
    assert answer.json()["code"] == "size_out_of_range"
    assert "256 x 192 px" in answer.json()["message"] and "Try 2 times." in answer.json()["message"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"prompt": ""}, "prompt_empty"),
        ({"prompt": "x" * 20_000}, "prompt_too_long"),
        ({"prompt": "\x00\x01"}, "prompt_unreadable"),
        ({"width": 63}, "size_out_of_range"),
        ({"width": 4097}, "size_out_of_range"),
        ({"width": None}, "size_out_of_range"),
        ({"tier": "small", "width": 2048, "height": 2048}, "size_out_of_range"),
        ({"tier": "luxury"}, "unknown_tier"),
        ({"seed": -1}, "seed_out_of_range"),
        ({"seed": 2**32}, "seed_out_of_range"),
        ({"operation": "inpaint"}, "no_source"),
        ({"operation": "outpaint"}, "no_source"),
        ({"operation": "image_to_image"}, "invalid_request"),
        ({"operation": "animate"}, "operation_unsupported"),
        ({"operation": "dance"}, "bad_value"),
        ({"items": []}, "bad_value"),
        ({"unknown": 1}, "unknown_key"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_code_and_changes_nothing(
    client, board, changes, code
):
    answer = post(client, board, body(**changes))
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["message"].endswith(".")
    assert nothing_was_made()


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[" * 100_000, b'{"width": NaN}', b'"\\ud800"', b"\xff", b"null", b"[]"]
)
def test_what_is_no_request_is_refused(client, board, data):
    answer = post(client, board, data)
    assert answer.status_code == 400
    assert answer.json()["code"] in ("bad_json", "bad_value")


def test_one_bad_item_refuses_all(client, board):
    answer = post(client, board, body(items=[item(), item(x=1e308)]))
    assert answer.status_code == 400
    assert nothing_was_made()


def test_more_anchors_than_the_engine_takes_are_refused(client, board):
    anchors = [{"node": str(place_picture(board, width=64 + n).id)} for n in range(2)]
    answer = post(client, board, body(tier="small", anchors=anchors))
    assert (answer.status_code, answer.json()["code"]) == (400, "too_many_anchors")


@pytest.mark.parametrize("key", ["anchor", "source", "mask"])
def test_nodes_of_another_board_are_as_good_as_not_there(client, board, key):
    other = make_board(board.workspace)
    foreign = place_picture(other)
    foreign_mask = place_mask(other, foreign)
    mine = place_picture(board, width=70)
    asked = {
        "anchor": body(anchors=[{"node": str(foreign.id)}]),
        "source": body(operation="outpaint", source=str(foreign.id), extend={"left": 4}),
        "mask": body(operation="inpaint", source=str(mine.id), masks=named(foreign_mask)),
    }[key]
    answer = post(client, board, asked)
    assert (answer.status_code, answer.json()["code"]) == (404, "node_not_found")
    assert nothing_was_made()


def test_a_deleted_picture_is_no_source(client, board):
    picture = place_picture(board)
    apply_changes(board_id=board.id, changes=[{"node": str(picture.id), "delete": True}])
    asked = body(operation="outpaint", source=str(picture.id), extend={"left": 4})
    assert post(client, board, asked).json()["code"] == "node_not_found"


def test_a_mask_whose_picture_was_deleted_edits_nothing(client, board):
    picture = place_picture(board)
    mask = place_mask(board, picture)
    apply_changes(board_id=board.id, changes=[{"node": str(picture.id), "delete": True}])
    asked = body(operation="inpaint", source=str(picture.id), masks=named(mask))
    answer = post(client, board, asked)
    assert (answer.status_code, answer.json()["code"]) == (404, "node_not_found")
    assert nothing_was_made()


def test_a_context_outside_of_the_picture_is_refused(client, board):
    picture = place_picture(board)
    mask = place_mask(board, picture)
    asked = body(operation="inpaint", source=str(picture.id), masks=named(mask))
    answer = post(client, board, asked | {"context": [10, 0, 60, 48]})
    assert (answer.status_code, answer.json()["code"]) == (400, "context_outside")
    assert "Drag it back" in answer.json()["message"]
    assert nothing_was_made()


def test_a_mask_of_another_size_is_refused(client, board):
    picture, other = place_picture(board), place_picture(board, width=80)
    mask = place_mask(board, other)
    asked = body(operation="inpaint", source=str(picture.id), masks=named(mask))
    answer = post(client, board, asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_mask")
    assert nothing_was_made()


def test_a_picture_is_no_mask_and_a_mask_no_picture(client, board):
    picture = place_picture(board)
    mask = place_mask(board, picture)
    for source, masked in ((picture, picture), (mask, mask), (mask, picture)):
        asked = body(operation="inpaint", source=str(source.id), masks=named(masked))
        assert post(client, board, asked).json()["code"] == "not_a_picture"


@pytest.mark.parametrize("strength", [-0.1, 1.1, 1e9])
def test_a_strength_out_of_range_is_refused(client, board, strength):
    picture = place_picture(board)
    mask = place_mask(board, picture)
    asked = body(
        operation="inpaint",
        source=str(picture.id),
        masks=named(mask, strength=strength),
    )
    assert post(client, board, asked).json()["code"] == "strength_out_of_range"


@pytest.mark.parametrize("extend", [{}, {"left": 0}, {"left": -5}, {"top": 10**6}, None])
def test_an_extension_out_of_bounds_is_refused(client, board, extend):
    picture = place_picture(board)
    asked = body(operation="outpaint", source=str(picture.id), extend=extend)
    answer = post(client, board, asked)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
    assert nothing_was_made()


def test_what_the_board_refuses_leaves_no_generation_either(client, board):
    """Extended, the node would be wider than a board takes: found after the row was made."""
    picture = place_picture(board, scale=14_000)
    asked = body(operation="outpaint", source=str(picture.id), extend={"left": 64})
    answer = post(client, board, asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_value")
    assert nothing_was_made()


@pytest.mark.parametrize("role", [Role.OWNER, Role.LEAD, Role.DESIGNER])
def test_those_who_edit_may_generate_cancel_and_retry(board, role):
    client, asked = signed_in(board, role), body()
    assert post(client, board, asked).status_code == 201
    generation_id = asked["items"][0]["generation"]
    cancelled = post(client, board, b"", "cancel_generation", generation_id)
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    retried = post(client, board, b"", "retry_generation", generation_id)
    assert (retried.status_code, retried.json()["state"]) == (200, "queued")


def refusing_clients(board: Board) -> dict[str, tuple[Client, int]]:
    return {
        "viewer": (signed_in(board, Role.VIEWER), 403),
        "guest": (guest_of(board), 403),
        "outsider": (signed_in(make_board(make_workspace("Other")), Role.OWNER), 404),
        "stranger": (Client(headers={"accept": "application/json"}), 404),
    }


@pytest.mark.parametrize("who", ["viewer", "guest", "outsider", "stranger"])
def test_those_who_only_look_or_are_not_there_may_not(client, board, who):
    refused, status = refusing_clients(board)[who]
    asked = body()
    assert post(refused, board, asked).status_code == status
    assert nothing_was_made()
    post(client, board, asked)
    generation_id = asked["items"][0]["generation"]
    for name in ("cancel_generation", "retry_generation"):
        assert post(refused, board, b"", name, generation_id).status_code == status
    assert Generation.objects.get().state == "queued"


def test_a_foreign_page_cannot_post(board):
    strict = Client(enforce_csrf_checks=True, headers={"accept": "application/json"})
    strict.force_login(make_member(board.workspace))
    assert post(strict, board, body()).status_code == 403


def test_a_generation_is_cancelled_and_retried_on_its_own_board_only(client, board):
    other, asked = make_board(board.workspace), body()
    post(client, board, asked)
    generation_id = asked["items"][0]["generation"]
    for name in ("cancel_generation", "retry_generation"):
        assert post(client, other, b"", name, generation_id).status_code == 404
        assert post(client, board, b"", name, uuid.uuid4()).status_code == 404


def test_cancelling_twice_is_harmless_and_what_is_done_stays_done(client, board):
    asked = body()
    post(client, board, asked)
    generation_id = asked["items"][0]["generation"]
    for _ in range(2):
        answer = post(client, board, b"", "cancel_generation", generation_id)
        assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    Generation.objects.update(state="succeeded")
    answer = post(client, board, b"", "cancel_generation", generation_id)
    assert answer.json()["state"] == "succeeded"


def test_a_retry_keeps_id_and_node_and_forgets_the_error(client, board):
    asked = body()
    post(client, board, asked)
    one = asked["items"][0]
    Generation.objects.update(
        state="failed", attempt=1, error_code="x", error_message="y", facts={"interruptions": 3}
    )
    for _ in range(2):
        answer = post(client, board, b"", "retry_generation", one["generation"])
        assert answer.json() == {"id": one["generation"], "node": one["node"], "state": "queued"}
    row = Generation.objects.get()
    assert (row.attempt, row.error_code, row.error_message, row.facts) == (1, "", "", {})


def test_a_retry_with_another_tier_says_so_on_the_node_and_counts_to_who_asked(client, board):
    asked = body()
    post(client, board, asked)
    (one,) = asked["items"]
    Generation.objects.update(state="failed", error_code="engine_refused")
    Attempt.objects.update(state="released", amount_usd=0)

    other = signed_in(board, Role.LEAD)
    answer = post(other, board, {"tier": "small"}, "retry_generation", one["generation"])

    assert (answer.status_code, answer.json()["state"]) == (200, "queued")
    generation = Generation.objects.get()
    assert (generation.tier, generation.engine) == ("small", "no_mask")
    node = Node.objects.get(board=board, id=one["node"])
    assert node.props["tier"] == "small"
    line = Attempt.objects.get()
    assert (line.state, line.tier) == ("reserved", "small")
    assert line.person_id not in (None, generation.created_by_id)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"tier": "gold"}, "unknown_tier"),
        ({"tier": 7}, "bad_value"),
        ({"more": 1}, "unknown_key"),
        ({"tier": "small"}, "size_out_of_range"),
    ],
)
def test_a_retry_that_makes_no_sense_changes_nothing(client, board, asked, code):
    first = body()
    post(client, board, first)
    Generation.objects.update(state="failed", width=4096, height=4096)
    (one,) = first["items"]
    answer = post(client, board, asked, "retry_generation", one["generation"])
    assert answer.json()["code"] == code
    assert Generation.objects.get().state == "failed"


def test_what_is_made_is_not_retried(client, board):
    asked = body()
    post(client, board, asked)
    Generation.objects.update(state="succeeded")
    answer = post(client, board, b"", "retry_generation", asked["items"][0]["generation"])
    assert (answer.status_code, answer.json()["code"]) == (400, "already_made")


@pytest.mark.parametrize("name", ["generate", "cancel_generation", "retry_generation"])
def test_reading_changes_nothing(client, board, name):
    args = [board.id] if name == "generate" else [board.id, uuid.uuid4()]
    assert client.get(reverse(name, args=args)).status_code == 405
