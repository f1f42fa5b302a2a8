"""Members and their roles, invitations by link, and the workspaces themselves."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from assets.models import Workspace
from canvas.actions.invitations import create_invitation
from canvas.actions.members import LastOwner, change_role, remove_member
from canvas.logs import LineFormatter
from canvas.models import Invitation, Membership, ProjectRole, Role
from canvas.signals import access_changed
from tests.factories import make_member, make_user, make_workspace
from tests.integration.canvas.shared_world import PEOPLE, World, client_of, make_world

pytestmark = pytest.mark.django_db

MANAGERS = ("owner", "lead")
MEMBERS = (*MANAGERS, "designer", "reviewer", "viewer")


@pytest.fixture(autouse=True)
def no_tries() -> None:
    cache.clear()


def path(world: World, rest: str) -> str:
    return f"/workspaces/{world.board.workspace_id}/{rest}"


def membership(user: User, world: World) -> Membership:
    return Membership.objects.get(user=user, workspace=world.board.workspace)


def invite(world: World, role: Role = Role.DESIGNER, **options: Any) -> tuple[Invitation, str]:
    options = {"lifetime": timedelta(days=7), "most_uses": None} | options
    return create_invitation(actor=membership(world.owner, world), role=role, **options)


def status_for(who: str, allowed: tuple[str, ...], expected: int, denied: int = 403) -> int:
    if who in allowed:
        return expected
    if who in MEMBERS:
        return denied
    return 404 if who == "outsider" else 302


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_see_the_members(who: str) -> None:
    world = make_world()

    answer = client_of(who, world).get(path(world, "members/"))

    assert answer.status_code == status_for(who, MEMBERS, 200)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_invite(who: str) -> None:
    world = make_world()
    client = client_of(who, world)

    form = {"role": "viewer", "ends": "7", "uses": ""}
    answer = client.post(path(world, "invitations/"), form)

    assert answer.status_code == status_for(who, MANAGERS, 200)
    assert Invitation.objects.exists() is (who in MANAGERS)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_revoke_an_invitation(who: str) -> None:
    world = make_world()
    client = client_of(who, world)
    invitation, _ = invite(world)

    answer = client.post(path(world, f"invitations/{invitation.id}/revoke/"))

    assert answer.status_code == status_for(who, MANAGERS, 200)
    invitation.refresh_from_db()
    assert (invitation.revoked_at is not None) is (who in MANAGERS)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_rename_the_workspace(who: str) -> None:
    world = make_world()

    answer = client_of(who, world).post(path(world, "name/"), {"name": "Southlight"})

    assert answer.status_code == status_for(who, ("owner",), 204)
    named = Workspace.objects.filter(id=world.board.workspace_id, name="Southlight").exists()
    assert named is (who == "owner")


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("change", ["role/", "remove/"])
def test_who_may_manage_a_designer(who: str, change: str) -> None:
    world = make_world()
    client = client_of(who, world)
    designer = make_member(world.board.workspace, Role.DESIGNER, "Ben")

    answer = client.post(path(world, f"members/{designer.pk}/{change}"), {"role": "viewer"})

    # Members get the list again, with the reason at its head.
    assert answer.status_code == status_for(who, MEMBERS, 200)
    is_same = Membership.objects.filter(user=designer, role=Role.DESIGNER).exists()
    assert is_same is (who not in MANAGERS)
    if who in MEMBERS and who not in MANAGERS:
        assert "Ask an owner" in answer.content.decode()


@pytest.mark.parametrize(("present", "wanted"), [("lead", "viewer"), ("designer", "owner")])
def test_a_lead_neither_demotes_leads_nor_makes_owners(present: str, wanted: str) -> None:
    world = make_world()
    client = client_of("lead", world)
    other = make_member(world.board.workspace, Role(present), "Ben")

    client.post(path(world, f"members/{other.pk}/role/"), {"role": wanted})

    assert membership(other, world).role == present


def test_a_lead_cannot_invite_owners() -> None:
    world = make_world()

    page = client_of("lead", world).post(
        path(world, "invitations/"), {"role": "owner", "ends": "7", "uses": ""}
    )

    assert 'class="error"' in page.content.decode()
    assert not Invitation.objects.exists()


def test_the_last_owner_neither_leaves_nor_is_demoted() -> None:
    world = make_world()
    owner = membership(world.owner, world)
    Membership.objects.filter(role=Role.OWNER).exclude(pk=owner.pk).delete()

    with pytest.raises(LastOwner):
        change_role(actor=owner, user_id=world.owner.pk, role=Role.LEAD)
    with pytest.raises(LastOwner):
        remove_member(actor=owner, user_id=world.owner.pk)
    assert membership(world.owner, world).role == Role.OWNER


def test_an_owner_whose_account_is_closed_does_not_count() -> None:
    world = make_world()
    closed = make_member(world.board.workspace, Role.OWNER, "Closed")
    User.objects.filter(pk=closed.pk).update(is_active=False)

    with pytest.raises(LastOwner):
        remove_member(actor=membership(world.owner, world), user_id=world.owner.pk)


@pytest.mark.parametrize(
    ("given", "to", "ends"),
    [
        ("owner", "lead", True),
        ("lead", "lead", True),
        ("designer", "lead", False),
        ("designer", "designer", True),
    ],
)
def test_links_end_when_their_maker_may_not_give_them_any_more(
    given: str, to: str, ends: bool
) -> None:
    world = make_world()
    ada = make_member(world.board.workspace, Role.OWNER, "Ada")
    invitation, _ = create_invitation(
        actor=membership(ada, world), role=Role(given), lifetime=timedelta(days=7), most_uses=None
    )

    change_role(actor=membership(world.owner, world), user_id=ada.pk, role=Role(to))

    invitation.refresh_from_db()
    assert (invitation.revoked_at is not None) is ends


def test_leaving_ends_ones_roles_and_invitations() -> None:
    world = make_world()
    client = client_of("lead", world)
    lead = User.objects.get(first_name="lead")
    invitation, _ = create_invitation(
        actor=membership(lead, world),
        role=Role.VIEWER,
        lifetime=timedelta(days=1),
        most_uses=None,
    )

    answer = client.post(path(world, f"members/{lead.pk}/remove/"))

    assert answer["HX-Redirect"] == "/"
    assert client.get(path(world, "members/")).status_code == 404
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
    assert not ProjectRole.objects.filter(user=lead).exists()


@pytest.mark.parametrize("change", ["role", "remove"])
def test_open_boards_are_told(change: str, django_capture_on_commit_callbacks: Any) -> None:
    world = make_world()
    ben = make_member(world.board.workspace, Role.DESIGNER, "Ben")
    told: list[int] = []

    def listen(user_id: int, **signal: Any) -> None:
        told.append(user_id)

    access_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            if change == "role":
                change_role(actor=membership(world.owner, world), user_id=ben.pk, role=Role.VIEWER)
            else:
                remove_member(actor=membership(world.owner, world), user_id=ben.pk)
    finally:
        access_changed.disconnect(listen)

    assert told == [ben.pk]


@pytest.mark.parametrize("number", [0, 2**31, 10**30])
def test_a_member_that_is_none_is_told_so(number: int) -> None:
    world = make_world()
    client = client_of("owner", world)

    page = client.post(path(world, f"members/{number}/role/"), {"role": "viewer"})

    assert "not a member any more" in page.content.decode()


# Opening an invitation


def open_link(client: Client, token: str) -> Any:
    return client.get(f"/join/{token}/", follow=True)


def test_a_new_account_joins_in_one_step() -> None:
    world = make_world()
    invitation, token = invite(world, Role.REVIEWER)
    client = Client()

    page = open_link(client, token)
    form = {"name": "Zoe", "email": "zoe@example.com", "password": "long enough words"}
    answer = client.post("/join/", form)

    assert "Join Northlight Studio as Reviewer" in page.content.decode()
    assert answer["Location"] == "/"
    zoe = User.objects.get(email="zoe@example.com")
    assert membership(zoe, world).role == Role.REVIEWER
    assert client.get(f"/boards/{world.board.id}/").status_code == 200
    assert zoe.check_password("long enough words")
    invitation.refresh_from_db()
    assert (invitation.uses, invitation.last_used_at is not None) == (1, True)


def test_the_token_is_in_no_further_address_and_not_in_the_database() -> None:
    world = make_world()
    invitation, token = invite(world)

    answer = Client().get(f"/join/{token}/")

    assert answer["Location"] == "/join/"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert len(token) >= 32
    assert token not in str(Invitation.objects.values().get(id=invitation.id))


def test_the_token_is_in_no_log() -> None:
    _, token = invite(make_world())
    record = logging.LogRecord("x", 20, "x", 1, "GET /join/%s/ 200", (token,), None)

    line = LineFormatter().format(record)

    assert token not in line
    assert "/join/***" in line


def test_who_is_signed_in_joins_with_one_press() -> None:
    world = make_world()
    _, token = invite(world)
    client = client_of("outsider", world)

    page = open_link(client, token)
    client.post("/join/")

    assert "Join Northlight Studio as Designer" in page.content.decode()
    assert "Password" not in page.content.decode()
    assert Membership.objects.filter(user__first_name="outsider").count() == 2


def test_an_account_that_signs_in_first_still_joins() -> None:
    world = make_world()
    _, token = invite(world)
    user = make_user("Ben", password="long enough words")
    client = Client()

    open_link(client, token)
    answer = client.post(
        "/sign-in/",
        {"email": user.email, "password": "long enough words", "next": "/join/"},
        follow=True,
    )

    assert "You are signed in as Ben" in answer.content.decode()


def test_a_member_keeps_their_role_and_uses_nothing_up() -> None:
    world = make_world()
    invitation, token = invite(world, Role.OWNER, most_uses=1)
    client = client_of("viewer", world)

    page = open_link(client, token)
    client.post("/join/")

    assert "already" in page.content.decode()
    assert Membership.objects.get(user__first_name="viewer").role == Role.VIEWER
    invitation.refresh_from_db()
    assert invitation.uses == 0


def _revoked(invitation: Invitation) -> None:
    Invitation.objects.filter(id=invitation.id).update(revoked_at=timezone.now())


def _expired(invitation: Invitation) -> None:
    Invitation.objects.filter(id=invitation.id).update(expires_at=timezone.now())


def _used_up(invitation: Invitation) -> None:
    Invitation.objects.filter(id=invitation.id).update(most_uses=1, uses=1)


@pytest.mark.parametrize(
    ("end", "word"), [(_revoked, "revoked"), (_expired, "expired"), (_used_up, "as often")]
)
@pytest.mark.parametrize("is_opened_before", [True, False])
def test_an_invitation_that_ended_lets_nobody_in(
    end: Any, word: str, is_opened_before: bool
) -> None:
    world = make_world()
    invitation, token = invite(world)
    client = Client()
    if is_opened_before:
        open_link(client, token)
    end(invitation)

    form = {"name": "Zoe", "email": "zoe@example.com", "password": "long enough words"}
    answer = client.post("/join/", form) if is_opened_before else open_link(client, token)

    assert answer.status_code == 410
    page = answer.content.decode()
    assert word in page
    assert "Ask whoever sent it" in page
    assert not User.objects.filter(email="zoe@example.com").exists()


def test_the_last_use_is_taken_once() -> None:
    world = make_world()
    _, token = invite(world, most_uses=1)
    first, second = Client(), Client()
    for client in (first, second):
        open_link(client, token)

    form = {"name": "Zoe", "password": "long enough words"}
    first.post("/join/", form | {"email": "first@example.com"})
    answer = second.post("/join/", form | {"email": "second@example.com"})

    assert answer.status_code == 410
    assert not User.objects.filter(email="second@example.com").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("password", "short"), ("password", "password12"), ("email", "none"), ("name", "")],
)
def test_what_is_wrong_is_said_in_place(field: str, value: str) -> None:
    _, token = invite(make_world())
    client = Client()
    open_link(client, token)

    good = {"name": "Zoe", "email": "zoe@example.com", "password": "long enough words"}
    answer = client.post("/join/", good | {field: value})

    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not User.objects.filter(first_name="Zoe").exists()


def test_an_address_that_has_an_account_signs_in_instead() -> None:
    world = make_world()
    _, token = invite(world)
    client = Client()
    open_link(client, token)

    answer = client.post(
        "/join/",
        {"name": "Z", "email": world.owner.email.upper(), "password": "long enough words"},
    )

    assert answer.status_code == 422
    assert "Sign in with it to join" in answer.content.decode()


def test_making_accounts_is_throttled() -> None:
    _, token = invite(make_world())
    client = Client()
    open_link(client, token)
    bad = {"name": "Zoe", "email": "zoe@example.com", "password": "short"}

    statuses = [client.post("/join/", bad).status_code for _ in range(11)]

    assert statuses == [422] * 10 + [429]


@pytest.mark.parametrize("token", ["nonsense", "x" * 500])
def test_an_invitation_that_never_was_is_not_found(token: str) -> None:
    assert Client().get(f"/join/{token}/").status_code == 404


def test_without_an_invitation_there_is_nothing_to_join() -> None:
    assert Client().post("/join/")["Location"] == "/"


# Workspaces


def test_a_new_workspace_belongs_to_whoever_makes_it_and_opens() -> None:
    world = make_world()
    client = client_of("viewer", world)

    answer = client.post("/workspaces/", {"name": "My own"})

    assert answer["HX-Redirect"] == "/"
    made = Membership.objects.get(workspace__name="My own")
    assert (made.user.first_name, made.role) == ("viewer", Role.OWNER)
    assert "No boards in My own" in client.get("/").content.decode()


def test_the_workspace_that_was_open_last_opens_again() -> None:
    world = make_world()
    client = client_of("owner", world)
    user = User.objects.get(pk=client.session["_auth_user_id"])
    other = make_workspace("Second")
    Membership.objects.create(workspace=other, user=user, role=Role.VIEWER)

    client.get("/", {"workspace": str(other.id)})

    assert re.search(r"No boards in\s+Second", client.get("/").content.decode())
