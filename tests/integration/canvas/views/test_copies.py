"""Pasting pictures from one workspace into another."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assets.models import Asset, Rendition
from canvas.models import Board, Membership, Role
from tests.factories import make_board
from tests.integration.canvas.shared_world import PEOPLE, World, client_of, made_picture, make_world

pytestmark = pytest.mark.django_db


def ask(client: Client, board: Board, *assets: object) -> Any:
    return client.post(
        reverse("copy_pictures", args=[board.id]),
        json.dumps({"assets": [str(one) for one in assets]}),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def editor_of(board: Board, world: World, role: Role = Role.VIEWER) -> Client:
    """A designer of the board's workspace who is also something in the other one."""
    client = Client()
    client.force_login(world.owner)
    Membership.objects.create(workspace=board.workspace, user=world.owner, role=Role.DESIGNER)
    Membership.objects.filter(workspace=world.board.workspace, user=world.owner).update(role=role)
    return client


def test_a_picture_is_copied_with_its_sizes_and_once() -> None:
    world, board = make_world(), make_board()
    client = editor_of(board, world)

    first = ask(client, board, world.picture.id)
    again = ask(client, board, world.picture.id)

    assert first.status_code == 200
    assert first.json() == again.json()
    copy = Asset.objects.get(workspace=board.workspace)
    assert first.json()["copies"] == {str(world.picture.id): str(copy.id)}
    assert (copy.sha256, copy.width, copy.name) == (world.picture.sha256, 64, "Mug")
    assert copy.created_by == world.owner
    levels = Rendition.objects.filter(asset=world.picture).count()
    assert levels > 0
    assert Rendition.objects.filter(asset=copy).count() == levels
    shown = client.get(reverse("asset", args=[copy.id, "128"]))
    assert shown.status_code == 200


def test_what_one_may_not_read_is_left_out_as_if_it_were_not_there() -> None:
    world, board = make_world(), make_board()
    client = editor_of(board, world)
    secret = made_picture(make_board())

    answer = ask(client, board, world.picture.id, secret.id, uuid.uuid4())

    assert list(answer.json()["copies"]) == [str(world.picture.id)]
    assert not Asset.objects.filter(workspace=board.workspace, sha256=secret.sha256).exists()


def test_pictures_of_the_same_workspace_stay_themselves() -> None:
    world = make_world()
    client = client_of("designer", world)

    answer = ask(client, world.board, world.picture.id)

    assert answer.json()["copies"] == {str(world.picture.id): str(world.picture.id)}


@pytest.mark.parametrize("who", sorted(set(PEOPLE) - {"owner", "lead", "designer"}))
def test_who_may_not_change_the_board_copies_nothing(who: str) -> None:
    world = make_world()

    answer = ask(client_of(who, world), world.board, world.picture.id)

    assert answer.status_code in (403, 404)
    assert "copies" not in answer.json()


@pytest.mark.parametrize("body", ["", "[]", '{"assets": 3}', '{"assets": ["x"]}', "{}"])
def test_a_body_that_is_no_request_is_refused_in_words(body: str) -> None:
    world = make_world()
    client = client_of("designer", world)

    answer = client.post(
        reverse("copy_pictures", args=[world.board.id]),
        body,
        content_type="application/json",
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 400
    assert answer.json()["message"].endswith(".")
