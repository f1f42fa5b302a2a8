"""Text, shapes and lines: drawn by hand, written in place, looked after in the inspector."""

import pytest
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_until


def only(board: BoardPage, kind: str) -> Node:
    nodes = board.wait_for_nodes(lambda all: [n for n in all if n["kind"] == kind], f"a {kind}")
    (node,) = [n for n in nodes if n["kind"] == kind]
    return node


@pytest.mark.parametrize(
    ("key", "kind", "looks"),
    [
        ("r", "shape", {"shape": "rectangle"}),
        ("o", "shape", {"shape": "ellipse"}),
        ("l", "line", {"heads": "none", "start": "nw"}),
        ("a", "line", {"heads": "end", "start": "nw"}),
    ],
)
def test_each_shape_is_drawn_by_its_key(
    board: BoardPage, key: str, kind: str, looks: dict[str, str]
) -> None:
    board.focus_stage()
    board.press(key)
    board.drag((300, 250), (500, 400))

    node = only(board, kind)
    assert {name: node[name] for name in looks} == looks
    assert node["width"] == pytest.approx(200, abs=2)
    assert node["height"] == pytest.approx(150, abs=2)
    expect(board.page.get_by_role("button", name="Select", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    board.press("Control+z")
    wait_until(lambda: board.nodes() == [], "undo takes it away", board.page)
    assert board.errors == []


def test_shift_keeps_a_square_and_a_kept_tool_draws_on(board: BoardPage) -> None:
    board.focus_stage()
    board.press("q", "r")
    board.page.keyboard.down("Shift")
    board.drag((300, 250), (500, 300))
    board.page.keyboard.up("Shift")
    board.drag((600, 250), (700, 400))

    nodes = board.wait_for_nodes(lambda all: len(all) == 2, "two rectangles")
    square = min(nodes, key=lambda node: node["x"])
    assert square["width"] == square["height"] == pytest.approx(200, abs=2)


def test_an_empty_shape_is_taken_by_its_outline_alone(board: BoardPage) -> None:
    board.focus_stage()
    board.press("r")
    board.drag((300, 250), (500, 400))
    only(board, "shape")
    board.press("Escape")
    title = board.page.locator("#inspector [data-title]")

    board.page.mouse.click(400, 325)
    expect(title).not_to_have_text("Rectangle")
    board.page.mouse.click(301, 325)
    expect(title).to_have_text("Rectangle")


def test_text_is_written_in_place_and_undone_in_one_step(board: BoardPage) -> None:
    board.focus_stage()
    board.press("t")
    board.page.mouse.click(400, 300)
    board.page.keyboard.type("Spring hero")
    board.press("Escape")
    text = only(board, "text")
    assert text["text"] == "Spring hero"
    # One line of letters that are 24 high.
    assert text["height"] == 30
    assert 90 < text["width"] < 180

    board.press("Enter")
    board.page.keyboard.press("End")
    board.page.keyboard.type("\nsecond line, which is a good deal longer")
    board.press("Escape")
    (longer,) = board.wait_for_nodes(lambda all: all[0]["text"] != text["text"], "more text")
    assert longer["height"] == 60
    assert longer["width"] > text["width"]

    board.press("Control+z")
    (before,) = board.wait_for_nodes(lambda all: all[0]["text"] == "Spring hero", "undo")
    assert (before["width"], before["height"]) == (text["width"], text["height"])
    board.press("Control+z")
    wait_until(lambda: board.nodes() == [], "undo of the text", board.page)
    assert board.errors == []


def test_text_with_nothing_in_it_vanishes(board: BoardPage) -> None:
    board.focus_stage()
    board.press("t")
    board.page.mouse.click(400, 300)
    board.press("Escape")
    board.press("t")
    board.page.mouse.click(400, 300)
    board.page.keyboard.type("x")
    board.press("Escape")
    only(board, "text")

    board.press("Enter", "Control+a", "Backspace", "Escape")

    wait_until(lambda: board.nodes() == [], "the emptied text to go", board.page)


def test_corners_scale_the_letters_and_sides_wrap_the_lines(board: BoardPage) -> None:
    board.focus_stage()
    board.press("t")
    board.page.mouse.click(150, 300)
    board.page.keyboard.type("A line that is long enough to be wrapped once")
    board.press("Escape")
    before = only(board, "text")

    corner = board.to_screen(before["x"] + before["width"], before["y"] + before["height"])
    board.drag(corner, (corner[0] + before["width"] / 2, corner[1] + before["height"] / 2))
    (larger,) = board.wait_for_nodes(lambda all: all[0]["size"] > 30, "larger letters")
    assert larger["size"] == pytest.approx(36, rel=0.05)
    assert "wraps" not in larger

    side = board.to_screen(larger["x"] + larger["width"], larger["y"] + larger["height"] / 2)
    board.drag(side, (side[0] - larger["width"] / 3, side[1]))
    (wrapped,) = board.wait_for_nodes(lambda all: all[0].get("wraps"), "wrapped lines")
    assert wrapped["size"] == larger["size"]
    assert wrapped["height"] == pytest.approx(2 * larger["height"], abs=2)


def test_the_inspector_changes_how_several_things_look(board: BoardPage) -> None:
    board.focus_stage()
    board.press("r")
    board.drag((300, 250), (450, 400))
    board.press("a")
    board.drag((500, 250), (600, 400))
    board.wait_for_nodes(lambda all: len(all) == 2, "two things")
    board.press("Control+a")
    panel = board.page.locator("#inspector")

    panel.get_by_role("button", name="rose").click()
    panel.get_by_role("radio", name="Thick", exact=True).click()
    panel.get_by_role("radio", name="Tint").click()

    board.wait_for_nodes(
        lambda all: (
            {n["colour"] for n in all} == {"rose"}
            and {n["thickness"] for n in all} == {6}
            and [n.get("fill") for n in all if n["kind"] == "shape"] == ["tint"]
        ),
        "the new looks",
    )
    assert board.errors == []
