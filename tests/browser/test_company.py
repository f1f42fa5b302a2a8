"""In company: following, calling, presenting, chatting and masking beside each other."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.board_page import BoardPage, wait_until
from tests.browser.server import Server


@pytest.fixture
def colleague(
    server: Server, board: BoardPage, new_context: Callable[..., BrowserContext]
) -> BoardPage:
    """A second window on the board of the first."""
    other = BoardPage(new_context(signed_in_by=server).new_page())
    other.page.goto(board.page.url)
    other.wait_ready()
    expect(other.page.locator("#people .person")).to_have_count(2)
    return other


def face_of_the_other(board: BoardPage) -> Locator:
    return board.page.locator("#people").get_by_role("button", name="Follow")


def same_view(one: BoardPage, two: BoardPage) -> bool:
    pairs = zip(one.view(), two.view(), strict=True)
    return all(abs(first - second) < 3 / one.view()[2] for first, second in pairs)


def test_following_goes_along_until_i_move(board: BoardPage, colleague: BoardPage) -> None:
    board.page.evaluate("window.bench.setView(900, -400, 0.5)")
    face_of_the_other(colleague).click()
    pill = colleague.page.locator("#following")
    expect(pill).to_contain_text("Following")
    wait_until(lambda: same_view(board, colleague), "the view to be theirs", colleague.page)

    board.page.evaluate("window.bench.setView(-3000, 200, 1.5)")
    wait_until(lambda: same_view(board, colleague), "the view to go along", colleague.page)

    colleague.page.mouse.move(300, 250)
    colleague.page.mouse.wheel(0, 120)
    expect(pill).to_be_hidden()
    board.page.evaluate("window.bench.setView(0, 0, 1)")
    assert not same_view(board, colleague)

    face_of_the_other(colleague).click()
    expect(pill).to_be_visible()
    colleague.focus_stage()
    colleague.press("Escape")
    expect(pill).to_be_hidden()
    assert board.errors == colleague.errors == []


def test_the_followed_one_leaves_and_nobody_follows_in_circles(
    board: BoardPage, colleague: BoardPage
) -> None:
    face_of_the_other(colleague).click()
    expect(colleague.page.locator("#following")).to_be_visible()
    face_of_the_other(board).click()
    expect(board.page.locator("#toasts")).to_contain_text("follows you")
    expect(board.page.locator("#following")).to_be_hidden()

    board.page.close()

    expect(colleague.page.locator("#following")).to_be_hidden()
    expect(colleague.page.locator("#toasts")).to_contain_text("left the board")


def test_jump_to_and_bring_everyone_here(board: BoardPage, colleague: BoardPage) -> None:
    board.page.evaluate("window.bench.setView(500, 500, 1)")
    face_of_the_other(colleague).click(button="right")
    colleague.page.get_by_role("button", name="Jump to").click()
    wait_until(lambda: same_view(board, colleague), "the jump", colleague.page)
    expect(colleague.page.locator("#following")).to_be_hidden()
    before = colleague.view()

    board.page.evaluate("window.bench.setView(-900, 0, 1)")
    board.page.locator("#people").get_by_role("button", name="you").click()
    board.page.get_by_role("button", name="Bring everyone here").click()

    expect(colleague.page.locator("#following")).to_be_visible()
    wait_until(lambda: same_view(board, colleague), "everyone to come", colleague.page)
    colleague.page.get_by_role("button", name="Go back").click()
    expect(colleague.page.locator("#following")).to_be_hidden()
    assert colleague.view() == pytest.approx(before)
