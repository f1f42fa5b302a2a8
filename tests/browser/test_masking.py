"""Journey J04, the mask: selected by pointing, outlined with its figures, refined, asked for."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from assets.compositing.geometry import Size
from assets.compositing.masks import composite_mask, selection
from tests.browser.board_page import BoardPage, Node, wait_until

SIDE = 1024
SHIRT = (350, 300, 256, 320)
BUTTON = (475, 400)
Point = Callable[[float, float], tuple[float, float]]


def shirt(times: int = 1) -> bytes:
    """A blue shirt with a button on a chequered ground: `shirt.png` at half its size."""
    side = SIDE * times
    y, x = np.mgrid[:side, :side]
    grey = ((y // 32 + x // 32) % 2 * 60 + 150).astype(np.uint8)
    picture = Image.fromarray(np.repeat(grey[..., None], 3, axis=2))
    left, top, width, height = (value * times for value in SHIRT)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((left, top, left + width - 1, top + height - 1), fill=(40, 80, 190))
    draw.circle([value * times for value in BUTTON], 8 * times, fill=(240, 240, 235))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def masking(board: BoardPage, tmp_path: Path) -> tuple[BoardPage, Node, Point]:
    return open_shirt(board, tmp_path)


def open_shirt(board: BoardPage, folder: Path, times: int = 1) -> tuple[BoardPage, Node, Point]:
    """The mask editor on that picture, and where its px are on the screen."""
    file = folder / "shirt.png"
    file.write_bytes(shirt(times))
    picture = board.upload(file)
    board.select(picture)
    board.press("m")
    expect(board.page.locator("#board")).to_have_attribute("data-mode", "mask")
    board.wait_still()

    def at(x: float, y: float) -> tuple[float, float]:
        scale = picture["width"] / (SIDE * times)
        return board.to_screen(picture["x"] + x * scale, picture["y"] + y * scale)

    return board, picture, at


def figures(board: BoardPage, words: str) -> None:
    expect(board.page.locator("[data-hud]")).to_contain_text(words)


def test_the_shirt_is_changed_and_nothing_else_by_an_engine_that_knows_no_masks(
    board: BoardPage, tmp_path: Path
) -> None:
    """J04 with an engine that shifts its picture by 7 px and reddens it."""
    page = board.page
    _, picture, at = open_shirt(board, tmp_path, times=2)
    button = (2 * BUTTON[0], 2 * BUTTON[1])
    board.press("w")
    page.get_by_role("button", name="Subject", exact=True).click()
    figures(board, "Mask 512 × 640")
    board.press("Delete")
    page.mouse.click(*at(800, 900))
    figures(board, "Mask 512 × 640")
    figures(board, "Transition 82 px")
    page.get_by_role("radio", name="Pro").click()
    figures(board, "Context 1544 × 1544 (1:1), sent at 512 × 512")
    page.keyboard.down("Alt")
    page.mouse.click(*at(*button))
    page.keyboard.up("Alt")
    page.locator("#mask-prompt").fill("deep green shirt, shift7")
    page.locator("[data-mask-form]").get_by_role("radio", name="1", exact=True).click()
    expect(page.locator("[data-mask-form] [data-cost]")).to_contain_text("about")
    board.press("Control+Enter")

    def results() -> list[Node]:
        found = board.nodes("image")
        return [node for node in found if node.get("candidate_of") == picture["id"]]

    wait_until(lambda: len(results()) == 1, "a result", page)
    strip = page.locator("#candidates")
    expect(strip.get_by_role("button", name=re.compile("^Accept [0-9]"))).to_be_enabled()
    board.press("Enter")
    (accepted,) = wait_until(
        lambda: [n for n in board.pictures() if n["id"] != picture["id"]], "the accepted", page
    )
    assert accepted["x"] >= picture["x"] + picture["width"]

    (mask,) = board.nodes("mask")
    drawn = pixels(board, mask["asset"])
    assert drawn.shape == (2 * SIDE, 2 * SIDE)
    assert (drawn[900, 800], drawn[button[1], button[0]]) == (255, 0)
    composite = composite_mask(selection(drawn, Size(2 * SIDE, 2 * SIDE)), 82)
    before, after = pixels(board, picture["asset"]), pixels(board, accepted["asset"])
    assert np.array_equal(after[composite == 0], before[composite == 0])
    proof = page.locator("#inspector").get_by_label("Proof")
    expect(proof).to_contain_text("Outside untouched 100 %")
    expect(proof).to_contain_text("Mask marked by a colour")
    expect(proof).to_contain_text(re.compile(r"Corrected [0-9.]+ px"))
    expect(proof).to_contain_text("Matched to the surroundings")
    roles = {(e["source"], e["target"], e["role"]) for e in board.snapshot()["edges"]}
    assert (picture["id"], accepted["id"], "source") in roles
    board.select(accepted)
    board.press("m")
    figures(board, "Mask 512 × 640")
    assert board.errors == []


def pixels(board: BoardPage, asset: str) -> NDArray[np.uint8]:
    origin = board.page.url.split("/boards/")[0]
    answer = board.page.request.get(f"{origin}/assets/{asset}/original")
    assert answer.ok
    return np.asarray(Image.open(io.BytesIO(answer.body())))


def test_what_cannot_be_asked_for_is_said_and_mask_and_prompt_stay(
    masking: tuple[BoardPage, Node, Point],
) -> None:
    board, picture, at = masking
    form = board.page.locator("[data-mask-form]")
    reason, run = form.locator("[data-reason]"), form.locator("[data-run]")
    board.page.locator("#mask-prompt").fill("green")
    expect(reason).to_have_text("Paint what should change first.")
    expect(run).to_be_disabled()
    board.focus_stage()
    board.press("i")
    expect(reason).to_have_text("Everything is painted. Leave some of the picture to be kept.")
    board.press("Control+Enter", "i", "r")
    board.drag(at(350, 300), at(606, 620))
    figures(board, "Mask 256 × 320")
    expect(run).to_be_enabled()
    board.page.get_by_role("button", name="Use Mask").click()
    expect(reason).to_have_text("Every mask is switched off. Switch one on.")
    board.page.get_by_role("button", name="Use Mask").click()
    (mask,) = wait_until(lambda: board.nodes("mask"), "the mask kept", board.page)
    assert not board.nodes("generation")

    elsewhere = board.page.context.new_page()
    elsewhere.goto(board.page.url)
    other = BoardPage(elsewhere).wait_ready()
    other.select(picture)
    other.press("Delete")
    expect(board.page.locator("#toasts")).to_contain_text("so its edit ended")
    expect(board.page.locator("#board")).to_have_attribute("data-mode", "canvas")
    assert [(n["id"], n["prompt"]) for n in board.nodes("mask")] == [(mask["id"], "green")]
    assert board.errors == []


def test_the_context_is_chosen_and_dragged(masking: tuple[BoardPage, Node, Point]) -> None:
    board, _, at = masking
    page = board.page
    board.press("r")
    board.drag(at(350, 300), at(606, 620))
    figures(board, "Context 712 × 776")
    page.locator("#editor-panel summary", has_text="Context").click()
    page.get_by_role("radio", name="Whole").click()
    figures(board, "Context 1024 × 1024")
    page.get_by_role("radio", name="Tight").click()
    figures(board, "sent at")
    page.get_by_role("radio", name="Balanced").click()
    left = at(122, 500)
    board.drag(left, (left[0] - 40, left[1]))
    expect(page.locator("[data-context-name]")).to_have_text("By hand")
    board.press("Shift+B")
    figures(board, "Context 712 × 776")
    assert board.errors == []


def test_edges_are_grown_and_taken_back(masking: tuple[BoardPage, Node, Point]) -> None:
    board, _, at = masking
    board.press("r")
    board.drag(at(350, 300), at(606, 620))
    figures(board, "Mask 256 × 320")
    board.page.get_by_role("button", name="Grow").click()
    figures(board, "Mask 272 × 336")
    board.page.get_by_role("button", name="Shrink").click()
    figures(board, "Mask 256 × 320")
    board.focus_stage()
    board.press("Control+z", "Control+z")
    figures(board, "Mask 256 × 320")
    assert board.errors == []


def test_a_range_of_colour_is_selected(masking: tuple[BoardPage, Node, Point]) -> None:
    board, _, at = masking
    board.press("Shift+W")
    board.page.mouse.click(*at(400, 450))
    figures(board, "Mask 256 × 320")
    assert board.errors == []


def result_on_show(board: BoardPage) -> Node:
    """The one result of the edit, chosen, with its facts beside."""
    (result,) = wait_until(
        lambda: [n for n in board.nodes("image") if n.get("candidate_of")], "a result", board.page
    )
    expect(board.page.locator("#editor-panel [data-blend]")).to_be_visible()
    return dict(result)


def test_an_edge_is_blended_again_and_erased_without_paying(
    masking: tuple[BoardPage, Node, Point],
) -> None:
    board, picture, at = masking
    page = board.page
    board.press("r")
    board.drag(at(350, 300), at(606, 620))
    form = page.locator("[data-mask-form]")
    form.get_by_role("radio", name="1", exact=True).click()
    form.get_by_role("radio", name="Standard").click()
    page.locator("#mask-prompt").fill("flat")
    board.press("Control+Enter")
    first = result_on_show(board)

    slider = page.get_by_role("slider", name="Blend edge")
    slider.fill("90")
    expect(page.locator("[data-blend] output")).to_have_text("90 px")
    blended = wait_until(
        lambda: (
            [n for n in board.nodes("image") if n["id"] == first["id"]]
            if board.nodes("image")[-1]["asset"] != first["asset"]
            else []
        ),
        "another edge",
        page,
    )[0]
    assert blended["generation"] != first["generation"]
    expect(slider).to_have_value("90")

    page.get_by_role("button", name="Erase part of the result").click()
    board.drag(at(350, 300), at(606, 310))
    erased = wait_until(
        lambda: [
            n
            for n in board.nodes("image")
            if n["id"] == first["id"] and n["asset"] != blended["asset"]
        ],
        "the original in a corner",
        page,
    )[0]
    origin = page.url.split("/boards/")[0]
    before, after = (
        np.asarray(
            Image.open(
                io.BytesIO(page.request.get(f"{origin}/assets/{asset}/original").body())
            ).convert("RGB")
        )
        for asset in (picture["asset"], erased["asset"])
    )
    assert (after[304, 400:500] == before[304, 400:500]).all()
    assert (after[560, 400:500] != before[560, 400:500]).any()
    assert board.errors == []
