"""Journey J04, the mask: selected by pointing, outlined with its figures, refined, asked for."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_until

SIDE = 1024
SHIRT = (350, 300, 256, 320)
BUTTON = (475, 400)
Point = Callable[[float, float], tuple[float, float]]


def shirt() -> bytes:
    """A blue shirt with a button on a chequered ground: `shirt.png` at half its size."""
    y, x = np.mgrid[:SIDE, :SIDE]
    grey = ((y // 32 + x // 32) % 2 * 60 + 150).astype(np.uint8)
    picture = Image.fromarray(np.repeat(grey[..., None], 3, axis=2))
    left, top, width, height = SHIRT
    draw = ImageDraw.Draw(picture)
    draw.rectangle((left, top, left + width - 1, top + height - 1), fill=(40, 80, 190))
    draw.circle(BUTTON, 8, fill=(240, 240, 235))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def masking(board: BoardPage, tmp_path: Path) -> tuple[BoardPage, Node, Point]:
    """The mask editor on that picture, and where its px are on the screen."""
    file = tmp_path / "shirt.png"
    file.write_bytes(shirt())
    picture = board.upload(file)
    board.select(picture)
    board.press("m")
    expect(board.page.locator("#board")).to_have_attribute("data-mode", "mask")
    board.wait_still()

    def at(x: float, y: float) -> tuple[float, float]:
        scale = picture["width"] / SIDE
        return board.to_screen(picture["x"] + x * scale, picture["y"] + y * scale)

    return board, picture, at


def figures(board: BoardPage, words: str) -> None:
    expect(board.page.locator("[data-hud]")).to_contain_text(words)


def test_a_click_selects_the_shirt_and_another_takes_the_button(
    masking: tuple[BoardPage, Node, Point],
) -> None:
    board, picture, at = masking
    board.press("w")
    board.page.mouse.click(*at(400, 450))
    figures(board, "Mask 256 × 320")
    figures(board, "Transition 41 px")
    board.page.keyboard.down("Alt")
    board.page.mouse.click(*at(*BUTTON))
    board.page.keyboard.up("Alt")
    board.page.locator("#mask-prompt").fill("deep green shirt")
    board.press("Control+Enter")
    wait_until(
        lambda: [n for n in board.nodes("image") if n.get("candidate_of") == picture["id"]],
        "a result",
        board.page,
    )
    (mask,) = board.nodes("mask")
    answer = board.page.request.get(
        board.page.url.split("/boards/")[0] + f"/assets/{mask['asset']}/original"
    )
    pixels = np.asarray(Image.open(io.BytesIO(answer.body())))
    assert pixels[450, 400] == 255
    assert pixels[BUTTON[1], BUTTON[0]] == 0
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
