"""Guests who come by a link to pictures: the door, what they get, what they never get."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from canvas.access import access_for_user
from canvas.actions.comments import Place, start_thread
from canvas.actions.ops import apply_changes
from canvas.actions.sharing import (
    Grant,
    change_link,
    create_link,
    delete_link,
    regenerate_link,
    reopen_link,
    revoke_link,
)
from canvas.approval import CHECKLIST
from canvas.models import AuditEntry, Comment, Decision, LinkVisit, Notification, Role, ShareLink
from tests.factories import make_member
from tests.integration.canvas.document_parts import create_frame, new_id
from tests.integration.canvas.shared_world import (
    World,
    client_of,
    made_picture,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    cache.clear()


@pytest.fixture
def world() -> World:
    return make_world()


class Guest:
    """A browser that came by a link."""

    def __init__(self, link: ShareLink, token: str, *, name: str = "Iris", password: str = ""):
        self.link, self.address = link, f"/s/{token}/"
        self.client = Client()
        self.page = self.client.get(self.address)
        if b'name="csrfmiddlewaretoken"' in self.page.content:
            self.page = self.client.post(
                self.address, {"name": name, "password": password}, follow=True
            )

    def get(self, path: str = "") -> Any:
        return self.client.get(f"/g/{self.link.id}/{path}", headers=JSON)

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(
            f"/g/{self.link.id}/{path}",
            json.dumps(body),
            content_type="application/json",
            headers=JSON,
        )

    @property
    def nodes(self) -> list[str]:
        return [one["node"] for one in self.get().json()["pictures"]]

    def picture(self, asset: Any, level: str = "512") -> Any:
        return self.get(f"pictures/{asset}/{level}")

    def decide(self, node: Any, sha256: str, decision: str = "approve") -> Any:
        return self.post("decisions/", node=str(node), sha256=sha256, decision=decision)

    def comment(self, node: Any, text: str = "love this") -> Any:
        return self.post("comments/", node=str(node), x=0.5, y=0.5, text=text)


def come(world: World, *, lifetime: timedelta | None = None, **grant: Any) -> Guest:
    rights = {"scope": "board", **grant}
    link, token = create_link(
        board=world.board,
        user=world.owner,
        name="Client round 1",
        lifetime=lifetime,
        grant=Grant(**rights),
    )
    return Guest(link, token, password=rights.get("password", ""))


def in_a_frame(world: World) -> tuple[str, uuid.UUID, Any]:
    """(frame, node, asset) of a picture in a frame; that of the world lies outside."""
    frame = new_id()
    apply_changes(board_id=world.board.id, changes=[create_frame(frame, name="Best 3")])
    asset = made_picture(world.board, red=90)
    return frame, put_picture(world.board, asset, parent=frame), asset


# The door


def test_a_link_to_look_by_asks_nothing(world: World) -> None:
    guest = come(world)

    assert guest.page.status_code == 200
    assert guest.nodes == [str(world.picture_node)]


def test_who_may_speak_is_asked_for_a_name_that_is_cleaned(world: World) -> None:
    link, token = create_link(
        board=world.board,
        user=world.owner,
        name="",
        lifetime=None,
        grant=Grant(scope="board", role="comment"),
    )
    nameless = Guest(link, token, name=" \u202e\u200b ")
    assert nameless.page.status_code == 422
    assert "Say your name" in nameless.page.content.decode()

    guest = Guest(link, token, name="ow\u200bner\u202e<b>")
    guest.comment(world.picture_node, "<img src=x onerror=alert(1)>\u202e")

    comment = Comment.objects.get()
    assert (comment.guest_name, comment.author) == ("ow ner <b>", None)
    assert comment.text == "<img src=x onerror=alert(1)>"
    panel = client_of("owner", world).get(f"/boards/{world.board.id}/comments/").json()
    assert panel["threads"][0]["author"]["is_guest"] is True
    assert "<b>" not in guest.client.get(guest.address).content.decode().replace("\\u003Cb", "")


def test_a_wrong_password_is_throttled_by_link_and_address(world: World) -> None:
    link, token = create_link(
        board=world.board,
        user=world.owner,
        name="",
        lifetime=None,
        grant=Grant(scope="board", password="orchard-42"),
    )
    other = come(world, password="meadow-17")
    client = Client()
    first = client.post(f"/s/{token}/", {"password": "wrong"})
    answers = [Client().post(f"/s/{token}/", {"password": f"wrong {n}"}) for n in range(4)]

    assert first.status_code == 422
    assert "This is not the password" in first.content.decode()
    assert answers[-1].status_code == 429
    assert "Wait a minute" in answers[-1].content.decode()
    # Not even the right one is looked at; from elsewhere, and of another link, it is.
    assert client.post(f"/s/{token}/", {"password": "orchard-42"}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(f"/s/{token}/", {"password": "orchard-42"}).status_code == 302
    assert other.page.status_code == 200


def test_the_password_is_kept_as_a_hash_and_asked_once(world: World) -> None:
    guest = come(world, password="orchard-42")

    assert "orchard-42" not in str(list(ShareLink.objects.values()))
    assert guest.client.get(guest.address).templates[0].name == "canvas/guest/pictures.html"
    assert Guest(guest.link, guest.address.split("/")[2]).page.status_code == 422


def test_pages_are_kept_nowhere_and_pictures_no_longer_than_the_link(world: World) -> None:
    guest = come(world)

    for answer in (guest.page, guest.get(), guest.get("cards/")):
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "no-referrer"
    assert guest.picture(world.picture.id)["Cache-Control"] == "private, no-cache"


# What is shown


def test_nothing_outside_its_frame_is_reached(world: World) -> None:
    frame, inside, asset = in_a_frame(world)
    guest = come(world, scope="frame", nodes=[frame], role="decide")

    assert guest.nodes == [str(inside)]
    assert guest.picture(asset.id).status_code == 200
    assert guest.picture(world.picture.id).status_code == 404
    assert guest.picture(uuid.uuid4()).status_code == 404
    assert guest.picture(asset.id, "../32").status_code == 404
    assert guest.picture(asset.id, "999").status_code == 404
    outside = str(world.picture_node)
    assert guest.comment(outside).status_code == 404
    assert guest.decide(outside, world.picture.sha256).status_code == 404
    # Nor any other way into the board.
    for path in ("", "snapshot", "sheets/", "comments/", "origins/", "thumbnail", "rows/"):
        answer = guest.client.get(f"/boards/{world.board.id}/{path}", headers=JSON)
        assert answer.status_code == 404, path
    for level in ("32", "512", "original"):
        assert guest.client.get(f"/assets/{asset.id}/{level}").status_code == 404


def test_a_picture_that_leaves_the_frame_is_gone_at_once(world: World) -> None:
    frame, inside, asset = in_a_frame(world)
    guest = come(world, scope="frame", nodes=[frame])

    apply_changes(board_id=world.board.id, changes=[{"node": str(inside), "set": {"parent": None}}])

    assert guest.nodes == []
    assert guest.picture(asset.id).status_code == 404


def test_a_selection_shows_what_was_selected(world: World) -> None:
    _, inside, _ = in_a_frame(world)
    guest = come(world, scope="selection", nodes=[str(inside)])

    assert guest.nodes == [str(inside)]


def test_what_is_hidden_undecided_or_rejected_is_not_shown(world: World) -> None:
    kinds = {"hidden": True, "candidate_of": str(world.picture_node)}
    for key, value in kinds.items():
        asset = made_picture(world.board, red=len(key))
        put_picture(world.board, asset, **{key: value})
    rejected = made_picture(world.board, red=70)
    node = put_picture(world.board, rejected)
    Decision.objects.create(
        board=world.board,
        node=node,
        asset=rejected,
        sha256=rejected.sha256,
        kind="not_relevant",
        user=world.owner,
        role="owner",
    )
    guest = come(world)

    assert guest.nodes == [str(world.picture_node)]
    assert guest.picture(rejected.id).status_code == 404


def test_only_what_is_approved_appears_where_the_link_says_so(world: World) -> None:
    guest = come(world, only_approved=True)
    assert guest.nodes == []
    assert guest.picture(world.picture.id).status_code == 404

    for role in (Role.LEAD, Role.OWNER):  # enough for any class
        Decision.objects.create(
            board=world.board,
            node=world.picture_node,
            asset=world.picture,
            sha256=world.picture.sha256,
            kind="approve",
            user=make_member(world.board.workspace, role),
            role=role,
            checked=sorted(CHECKLIST),
        )

    assert guest.nodes == [str(world.picture_node)]
    assert guest.picture(world.picture.id).status_code == 200


def test_a_snapshot_stays_as_it_was(world: World) -> None:
    guest = come(world, is_frozen=True)
    later = made_picture(world.board, red=10)
    put_picture(world.board, later)
    apply_changes(
        board_id=world.board.id,
        changes=[{"node": str(world.picture_node), "set": {"name": "Other"}}],
    )

    facts = guest.get().json()["pictures"]
    assert [(one["node"], one["name"]) for one in facts] == [(str(world.picture_node), "Mug")]
    assert guest.picture(later.id).status_code == 404
    assert "as of" in guest.page.content.decode()
    apply_changes(
        board_id=world.board.id, changes=[{"node": str(world.picture_node), "delete": True}]
    )
    assert guest.nodes == [str(world.picture_node)]
    assert guest.picture(world.picture.id).status_code == 200


def test_download_and_watermark(world: World) -> None:
    plain, generous = come(world), come(world, may_download=True)
    marked = come(world, may_download=True, has_watermark=True)

    assert plain.picture(world.picture.id, "original?download").status_code == 404
    assert plain.picture(world.picture.id, "original")["Content-Type"] == "image/webp"
    saved = generous.picture(world.picture.id, "original?download")
    assert "attachment" in saved["Content-Disposition"]
    assert marked.picture(world.picture.id, "512?download").status_code == 404
    with_words = marked.picture(world.picture.id, "original").content
    assert with_words != plain.picture(world.picture.id, "original").content
    assert marked.link.may_download is False


# When it ends


@pytest.mark.parametrize("how", ["revoked", "expired", "password", "regenerated", "deleted"])
def test_all_of_it_ends_with_the_link(world: World, how: str) -> None:
    guest = come(world, role="decide", password="orchard-42")
    of_link: dict[str, Any] = {"board": world.board, "link_id": guest.link.id, "user": world.owner}
    assert guest.picture(world.picture.id).status_code == 200
    rights = {"role": "decide", "may_download": False, "expires_at": None}

    match how:
        case "revoked":
            revoke_link(**of_link)
        case "expired":
            past = timezone.now() - timedelta(seconds=1)
            ShareLink.objects.filter(id=guest.link.id).update(expires_at=past)
        case "password":
            change_link(**of_link, **rights, password="another-one")
        case "regenerated":
            regenerate_link(**of_link)
        case "deleted":
            delete_link(**of_link)

    answers = [
        guest.get(),
        guest.get("cards/"),
        guest.picture(world.picture.id),
        guest.comment(world.picture_node),
        guest.decide(world.picture_node, world.picture.sha256),
        guest.post("complete/"),
    ]
    assert {one.status_code for one in answers} == {410}
    assert "This link was closed" in guest.get().json()["message"]
    page = guest.client.get(guest.address)
    expected = {"revoked": 410, "expired": 410, "password": 200, "regenerated": 404, "deleted": 404}
    assert page.status_code == expected[how]
    if how == "password":
        assert page.templates[0].name == "canvas/guest/door.html"
    if how == "expired":
        assert "expired" in page.content.decode()


def test_switched_on_again_the_same_address_works(world: World) -> None:
    guest = come(world)
    of_link: dict[str, Any] = {"board": world.board, "link_id": guest.link.id, "user": world.owner}
    revoke_link(**of_link)
    reopen_link(**of_link)

    assert guest.client.get(guest.address).status_code == 200
    assert guest.nodes == [str(world.picture_node)]
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"link_made", "link_revoked", "link_reopened"} <= verbs


def test_a_role_that_is_taken_away_counts_at_once(world: World) -> None:
    guest = come(world, role="decide")
    change_link(
        board=world.board,
        link_id=guest.link.id,
        user=world.owner,
        role="view",
        may_download=False,
        expires_at=None,
        password=None,
    )

    assert guest.comment(world.picture_node).status_code == 403
    assert guest.decide(world.picture_node, world.picture.sha256).status_code == 403
    assert guest.get().status_code == 200


def test_a_link_that_this_browser_never_opened_is_as_good_as_none(world: World) -> None:
    guest = come(world)
    stranger = Guest(guest.link, "x" * 32)

    assert stranger.get().status_code == 404
    assert stranger.picture(world.picture.id).status_code == 404
    assert stranger.comment(world.picture_node).status_code == 404
    session = stranger.client.session
    session["links"] = {str(guest.link.id): 7}
    session.save()
    assert stranger.get().status_code == 410


# What guests say and decide


def test_comments_go_both_ways_within_one_link(world: World) -> None:
    guest, other = come(world, role="comment"), come(world, role="comment")
    owner_access = access_for_user(world.owner, world.board.id)
    assert owner_access is not None
    team = start_thread(
        board=world.board,
        access=owner_access,
        place=Place(world.picture_node, 0.1, 0.1),
        text="among us",
    )

    assert guest.comment(world.picture_node).status_code == 201
    [thread] = guest.get().json()["threads"]
    owner = client_of("owner", world)
    answered = owner.post(
        f"/boards/{world.board.id}/comments/{thread['id']}/",
        json.dumps({"text": "Thank you"}),
        content_type="application/json",
    )
    assert answered.status_code == 200
    [thread] = guest.get().json()["threads"]
    said = [(one["author"]["name"], one["text"]) for one in thread["comments"]]
    assert said == [("Iris", "love this"), ("Team", "Thank you")]
    assert thread["comments"][0]["author"]["is_you"] is True
    assert other.get().json()["threads"] == []
    assert other.post(f"comments/{thread['id']}/", text="me too").status_code == 404
    assert guest.post(f"comments/{team.id}/", text="I see you").status_code == 404
    assert guest.post(f"comments/{thread['id']}/", text="Welcome").status_code == 200


def test_a_comment_without_end_is_refused_in_words(world: World) -> None:
    guest = come(world, role="comment")

    answer = guest.comment(world.picture_node, "x" * 100_000)

    assert answer.status_code == 400
    assert "at most 10,000 characters" in answer.json()["message"]
    assert Comment.objects.count() == 0


def test_two_who_decide_at_once_are_both_recorded(world: World) -> None:
    first = come(world, role="decide")
    second = Guest(first.link, first.address.split("/")[2], name="Iris")

    first.decide(world.picture_node, world.picture.sha256)
    second.decide(world.picture_node, world.picture.sha256, "changes_required")

    rows = Decision.objects.order_by("at")
    assert [(one.kind, one.guest_name, one.sha256) for one in rows] == [
        ("approve", "Iris", world.picture.sha256),
        ("changes_required", "Iris", world.picture.sha256),
    ]
    assert len({one.guest for one in rows}) == 2
    assert [first.get().json()["pictures"][0]["decision"]] == ["approve"]
    told = Notification.objects.filter(user=world.owner).values_list("text", flat=True)
    assert "Iris (guest) approved – Mug." in set(told)


def test_a_decision_on_an_older_version_is_refused_in_words(world: World) -> None:
    guest = come(world, role="decide")
    seen = world.picture.sha256
    newer = made_picture(world.board, red=33)
    apply_changes(
        board_id=world.board.id,
        changes=[{"node": str(world.picture_node), "set": {"asset": str(newer.id)}}],
    )

    answer = guest.decide(world.picture_node, seen)

    assert answer.status_code == 409
    assert "newer version" in answer.json()["message"]
    assert Decision.objects.count() == 0
    assert guest.decide(world.picture_node, newer.sha256).status_code == 200


@pytest.mark.parametrize(
    "bad",
    [
        {"node": "x", "sha256": "y", "decision": "approve"},
        {"node": str(uuid.uuid4()), "sha256": "y", "decision": "buy"},
        {"node": str(uuid.uuid4()), "sha256": "y" * 65, "decision": "approve"},
        {"sha256": "y", "decision": "approve"},
        {},
    ],
)
def test_nonsense_decides_nothing(world: World, bad: dict[str, str]) -> None:
    guest = come(world, role="decide")

    assert guest.post("decisions/", **bad).status_code in (400, 404)
    assert Decision.objects.count() == 0


def test_a_review_is_complete_when_the_guest_says_so(world: World) -> None:
    guest = come(world, role="decide")

    facts = guest.post("complete/").json()

    assert facts["is_complete"] is True
    assert facts["pictures"][0]["decision"] is None
    assert AuditEntry.objects.filter(verb="review_completed").count() == 1
    told = Notification.objects.get(user=world.owner).text
    assert told == "Iris (guest) completed the review of Client round 1: 0 of 1 decided"


def test_visits_are_listed_with_name_and_device(world: World) -> None:
    guest = come(world, role="comment")
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"
    guest.client.get(guest.address, headers={"User-Agent": phone})

    devices = LinkVisit.objects.order_by("at").values_list("name", "device")
    assert list(devices) == [("Iris", "computer"), ("Iris", "phone")]
    panel = client_of("owner", world).get(f"/boards/{world.board.id}/links/{guest.link.id}/")
    assert panel.content.decode().count("Iris") == 2


def test_the_payload_names_no_prompt_engine_price_or_person(world: World) -> None:
    world.owner.first_name = "Zebediah"
    world.owner.save()
    guest = come(world, role="decide")
    guest.comment(world.picture_node)
    owner = client_of("owner", world)
    owner.get(f"/boards/{world.board.id}/")

    payload = guest.get().content.decode() + guest.client.get(guest.address).content.decode()

    for secret in ("Zebediah", "sketch", "tier", "price", "$", "generation"):
        assert secret not in payload, secret
