"""Sheets of a board: who gets them, and what they hold."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from canvas.actions.ops import apply_changes
from canvas.actions.sharing import revoke_link
from canvas.models import Membership
from tests.factories import make_board
from tests.integration.canvas.shared_world import (
    LOOKERS,
    PEOPLE,
    World,
    client_of,
    made_picture,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db


def index_of(client: Client, world: World) -> Any:
    return client.get(reverse("sheets", args=[world.board.id]))


def only_sheet(client: Client, world: World) -> Any:
    sheets = index_of(client, world).json()["sheets"]
    assert len(sheets) == 1
    return sheets[0]


@pytest.mark.parametrize("who", PEOPLE)
def test_those_who_see_the_board_get_its_sheets(who: str) -> None:
    world = make_world()
    address = only_sheet(client_of("owner", world), world)["url"]
    client = client_of(who, world)
    expected = 200 if who in LOOKERS else 404

    assert index_of(client, world).status_code == expected
    assert client.get(address).status_code == expected


def test_a_sheet_holds_each_picture_of_the_board_once() -> None:
    world = make_world()
    other = made_picture(world.board, red=90, name="Plate")
    put_picture(world.board, other)
    put_picture(world.board, other)
    client = client_of("owner", world)

    entry = only_sheet(client, world)
    answer = client.get(entry["url"])

    assert entry["assets"] == [str(world.picture.id), str(other.id)]
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(answer.content)).size == (64, 32)


def test_another_picture_on_the_board_is_another_address() -> None:
    world = make_world()
    client = client_of("guest", world)
    before = only_sheet(client, world)["url"]
    put_picture(world.board, made_picture(world.board, red=90, name="Plate"))

    after = only_sheet(client, world)["url"]

    assert after != before
    assert client.get(after).status_code == 200
    assert client.get(before).status_code == 404


def test_a_guest_gets_no_sheet_with_a_picture_that_left_the_board() -> None:
    world = make_world()
    guest = client_of("guest", world)
    address = only_sheet(guest, world)["url"]

    apply_changes(
        board_id=world.board.id, changes=[{"node": str(world.picture_node), "delete": True}]
    )

    assert guest.get(address).status_code == 404
    assert index_of(guest, world).json()["sheets"] == []


def test_the_same_pictures_on_another_board_have_another_name() -> None:
    world = make_world()
    client = client_of("owner", world)
    address = only_sheet(client, world)["url"]
    other = make_board(world.board.workspace)
    put_picture(other, world.picture)

    wrong = reverse("sheet", args=[other.id, address.rsplit("/", 1)[1].removesuffix(".webp")])

    assert client.get(wrong).status_code == 404


def test_access_that_ends_ends_with_the_next_sheet() -> None:
    world = make_world()
    guest, viewer = client_of("guest", world), client_of("viewer", world)
    address = only_sheet(guest, world)["url"]

    for link in world.board.share_links.all():
        revoke_link(board=world.board, link_id=link.id)
    Membership.objects.filter(workspace=world.board.workspace).delete()

    assert guest.get(address).status_code == 404
    assert viewer.get(address).status_code == 404


@pytest.mark.parametrize("name", ["x", "0" * 64, "%2e%2e"])
def test_a_name_that_is_none_is_not_found(name: str) -> None:
    world = make_world()
    client = client_of("owner", world)
    assert client.get(f"/boards/{world.board.id}/sheets/{name}.webp").status_code == 404
