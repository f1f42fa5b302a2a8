import io
import json
import uuid

import pytest
from PIL import Image

from canvas.models import Node
from tests.integration.assets.edited import HOLE, make_edit
from tests.integration.canvas.shared_world import (
    EDITORS,
    PEOPLE,
    client_of,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def edited(world):
    """An edit, and the node that shows it."""
    edit = make_edit(world.board.workspace)
    node = put_picture(world.board, edit.result)
    Node.objects.filter(board=world.board, id=node).update(generation=edit)
    return edit, node


def post(client, world, node, path="", **body):
    return client.post(
        f"/boards/{world.board.id}/nodes/{node}/blend/{path}",
        json.dumps({"transition": 60} | body),
        content_type="application/json",
        headers={"accept": "application/json"},
    )


def test_a_blend_shows_on_its_node(world, edited):
    edit, node = edited
    answer = post(client_of("designer", world), world, node)
    assert answer.status_code == 201
    row = Node.objects.get(board=world.board, id=node)
    assert str(row.asset_id) == answer.json()["asset"]
    assert row.generation.blend_of_id == edit.id


def test_a_look_is_a_picture_of_what_changes(world, edited):
    edit, node = edited
    answer = post(client_of("designer", world), world, node, "look/")
    assert answer.status_code == 200
    area = HOLE.grow(60)
    assert answer["X-Area"] == ",".join(map(str, area.as_list()))
    assert Image.open(io.BytesIO(answer.content)).size == (area.width, area.height)
    assert 0 <= float(answer["X-Seam"]) <= 100
    assert Node.objects.get(board=world.board, id=node).generation_id == edit.id


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(("path", "status"), [("", 201), ("look/", 200)])
def test_only_editors_blend(world, edited, who, path, status):
    answer = post(client_of(who, world), world, edited[1], path)
    assert (answer.status_code == status) == (who in EDITORS)


@pytest.mark.parametrize("path", ["", "look/"])
@pytest.mark.parametrize(
    "body",
    [
        {"transition": 0},
        {"transition": "60"},
        {"transition": 1.5},
        {"erased": "x"},
        {"erased": str(uuid.uuid4())},
        {"extra": 1},
    ],
)
def test_bad_requests_are_refused_in_words(world, edited, path, body):
    answer = post(client_of("designer", world), world, edited[1], path, **body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["message"].endswith(".")


def test_an_upload_has_no_edge_to_blend(world):
    answer = post(client_of("designer", world), world, world.picture_node)
    assert (answer.status_code, answer.json()["code"]) == (400, "no_patch")


def test_a_node_of_another_board_is_not_there(world, edited):
    other = make_world()
    assert post(client_of("designer", world), world, other.picture_node).status_code == 404
