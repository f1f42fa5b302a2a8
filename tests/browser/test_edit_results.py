"""Journeys J04 and J05 to their end: results in place, decided, proved, repaired and used again."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, expect

from assets.compositing.geometry import Box
from assets.compositing.masks import composite_mask
from tests.browser.board_page import BoardPage, Node, wait_until
from tests.unit.assets.compositing.pictures import box_mask, photo

SIDE = 1024
SHIRT = Box(450, 400, 120, 150)
TRANSITION = 19
CONTEXT = Box(254, 219, 512, 512)
BLUE = (40, 80, 190)
Point = Callable[[float, float], tuple[float, float]]


class Editing:
    """The mask editor, open on the picture of a shirt."""

    def __init__(self, board: BoardPage, picture: Node) -> None:
        self.board = board
        self.picture = picture
        self.page = board.page
        self.form = board.page.locator("[data-mask-form]")
        self.strip = board.page.locator("#candidates")

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a px of the picture is on the screen."""
        scale = self.picture["width"] / SIDE
        return self.board.to_screen(self.picture["x"] + x * scale, self.picture["y"] + y * scale)

    def mask_shirt(self) -> None:
        self.board.press("r")
        self.board.drag(self.at(SHIRT.x, SHIRT.y), self.at(SHIRT.right, SHIRT.bottom))
        self.tells("Mask 120 × 150")

    def ask(self, prompt: str, *, tier: str, count: int = 1) -> None:
        self.form.get_by_role("radio", name=str(count), exact=True).click()
        self.form.get_by_role("radio", name=tier).click()
        self.page.locator("#mask-prompt").fill(prompt)
        self.board.press("Control+Enter")

    def tells(self, words: str) -> None:
        expect(self.page.locator("[data-hud]")).to_contain_text(words)

    def option(self, number: int) -> Locator:
        return self.strip.get_by_role("option", name=re.compile(rf"^Result {number}\b"))

    def results(self) -> list[Node]:
        return [n for n in self.board.nodes("image") if n.get("candidate_of")]

    def wait_results(self, count: int) -> list[Node]:
        def made() -> list[Node]:
            found = self.results()
            return found if len(found) == count else []

        return list(wait_until(made, f"{count} results", self.page))

    def accept(self) -> Node:
        expect(self.strip.get_by_role("button", name=re.compile("^Accept [0-9]"))).to_be_enabled()
        known = {node["id"] for node in self.board.pictures()}
        self.board.press("Enter")
        (new,) = wait_until(
            lambda: [n for n in self.board.pictures() if n["id"] not in known],
            "the accepted result",
            self.page,
        )
        return dict(new)

    def has_ink(self, x: float, y: float) -> bool:
        """Is anything of the mask drawn within 3 px of the screen around a px of the picture?"""
        ink: bool = self.page.evaluate(
            """([x, y]) => {
              const canvas = window.bench.overlay();
              const { left, top, width } = document.getElementById('stage').getBoundingClientRect();
              const scale = canvas.width / width;
              const at = (v) => Math.round((v - 3) * scale);
              const side = Math.round(7 * scale);
              const context = canvas.getContext('2d');
              return context.getImageData(at(x - left), at(y - top), side, side).data
                .some((value, i) => i % 4 === 3 && value > 40);
            }""",
            list(self.at(x, y)),
        )
        return ink

    def colour_seen(self) -> NDArray[np.int16]:
        """Of the middle of the shirt, on the screen."""
        x, y = self.at(SHIRT.x + SHIRT.width / 2, SHIRT.y + SHIRT.height / 2)
        shot = self.page.screenshot(clip={"x": x, "y": y, "width": 2, "height": 2})
        return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"))[0, 0].astype(np.int16)

    def pixels(self, asset: str) -> NDArray[np.uint8]:
        origin = self.page.url.split("/boards/")[0]
        answer = self.page.request.get(f"{origin}/assets/{asset}/original")
        assert answer.ok
        return np.asarray(Image.open(io.BytesIO(answer.body())).convert("RGB"))


@pytest.fixture
def make_editing(board: BoardPage, tmp_path: Path) -> Callable[[NDArray[np.uint8]], Editing]:
    def make(ground: NDArray[np.uint8]) -> Editing:
        """ground: (SIDE, SIDE, 3); the shirt is put on it."""
        ground[SHIRT.rows, SHIRT.columns] = BLUE
        file = tmp_path / "shirt.png"
        Image.fromarray(ground).save(file)
        picture = board.upload(file)
        board.select(picture)
        enter(board)
        return Editing(board, picture)

    return make


