"""Who the door lets in, by the database."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from canvas.actions.sharing import create_link, revoke_link
from canvas.models import Board, Membership, Role
from canvas.realtime.handshake import admit
from tests.factories import make_board, make_member, make_workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return make_board()


@pytest.fixture
def owner(board: Board) -> User:
    return make_member(board.workspace, Role.OWNER, "owner")


def key_of(client: Client) -> str:
    return client.cookies["sessionid"].value


def signed_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return key_of(client)


def test_a_member_enters_with_a_role(board: Board) -> None:
    verdict = admit(signed_in(make_member(board.workspace, Role.LEAD)), board.id)
    assert verdict.access is not None
    assert (verdict.access.role, verdict.access.may_edit) == ("lead", True)
    assert verdict.ends_at is not None
    assert verdict.ends_at > timezone.now() + timedelta(days=29)


def test_an_outsider_does_not(board: Board) -> None:
    verdict = admit(signed_in(make_member(make_workspace("Elsewhere"))), board.id)
    assert (verdict.access, verdict.is_signed_in) == (None, True)
    assert admit(signed_in(make_member(board.workspace)), uuid.uuid4()).access is None


@pytest.mark.parametrize("key", ["", "nosuchsession", "x" * 5_000, "a\x00b"])
def test_a_stranger_does_not(board: Board, key: str) -> None:
    verdict = admit(key, board.id)
    assert (verdict.access, verdict.is_signed_in) == (None, False)


def test_a_guest_enters_until_the_link_ends(board: Board, owner: User) -> None:
    lifetime = timedelta(hours=1)
    link, token = create_link(board=board, user=owner, name="Client", lifetime=lifetime)
    guest = Client()
    guest.get(f"/s/{token}/")

    verdict = admit(key_of(guest), board.id)

    assert verdict.access is not None
    assert (verdict.access.role, verdict.access.may_edit) == ("viewer", False)
    assert verdict.ends_at == link.expires_at
    assert admit(key_of(guest), make_board(board.workspace).id).access is None
    revoke_link(board=board, link_id=link.id)
    assert admit(key_of(guest), board.id).access is None


def test_what_ends_access_counts_from_the_next_question(board: Board) -> None:
    user = make_member(board.workspace)
    client = Client()
    client.force_login(user)
    key = key_of(client)
    assert admit(key, board.id).access is not None

    Membership.objects.filter(user=user).delete()
    assert admit(key, board.id).access is None


def test_a_changed_password_and_signing_out_end_the_session(board: Board) -> None:
    user = make_member(board.workspace)
    key = signed_in(user)
    user.set_password("a new and long password")
    user.save()
    assert admit(key, board.id).is_signed_in is False

    client = Client()
    client.force_login(user)
    key = key_of(client)
    client.logout()
    assert admit(key, board.id).is_signed_in is False


def test_an_account_that_was_closed_is_signed_out(board: Board) -> None:
    user = make_member(board.workspace)
    key = signed_in(user)
    User.objects.filter(id=user.id).update(is_active=False)
    assert admit(key, board.id).is_signed_in is False
