"""Who gets a picture's files: the media view of assets under the policy of canvas."""

from typing import Any

import pytest
from django.urls import reverse

from assets.models import Asset
from canvas.actions.ops import apply_changes
from canvas.actions.sharing import revoke_link
from canvas.models import Board, Membership, Role
from tests.factories import make_board
from tests.integration.canvas.shared_world import (
    LOOKERS,
    PEOPLE,
    client_of,
    made_picture,
    make_world,
)

pytestmark = pytest.mark.django_db

LEVELS = ("32", "128", "512", "2048", "original")


def url_of(asset: Asset, level: str = "128") -> str:
    return reverse("asset", args=[asset.id, level])


@pytest.mark.parametrize("who", PEOPLE)
def test_those_who_see_the_board_get_its_pictures(who: str) -> None:
    world = make_world()
    client = client_of(who, world)
    expected = 200 if who in LOOKERS else 404
    for level in LEVELS:
        assert client.get(url_of(world.picture, level)).status_code == expected


def test_a_guest_gets_nothing_but_what_lies_on_the_board() -> None:
    world = make_world()
    elsewhere = made_picture(make_board(world.board.workspace))
    guest = client_of("guest", world)

    assert guest.get(url_of(elsewhere)).status_code == 404

    apply_changes(
        board_id=world.board.id, changes=[{"node": str(world.picture_node), "delete": True}]
    )
    assert guest.get(url_of(world.picture)).status_code == 404


def test_a_revoked_link_ends_at_the_next_picture() -> None:
    world = make_world()
    guest = client_of("guest", world)
    etag = guest.get(url_of(world.picture))["ETag"]

    for link in Board.objects.get(id=world.board.id).share_links.all():
        revoke_link(board=world.board, link_id=link.id)

    again = guest.get(url_of(world.picture), headers={"If-None-Match": etag})
    assert again.status_code == 404


def test_a_member_who_left_gets_nothing() -> None:
    world = make_world()
    client = client_of(Role.DESIGNER, world)
    assert client.get(url_of(world.picture)).status_code == 200

    Membership.objects.filter(workspace=world.board.workspace).delete()

    assert client.get(url_of(world.picture)).status_code == 404


def test_one_picture_takes_four_queries(django_assert_num_queries: Any) -> None:
    """Session, user, asset, membership: a board asks for thousands of them."""
    world = make_world()
    client = client_of(Role.DESIGNER, world)
    with django_assert_num_queries(4):
        assert client.get(url_of(world.picture)).status_code == 200
