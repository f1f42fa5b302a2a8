"""Coming in, leaving, and one's own account."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from canvas.actions.people import make_owner, make_sign_in_link
from canvas.models import Role, SignInLink
from canvas.signals import access_changed
from tests.factories import make_member, make_user, make_workspace

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough phrase"


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    cache.clear()


@pytest.fixture
def ended() -> Iterator[list[dict[str, Any]]]:
    """What access_changed said."""
    heard: list[dict[str, Any]] = []

    def hear(**signal: Any) -> None:
        heard.append({key: signal[key] for key in ("user_id", "session_key") if key in signal})

    access_changed.connect(hear)
    yield heard
    access_changed.disconnect(hear)


def member(password: str | None = PASSWORD) -> User:
    user = make_member(make_workspace(), Role.DESIGNER)
    if password is not None:
        user.set_password(password)
        user.save()
    return user


def sign_in(client: Client, email: str, password: str = PASSWORD, **data: str) -> Any:
    return client.post("/sign-in/", {"email": email, "password": password, **data})


def test_a_one_time_link_signs_in_once(client: Client) -> None:
    owner = make_owner(workspace=make_workspace())
    token = make_sign_in_link(user=owner)

    first = client.get(f"/welcome/{token}/")
    second = Client().get(f"/welcome/{token}/")

    assert first.status_code == 302
    assert first["Location"] == "/"
    assert client.get("/").status_code == 200
    assert second.status_code == 410
    assert "no longer signs in" in second.content.decode()


def test_an_expired_link_does_not_sign_in(client: Client) -> None:
    token = make_sign_in_link(user=make_user())
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(f"/welcome/{token}/").status_code == 410
    assert client.get("/").status_code == 302


def test_a_new_link_ends_older_ones(client: Client) -> None:
    user = make_user()
    older, newer = make_sign_in_link(user=user), make_sign_in_link(user=user)

    assert client.get(f"/welcome/{older}/").status_code == 410
    assert client.get(f"/welcome/{newer}/").status_code == 302


def test_only_a_digest_of_the_link_is_kept() -> None:
    token = make_sign_in_link(user=make_user())

    assert token not in str(SignInLink.objects.values().get())
    assert len(token) == 32


def test_an_unknown_link_is_not_found(client: Client) -> None:
    assert client.get("/welcome/nothing-like-it/").status_code == 404


def test_a_head_request_does_not_use_the_link_up(client: Client) -> None:
    token = make_sign_in_link(user=make_user())

    assert client.head(f"/welcome/{token}/").status_code == 405
    assert client.get(f"/welcome/{token}/").status_code == 302


def test_email_in_any_case_and_password_sign_in(client: Client) -> None:
    user = member()

    answer = sign_in(client, user.email.upper())

    assert answer.status_code == 302
    assert client.get("/").status_code == 200


def test_the_session_has_another_key_after_signing_in(client: Client) -> None:
    user = member()
    session = client.session
    session["links"] = {}
    session.save()
    client.cookies["sessionid"] = str(session.session_key)

    sign_in(client, user.email)

    assert client.cookies["sessionid"].value != session.session_key


@pytest.mark.parametrize("email", ["nobody@example.com", "", "\x00", "a" * 300, "'; drop table"])
def test_wrong_email_is_told_in_words(client: Client, email: str) -> None:
    answer = sign_in(client, email)

    assert answer.status_code == 422
    assert client.get("/").status_code == 302


def test_the_eleventh_wrong_password_waits_and_so_does_the_right_one(client: Client) -> None:
    user = member()
    for _ in range(10):
        assert sign_in(client, user.email, "wrong").status_code == 422

    answer = sign_in(Client(), user.email)

    assert answer.status_code == 429
    assert "Wait five minutes" in answer.content.decode()
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), user.email).status_code == 302


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/account/", "/account/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_next_stays_on_this_host(client: Client, asked: str, reached: str) -> None:
    user = member()

    assert sign_in(client, user.email, next=asked)["Location"] == reached
    assert client.get("/sign-in/", {"next": asked})["Location"] == reached


def test_signing_out_ends_the_session_on_the_server(
    client: Client, ended: list[dict[str, Any]]
) -> None:
    user = member()
    sign_in(client, user.email)
    kept = client.cookies["sessionid"].value

    answer = client.post("/sign-out/")

    assert answer["Location"] == "/sign-in/"
    client.cookies["sessionid"] = kept
    assert client.get("/").status_code == 302
    assert ended == [{"session_key": kept}]


def test_a_link_cannot_sign_anyone_out(client: Client) -> None:
    client.force_login(member())

    assert client.get("/sign-out/").status_code == 405
    assert client.get("/").status_code == 200


def test_an_owner_who_came_by_link_sets_how_to_come_back(client: Client) -> None:
    owner = make_owner(workspace=make_workspace())
    client.get(f"/welcome/{make_sign_in_link(user=owner)}/")
    assert "one-time link" in client.get("/").content.decode()

    client.post("/account/", {"name": "Ada", "email": "Ada@example.com"})
    client.post("/account/password/", {"password": PASSWORD})

    assert client.get("/account/").status_code == 200
    assert sign_in(Client(), "ada@example.com").status_code == 302


def test_a_password_without_an_email_is_refused(client: Client) -> None:
    client.force_login(make_owner(workspace=make_workspace()))

    answer = client.post("/account/password/", {"password": PASSWORD})

    assert answer.status_code == 422
    assert "e-mail address first" in answer.content.decode()


def test_a_new_password_needs_the_present_one_and_ends_other_sessions(
    client: Client, ended: list[dict[str, Any]], django_capture_on_commit_callbacks: Any
) -> None:
    user = member()
    other = Client()
    for each in (client, other):
        each.force_login(user)

    refused = client.post("/account/password/", {"current": "wrong", "password": "x" * 20})
    with django_capture_on_commit_callbacks(execute=True):
        taken = client.post(
            "/account/password/", {"current": PASSWORD, "password": "another long phrase"}
        )

    assert refused.status_code == 422
    assert taken.status_code == 302
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert ended == [{"user_id": user.pk}]


@pytest.mark.parametrize("password", ["short", "password123", ""])
def test_a_weak_password_is_refused(client: Client, password: str) -> None:
    user = member(password=None)
    client.force_login(user)

    assert client.post("/account/password/", {"password": password}).status_code == 422


def test_an_email_of_another_account_is_refused(client: Client) -> None:
    taken, user = member(), member()
    client.force_login(user)

    answer = client.post("/account/", {"name": "A", "email": taken.email.upper()})

    assert answer.status_code == 422
    assert "Another account" in answer.content.decode()
    user.refresh_from_db()
    assert user.email != taken.email


def test_a_name_is_shown_as_text(client: Client) -> None:
    user = member()
    client.force_login(user)
    client.post("/account/", {"name": "<script>x</script>\x07", "email": user.email})

    page = client.get("/").content.decode()

    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_posts_without_a_token_change_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    user = member()
    client.force_login(user)

    answer = client.post("/sign-out/", headers={"Accept": "text/html"})

    assert answer.status_code == 403
    assert "out of date" in answer.content.decode()
    assert client.get("/").status_code == 200
