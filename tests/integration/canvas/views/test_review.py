"""Many decided on at once: which could be, who hears of it, and what the board shows."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from assets.models import Asset, Rights
from canvas.actions.ops import apply_changes
from canvas.actions.reminders import remind_of_approvals
from canvas.models import AuditEntry, Decision, Node, Notification
from tests.integration.canvas.shared_world import World, made_picture, make_world, put_picture
from tests.integration.canvas.views.test_approval import CHECKED, PASSWORD, person

pytestmark = pytest.mark.django_db


def pictures(world: World, count: int, author: User | None = None) -> list[uuid.UUID]:
    """Of low risk, and made by `author`."""
    found = []
    first = Asset.objects.count()
    for number in range(count):
        asset = made_picture(world.board, red=first + number, name=f"Mug {number}")
        Asset.objects.filter(id=asset.id).update(created_by=author)
        Rights.objects.create(asset=asset, kind="owned")
        found.append(put_picture(world.board, asset, name=f"Mug {number}"))
    return found


def seen(world: World, nodes: list[uuid.UUID]) -> list[dict[str, str]]:
    rows = Node.objects.filter(board=world.board, id__in=nodes).order_by("revision")
    return [{"node": str(row.id), "asset": str(row.asset_id)} for row in rows]


def post(client: Client, world: World, name: str, body: dict[str, Any]) -> Any:
    address = f"/boards/{world.board.id}/{name}/"
    answer = client.post(address, body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def props(world: World, node: uuid.UUID) -> dict[str, Any]:
    found: dict[str, Any] = Node.objects.get(board=world.board, id=node).props
    return found


def test_many_are_decided_on_at_once_and_each_is_told_once() -> None:
    world = make_world()
    (lead, _), (_, mara) = person(world, "lead", "Leo"), person(world, "designer", "Mara")
    nodes = pictures(world, 4, mara)
    shown = seen(world, nodes)
    other = made_picture(world.board, red=99)
    change = {"node": shown[3]["node"], "set": {"asset": str(other.id)}}
    apply_changes(board_id=world.board.id, changes=[change])
    gone = {"node": str(uuid.uuid4()), "asset": str(other.id)}

    body = {"decision": "changes_required", "pictures": [*shown, gone], "note": "Too red"}
    answer = post(lead, world, "decisions", body)

    assert answer["decided"] == 3
    assert [one["code"] for one in answer["refused"]] == ["stale_decision", "node_not_found"]
    assert answer["refused"][0]["name"] == "Mug 3"
    assert Decision.objects.filter(kind="changes_required", note="Too red").count() == 3
    (told,) = Notification.objects.filter(user=mara)
    assert told.text == "Leo: asked for changes – 3 pictures. Too red"
    assert props(world, nodes[0])["review"] == "changes_requested"
    assert props(world, nodes[0])["review_of"] == shown[0]["asset"]
    assert "review" not in props(world, nodes[3])


def test_high_risk_among_many_asks_for_more() -> None:
    world = make_world()
    lead, _ = person(world, "lead", "Leo")
    (low,) = pictures(world, 1)
    body = {"decision": "approve", "pictures": seen(world, [low, world.picture_node])}

    answer = post(lead, world, "decisions", body)
    assert answer["decided"] == 1
    assert [one["code"] for one in answer["refused"]] == ["not_confirmed"]
    assert props(world, low)["review"] == "approved"

    sure = {"checked": CHECKED["checked"], "password": PASSWORD}
    again = {"decision": "approve", "pictures": seen(world, [world.picture_node]), **sure}
    assert post(lead, world, "decisions", again) == {"decided": 1, "refused": []}
    assert props(world, world.picture_node)["review"] == "in_review"
    assert props(world, world.picture_node)["risk"] == "high"


def test_other_pixels_are_not_decided_on_any_more() -> None:
    world = make_world()
    lead, _ = person(world, "lead", "Leo")
    (node,) = pictures(world, 1)
    shown = seen(world, [node])
    post(lead, world, "decisions", {"decision": "approve", "pictures": shown})
    other = made_picture(world.board, red=99)
    change = {"node": str(node), "set": {"asset": str(other.id)}}
    apply_changes(board_id=world.board.id, changes=[change])

    now = props(world, node)
    assert now["review"] == "approved"
    assert now["review_of"] == shown[0]["asset"] != str(other.id)


def test_who_made_rejected_pictures_hears_of_it_once() -> None:
    world = make_world()
    (lead, leo), (_, mara) = person(world, "lead", "Leo"), person(world, "designer", "Mara")
    nodes = [*pictures(world, 3, mara), *pictures(world, 1, leo)]
    marks = [{"node": str(one), "set": {"mark": "reject"}} for one in (*nodes[:2], nodes[3])]
    apply_changes(board_id=world.board.id, changes=marks)

    body = {"nodes": [str(one) for one in nodes], "reason": "off-palette"}
    assert post(lead, world, "rejections", body) == {"told": 1}
    (told,) = Notification.objects.all()
    assert told.user == mara
    assert told.text == "Leo rejected 2 pictures of yours: off-palette"


def test_the_panel_says_what_a_decision_takes() -> None:
    world = make_world()
    designer, _ = person(world, "designer", "Mara")
    address = f"/boards/{world.board.id}/nodes/{world.picture_node}/review/"
    page = designer.get(address).content.decode()
    assert "Two people have to approve it" in page
    assert world.picture.sha256[:4] in page
    viewer, _ = person(world, "viewer", "Vic")
    assert "review.approve" not in viewer.get(address).content.decode()


def test_named_people_are_asked_and_reminded_once_a_day() -> None:
    world = make_world()
    (lead, _), (_, lena) = person(world, "lead", "Leo"), person(world, "reviewer", "Lena")
    designer, _ = person(world, "designer", "Mara")
    (node,) = pictures(world, 1)
    address = f"/boards/{world.board.id}/nodes/{node}/approval/"
    today = timezone.localdate()
    body = {"due_on": today + timedelta(days=1), "stage": "legal", "deciders": [lena.pk]}

    page = designer.post(address, body).content.decode()
    assert "Legal review 0/1" in page
    assert "Waiting for Lena" in page
    (told,) = Notification.objects.all()
    assert told.user == lena and ", legal review, until" in told.text
    assert props(world, node)["review"] == "in_review"

    now = timezone.now()
    assert remind_of_approvals(now=now - timedelta(days=2)) == 0
    assert [remind_of_approvals(now=now), remind_of_approvals(now=now)] == [1, 0]
    assert remind_of_approvals(now=now + timedelta(days=3)) == 1
    texts = Notification.objects.filter(user=lena).order_by("id").values_list("text", flat=True)
    assert "is due on" in texts[1] and "was due on" in texts[2]

    shown = seen(world, [node])
    post(lead, world, "decisions", {"decision": "approve", "pictures": shown})
    assert remind_of_approvals(now=now + timedelta(days=5)) == 0


def test_a_viewer_is_not_asked_to_decide() -> None:
    world = make_world()
    _, vic = person(world, "viewer", "Vic")
    designer, _ = person(world, "designer", "Mara")
    address = f"/boards/{world.board.id}/nodes/{world.picture_node}/approval/"
    page = designer.post(address, {"deciders": [vic.pk]}).content.decode()
    assert "people who may decide here" in page
    assert not Notification.objects.exists()


def test_a_review_may_be_complete_without_a_decision() -> None:
    world = make_world()
    reviewer, _ = person(world, "reviewer", "Rita")
    designer, mara = person(world, "designer", "Mara")
    designer.post(f"/boards/{world.board.id}/nodes/{world.picture_node}/approval/", {})
    Notification.objects.all().delete()

    body = {"title": "Concepts", "picked": 9, "open": 0, "rejected": 41}
    assert post(reviewer, world, "review-complete", body)["told"] >= 1
    told = Notification.objects.get(user=mara)
    assert told.text == "Rita completed a review of Concepts: 9 picked, 41 rejected."
    entry = AuditEntry.objects.get(verb="review_completed")
    assert (entry.subject, json.loads(entry.facts)["picked"]) == ("Concepts", 9)
