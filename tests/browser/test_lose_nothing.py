"""Journey J11: what was begun is there after a closed tab and a server that does not answer.

Its other steps: pictures that are being made at a reload (1) and at a kill -9 of server and worker
(6) are in test_generation.py; what was deleted (4) and versions (5) in test_keeping.py; edits
before and after a kill -9 and in a closed tab in test_board.py.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.board_page import BoardPage, wait_until
from tests.browser.server import Server
from tests.browser.test_arranging import box, lay, place, pull
from tests.browser.test_board import upload
from tests.browser.test_editing import blue_at, enter_mask


def close_tab(board: BoardPage) -> tuple[BrowserContext, str]:
    """As a person closes it. The browser it was in, and its address."""
    context, url = board.page.context, board.page.url
    with board.page.expect_event("close"):
        board.page.close(run_before_unload=True)
    return context, url


def open_again(closed: tuple[BrowserContext, str]) -> BoardPage:
    context, url = closed
    page = context.new_page()
    page.goto(url)
    return BoardPage(page).wait_ready()


@pytest.mark.own_server
def test_moves_wait_in_plain_words_for_a_server_that_does_not_answer(
    server: Server, board: BoardPage
) -> None:
    lay(board, [box("a", 0, 0)])
    board.wait_saved()
    server.freeze()
    try:
        pull(board, (50, 50), (50, 150))
        # Said after 3 s without an answer.
        waiting = "Not saved yet: 1 change kept"
        expect(board.saved_state).to_have_text(waiting, timeout=15_000)
        # The connection is given up 13 s after the last word.
        expect(board.saved_state).to_have_text("Offline: 1 change kept", timeout=30_000)
        pull(board, (50, 150), (150, 150))
        expect(board.saved_state).to_have_text("Offline: 2 changes kept")
    finally:
        server.thaw()

    expect(board.saved_state).to_have_text("Saved", timeout=15_000)
    assert place(board, "a") == (100, 100)
    board.page.reload()
    board.wait_ready()
    assert place(board, "a") == (100, 100)
    assert board.errors == []


@pytest.mark.own_server
def test_a_text_that_is_being_written_survives_a_closed_tab_without_a_server(
    server: Server, board: BoardPage
) -> None:
    board.focus_stage()
    board.press("n")
    board.page.mouse.click(400, 300)
    board.page.keyboard.type("Keep the steam")
    board.wait_for_nodes(lambda nodes: len(nodes) == 1, "the note")
    server.kill()
    expect(board.saved_state).to_contain_text("Offline")
    board.page.keyboard.type(", no hands")
    closed = close_tab(board)

    server.start()
    again = open_again(closed)

    (note,) = again.wait_for_nodes(lambda nodes: nodes[0]["text"], "the text")
    assert note["text"] == "Keep the steam, no hands"
    assert again.errors == []


def test_a_text_that_is_being_written_survives_a_closed_tab(board: BoardPage) -> None:
    board.focus_stage()
    board.press("t")
    board.page.mouse.click(400, 300)
    board.page.keyboard.type("Keep the steam")

    again = open_again(close_tab(board))

    (text,) = again.wait_for_nodes(lambda nodes: len(nodes) == 1, "the text")
    assert text["text"] == "Keep the steam"


def test_a_title_that_is_being_written_survives_a_closed_tab(board: BoardPage) -> None:
    board.page.locator("#board-title").click()
    board.page.keyboard.type("Spring hero")

    again = open_again(close_tab(board))

    expect(again.page.locator("#board-title")).to_have_text("Spring hero")
    again.wait_saved()
    assert again.snapshot()["title"] == "Spring hero"


def test_a_mask_that_is_painted_without_a_pause_survives_a_closed_tab(
    board: BoardPage, tmp_path: Path
) -> None:
    (picture,) = upload(board, tmp_path)
    board.select(picture)
    enter_mask(board)
    board.press("b")
    x, y = board.middle(picture)

    def paint_on() -> bool:
        board.drag((x - 30, y), (x + 30, y), steps=3)
        return bool(board.nodes("mask"))

    wait_until(paint_on, "the mask to be kept while it is painted", board.page)
    again = open_again(close_tab(board))

    again.fit()
    asked = again.page.locator("#toasts").get_by_text("Restore unfinished mask from")
    expect(asked).to_have_text(re.compile(r"[0-9]{1,2}:[0-9]{2}.*\?$"))
    again.page.get_by_role("button", name="Restore").click()
    expect(again.page.locator("#board")).to_have_attribute("data-mode", "mask")
    again.wait_still()
    middle = again.middle(picture)
    wait_until(lambda: blue_at(again, *middle), "the tint of the mask", again.page)
    expect(again.page.get_by_text("Mask kept")).to_be_visible()
    expect(asked).to_be_hidden()
    again.press("Escape")
    expect(again.page.locator("#board")).to_have_attribute("data-mode", "canvas")
    again.page.reload()
    again.wait_ready()
    again.wait_saved()
    expect(asked).to_be_hidden()
    assert again.errors == []


@pytest.mark.own_server
def test_a_mask_that_was_painted_without_a_server_is_kept_once_it_is_back(
    server: Server, board: BoardPage, tmp_path: Path
) -> None:
    (picture,) = upload(board, tmp_path)
    board.select(picture)
    enter_mask(board)
    server.kill()
    expect(board.saved_state).to_contain_text("Offline")
    board.press("b")
    x, y = board.middle(picture)
    board.drag((x - 30, y), (x + 30, y))
    expect(board.page.get_by_text("Mask not kept yet")).to_be_visible()

    server.start()

    board.wait_for_nodes(lambda nodes: any(n["kind"] == "mask" for n in nodes), "the mask")
    expect(board.page.get_by_text("Mask kept")).to_be_visible()
    assert board.errors == []
