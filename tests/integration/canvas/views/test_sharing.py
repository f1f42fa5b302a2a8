"""A link's life: made, opened, counted, closed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from canvas.actions.sharing import create_link
from canvas.models import ShareLink
from canvas.signals import access_changed
from tests.factories import make_board
from tests.integration.canvas.shared_world import World, client_of, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def make_by_form(client: Client, world: World, **data: str) -> str:
    """The path of a new link, read from the dialog as a person would."""
    answer = client.post(
        f"/boards/{world.board.id}/links/", {"name": "Client", "ends": "7", **data}
    )
    assert answer.status_code == 200
    found = re.search(r'value="http://testserver(/s/[\w-]+/)"', answer.content.decode())
    assert found is not None
    return found.group(1)


def test_a_link_made_in_the_dialog_opens_the_board_without_an_account(world: World) -> None:
    path = make_by_form(client_of("owner", world), world)

    page = Client().get(path)

    assert page.status_code == 200
    assert page.context["config"]["role"] == "viewer"
    assert page.context["config"]["is_guest"] is True
    assert page.context["config"]["tiers"] == []


def test_the_token_is_shown_once_and_kept_as_a_digest(world: World) -> None:
    owner = client_of("owner", world)
    token = make_by_form(owner, world).split("/")[2]

    dialog = owner.get(f"/boards/{world.board.id}/panels/share/").content.decode()

    assert token not in dialog
    assert token not in str(list(ShareLink.objects.values()))
    assert len(token) == 32


def test_visits_are_counted_and_shown(world: World) -> None:
    owner = client_of("owner", world)
    path = make_by_form(owner, world, name="Agency")

    for _ in range(2):
        Client().get(path)

    link = ShareLink.objects.get(name="Agency")
    dialog = owner.get(f"/boards/{world.board.id}/panels/share/").content.decode()
    assert link.visits == 2
    assert "2 visits, last" in dialog


@pytest.mark.parametrize(("ends", "days"), [("1", 1), ("7", 7), ("30", 30), ("", None)])
def test_a_link_ends_when_it_was_said_to(world: World, ends: str, days: int | None) -> None:
    make_by_form(client_of("owner", world), world, name="Ending", ends=ends)

    expires_at = ShareLink.objects.get(name="Ending").expires_at

    if days is None:
        assert expires_at is None
    else:
        assert expires_at is not None
        assert abs(expires_at - timezone.now() - timedelta(days=days)) < timedelta(minutes=1)


@pytest.mark.parametrize("data", [{"ends": "1e9"}, {"ends": "-1"}, {"name": "x" * 81}])
def test_a_form_with_nonsense_makes_no_link(world: World, data: dict[str, str]) -> None:
    before = ShareLink.objects.count()

    answer = client_of("owner", world).post(
        f"/boards/{world.board.id}/links/", {"name": "Client", "ends": "7", **data}
    )

    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert ShareLink.objects.count() == before


def test_revoking_closes_the_page_and_tells_open_sockets(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    owner = client_of("owner", world)
    path = make_by_form(owner, world, name="Agency")
    guest = Client()
    guest.get(path)
    link = ShareLink.objects.get(name="Agency")
    heard: list[Any] = []

    def hear(**signal: Any) -> None:
        heard.append(signal.get("link_id"))

    access_changed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        row = owner.post(f"/boards/{world.board.id}/links/{link.id}/revoke/")
    access_changed.disconnect(hear)

    assert "Off since just now" in row.content.decode()
    assert heard == [link.id]
    assert guest.get(f"/boards/{world.board.id}/").status_code == 404
    closed = guest.get(path)
    assert closed.status_code == 410
    assert "This link was closed" in closed.content.decode()


def test_a_link_of_another_board_cannot_be_revoked_here(world: World) -> None:
    other = make_board(world.board.workspace)
    link, _ = create_link(board=other, user=world.owner, name="", lifetime=None)

    answer = client_of("owner", world).post(
        f"/boards/{world.board.id}/links/{link.id}/revoke/", headers={"Accept": "application/json"}
    )

    assert answer.status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


@pytest.mark.parametrize("token", ["x", "a" * 32, "%00", "%F0%9F%98%80", "a" * 3000])
def test_a_wrong_token_is_answered_in_words(token: str) -> None:
    answer = Client().get(f"/s/{token}/", headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert "There is no such link" in answer.content.decode()


def test_a_guests_page_is_kept_nowhere_and_told_to_nobody(world: World) -> None:
    _, token = create_link(board=world.board, user=world.owner, name="", lifetime=None)

    for path in (f"/s/{token}/", "/s/wrong/"):
        answer = Client().get(path)
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "no-referrer"


def test_names_are_shown_as_text(world: World) -> None:
    owner = client_of("owner", world)
    make_by_form(owner, world, name='"><img src=x onerror=alert(1)>')

    dialog = owner.get(f"/boards/{world.board.id}/panels/share/").content.decode()

    assert "<img src=x" not in dialog
