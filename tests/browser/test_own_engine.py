"""An owner sets up a ComfyUI with a workflow of its own, and draws with it: a real browser, a real
server, and the fake ComfyUI over real sockets."""

import copy
from collections.abc import Iterator

import orjson
import pytest
from playwright.sync_api import Page, expect

from assets.engines.comfyui.workflows import built_in
from assets.engines.request import Operation
from tests.browser.board_page import BoardPage, wait_settled
from tests.providers.comfyui import ComfyUI
from tests.providers.comfyui_nodes import CHECKPOINTS
from tests.providers.provider import Play
from tests.providers.server import FakeServer


@pytest.fixture
def workshop() -> Iterator[Play]:
    with FakeServer({"comfyui": ComfyUI()}) as fake:
        yield fake.play("comfyui")
        assert fake.faults == []


def workflow(steps: int, title: str) -> dict[str, object]:
    graph = copy.deepcopy(built_in(Operation.TEXT_TO_IMAGE).graph)
    graph["sampler"]["inputs"]["steps"] = steps
    graph["positive"]["_meta"]["title"] = title
    return {"name": "mine.json", "mimeType": "application/json", "buffer": orjson.dumps(graph)}


def choose_file(page: Page, graph: dict[str, object]) -> None:
    adding = page.get_by_role("dialog").get_by_label("Add a workflow: From words")
    expect(adding).to_be_attached()
    wait_settled(page)
    adding.set_input_files([graph])


@pytest.mark.own_server
def test_a_comfyui_is_set_up_with_its_own_workflow_and_draws(owner: Page, workshop: Play) -> None:
    owner.get_by_role("link", name="Engines").click()
    owner.get_by_role("button", name="ComfyUI").click()
    dialog = owner.get_by_role("dialog")
    dialog.get_by_label("Model", exact=True).fill(CHECKPOINTS[0])
    dialog.get_by_label("Address").fill(workshop.url)
    dialog.get_by_role("button", name="Save").click()
    owner.get_by_role("button", name="Test ComfyUI").click()
    expect(owner.get_by_text("Works: answered in")).to_be_visible()

    owner.get_by_role("button", name="Workflows of ComfyUI").click()
    choose_file(owner, workflow(7, "Words without a mark"))
    expect(dialog.get_by_role("alert")).to_contain_text("It lacks $prompt")
    choose_file(owner, workflow(7, "Words $prompt"))
    expect(dialog.get_by_text("mine.json · 7 nodes")).to_be_visible()
    expect(dialog.get_by_role("alert")).to_have_count(0)
    dialog.get_by_role("button", name="Close").click()

    wait_settled(owner)
    owner.get_by_label("Draft", exact=True).select_option(label="ComfyUI")
    expect(owner.locator("#engines").get_by_text("free · about").first).to_be_visible()
    owner.get_by_role("link", name="All boards").click()
    owner.get_by_role("button", name="New board").first.click()
    owner.wait_for_url("**/boards/**")
    board = BoardPage(owner).wait_ready()
    board.generate("a red kite")
    board.wait_for_nodes(
        lambda nodes: len(nodes) == 4 and all(n["kind"] == "image" for n in nodes), "four pictures"
    )
    asked = [call.json["prompt"] for call in workshop.calls_to("prompt")]
    assert [graph["sampler"]["inputs"]["steps"] for graph in asked] == [7] * 4
    assert {graph["positive"]["inputs"]["text"] for graph in asked} == {"a red kite"}
    assert board.errors == []
