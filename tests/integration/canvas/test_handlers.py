"""What assets announces, as nodes tell it."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from assets.actions.ledger import reserve, settle
from assets.models import Generation, GenerationState
from assets.signals import generation_changed
from canvas.actions.ops import apply_changes
from canvas.handlers import reconcile_generation_nodes
from canvas.models import Board, Node, Op
from tests.factories import make_board
from tests.integration.canvas.document_parts import (
    create_note,
    create_placeholder,
    make_asset,
    make_generation,
    new_id,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return make_board()


@pytest.fixture
def generation(board: Board) -> Generation:
    return make_generation(board.workspace)


@pytest.fixture
def node(board: Board, generation: Generation) -> Node:
    node_id = new_id()
    apply_changes(board_id=board.id, changes=[create_placeholder(node_id, generation)])
    return Node.objects.get(board=board, id=node_id)


def announce(generation: Generation, **fields: Any) -> None:
    Generation.objects.filter(id=generation.id).update(**fields)
    generation_changed.send(Generation, generation_id=generation.id)


def reread(node: Node) -> Node:
    return Node.objects.get(board_id=node.board_id, id=node.id)


def test_a_state_is_written_onto_the_node(node: Node, generation: Generation) -> None:
    announce(generation, state=GenerationState.RUNNING)
    assert reread(node).props["state"] == "running"


def test_a_failure_says_why(node: Node, generation: Generation) -> None:
    announce(
        generation,
        state=GenerationState.FAILED,
        error_code="engine_timeout",
        error_message="The engine took\x01too long.\nTry again.",
    )
    props = reread(node).props
    assert (props["state"], props["code"]) == ("failed", "engine_timeout")
    assert props["message"] == "The engine took too long. Try again."


def test_a_retry_clears_what_was_said(node: Node, generation: Generation) -> None:
    announce(generation, state=GenerationState.FAILED, error_code="x", error_message="Why.")
    announce(generation, state=GenerationState.QUEUED, error_code="", error_message="")
    props = reread(node).props
    assert (props["state"], props["code"], props["message"]) == ("queued", "", "")


def test_success_makes_a_picture_named_like_its_placeholder(
    board: Board, node: Node, generation: Generation
) -> None:
    asset = make_asset(board.workspace)
    announce(generation, state=GenerationState.SUCCEEDED, result=asset)
    picture = reread(node)
    assert (picture.kind, picture.asset_id) == ("image", asset.id)
    assert picture.generation_id == generation.id
    assert picture.props["name"] == "a red cup on a table by the window, morning light"
    assert (picture.props["image_width"], picture.props["image_height"]) == (640, 480)


def test_a_name_given_before_is_kept(board: Board, node: Node, generation: Generation) -> None:
    rename = {"node": str(node.id), "set": {"name": "Hero"}}
    apply_changes(board_id=board.id, changes=[rename])
    announce(generation, state=GenerationState.SUCCEEDED, result=make_asset(board.workspace))
    assert reread(node).props["name"] == "Hero"


def test_a_deleted_placeholder_becomes_a_picture_and_stays_deleted(
    board: Board, node: Node, generation: Generation
) -> None:
    apply_changes(board_id=board.id, changes=[{"node": str(node.id), "delete": True}])
    announce(generation, state=GenerationState.SUCCEEDED, result=make_asset(board.workspace))
    assert reread(node).kind == "image"
    assert reread(node).deleted_at is not None


def test_news_that_comes_twice_or_says_nothing_new_makes_no_op(
    board: Board, node: Node, generation: Generation
) -> None:
    announce(generation, state=GenerationState.RUNNING)
    announce(generation, state=GenerationState.RUNNING)
    assert Op.objects.filter(board=board).count() == 2


def test_every_board_with_the_generation_is_told(
    board: Board, node: Node, generation: Generation
) -> None:
    other = make_board(board.workspace)
    twin = new_id()
    apply_changes(board_id=other.id, changes=[create_placeholder(twin, generation)])
    announce(generation, state=GenerationState.RUNNING)
    assert Node.objects.get(board=other, id=twin).props["state"] == "running"
    assert reread(node).props["state"] == "running"


def test_a_generation_without_nodes_changes_nothing(board: Board) -> None:
    generation = make_generation(board.workspace)
    announce(generation, state=GenerationState.RUNNING)
    generation_changed.send(Generation, generation_id=uuid.uuid4())
    assert Op.objects.count() == 0


def test_what_moved_on_while_nobody_listened_is_mended_at_start(
    board: Board, node: Node, generation: Generation
) -> None:
    apply_changes(board_id=board.id, changes=[create_note(new_id())])
    asset = make_asset(board.workspace)
    Generation.objects.filter(id=generation.id).update(
        state=GenerationState.SUCCEEDED, result=asset
    )

    reconcile_generation_nodes()

    assert reread(node).asset_id == asset.id
    ops = Op.objects.count()
    reconcile_generation_nodes()
    assert Op.objects.count() == ops


def test_placeholders_of_a_board_are_set_by_the_server(
    board: Board, node: Node, generation: Generation
) -> None:
    announce(generation, state=GenerationState.RUNNING)
    assert Op.objects.filter(board=board).latest("revision").actor_id is None


def test_what_it_was_charged_stands_on_the_node_until_it_is_tried_again(
    node: Node, generation: Generation
) -> None:
    price = Decimal("0.0390")
    reserve([(generation, price)], now=timezone.now())
    settle(generation.id, 1, outcome="failed", now=timezone.now())
    announce(generation, state=GenerationState.FAILED, error_code="engine_timeout")
    assert reread(node).props["charge"] == "$0.0390 may have been charged."
    announce(generation, state=GenerationState.QUEUED, error_code="")
    assert "charge" not in reread(node).props


def test_a_failure_that_cost_nothing_says_so(node: Node, generation: Generation) -> None:
    announce(generation, state=GenerationState.FAILED, error_code="engine_auth")
    assert reread(node).props["charge"] == "Nothing was charged."


def test_an_edit_of_a_decided_picture_shows_that_it_is_not_reviewed(
    board: Board, node: Node, generation: Generation
) -> None:
    source, asset = new_id(), make_asset(board.workspace)
    place = {"x": 0, "y": 0, "width": 100, "height": 50}
    before = {"kind": "image", **place, "asset": str(asset.id), "image_width": 1}
    decided = {"review": "approved", "review_of": str(asset.id)}
    edge = {"source": source, "target": str(node.id), "role": "source"}
    changes = [
        {"node": source, "create": {**before, "image_height": 1, **decided}},
        {"edge": new_id(), "create": edge},
    ]
    apply_changes(board_id=board.id, changes=changes)

    announce(generation, state=GenerationState.SUCCEEDED, result=make_asset(board.workspace))

    edited = reread(node)
    assert edited.props["review"] == "approved"
    assert edited.props["review_of"] == str(asset.id) != str(edited.asset_id)
