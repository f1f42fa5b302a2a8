"""A look at the fill of a hole: for those who edit, of what is there, at no cost."""

import io
import uuid

import numpy as np
import pytest
from django.urls import reverse
from PIL import Image

from assets.models import Asset, Attempt, Generation
from canvas.actions.ops import apply_changes
from tests.integration.canvas.shared_world import (
    EDITORS,
    PEOPLE,
    client_of,
    make_world,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def png(world, *, inside: int = 255, outside: int = 0, wider: int = 0) -> bytes:
    mask = np.full((world.picture.height, world.picture.width + wider), outside, np.uint8)
    mask[2:6, 2:6] = inside
    stream = io.BytesIO()
    Image.fromarray(mask).save(stream, "PNG")
    return stream.getvalue()


def ask(client, world, body: bytes, node: object = None):
    address = reverse("fill_look", args=[world.board.id, node or world.picture_node])
    return client.post(
        address, body, content_type="image/png", headers={"accept": "application/json"}
    )


def test_the_filled_hole_is_shown_and_nothing_is_kept_or_paid(world):
    before = Asset.objects.count()
    answer = ask(client_of("designer", world), world, png(world))
    assert answer.status_code == 200
    look = Image.open(io.BytesIO(answer.content))
    x, y, width, height = map(int, answer["X-Area"].split(","))
    assert look.mode == "RGBA"
    assert x <= 2 < 6 <= x + width
    assert y <= 2 < 6 <= y + height
    assert not Generation.objects.exists()
    assert not Attempt.objects.exists()
    assert Asset.objects.count() == before


@pytest.mark.parametrize("who", PEOPLE)
def test_only_editors_look(world, who):
    answer = ask(client_of(who, world), world, png(world))
    assert (answer.status_code == 200) == (who in EDITORS)


def test_a_picture_that_is_deleted_or_elsewhere_is_not_there(world):
    client = client_of("designer", world)
    foreign = make_world().picture_node
    for node in (foreign, uuid.uuid4()):
        assert ask(client, world, png(world), node).status_code == 404
    apply_changes(
        board_id=world.board.id, changes=[{"node": str(world.picture_node), "delete": True}]
    )
    assert ask(client, world, png(world)).status_code == 404


@pytest.mark.parametrize(
    "mask", [{"inside": 0}, {"outside": 255}, {"wider": 1}, {"inside": 100}], ids=str
)
def test_masks_that_are_none_are_refused_in_words(world, mask):
    answer = ask(client_of("designer", world), world, png(world, **mask))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_mask")
    assert answer.json()["message"].endswith(".")


@pytest.mark.parametrize("body", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(50)])
def test_what_is_no_picture_is_refused_in_words(world, body):
    answer = ask(client_of("designer", world), world, body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["message"].endswith(".")


def test_a_mask_that_is_far_too_large_is_refused(world, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = ask(client_of("designer", world), world, png(world) + bytes(200))
    assert answer.json()["code"] == "invalid_mask"
