"""Comments by HTTP: who may, what is kept, who is told, and what guests never get."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from canvas.access import BoardAccess
from canvas.actions.comments import Place, start_thread
from canvas.actions.ops import apply_changes
from canvas.comment_facts import list_facts, thread_facts
from canvas.models import Notification, Thread
from tests.factories import make_member
from tests.integration.canvas.shared_world import (
    EDITORS,
    MEMBERS,
    PEOPLE,
    World,
    client_of,
    made_picture,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db

COMMENTERS = (*EDITORS, "reviewer")


def send(client: Client, world: World, path: str = "", **body: Any) -> Any:
    address = f"/boards/{world.board.id}/comments/{path}"
    return client.post(address, json.dumps(body), content_type="application/json")


def say(client: Client, world: World, text: str = "Too thick", **keys: Any) -> Any:
    place = {"node": str(world.picture_node), "x": 0.25, "y": 0.5, **keys}
    return send(client, world, text=text, **place)


def listed(client: Client, world: World) -> Any:
    return client.get(f"/boards/{world.board.id}/comments/").json()


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_read_and_write(world: World, who: str) -> None:
    thread = say(client_of("owner", world), world).json()["id"]
    client = client_of(who, world)
    base = f"/boards/{world.board.id}/comments/"
    # A guest whose link is for looking sees that there is a board, and no word of it.
    denied = 403 if who in (*MEMBERS, "guest") else 404
    read = [
        client.get(base),
        client.get(f"{base}{thread}/"),
        send(client, world, f"{thread}/read/"),
    ]
    written = [
        say(client, world),
        send(client, world, f"{thread}/", text="I agree"),
        send(client, world, f"{thread}/resolve/", is_resolved=True),
    ]
    proposed = send(client, world, f"{thread}/propose/", node=str(world.picture_node), version=2)

    assert {one.status_code for one in read} == {200 if who in MEMBERS else denied}
    expected = {200, 201} if who in COMMENTERS else {denied}
    assert {one.status_code for one in written} == expected
    assert proposed.status_code == (200 if who in EDITORS else denied)


def test_a_thread_is_told_as_it_was_written(world: World) -> None:
    client = client_of("reviewer", world)
    outline = [0.1, 0.1, 0.4, 0.1, 0.4, 0.6]

    say(client, world, "<b>Too thick</b>\u202e", outline=outline)

    [thread] = listed(client_of("viewer", world), world)["threads"]
    assert (thread["node"], thread["asset"]) == (str(world.picture_node), str(world.picture.id))
    assert (thread["x"], thread["y"], thread["outline"]) == (0.25, 0.5, outline)
    assert (thread["text"], thread["is_unread"]) == ("<b>Too thick</b>", True)
    assert thread["author"] == {"name": "reviewer", "is_guest": False, "is_you": False}


@pytest.mark.parametrize(
    "bad",
    [
        {"x": 1.2},
        {"x": None},
        {"outline": [0.1, 0.2, 0.3, 0.4]},
        {"outline": [0.1] * 7},
        {"outline": [0.1] * 5_000},
        {"outline": ["0.1"] * 6},
        {"text": "x" * 100_000},
        {"text": " \u200b "},
        {"text": 5},
        {"node": "no"},
        {"mentions": list(range(1, 60))},
        {"color": "red"},
    ],
)
def test_what_is_no_comment_is_refused_in_words(world: World, bad: dict[str, Any]) -> None:
    answer = say(client_of("owner", world), world, **bad)

    assert answer.status_code == 400
    assert answer.json()["message"].endswith(".")
    assert not Thread.objects.exists()


def test_a_picture_in_the_trash_is_not_commented_on_but_its_thread_stays(world: World) -> None:
    client = client_of("owner", world)
    thread = say(client, world).json()["id"]
    apply_changes(
        board_id=world.board.id, changes=[{"node": str(world.picture_node), "delete": True}]
    )

    assert say(client, world).status_code == 404
    assert [one["id"] for one in listed(client, world)["threads"]] == [thread]
    assert send(client, world, f"{thread}/", text="Why?").status_code == 200


def test_who_is_mentioned_or_answered_is_told_once(world: World) -> None:
    workspace = world.board.workspace
    mara, jun = make_member(workspace, name="Mara"), make_member(workspace, name="Jun")
    outsider = uuid.uuid4().int % 10**6 + 10**6
    client = client_of("reviewer", world)

    thread = say(
        client, world, "@Mara make it thinner", mentions=[mara.pk, jun.pk, outsider]
    ).json()["id"]
    as_mara = Client()
    as_mara.force_login(mara)
    send(as_mara, world, f"{thread}/", text="Done")

    told = Notification.objects.order_by("id").values_list("user__first_name", "kind", "text")
    assert list(told) == [
        ("Mara", "mention", "reviewer mentioned you: @Mara make it thinner"),
        ("reviewer", "reply", "Mara replied: Done"),
    ]


def test_reading_a_thread_reads_what_was_told_of_it(world: World) -> None:
    mara = make_member(world.board.workspace, name="Mara")
    thread = say(client_of("owner", world), world, "@Mara look", mentions=[mara.pk]).json()["id"]
    client = Client()
    client.force_login(mara)

    [before] = listed(client, world)["threads"]
    send(client, world, f"{thread}/read/")
    [after] = listed(client, world)["threads"]

    assert (before["is_unread"], after["is_unread"], after["names_you"]) == (True, False, True)
    assert not Notification.objects.filter(user=mara, read_at=None).exists()


def test_reactions_come_and_go_and_are_of_the_known_kinds(world: World) -> None:
    client = client_of("owner", world)
    thread = say(client, world).json()
    comment = thread["comments"][0]["id"]
    path = f"{thread['id']}/react/"

    for _ in range(2):
        on = send(client, world, path, comment=comment, kind="heart", is_on=True).json()
    off = send(client, world, path, comment=comment, kind="heart", is_on=False).json()

    assert on["comments"][0]["reactions"] == [
        {"kind": "heart", "people": ["owner"], "is_yours": True}
    ]
    assert off["comments"][0]["reactions"] == []
    for wrong in ({"kind": "skull"}, {"comment": str(uuid.uuid4())}):
        sent = {"comment": comment, "kind": "heart", "is_on": True, **wrong}
        assert send(client, world, path, **sent).status_code in (400, 404)


def test_a_proposed_version_is_said_once(world: World) -> None:
    client = client_of("owner", world)
    thread = say(client_of("reviewer", world), world).json()["id"]
    version = put_picture(world.board, made_picture(world.board))

    for _ in range(2):
        answer = send(client, world, f"{thread}/propose/", node=str(version), version=3)

    [_, said] = answer.json()["comments"]
    assert (said["author"]["name"], said["text"]) == ("owner", "proposed version 3")
    assert said["proposed"] == str(version)
    told = Notification.objects.get(kind="reply")
    assert told.user.first_name == "reviewer"
    assert told.text == "owner answered a comment: proposed version 3"


def test_resolving_says_who_and_can_be_taken_back(world: World) -> None:
    client = client_of("reviewer", world)
    thread = say(client, world).json()["id"]

    done = send(client, world, f"{thread}/resolve/", is_resolved=True).json()
    back = send(client, world, f"{thread}/resolve/", is_resolved=False).json()

    assert (done["resolved_by"], back["resolved_by"]) == ("reviewer", None)


def test_threads_of_another_board_are_out_of_reach(world: World) -> None:
    other = make_world()
    thread = say(client_of("owner", other), other).json()["id"]

    assert send(client_of("owner", world), world, f"{thread}/", text="Hi").status_code == 404


def test_guests_get_the_threads_of_their_link_without_names(world: World) -> None:
    # By the name of a colleague, which is said beside it.
    guest = BoardAccess(
        board_id=world.board.id,
        workspace_id=world.board.workspace_id,
        role="viewer",
        user_id=None,
        link_id=world.link.id,
        name="Jun",
        key="g1",
        may_edit=False,
        may_comment=True,
    )
    workspace = world.board.workspace
    mara, jun = make_member(workspace, name="Mara"), make_member(workspace, name="Jun")
    say(client_of("owner", world), world, "The client will hate this")
    own = start_thread(
        board=world.board,
        access=guest,
        place=Place(world.picture_node, 0.5, 0.5),
        text="Love this",
        mentions=[mara.pk],
    )
    as_jun = Client()
    as_jun.force_login(jun)
    send(as_jun, world, f"{own.id}/", text="Thanks, @Mara did it", mentions=[mara.pk])

    told = json.dumps([list_facts(world.board, guest), thread_facts(own, guest)])
    [_, seen] = listed(as_jun, world)["threads"]

    assert "Love this" in told
    assert "Thanks, @Team did it" in told
    assert "hate" not in told
    assert "Mara" not in told
    assert seen["author"] == {"name": "Jun", "is_guest": True, "is_you": False}
    assert not Notification.objects.filter(text__startswith="Jun (guest) mentioned").exists()


def test_ones_own_words_are_written_anew_and_taken_back(world: World) -> None:
    owner, reviewer = client_of("owner", world), client_of("reviewer", world)
    thread = say(owner, world, "Too thik").json()
    (comment,) = thread["comments"]
    path = f"{thread['id']}/"

    other = send(reviewer, world, f"{path}rewrite/", comment=comment["id"], text="No")
    assert other.status_code == 404
    assert send(owner, world, f"{path}rewrite/", comment=comment["id"], text=" ").status_code == 400
    told = send(owner, world, f"{path}rewrite/", comment=comment["id"], text="Too thick").json()
    assert told["comments"][0]["text"] == "Too thick"
    assert told["comments"][0]["is_edited"]

    reply = send(reviewer, world, path, text="Agreed").json()["comments"][1]
    assert send(owner, world, f"{path}delete/", comment=reply["id"]).status_code == 404
    left = send(owner, world, f"{path}delete/", comment=comment["id"]).json()
    assert [one["text"] for one in left["comments"]] == ["Agreed"]
    assert send(reviewer, world, f"{path}delete/", comment=reply["id"]).json() == {}
    assert listed(owner, world)["threads"] == []


@pytest.mark.parametrize("who", ["viewer", "guest", "outsider"])
def test_others_rewrite_and_delete_nothing(world: World, who: str) -> None:
    thread = say(client_of("owner", world), world).json()
    body = {"comment": thread["comments"][0]["id"]}
    client = client_of(who, world)
    for path in ("rewrite/", "delete/"):
        answer = send(client, world, f"{thread['id']}/{path}", text="x", **body)
        assert answer.status_code == (404 if who == "outsider" else 403)
    assert listed(client_of("owner", world), world)["threads"][0]["text"] == "Too thick"
