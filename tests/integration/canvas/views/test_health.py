"""What load balancers and monitors ask."""

import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_is_alive(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_ready_says_what_it_stands_on(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    told = answer.json()
    assert told.pop("ready") is True
    assert {"database", "migrations", "storage"} <= told.keys()
    assert set(told.values()) == {"ok"}


def test_what_fails_is_named_without_details_and_sends_requests_elsewhere(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(name: str) -> bool:
        raise OSError("/secret/folder is gone")

    monkeypatch.setattr(default_storage, "exists", away)
    MigrationRecorder.Migration.objects.filter(app="canvas").last().delete()  # type: ignore[union-attr]

    answer = client.get("/readyz")

    assert answer.status_code == 503
    told = answer.json()
    assert (told["storage"], told["migrations"], told["database"]) == ("fails", "fails", "ok")
    assert "secret" not in answer.content.decode()


def test_figures_are_told_to_this_machine_alone(client: Client) -> None:
    client.get("/healthz")
    told = client.get("/metrics").content.decode()
    assert re.search(r'request_seconds_count\{method="GET",status="200",view="health"\} \d', told)
    for name in ("rooms", "sockets", "ops_committed_total", "oldest_queued_seconds"):
        assert f"\nanchorboard_{name} " in told

    for elsewhere in ({"REMOTE_ADDR": "10.0.0.9"}, {"HTTP_X_FORWARDED_FOR": "10.0.0.9"}):
        assert client.get("/metrics", **elsewhere).status_code == 404


def test_figures_are_told_to_who_has_the_token(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "figures-please"
    assert client.get("/metrics").status_code == 404
    for token, status in (("wrong", 404), ("figures-please", 200)):
        headers = {"Authorization": f"Bearer {token}"}
        assert client.get("/metrics", headers=headers).status_code == status


def test_an_answer_carries_the_id_of_its_request(client: Client) -> None:
    first, second = (client.get("/healthz").headers["X-Request-ID"] for _ in range(2))
    assert first != second
    given = {"X-Request-ID": "proxy-0123456789"}
    assert client.get("/healthz", headers=given).headers["X-Request-ID"] == "proxy-0123456789"
    bad = {"X-Request-ID": "two words"}
    assert client.get("/healthz", headers=bad).headers["X-Request-ID"] != "two words"
