"""Versions of a picture on one spot: stacked, flipped through, edited, laid out, undone."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.test_editing import enter_mask, paint_box, photo, ready


@pytest.fixture
def versions(board: BoardPage, tmp_path: Path) -> tuple[BoardPage, Node, Node]:
    """A board with a picture and an accepted edit of it, which is selected."""
    file = tmp_path / "wall.png"
    file.write_bytes(photo())
    source = board.upload(file)
    board.select(source)
    return board, source, edit(board, source, "make it dark blue")


def edit(board: BoardPage, picture: Node, prompt: str) -> Node:
    """Paint over the box, ask for one result, accept it."""
    before = {n["id"] for n in board.pictures()}
    enter_mask(board)
    paint_box(board, picture)
    form = board.page.locator("[data-mask-form]")
    form.get_by_role("radio", name="1", exact=True).click()
    board.page.locator("#mask-prompt").fill(prompt)
    board.press("Control+Enter")
    wait_until(lambda: ready(board), "a result", board.page)
    expect(board.page.locator("#candidates [data-act=accept]")).to_be_enabled()
    board.press("Enter")
    found = wait_until(
        lambda: [n for n in board.pictures() if n["id"] not in before], "accepted", board.page
    )
    board.wait_still()
    return dict(found[0])


def shown(board: BoardPage) -> list[Node]:
    return [n for n in board.pictures() if not n.get("version_of")]


def test_versions_are_stacked_flipped_and_laid_out(versions: tuple[BoardPage, Node, Node]) -> None:
    board, source, result = versions
    panel = board.page.get_by_role("region", name="Versions")
    panel.get_by_role("button", name="Stack 2 versions").click()
    expect(panel).to_contain_text("Version 2 of 2")
    wait_until(lambda: [n["id"] for n in shown(board)] == [result["id"]], "a stack", board.page)
    board.focus_stage()
    revision = board.snapshot()["revision"]
    board.press("Alt+ArrowLeft")
    expect(panel).to_contain_text("Version 1 of 2")
    expect(panel).to_contain_text("Seen by you alone: version 2 is current")
    expect(board.page.locator(f'.picture-panel[data-node="{source["id"]}"]')).to_be_visible()
    board.press("Escape")
    expect(panel).to_contain_text("Version 2 of 2")
    panel.get_by_role("button", name="Version 1").click()
    expect(panel).to_contain_text("Version 1 of 2")
    assert board.snapshot()["revision"] == revision
    panel.get_by_role("button", name="Make current").click()
    (current,) = wait_until(
        lambda: [n for n in shown(board) if n["id"] == source["id"]], "the first", board.page
    )
    assert (current["x"], current["y"]) == (result["x"], result["y"])
    board.focus_stage()
    board.press("Alt+ArrowRight", "Alt+Enter")
    wait_until(lambda: [n["id"] for n in shown(board)] == [result["id"]], "the second", board.page)
    panel.get_by_role("button", name="Lay out").click()
    wait_until(lambda: len(shown(board)) == 2, "both", board.page)
    board.focus_stage()
    board.press("Control+z")
    wait_until(lambda: [n["id"] for n in shown(board)] == [result["id"]], "undone", board.page)
    board.press("Escape", "Escape")
    board.click(result)
    board.press("Delete")
    wait_until(lambda: board.pictures() == [], "the whole stack gone", board.page)
    board.press("Control+z")
    wait_until(lambda: len(board.pictures()) == 2, "the whole stack back", board.page)
    assert len(shown(board)) == 1
    assert board.errors == []


def test_an_edit_of_a_stack_lies_on_it(versions: tuple[BoardPage, Node, Node]) -> None:
    board, _, result = versions
    board.press("Control+k")
    board.page.keyboard.type("stack versions")
    board.press("Enter")
    wait_until(lambda: len(shown(board)) == 1, "a stack", board.page)
    board.fit()
    board.focus_stage()
    newest = edit(board, result, "make it dark green")
    (current,) = shown(board)
    assert current["id"] == newest["id"]
    assert (current["x"], current["y"]) == (result["x"], result["y"])
    panel = board.page.get_by_role("region", name="Versions")
    expect(panel).to_contain_text("Version 3 of 3")
    board.focus_stage()
    board.press("Control+z")
    wait_until(lambda: [n["id"] for n in shown(board)] == [result["id"]], "undone", board.page)
    assert board.errors == []
