"""An owner sets a real engine up, and refines a draft with it: over a socket, to a fake Gemini."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board_page import BoardPage, Node, wait_settled
from tests.providers.gemini import Gemini
from tests.providers.server import FakeServer

WRONG_KEY = "wrong-key-0123456789"


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with FakeServer({"gemini": Gemini()}) as server:
        yield server
        assert server.faults == []


def kinds(nodes: list[Node]) -> list[str]:
    return [node["kind"] for node in nodes]


@pytest.mark.own_server  # its engines would be those of other journeys
def test_an_engine_is_set_up_tested_mapped_and_refines_a_draft(
    owner: Page, fake: FakeServer
) -> None:
    play = fake.play("gemini")
    owner.get_by_role("link", name="Engines").click()
    owner.get_by_role("button", name=re.compile("^Google Gemini")).click()
    owner.get_by_label("API key").fill(WRONG_KEY)
    owner.get_by_label("Model").fill("gemini-3-pro-image")
    expect(owner.get_by_label("US dollars a picture")).to_have_value("0.134")
    owner.get_by_text("More", exact=True).click()
    owner.get_by_label("Address").fill(play.url)
    owner.get_by_label("Name").fill("Banana")
    owner.get_by_role("button", name="Save").click()

    row = owner.locator(".engine", has_text="Banana")
    expect(row).to_contain_text("Not tested yet")
    row.get_by_role("button", name="Test Banana").click()
    expect(row).to_contain_text("does not accept its key")
    row.get_by_role("button", name="Change Banana").click()
    expect(owner.get_by_label("API key")).to_have_attribute("placeholder", re.compile("is stored"))
    owner.get_by_label("API key").fill(play.key)
    owner.get_by_role("button", name="Save").click()
    row.get_by_role("button", name="Test Banana").click()
    expect(row).to_contain_text("Works: answered in")
    assert not {WRONG_KEY, play.key} & set(re.findall(r"[\w-]{10,}", owner.content()))

    wait_settled(owner)
    owner.get_by_label("Standard", exact=True).select_option(label="Banana")
    expect(owner.locator(".tier", has_text="Standard")).to_contain_text("$0.1340 · about 40 s")

    owner.get_by_role("link", name="All boards").click()
    owner.get_by_role("button", name="New board").first.click()
    owner.wait_for_url("**/boards/**")
    board = BoardPage(owner).wait_ready()
    for _ in range(3):
        owner.get_by_role("button", name="One fewer").click()
    board.generate("ceramic mug, morning light")
    (draft,) = board.wait_for_nodes(lambda nodes: kinds(nodes) == ["image"], "a draft")
    board.select(draft)
    owner.get_by_role("button", name="Refine with Standard · about 40 s · $0.13").click()
    board.wait_for_nodes(lambda nodes: kinds(nodes) == ["image", "image"], "it refined")

    (call,) = play.calls_to("generate")
    assert b"ceramic mug, morning light" in call.body
    assert b"inlineData" in call.body
    roles = [edge["role"] for edge in board.snapshot()["edges"]]
    assert roles == ["refine"]
    assert board.errors == []
