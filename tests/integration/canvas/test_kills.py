"""kill -9 at any moment: a real server, a provider that counts, and a ledger that must add up."""

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.server import Server
from tests.desk import Desk
from tests.providers.openai import OpenAI
from tests.providers.provider import Play
from tests.providers.server import FakeServer

PICTURES, KILLS = 6, 2
END_WITHIN_S = 60


@pytest.fixture
def play() -> Iterator[Play]:
    with FakeServer({"openai": OpenAI()}) as provider:
        play = provider.play("openai", "slow")
        play.latency_s = 0.6
        yield play


@pytest.fixture
def server(tmp_path: Path, play: Play) -> Iterator[Server]:
    running = Server(
        tmp_path / "data",
        {
            "ANCHORBOARD_ENGINES": "hosted=openai_compatible",
            "ANCHORBOARD_TIERS": "standard=hosted",
            "ANCHORBOARD_ENGINE_HOSTED_URL": play.url + "/v1",
            "ANCHORBOARD_ENGINE_HOSTED_KEY": play.key,
            "ANCHORBOARD_ENGINE_HOSTED_MODEL": "sd",
            "ANCHORBOARD_ENGINE_HOSTED_CONCURRENCY": "3",
            "ANCHORBOARD_ENGINE_HOSTED_PRICE_USD": "0.04",
            "ANCHORBOARD_GENERATION_DEADLINE_S": "30",
        },
    )
    running.start()
    yield running
    running.stop()


@pytest.mark.parametrize("seed", [5])
def test_each_picture_is_made_once_with_at_most_one_call_more_for_each_kill(
    server: Server, play: Play, seed: int
) -> None:
    chance = random.Random(seed)
    desk = Desk(server.sign_in_url)
    board = desk.new_board()
    for number in range(PICTURES):
        desk.generate(board, f"cup {number}")

    for _ in range(KILLS):
        time.sleep(chance.uniform(0.2, 1.4))  # the moment is what is tried
        server.kill()
        server.start()

    nodes = wait_for_the_end(desk, board)
    assert [node["kind"] for node in nodes] == ["image"] * PICTURES, nodes
    assert len({node["generation"] for node in nodes}) == PICTURES
    calls = Counter(
        number for call in made(play) for number in range(PICTURES) if f"cup {number}" in call
    )
    assert set(calls) == set(range(PICTURES))
    assert max(calls.values()) <= 1 + KILLS
    check_ledger(server, sum(calls.values()))
    desk.close()


def made(play: Play) -> list[str]:
    return [call.body.decode(errors="replace") for call in play.calls if call.method == "POST"]


def wait_for_the_end(desk: Desk, board: str) -> list[dict[str, object]]:
    patience = time.monotonic() + END_WITHIN_S
    while True:
        nodes = desk.nodes(board)
        if not any(node.get("state") in ("queued", "running") for node in nodes):
            return nodes
        assert time.monotonic() < patience, nodes
        time.sleep(0.1)


def check_ledger(server: Server, calls: int) -> None:
    """A line for each try, none open; what was called is on it, or counted where nobody knows."""
    database = sqlite3.connect(server.data / "anchorboard.sqlite3")
    lines = database.execute(
        "select state, outcome, amount_usd, is_certain from assets_attempt where engine = 'hosted'"
    ).fetchall()
    database.close()
    outcomes = Counter(outcome for _, outcome, _, _ in lines)
    assert outcomes["succeeded"] == PICTURES
    assert {state for state, _, _, _ in lines} == {"settled"}
    assert outcomes["interrupted"] == len(lines) - PICTURES >= calls - PICTURES
    assert all(amount == 400 for _, _, amount, _ in lines)
    assert all(certain == (outcome == "succeeded") for _, outcome, _, certain in lines)
