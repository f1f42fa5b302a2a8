"""axe-core, by its makers' rules, on every page: nothing of serious or critical impact.

The package comes from npm into pytest's cache when the test runs; nothing of it is kept here.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board_page import BoardPage
from tests.browser.server import Server
from tests.browser.test_sharing import make_link
from tests.needs import leave_out

AXE = "axe-core@4.10.3"


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> str:
    folder = Path(request.config.cache.mkdir("axe"))
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        npm = shutil.which("npm")
        if npm is None:
            leave_out("no npm on this machine: install Node.js and npm to run axe-core")
        command = [
            str(npm),
            "install",
            "--prefix",
            str(folder),
            "--no-save",
            "--ignore-scripts",
            AXE,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            leave_out(f"npm could not fetch {AXE}: {done.stderr[-200:]}")
    return script.read_text()


class Checked:
    """Collects what axe finds, page by page, in both themes."""

    def __init__(self, axe: str) -> None:
        self.axe = axe
        self.found: list[str] = []

    def look(self, page: Page, what: str) -> None:
        # Colours on their way from one theme to the other are neither's.
        page.emulate_media(reduced_motion="reduce")
        for theme in ("dark", "light"):
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            page.evaluate("document.dispatchEvent(new CustomEvent('themechange'))")
            page.evaluate(self.axe)
            result: dict[str, Any] = page.evaluate(
                "axe.run(document, {resultTypes: ['violations']})"
            )
            for rule in result["violations"]:
                if rule["impact"] in ("serious", "critical"):
                    places = [node["html"][:160] for node in rule["nodes"][:3]]
                    self.found.append(f"{what}, {theme}: {rule['id']} ({rule['impact']}) {places}")


def test_pages_before_and_around_the_board(
    server: Server, owner: Page, axe: str, new_context: Any
) -> None:
    checked = Checked(axe)
    stranger = new_context().new_page()
    stranger.goto(server.url)
    checked.look(stranger, "sign in")
    stranger.goto(f"{server.url}/nowhere/")
    checked.look(stranger, "not found")
    owner.goto(server.url)
    checked.look(owner, "boards")
    owner.goto(f"{server.url}/account/")
    checked.look(owner, "account")
    assert checked.found == []


def test_the_board_and_what_opens_over_it(owner: Page, axe: str, new_context: Any) -> None:
    checked = Checked(axe)
    owner.get_by_role("button", name="New board").first.click()
    owner.wait_for_url("**/boards/**")
    board = BoardPage(owner).wait_ready()
    checked.look(board.page, "an empty board")
    board.generate("a mug")
    board.wait_for_nodes(
        lambda nodes: nodes and all(n["kind"] == "image" for n in nodes), "pictures"
    )
    checked.look(board.page, "a board with pictures")
    board.select(board.pictures()[0])
    expect(board.page.locator("#inspector .picture-panel")).to_be_visible()
    checked.look(board.page, "a picture selected")
    board.press("Shift+L")
    expect(board.page.get_by_role("grid")).to_be_focused()
    checked.look(board.page, "the list view")
    board.press("Shift+L", "Shift+R")
    review = board.page.get_by_role("region", name="Review")
    expect(review.get_by_role("heading", name="Decision")).to_be_visible()
    board.press("1")
    checked.look(board.page, "the review")
    board.press("Escape", "m")
    expect(board.page.locator("#editor-panel")).to_be_visible()
    checked.look(board.page, "the mask editor")
    board.press("Escape", "e")
    expect(board.page.locator("#editor-panel")).to_be_visible()
    checked.look(board.page, "the extend editor")
    board.press("Escape")
    link = make_link(board)
    checked.look(board.page, "the share dialog")
    guest = BoardPage(new_context().new_page())
    guest.page.goto(link)
    guest.wait_ready()
    checked.look(guest.page, "the guest's board")
    assert checked.found == []