@pytest.fixture
def editing(make_editing: Callable[[NDArray[np.uint8]], Editing]) -> Editing:
    return make_editing(photo(SIDE, SIDE))


def enter(board: BoardPage) -> None:
    board.press("m")
    expect(board.page.locator("#board")).to_have_attribute("data-mode", "mask")
    board.wait_still()


def is_near(seen: NDArray[np.int16], colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(seen - colour).max() < 12)


def test_sizes_and_outlines_are_shown_before_anything_is_paid(editing: Editing) -> None:
    editing.mask_shirt()

    editing.tells("Transition 19 px")
    editing.tells("Context 512 × 512 (1:1), sent at 512 × 512")
    expect(editing.form.locator("[data-cost]")).not_to_be_empty()
    middle = SHIRT.y + SHIRT.height / 2
    lines = (SHIRT.x, SHIRT.x - TRANSITION, CONTEXT.x)
    between = (SHIRT.x - TRANSITION / 2, (SHIRT.x - TRANSITION + CONTEXT.x) / 2, CONTEXT.x - 40)
    wait_until(
        lambda: all(editing.has_ink(x, middle) for x in lines), "three outlines", editing.page
    )
    assert not any(editing.has_ink(x, middle) for x in between)
    editing.page.keyboard.down("h")
    wait_until(
        lambda: not any(editing.has_ink(x, middle) for x in lines), "none of them", editing.page
    )
    editing.page.keyboard.up("h")
    wait_until(lambda: editing.has_ink(CONTEXT.x, middle), "the outlines again", editing.page)
    assert editing.board.errors == []


def test_results_are_flipped_through_compared_and_taken_only_when_they_are_done(
    editing: Editing,
) -> None:
    board = editing.board
    editing.mask_shirt()
    editing.ask("slow glare", tier="Standard", count=3)
    accept = editing.strip.locator("[data-act=accept]")
    expect(editing.option(3)).to_be_visible()
    board.press("ArrowRight")
    expect(editing.option(1)).to_have_attribute("aria-selected", "true")
    expect(accept).to_be_disabled()
    board.press("Enter")
    editing.wait_results(3)
    assert len(board.pictures()) == 1

    board.press("ArrowRight")
    expect(editing.option(2)).to_have_attribute("aria-selected", "true")
    board.press("ArrowLeft", "ArrowLeft")
    expect(editing.strip.get_by_role("option", name="Before")).to_have_attribute(
        "aria-selected", "true"
    )
    board.press("ArrowLeft")
    expect(editing.option(3)).to_have_attribute("aria-selected", "true")
    expect(accept).to_be_enabled()
    wait_until(lambda: not is_near(editing.colour_seen(), BLUE), "the result", editing.page)
    editing.page.keyboard.down("o")
    wait_until(lambda: is_near(editing.colour_seen(), BLUE), "the original", editing.page)
    editing.page.keyboard.up("o")
    wait_until(lambda: not is_near(editing.colour_seen(), BLUE), "the result", editing.page)

    editing.accept()
    assert len(editing.results()) == 2
    assert board.errors == []


def test_whatever_the_engine_does_the_outside_is_untouched_and_its_faults_are_told(
    editing: Editing,
) -> None:
    board, source = editing.board, editing.picture
    editing.mask_shirt()
    editing.ask("shift7", tier="Standard")
    editing.wait_results(1)
    result = editing.accept()

    before, after = editing.pixels(source["asset"]), editing.pixels(result["asset"])
    composite = composite_mask(box_mask(SIDE, SIDE, SHIRT), TRANSITION)
    assert np.array_equal(after[composite == 0], before[composite == 0])
    assert not np.array_equal(after, before)
    proof = board.page.locator("#inspector").get_by_label("Proof")
    expect(proof).to_contain_text("Outside untouched 100 %")
    expect(proof).to_contain_text("Sent with its mask")
    expect(proof).to_contain_text(re.compile(r"Corrected (6\.[5-9]|7\.[0-4]) px"))
    expect(proof).to_contain_text("Matched to the surroundings")
    roles = {(e["source"], e["target"], e["role"]) for e in edges(board)}
    assert (source["id"], result["id"], "source") in roles
    assert result["x"] >= source["x"] + source["width"]

    board.press("Control+z")
    wait_until(lambda: len(board.pictures()) == 1, "the acceptance undone", board.page)
    assert editing.results() == []
    assert [mask["picture"] for mask in board.nodes("mask")] == [source["id"]]
    board.press("Control+Shift+z")
    wait_until(lambda: len(board.pictures()) == 2, "the result again", board.page)
    assert board.errors == []


