"""What a person sees and does on a board, in the words of the journeys."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

Node = dict[str, Any]
WAIT_S = 30.0


def wait_until(condition: Callable[[], Any], what: str, page: Page) -> Any:
    """The first true answer of `condition`. Between tries the page's own events run."""
    end = time.monotonic() + WAIT_S
    while True:
        if answer := condition():
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"waited {WAIT_S:g} s in vain for: {what}")
        page.evaluate("new Promise((resolve) => setTimeout(resolve, 40))")


def wait_settled(page: Page) -> None:
    """Until htmx knows what it has put in: a change that is quicker than any hand is not heard."""
    expect(page.locator(".htmx-added, .htmx-settling, .htmx-request")).to_have_count(0)


class BoardPage:
    """A window on one board. Coordinates are world units unless a name says otherwise."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    @property
    def snapshot_path(self) -> str:
        return str(self.config["urls"]["snapshot"])

    @property
    def config(self) -> dict[str, Any]:
        raw = self.page.locator("#board-config").text_content()
        config: dict[str, Any] = json.loads(raw or "{}")
        return config

    def wait_ready(self) -> "BoardPage":
        self.page.wait_for_load_state()
        ready = "Boolean(window.bench && window.bench.ready())"
        wait_until(lambda: self.page.evaluate(ready), "the board to be live", self.page)
        return self

    def wait_saved(self) -> None:
        expect(self.saved_state).to_have_text("Saved")

    @property
    def saved_state(self) -> Locator:
        return self.page.locator("#saved-state")

    def snapshot(self) -> dict[str, Any]:
        """The board as the server has it."""
        address = urlsplit(self.page.url)._replace(path=self.snapshot_path, query="").geturl()
        answer = self.page.request.get(address)
        assert answer.ok, answer.status
        result: dict[str, Any] = answer.json()
        return result

    def nodes(self, kind: str | None = None) -> list[Node]:
        nodes = self.snapshot()["nodes"]
        return [node for node in nodes if kind in (None, node["kind"])]

    def pictures(self) -> list[Node]:
        """Pictures that lie on the board: no undecided results."""
        return [node for node in self.nodes("image") if not node.get("candidate_of")]

    def choose_files(self, *files: Path) -> None:
        """By the upload tool."""
        with self.page.expect_file_chooser() as chooser:
            self.page.locator("#tool-rail").get_by_role("button", name="Upload").click()
        chooser.value.set_files(files)

    def upload(self, file: Path) -> Node:
        """The first thing on a board."""
        self.choose_files(file)
        (picture,) = self.wait_for_nodes(
            lambda nodes: [node["kind"] for node in nodes] == ["image"], "the upload"
        )
        return picture

    def wait_for_nodes(self, condition: Callable[[list[Node]], Any], what: str) -> list[Node]:
        def try_once() -> list[Node]:
            nodes = self.nodes()
            return nodes if condition(nodes) else []

        found: list[Node] = wait_until(try_once, what, self.page)
        return found

    def view(self) -> tuple[float, float, float]:
        view = self.page.evaluate("window.bench.getView()")
        return view["x"], view["y"], view["zoom"]

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        left, top, zoom = self.view()
        box = self.page.locator("#stage").bounding_box()
        assert box is not None
        return box["x"] + (x - left) * zoom, box["y"] + (y - top) * zoom

    def middle(self, node: Node) -> tuple[float, float]:
        """Screen point in the middle of a node."""
        return self.to_screen(node["x"] + node["width"] / 2, node["y"] + node["height"] / 2)

    def click(self, node: Node, **options: Any) -> None:
        self.page.mouse.click(*self.middle(node), **options)

    def select(self, node: Node) -> None:
        """Brings everything into view, then clicks the node."""
        self.fit()
        self.click(node)

    def fit(self) -> None:
        self.press("Shift+1")
        self.wait_still()

    def wait_still(self) -> None:
        """Until the camera has come to rest."""
        self.page.evaluate(
            """async () => {
              let last = '', same = 0;
              while (same < 4) {
                await new Promise(requestAnimationFrame);
                const now = JSON.stringify(window.bench.getView());
                same = now === last ? same + 1 : 0;
                last = now;
              }
            }"""
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focus_stage(self) -> None:
        self.page.locator("#stage").focus()

    def drag(self, start: tuple[float, float], end: tuple[float, float], *, steps: int = 8) -> None:
        """By the mouse, in screen px."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=steps)
        self.page.mouse.up()

    def generate(self, prompt: str, *, tier: str = "Draft") -> None:
        self.page.get_by_role("textbox", name="Prompt").fill(prompt)
        bar = self.page.locator("#prompt-bar")
        bar.get_by_role("radio", name=tier).click()
        bar.locator("[data-generate]").click()
