"""The fake server's own manners: what a client meets in each general mode."""

import json

import httpx
import pytest

from tests.providers.provider import RETRY_AFTER_S, Play
from tests.providers.server import FakeServer

WAIT_S = 10


def asked(
    play: Play, *, timeout_s: float | httpx.Timeout = WAIT_S, key: str | None = None
) -> httpx.Response:
    return httpx.get(
        f"{play.url}/v1beta/models",
        headers={"x-goog-api-key": play.key if key is None else key},
        timeout=timeout_s,
    )


@pytest.mark.parametrize(
    ("mode", "status"),
    [("ok", 200), ("slow", 200), ("busy", 503), ("down", 500), ("no credit", 400)],
)
def test_modes_answer_with_their_status(fake: FakeServer, mode: str, status: int) -> None:
    assert asked(fake.play("gemini", mode)).status_code == status


def test_a_wrong_key_is_refused_and_echoed_back(fake: FakeServer) -> None:
    assert asked(fake.play("gemini"), key="other").status_code == 401
    play = fake.play("gemini", "wrong key")
    answer = asked(play)
    assert answer.status_code == 401
    assert play.key in answer.text


def test_once_means_the_first_call_alone(fake: FakeServer) -> None:
    play = fake.play("gemini", "rate limited once")
    first, second = asked(play), asked(play)
    assert (first.status_code, first.headers["retry-after"]) == (429, str(RETRY_AFTER_S))
    assert second.status_code == 200
    assert [call.route for call in play.calls] == ["models", "models"]


def test_a_mode_may_be_played_at_one_route_only(fake: FakeServer) -> None:
    assert asked(fake.play("gemini", "down", at="generate")).status_code == 200


def test_unknown_modes_and_providers_are_faults_of_the_test(fake: FakeServer) -> None:
    with pytest.raises(ValueError, match="does not play"):
        fake.play("gemini", "o k")
    with pytest.raises(KeyError):
        fake.play("nobody")


def test_a_hanging_answer_hears_that_its_client_left(fake: FakeServer) -> None:
    play = fake.play("gemini", "hang")
    with pytest.raises(httpx.ReadTimeout):
        asked(play, timeout_s=httpx.Timeout(WAIT_S, read=0.2))
    assert play.is_called.wait(WAIT_S)
    assert play.calls[0].dropped.wait(WAIT_S)


def test_a_drip_has_no_end(fake: FakeServer) -> None:
    play = fake.play("gemini", "drip")
    headers = {"x-goog-api-key": play.key}
    with httpx.stream("GET", f"{play.url}/v1beta/models", headers=headers) as answer:
        drops = answer.iter_raw()
        assert b"".join(next(drops) for _ in range(5)).strip() == b""
    assert play.calls[0].dropped.wait(WAIT_S)


def test_a_cut_off_answer_ends_too_early(fake: FakeServer) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        asked(fake.play("gemini", "cut off"))


def test_a_huge_answer_stops_when_its_client_leaves(fake: FakeServer) -> None:
    play = fake.play("gemini", "huge")
    with httpx.stream("GET", f"{play.url}/v1beta/models") as answer:
        next(answer.iter_raw())
    assert play.calls[0].dropped.wait(WAIT_S)


@pytest.mark.parametrize("mode", ["invalid json", "empty", "wrong type", "deep json"])
def test_bodies_that_cannot_be_read(fake: FakeServer, mode: str) -> None:
    answer = asked(fake.play("gemini", mode))
    assert answer.status_code == 200
    with pytest.raises((ValueError, RecursionError)):
        json.loads(answer.content)


def test_a_redirect_leads_away(fake: FakeServer) -> None:
    answer = asked(fake.play("gemini", "redirect"))
    assert answer.status_code == 302
    assert not answer.headers["location"].startswith(fake.origin)
