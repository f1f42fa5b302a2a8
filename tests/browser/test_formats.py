"""Journey J06: one picture in several formats at once, and extended to the frame it lies in."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.test_editing import photo


@pytest.fixture
def picture(board: BoardPage, tmp_path: Path) -> tuple[BoardPage, Node]:
    """A board with one picture of 640 × 480 px, selected."""
    file = tmp_path / "wall.png"
    file.write_bytes(photo())
    node = board.upload(file)
    board.select(node)
    return board, node


def test_several_formats_are_made_at_once(picture: tuple[BoardPage, Node]) -> None:
    board, node = picture
    page = board.page
    board.press("e")
    form = page.locator("[data-extend-form]")
    form.get_by_text("Several formats at once").click()
    form.get_by_role("radio", name="1", exact=True).click()
    form.get_by_role("checkbox", name="1:1 Square").check()
    form.get_by_role("checkbox", name="16:9 Wide").check()
    button = form.get_by_role("button", name="Extend to 2 formats")
    expect(button).to_contain_text("about")
    button.click()
    made = wait_until(
        lambda: (
            found
            if len(found := [n for n in board.nodes("image") if n.get("candidate_of")]) == 2
            else None
        ),
        "two results",
        page,
    )
    sizes = {(n["image_width"], n["image_height"]) for n in made}
    assert sizes == {(640, 640), (853, 480)}
    assert {n["candidate_of"] for n in made} == {node["id"]}
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
    page.get_by_role("button", name="Extend to the frame").click()
    expect(page.locator("#board")).to_have_attribute("data-mode", "extend")
    scale = 640 / node["width"]
    shown = int(page.locator("[data-extend-form] [name=width]").input_value())
    assert abs(shown - frame["width"] * scale) <= 2
    expect(page.locator("[data-extend-form] [data-run]")).to_be_enabled()
    assert board.errors == []
