"""The context menu by mouse and by keyboard, and the family of a picture."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.test_clipboard import upload


@pytest.fixture
def family(board: BoardPage, tmp_path: Path) -> tuple[Node, list[Node]]:
    """An uploaded picture, and what was made with it as an anchor."""
    parent = upload(board, tmp_path)
    board.select(parent)
    board.page.locator("#inspector").get_by_role("button", name="Anchor").click()
    board.generate("a mug on a table", tier="Standard")
    board.wait_for_nodes(
        lambda nodes: (
            sum(n["kind"] == "image" for n in nodes) >= 3
            and not any(n["kind"] == "generation" for n in nodes)
        ),
        "the results",
    )
    board.wait_saved()
    children = [n for n in board.pictures() if n["id"] != parent["id"]]
    return parent, sorted(children, key=lambda n: (n["y"], n["x"]))


def test_menu_of_a_picture_by_mouse(board: BoardPage, tmp_path: Path) -> None:
    picture = upload(board, tmp_path)
    board.fit()
    board.click(picture, button="right")

    menu = board.page.get_by_role("menu").first
    expect(menu).to_be_visible()
    expect(board.page.locator("#inspector [data-title]")).to_have_text("mug")
    expect(menu.get_by_role("menuitem", name="Mask")).to_be_visible()
    menu.get_by_role("menuitem", name="Order").hover()
    expect(board.page.get_by_role("menuitem", name="Bring to front")).to_be_visible()
    menu.get_by_role("menuitem", name="Duplicate").click()

    board.wait_for_nodes(lambda nodes: len(nodes) == 2, "the duplicate")
    expect(board.page.get_by_role("menu")).to_have_count(0)
    assert board.errors == []


def test_menu_by_keyboard(board: BoardPage, tmp_path: Path) -> None:
    picture = upload(board, tmp_path)
    board.select(picture)
    board.press("Shift+F10")
    menu = board.page.locator(".context-menu")
    expect(menu.get_by_role("menuitem").first).to_be_focused()

    board.press("o")
    expect(menu.get_by_role("menuitem", name="Order")).to_be_focused()
    board.press("ArrowRight")
    expect(menu.get_by_role("menuitem", name="Bring to front")).to_be_focused()
    board.press("Escape")
    expect(menu.get_by_role("menuitem", name="Order")).to_be_focused()
    board.press("Escape")
    expect(menu).to_have_count(0)
    expect(board.page.locator("#stage")).to_be_focused()

    board.press("ContextMenu", "End", "Enter")
    wait_until(lambda: board.nodes() == [], "the last item, Delete", board.page)
    assert board.errors == []


def test_menu_of_the_empty_board(board: BoardPage) -> None:
    board.page.mouse.click(400, 300, button="right")
    menu = board.page.locator(".context-menu")
    expect(menu.get_by_role("menuitem", name="Paste", exact=True)).to_be_visible()
    expect(menu.get_by_role("menuitem", name="Delete")).to_have_count(0)
    board.page.mouse.click(700, 300)
    expect(menu).to_have_count(0)


def test_family_is_lit_and_walked_by_keyboard(
    board: BoardPage, family: tuple[Node, list[Node]]
) -> None:
    parent, children = family
    bar = board.page.locator("#family-bar")
    title = board.page.locator("#inspector .picture-panel")
    board.select(parent)
    board.press("Shift+f")
    expect(bar).to_contain_text(f"{len(children)} made from it")

    board.press("Alt+ArrowDown")
    expect(title).to_have_attribute("data-node", children[0]["id"])
    board.press("Alt+ArrowRight")
    expect(title).to_have_attribute("data-node", children[1]["id"])
    board.press("Alt+ArrowUp")
    expect(title).to_have_attribute("data-node", parent["id"])
    expect(bar).to_be_visible()
    board.press("Escape")
    expect(bar).to_have_count(0)
    expect(title).to_have_attribute("data-node", parent["id"])

    board.press("Delete")
    board.wait_for_nodes(lambda nodes: len(nodes) == len(children), "the parent gone")
    board.select(children[0])
    board.press("Shift+f")
    expect(bar).to_contain_text("1 source is not on the board")
    assert board.errors == []