def edges(board: BoardPage) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = board.snapshot()["edges"]
    return found


def test_a_result_is_edited_again_with_the_same_mask(editing: Editing) -> None:
    board = editing.board
    editing.mask_shirt()
    editing.ask("glare", tier="Standard")
    editing.wait_results(1)
    result = editing.accept()
    board.select(result)

    enter(board)
    editing.tells("Mask 120 × 150")
    expect(editing.page.locator("#mask-prompt")).to_have_value("glare")
    expect(editing.page.get_by_text("The same mask as before")).to_be_visible()
    expect(editing.page.locator("#editor-panel").get_by_text("Result 1")).to_be_hidden()
    board.press("Escape")
    expect(board.page.locator("#board")).to_have_attribute("data-mode", "canvas")
    board.wait_saved()
    assert len(board.nodes("mask")) == 1

    enter(board)
    editing.ask("flat", tier="Standard")
    (again,) = editing.wait_results(1)
    assert again["candidate_of"] == result["id"]
    assert {mask["picture"] for mask in board.nodes("mask")} == {
        editing.picture["id"],
        result["id"],
    }
    assert board.errors == []


def test_a_failed_edit_says_why_and_keeps_mask_and_prompt(editing: Editing) -> None:
    editing.mask_shirt()
    editing.ask("no output", tier="Standard")
    failed = editing.option(1)
    expect(failed).to_contain_text("The engine ended without a picture", timeout=20_000)
    expect(failed.get_by_role("button", name="Retry")).to_be_visible()
    expect(editing.page.locator("#mask-prompt")).to_have_value("no output")
    editing.tells("Mask 120 × 150")
    failed.get_by_role("button", name="Remove").click()
    expect(failed).to_have_count(0)
    editing.ask("glare", tier="Standard")
    editing.wait_results(1)
    assert editing.board.errors == []


def test_a_thing_is_removed_without_a_word(
    make_editing: Callable[[NDArray[np.uint8]], Editing],
) -> None:
    rng = np.random.default_rng(5)
    wall = rng.integers(170, 190, (SIDE, SIDE, 3)).astype(np.uint8)
    editing = make_editing(wall)
    editing.form.get_by_role("radio", name="Remove").click()
    editing.mask_shirt()
    look = editing.form.locator("[data-fill-preview]")
    expect(look).to_contain_text("Free")
    wait_until(lambda: is_near(editing.colour_seen(), (180, 180, 180)), "its fill", editing.page)
    assert [node["kind"] for node in editing.board.nodes() if node["kind"] != "mask"] == ["image"]
    look.get_by_role("switch").uncheck()
    wait_until(lambda: not is_near(editing.colour_seen(), (180, 180, 180)), "it", editing.page)
    look.get_by_role("switch").check()
    editing.ask("", tier="Draft")
    editing.wait_results(1)
    result = editing.accept()

    inside = editing.pixels(result["asset"])[SHIRT.rows, SHIRT.columns]
    assert np.abs(inside.astype(int) - 180).max() < 25
    assert editing.board.errors == []


def test_a_visible_edge_is_said_and_blended_away_without_paying(
    make_editing: Callable[[NDArray[np.uint8]], Editing],
) -> None:
    editing = make_editing(np.full((SIDE, SIDE, 3), 30, np.uint8))
    page = editing.page
    editing.mask_shirt()
    editing.ask("glare", tier="Standard")
    (result,) = editing.wait_results(1)
    panel = page.locator("#editor-panel")
    expect(panel.get_by_text("Visible edge")).to_be_visible()
    first = seam(panel)

    page.get_by_role("slider", name="Blend edge").fill("60")
    wait_until(lambda: editing.results()[0]["asset"] != result["asset"], "another edge", page)
    wait_until(lambda: seam(panel) > first, "a better seam", page)
    assert len(editing.results()) == 1
    assert editing.board.errors == []


def seam(panel: Locator) -> int:
    """The score that the facts tell; 0 while they come."""
    found = re.search(r"Seam\s*([0-9]+) of 100", panel.locator("[data-shown] dl").inner_text())
    return int(found[1]) if found else 0
