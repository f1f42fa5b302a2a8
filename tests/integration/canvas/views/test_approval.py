"""Approval on a board: who may, on which bytes, with what, and that it is on the record."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from assets.models import Rights
from canvas.access import access_for_user
from canvas.actions.approval import StaleDecision, decide
from canvas.actions.ops import apply_changes
from canvas.approval_facts import status_of
from canvas.models import AuditEntry, Decision, Node, Notification, Role
from tests.factories import make_member
from tests.integration.canvas.shared_world import World, client_of, made_picture, make_world

pytestmark = pytest.mark.django_db
PASSWORD = "long enough to remember"
CHECKED = {"checked": ["rights", "people", "marks"]}


def person(world: World, role: str, name: str) -> tuple[Client, User]:
    user = make_member(world.board.workspace, Role(role), name)
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.force_login(user)
    return client, user


def node(world: World) -> Node:
    rows = Node.objects.select_related("board", "asset", "generation")
    return rows.get(id=world.picture_node)


def say(client: Client, world: World, kind: str, **more: Any) -> str:
    asset = node(world).asset
    assert asset is not None
    address = f"/boards/{world.board.id}/nodes/{world.picture_node}/decision/"
    answer = client.post(address, {"decision": kind, "sha256": asset.sha256, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def owned(world: World) -> None:
    Rights.objects.create(asset=world.picture, kind="owned")


def test_high_risk_takes_two_who_are_sure_and_not_the_author() -> None:
    world = make_world()
    (lead, _), (legal, _) = person(world, "lead", "Leo"), person(world, "reviewer", "Lena")
    author = Client()
    author.force_login(world.owner)

    assert "You made this picture" in say(author, world, "approve", password=PASSWORD, **CHECKED)
    assert "Tick every line" in say(lead, world, "approve", password=PASSWORD, checked="rights")
    assert "not your password" in say(lead, world, "approve", password="wrong", **CHECKED)
    assert not Decision.objects.exists()

    assert "One more person" in say(lead, world, "approve", password=PASSWORD, **CHECKED)
    assert "By Leo, Lena" in say(legal, world, "approve", password=PASSWORD, **CHECKED)
    assert status_of(node(world)).is_approved
    entry = AuditEntry.objects.filter(verb="decided")[0]
    assert json.loads(entry.facts)["sha256"] == world.picture.sha256


def test_wrong_passwords_run_out() -> None:
    world = make_world()
    lead, _ = person(world, "lead", "Leo")
    said = [say(lead, world, "approve", password="wrong", **CHECKED) for _ in range(11)]

    assert "not your password" in said[9]
    assert "Too many tries" in said[10]


def test_medium_takes_a_lead_and_low_any_member() -> None:
    world = make_world()
    owned(world)
    (designer, _), (lead, _) = person(world, "designer", "Dan"), person(world, "lead", "Leo")
    viewer, _ = person(world, "viewer", "Vic")
    address = f"/boards/{world.board.id}/nodes/{world.picture_node}/risk/"
    designer.post(address, {"use": "Hero"})

    assert "A lead approves" in say(designer, world, "approve")
    assert "Viewers look on" in say(viewer, world, "approve")
    say(lead, world, "approve")
    assert status_of(node(world)).is_approved


def test_new_pixels_reopen_it_visibly() -> None:
    world = make_world()
    owned(world)
    lead, user = person(world, "lead", "Leo")
    say(lead, world, "approve")
    old = world.picture.sha256
    other = made_picture(world.board, name="Retouched")
    Rights.objects.create(asset=other, kind="owned")
    change = {"node": str(world.picture_node), "set": {"asset": str(other.id)}}
    apply_changes(board_id=world.board.id, changes=[change])

    found = status_of(node(world))
    panel = f"/boards/{world.board.id}/panels/picture/{world.picture_node}/"

    assert not found.is_approved and found.is_stale
    assert "Not reviewed: what was decided was on other pixels" in lead.get(panel).content.decode()
    access = access_for_user(user, world.board.id)
    assert access is not None
    with pytest.raises(StaleDecision):
        decide(node=node(world), access=access, user=user, kind="approve", sha256=old)


def test_who_asks_and_who_decides_tell_each_other() -> None:
    world = make_world()
    owned(world)
    (designer, dan), (lead, leo) = person(world, "designer", "Dan"), person(world, "lead", "Leo")
    address = f"/boards/{world.board.id}/nodes/{world.picture_node}/approval/"

    assert "In review 0/1" in designer.post(address, {"due_on": "2999-01-04"}).content.decode()
    assert "not over yet" in designer.post(address, {"due_on": "2020-01-01"}).content.decode()
    assert "not over yet" in designer.post(address, {"due_on": "soon"}).content.decode()
    say(lead, world, "changes_required", note="Less sky")

    assert Notification.objects.filter(user=leo).get().text.startswith("Dan asks for approval")
    assert "Less sky" in Notification.objects.filter(user=dan).get().text
    assert status_of(node(world)).missing == ("Leo asked for changes.",)


def test_nonsense_is_refused_in_words() -> None:
    world = make_world()
    lead = client_of("lead", world)

    assert "no such decision" in say(lead, world, "shrug")
    address = f"/boards/{world.board.id}/nodes/{world.picture_node}/decision/"
    assert "has changed meanwhile" in lead.post(address, {"decision": "approve"}).content.decode()
    assert not Decision.objects.exists()
