"""Anchor packs: who makes, changes and uses them, and what pictures keep of them."""

import json
import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assets.models import AnchorPack, Asset, Generation, PackVersion
from assets.packs import pack_names
from canvas.models import Board
from tests.factories import make_board
from tests.integration.canvas.shared_world import (
    World,
    client_of,
    made_picture,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def lamp(world: World) -> Asset:
    return made_picture(world.board, red=20, name="Lamp")


def anchor(node: uuid.UUID, role: str = "style", strength: float = 0.6) -> dict[str, Any]:
    return {"node": str(node), "role": role, "strength": strength}


def make(client: Client, world: World, *anchors: dict[str, Any], name: str = "Aurora core"):
    form = {"name": name, "anchors": json.dumps(anchors or [anchor(world.picture_node)])}
    return client.post(reverse("new_pack", args=[world.board.id]), form)


def change(client: Client, board: Board, view: str, pack: AnchorPack, **form: Any) -> HttpResponse:
    return client.post(reverse(view, args=[board.id, pack.id]), form)


def publish(client: Client, world: World, *anchors: dict[str, Any], based_on: int = 1):
    pack = AnchorPack.objects.get()
    form = {"based_on": based_on, "note": "Warmer", "anchors": json.dumps(anchors)}
    return change(client, world.board, "publish_pack", pack, **form)


def newest(client: Client, board: Board) -> list[dict[str, Any]]:
    packs: list[dict[str, Any]] = client.get(reverse("newest_packs", args=[board.id])).json()[
        "packs"
    ]
    return packs


def test_a_pack_keeps_pictures_with_role_and_strength_for_every_board(world: World) -> None:
    designer = client_of("designer", world)
    answer = make(designer, world, anchor(world.picture_node, "subject", 0.4))
    assert json.loads(answer["HX-Trigger"])["packs-changed"]["made"]["number"] == 1
    (pack,) = newest(designer, make_board(world.board.workspace))
    assert (pack["name"], pack["number"]) == ("Aurora core", 1)
    assert pack["anchors"] == [
        {
            "asset": str(world.picture.id),
            "role": "subject",
            "strength": 0.4,
            "name": "Mug",
            "width": 64,
            "height": 48,
        }
    ]


@pytest.mark.parametrize(
    ("who", "status"), [("viewer", 403), ("reviewer", 403), ("guest", 403), ("outsider", 404)]
)
def test_who_may_not_edit_the_board_neither_sees_nor_makes_packs(
    world: World, who: str, status: int
) -> None:
    client = client_of(who, world)
    assert make(client, world).status_code == status
    for name in ("pack_panel", "newest_packs"):
        assert client.get(reverse(name, args=[world.board.id])).status_code == status
    assert not AnchorPack.objects.exists()


def test_a_change_is_a_new_version_that_says_who_changed_what(world: World, lamp: Asset) -> None:
    designer = client_of("designer", world)
    make(designer, world)
    other = put_picture(world.board, lamp)
    answer = publish(
        designer, world, anchor(world.picture_node, "style", 0.8), anchor(other, "colour")
    )
    words = answer.content.decode()
    assert "Added Lamp, colour 60\u00a0%" in words
    assert "Mug: style 60\u00a0%, now style 80\u00a0%" in words
    assert "Warmer" in words and "designer" in words
    first, second = PackVersion.objects.order_by("number")
    assert [one.strength for one in first.anchors.all()] == [0.6]
    assert len(second.anchors.all()) == 2
    assert [pack["number"] for pack in newest(designer, world.board)] == [2]


def test_what_was_published_meanwhile_or_does_not_differ_is_refused(world: World) -> None:
    designer = client_of("designer", world)
    make(designer, world)
    stays = publish(designer, world, anchor(world.picture_node))
    assert "Nothing differs from v1" in stays.content.decode()
    publish(designer, world, anchor(world.picture_node, "colour"))
    late = publish(designer, world, anchor(world.picture_node, "subject"))
    assert "Somebody published v2 meanwhile" in late.content.decode()
    assert PackVersion.objects.count() == 2


@pytest.mark.parametrize(
    "anchors",
    [
        "",
        "[]",
        "no json",
        '[{"node": "x"}]',
        "[NaN]",
        json.dumps([anchor(uuid.UUID(int=1))]),
        json.dumps([anchor(uuid.UUID(int=1), role="background")] * 40),
    ],
)
def test_anchors_that_are_none_make_no_pack(world: World, anchors: str) -> None:
    answer = client_of("designer", world).post(
        reverse("new_pack", args=[world.board.id]), {"name": "Aurora", "anchors": anchors}
    )
    assert answer.status_code == 200
    assert b'role="alert"' in answer.content
    assert not AnchorPack.objects.exists()


def test_roles_and_strengths_out_of_range_make_no_pack(world: World) -> None:
    designer = client_of("designer", world)
    for bad in ({"role": ""}, {"role": "background"}, {"strength": 1.5}):
        answer = make(designer, world, anchor(world.picture_node) | bad)
        assert b'role="alert"' in answer.content
    assert b"Give the pack a name." in make(designer, world, name=" ").content
    assert not AnchorPack.objects.exists()


def test_a_locked_pack_is_changed_by_leads_alone(world: World) -> None:
    designer, lead = client_of("designer", world), client_of("lead", world)
    make(designer, world)
    pack = AnchorPack.objects.get()
    assert b"Only owners and leads" in change(designer, world.board, "lock_pack", pack).content
    change(lead, world.board, "lock_pack", pack, locked="1")
    refused = publish(designer, world, anchor(world.picture_node, "colour"))
    assert b"A lead locked this pack" in refused.content
    change(designer, world.board, "rename_pack", pack, name="Mine")
    change(designer, world.board, "delete_pack", pack)
    pack.refresh_from_db()
    assert (pack.name, pack.is_locked, pack.deleted_at) == ("Aurora core", True, None)
    publish(lead, world, anchor(world.picture_node, "colour"))
    assert [one["number"] for one in newest(designer, world.board)] == [2]
    change(lead, world.board, "lock_pack", pack)
    change(designer, world.board, "rename_pack", pack, name="Aurora winter")
    assert [one["name"] for one in newest(designer, world.board)] == ["Aurora winter"]


def test_packs_of_another_workspace_are_out_of_reach(world: World) -> None:
    make(client_of("designer", world), world)
    pack = AnchorPack.objects.get()
    elsewhere = make_world()
    stranger = client_of("owner", elsewhere)
    assert newest(stranger, elsewhere.board) == []
    assert b"not there any more" in change(stranger, elsewhere.board, "delete_pack", pack).content
    pack.refresh_from_db()
    assert pack.deleted_at is None


def generate(client: Client, world: World, pack: str | None, node: uuid.UUID) -> HttpResponse:
    item = {"generation": str(uuid.uuid4()), "node": str(uuid.uuid4())}
    body = {
        "operation": "image_to_image",
        "prompt": "a cup",
        "tier": "draft",
        "width": 64,
        "height": 64,
        "anchors": [anchor(node) | {"pack": pack}],
        "items": [item | {"x": 0, "y": 0, "width": 64, "height": 64}],
    }
    address = reverse("generate", args=[world.board.id])
    return client.post(address, json.dumps(body), content_type="application/json")


def test_a_picture_keeps_the_version_that_guided_it(world: World) -> None:
    designer = client_of("designer", world)
    make(designer, world)
    (told,) = newest(designer, world.board)
    assert generate(designer, world, told["version"], world.picture_node).status_code == 201
    publish(designer, world, anchor(world.picture_node, "colour"))
    change(designer, world.board, "delete_pack", AnchorPack.objects.get())
    kept = Generation.objects.get().anchors
    assert kept[0]["pack"] == {"version": told["version"], "name": "Aurora core", "number": 1}
    assert pack_names(kept) == ["Aurora core v1"]
    assert newest(designer, world.board) == []


def test_an_anchor_that_its_pack_does_not_hold_is_refused(world: World, lamp: Asset) -> None:
    designer = client_of("designer", world)
    make(designer, world)
    (told,) = newest(designer, world.board)
    other = put_picture(world.board, lamp)
    for pack, node in ((told["version"], other), (str(uuid.uuid4()), world.picture_node)):
        refused = generate(designer, world, pack, node)
        assert (refused.status_code, refused.json()["code"]) == (400, "not_in_pack")
    assert not Generation.objects.exists()
