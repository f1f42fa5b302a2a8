"""What every answer carries, and what logs may not hold."""

import logging
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from canvas.actions.people import make_sign_in_link
from canvas.actions.sharing import create_link
from canvas.logs import JsonFormatter, LineFormatter
from canvas.realtime.handshake import admit
from tests.integration.canvas.shared_world import World, client_of, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def pages(world: World) -> dict[str, tuple[Client, str]]:
    _, token = create_link(board=world.board, user=world.owner, name="", lifetime=None)
    member = client_of("owner", world)
    board = f"/boards/{world.board.id}/"
    return {
        "boards": (member, "/"),
        "board": (member, board),
        "share dialog": (member, board + "panels/share/"),
        "picture panel": (member, f"{board}panels/picture/{world.picture_node}/"),
        "account": (member, "/account/"),
        "guest's board": (Client(), f"/s/{token}/"),
        "sign in": (Client(), "/sign-in/"),
        "closed link": (Client(), "/s/none/"),
        "nothing": (member, "/nothing/"),
        "health": (Client(), "/healthz"),
    }


def test_pages_may_load_nothing_foreign_and_run_nothing_inline(world: World) -> None:
    for name, (client, path) in pages(world).items():
        answer = client.get(path, headers={"Accept": "text/html"})
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy, name
        assert "unsafe" not in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] in ("same-origin", "no-referrer"), name


def test_pages_hold_no_inline_style_script_or_handler(world: World) -> None:
    for name, (client, path) in pages(world).items():
        page = client.get(path, headers={"Accept": "text/html"}).content.decode()
        assert " style=" not in page, name
        assert "<style" not in page, name
        assert " onclick=" not in page and " onerror=" not in page and "hx-on" not in page, name
        assert "<script>" not in page, name
        assert "//cdn" not in page and "https://" not in page, name


def test_htmx_evaluates_nothing_and_stays_on_this_host(world: World) -> None:
    page = client_of("owner", world).get("/").content.decode()

    assert '"allowEval": false' in page
    assert '"includeIndicatorStyles": false' in page
    assert '"selfRequestsOnly": true' in page
    assert "django_htmx/htmx-2.min.js" in page


def test_pages_of_members_are_not_kept_by_browsers(world: World) -> None:
    for name, (client, path) in pages(world).items():
        if name not in ("nothing", "closed link"):
            assert "no-store" in client.get(path).headers["Cache-Control"], name


def test_cookies_cannot_be_read_by_scripts_or_sent_across_sites(world: World) -> None:
    client = Client()
    client.get(f"/welcome/{make_sign_in_link(user=world.owner)}/")
    client.get("/")

    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name


def test_a_foreign_host_header_is_refused() -> None:
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        answer = Client().get("/sign-in/", headers={"Host": "evil.example"})

    assert answer.status_code == 400


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_post_from_elsewhere_changes_nothing(world: World, origin: str) -> None:
    client = client_of("owner", world, enforce_csrf_checks=True)
    token = client.get("/").context["csrf_token"]
    path = f"/boards/{world.board.id}/title/"
    form = {"title": "Taken over", "csrfmiddlewaretoken": str(token)}

    foreign = client.post(path, form, headers={"Origin": origin})
    own = client.post(path, form, headers={"Origin": "http://testserver"})

    assert foreign.status_code == 403
    assert own.status_code == 200


def test_a_page_token_in_a_header_is_taken(world: World) -> None:
    client = client_of("owner", world, enforce_csrf_checks=True)
    token = str(client.get("/").context["csrf_token"])
    path = f"/boards/{world.board.id}/title/"

    assert client.post(path, {"title": "A"}, headers={"X-CSRFToken": token}).status_code == 200
    assert client.post(path, {"title": "B"}, headers={"X-CSRFToken": "x" * 64}).status_code == 403


def test_errors_are_json_for_programs_and_pages_for_people() -> None:
    for_people = Client().get("/nothing/", headers={"Accept": "text/html,*/*"})
    for_programs = Client().get("/nothing/", headers={"Accept": "application/json"})

    assert "Nothing is here" in for_people.content.decode()
    assert for_programs.json()["code"] == "not_found"


@pytest.mark.parametrize("path", ["/s/{}/", "/welcome/{}/", "GET /s/{}/ HTTP/1.1"])
def test_tokens_are_taken_out_of_logs(path: str) -> None:
    token = "abcdefghijklmnopqrstuvwxyz012345"
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s 410", (path.format(token),), None)

    for formatter in (LineFormatter(), JsonFormatter()):
        assert token not in formatter.format(record)


@pytest.mark.parametrize("key", ['"abcdefgh\\000abcdefghabcdefghabcdef"', "../../etc", "A" * 400])
def test_a_cookie_that_is_no_key_is_no_session(key: str) -> None:
    client = Client(raise_request_exception=False, headers={"Cookie": f"sessionid={key}"})
    assert client.get("/").status_code == 302
    assert client.get("/sign-in/").status_code == 200
    assert admit(SimpleCookie(f"sessionid={key}")["sessionid"].value, uuid4()).access is None
