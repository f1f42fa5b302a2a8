"""The board without a pointer: walked by Tab, and as a list with the same actions."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.board_page import BoardPage, wait_until


@pytest.fixture
def board(owner: Page) -> BoardPage:
    """Three rectangles and an ellipse, in two rows."""
    owner.get_by_role("button", name="New board").first.click()
    owner.wait_for_url("**/boards/**")
    board = BoardPage(owner).wait_ready()
    board.focus_stage()
    for key, x, y in (("r", 180, 150), ("r", 400, 160), ("r", 180, 400), ("o", 420, 390)):
        board.press(key)
        board.drag((x, y), (x + 120, y + 90))
    board.wait_for_nodes(lambda nodes: len(nodes) == 4, "four things")
    board.press("Escape")
    return board


def rows(board: BoardPage) -> Locator:
    return board.page.locator("#list-view .list-body [role=row]:not([hidden])")


def open_list(board: BoardPage) -> Locator:
    board.focus_stage()
    board.press("Shift+L")
    grid = board.page.get_by_role("grid")
    expect(grid).to_be_focused()
    return grid


def said(board: BoardPage) -> Locator:
    return board.page.locator("#announcer")


def test_tab_walks_in_reading_order_and_arrows_go_to_the_nearest(board: BoardPage) -> None:
    board.focus_stage()
    board.press("Tab")
    expect(said(board)).to_have_text("Without a name, rectangle, 1 of 4")
    board.press("Tab", "Tab", "Tab")
    expect(said(board)).to_have_text("Without a name, ellipse, 4 of 4")
    board.press("Control+ArrowUp")
    expect(said(board)).to_have_text("Without a name, rectangle, 2 of 4")
    board.press("Control+ArrowLeft", "Shift+Tab")
    expect(board.page.locator("#stage")).not_to_be_focused()
    board.focus_stage()
    board.press("Escape", "Escape", "Tab")
    expect(board.page.locator("#stage")).not_to_be_focused()


def test_the_list_does_by_keyboard_what_the_board_does(board: BoardPage) -> None:
    open_list(board)
    expect(rows(board)).to_have_count(4)
    board.press("End")
    expect(said(board)).to_contain_text("ellipse, 4 of 4")
    board.press("F2")
    board.page.get_by_role("dialog").get_by_role("textbox").fill("Zebra")
    board.press("Enter")
    expect(rows(board).last).to_contain_text("Zebra")

    board.press("Home", "Shift+ArrowDown")
    expect(board.page.locator("#list-view [aria-selected=true]")).to_have_count(2)
    board.press("z")
    expect(said(board)).to_contain_text("Zebra")
    board.press("Home", "Delete")
    expect(rows(board)).to_have_count(3)
    expect(board.page.get_by_role("grid")).to_be_focused()
    board.press("ArrowDown")
    expect(said(board)).to_contain_text("of 3")
    board.press("Control+z")
    expect(rows(board)).to_have_count(4)

    board.press("Shift+L")
    expect(board.page.get_by_role("grid")).to_be_hidden()
    expect(board.page.locator("#stage")).to_be_focused()
    names = [node["name"] for node in board.nodes()]
    assert sorted(names) == ["", "", "", "Zebra"]
    assert board.errors == []


def test_the_list_filters_sorts_and_follows_what_happens(board: BoardPage) -> None:
    open_list(board)
    board.page.get_by_role("searchbox", name="Filter").fill("ellip")
    expect(rows(board)).to_have_count(1)
    expect(board.page.locator("#list-view [role=status]")).to_have_text("1 of 4 things")
    board.page.get_by_role("searchbox", name="Filter").fill("")
    board.page.get_by_role("button", name="Kind").click()
    kinds = board.page.locator("#list-view .kind:visible")
    wait_until(lambda: len(kinds.all_text_contents()) == 4, "all rows", board.page)
    by_row = sorted(
        (int(row.get_attribute("aria-rowindex") or 0), row.locator(".kind").text_content())
        for row in rows(board).all()
    )
    assert [kind for _, kind in by_row] == ["ellipse", "rectangle", "rectangle", "rectangle"]

    board.page.get_by_role("grid").focus()
    board.press("Home", "Control+d")
    expect(rows(board)).to_have_count(5)
    assert board.errors == []


def test_tags_and_a_frame_are_given_in_the_list(board: BoardPage) -> None:
    board.focus_stage()
    board.press("f")
    board.drag((650, 150), (800, 400))
    board.wait_for_nodes(lambda nodes: len(nodes) == 5, "the frame")
    board.press("Escape", "Escape")
    open_list(board)
    board.press("Home")
    acts = board.page.locator("#list-view .list-acts")
    acts.get_by_role("button", name="Tags").click()
    board.page.get_by_role("dialog").get_by_role("textbox").fill("hero, mug, hero")
    board.press("Enter")
    acts.get_by_role("combobox", name="Move to frame").select_option(label="Frame 1")

    def is_in_frame() -> bool:
        nodes = board.nodes()
        frame = next(node for node in nodes if node["kind"] == "frame")
        inside = [node for node in nodes if node["parent"] == frame["id"]]
        return len(inside) == 1 and inside[0].get("tags") == ["hero", "mug"]

    wait_until(is_in_frame, "the thing to be in the frame, tagged", board.page)
