"""Journey J06: one picture in several formats at once, and extended to the frame it lies in."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_settled, wait_until
from tests.browser.test_editing import photo


@pytest.fixture
def picture(board: BoardPage, tmp_path: Path) -> tuple[BoardPage, Node]:
    """A board with one picture of 640 × 480 px, selected."""
    file = tmp_path / "wall.png"
    file.write_bytes(photo())
    node = board.upload(file)
    board.select(node)
    return board, node


def test_one_master_becomes_frames_of_exact_px_at_the_cost_that_was_told(
    board: BoardPage, tmp_path: Path
) -> None:
    page = board.page
    file = tmp_path / "master.png"
    Image.fromarray(np.asarray(Image.open(io.BytesIO(photo())))[:480, :480]).save(file)
    master = board.upload(file)
    board.select(master)
    page.locator("#inspector").get_by_role("button", name="Formats…").click()
    dialog = page.get_by_role("dialog", name="Formats of master")
    expect(dialog.get_by_role("switch", name="Keep original exactly")).to_be_checked()
    banner = dialog.get_by_role("row", name="Medium rectangle")
    expect(banner).to_contain_text("Crop, 0 calls")
    for name in ("Portrait post", "Landscape", "Story", "Medium rectangle"):
        box = dialog.get_by_role("checkbox", name=name)
        box.check()
        expect(box).to_be_checked()
        wait_settled(page)
    make = dialog.locator("[data-make]")
    dialog.get_by_role("radio", name="Pro").click(force=True)
    expect(dialog.get_by_role("row", name="Story")).to_contain_text("The engine makes 1:1")
    wait_settled(page)
    dialog.get_by_role("radio", name="Standard").click(force=True)
    expect(make).to_contain_text("Make 4 formats · 3 calls")
    expect(make).to_contain_text("$0.12")
    make.click()
    expect(dialog).to_have_count(0)

    def made() -> list[Node]:
        inside = [node for node in board.nodes("image") if node["id"] != master["id"]]
        return inside if len(inside) == 4 else []

    pictures = wait_until(made, "four pictures", page)
    frames = {frame["id"]: frame for frame in board.nodes("frame")}
    sizes = set()
    for picture in pictures:
        frame = frames[picture["parent"]]
        size = (picture["image_width"], picture["image_height"])
        assert size == (frame["format_width"], frame["format_height"])
        assert frame["y"] > master["y"] + master["height"]
        sizes.add(size)
    assert sizes == {(1080, 1350), (1920, 1080), (1080, 1920), (300, 250)}

    board.focus_stage()
    board.press("Control+z")
    wait_until(lambda: len(board.nodes()) == 1, "the formats taken back", page)
    board.press("Control+Shift+z")
    wait_until(lambda: len(board.nodes("frame")) == 4, "the formats again", page)
    assert board.errors == []


def test_a_picture_in_a_larger_frame_is_offered_to_fill_it(
    picture: tuple[BoardPage, Node],
) -> None:
    board, node = picture
    page = board.page
    left, top = board.middle(node)
    zoom = board.view()[2]
    board.focus_stage()
    board.press("Escape", "f")
    beside = (left + node["width"] * zoom, top - node["height"] * zoom / 2 - 30)
    width, height = node["width"] * zoom * 1.3, node["height"] * zoom * 1.2
    board.drag(beside, (beside[0] + width, beside[1] + height))
    (frame,) = wait_until(lambda: board.nodes("frame"), "a frame", page)
    board.focus_stage()
    board.press("Escape", "Escape", "v")
    middle = board.to_screen(
        frame["x"] + frame["width"] / 2 + 5, frame["y"] + frame["height"] / 2 + 5
    )
    board.drag(board.middle(node), middle)
    page.get_by_role("button", name="Extend to fill the frame").click()
    expect(page.locator("#board")).to_have_attribute("data-mode", "extend")
    scale = 640 / node["width"]
    shown = int(page.locator("[data-extend-form] [name=width]").input_value())
    assert abs(shown - frame["width"] * scale) <= 2
    expect(page.locator("[data-extend-form] [data-run]")).to_be_enabled()
    board.press("Escape")
    expect(page.locator("#board")).to_have_attribute("data-mode", "canvas")
    board.click(node | board.pictures()[0])
    board.press("Control+c", "Delete")
    wait_until(lambda: board.pictures() == [], "an empty frame", page)
    page.mouse.move(*board.middle(frame))
    board.press("Control+v")
    expect(page.get_by_role("button", name="Extend to fill the frame")).to_be_visible()
    assert board.errors == []
