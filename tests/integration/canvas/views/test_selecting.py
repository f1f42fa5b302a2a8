import io
import json
import uuid

import numpy as np
import pytest
from PIL import Image

from assets.actions.assets import add_made_picture
from canvas.actions.ops import apply_changes
from tests.integration.canvas.shared_world import (
    EDITORS,
    PEOPLE,
    client_of,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def ask(client, world, **body):
    return client.post(
        f"/boards/{world.board.id}/select/",
        json.dumps({"node": str(world.picture_node)} | body),
        content_type="application/json",
        headers={"accept": "application/json"},
    )


def test_a_click_is_answered_with_a_mask_of_the_pictures_size(world):
    answer = ask(client_of("designer", world), world, clicks=[{"x": 3, "y": 3}])
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    mask = np.asarray(Image.open(io.BytesIO(answer.content)))
    assert mask.shape == (world.picture.height, world.picture.width)
    assert mask[3, 3] == 255


def test_a_box_is_taken_too(world):
    size = [0, 0, world.picture.width, world.picture.height]
    assert ask(client_of("designer", world), world, box=size).status_code == 200


def test_the_subject_is_asked_for_without_a_click(world):
    y, x = np.mgrid[:200, :300]
    pixels = np.full((200, 300, 3), (60, 90, 70), np.uint8)
    pixels[(x - 150) ** 2 + (y - 100) ** 2 < 3600] = (200, 60, 40)
    workspace = world.board.workspace
    disc = add_made_picture(workspace=workspace, image=pixels, name="Disc", user=None)
    node = str(put_picture(world.board, disc))
    answer = ask(client_of("designer", world), world, node=node, subject=True)
    mask = np.asarray(Image.open(io.BytesIO(answer.content)))
    assert (mask[100, 150], mask[10, 10]) == (255, 0)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_editors_select(world, who):
    answer = ask(client_of(who, world), world, clicks=[{"x": 3, "y": 3}])
    assert (answer.status_code == 200) == (who in EDITORS)


def test_a_picture_that_was_deleted_is_not_there(world):
    apply_changes(
        board_id=world.board.id, changes=[{"node": str(world.picture_node), "delete": True}]
    )
    assert ask(client_of("designer", world), world, clicks=[{"x": 3, "y": 3}]).status_code == 404


def test_a_node_of_another_board_is_not_there(world):
    other = make_world()
    node = put_picture(other.board, other.picture)
    answer = ask(client_of("designer", world), world, node=str(node), clicks=[{"x": 3, "y": 3}])
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"clicks": []},
        {"clicks": [{"x": -1, "y": 3}]},
        {"clicks": [{"x": "3", "y": 3}]},
        {"clicks": [{"x": 3}]},
        {"clicks": [[3, 3]]},
        {"clicks": [{"x": 3, "y": 3, "z": 1}]},
        {"clicks": [{"x": 3, "y": 3, "adds": 1}]},
        {"subject": "yes"},
        {"box": [1, 2, 3]},
        {"box": [1, 2, 3, "4"]},
        {"box": [1, 2, -3, 4]},
        {"node": "x", "clicks": [{"x": 3, "y": 3}]},
        {"node": str(uuid.uuid4()), "clicks": [{"x": 3, "y": 3}]},
        {"extra": 1, "clicks": [{"x": 3, "y": 3}]},
    ],
)
def test_bad_requests_are_refused_in_words(world, body):
    answer = ask(client_of("designer", world), world, **body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["message"].endswith(".")
