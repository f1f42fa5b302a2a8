"""Journey 1: one command, one address, and everything is there, also the second time."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.board_page import BoardPage
from tests.browser.server import Server

PASSWORD = "long enough to remember"


@pytest.mark.own_server
def test_printed_address_signs_in_and_shows_a_sample_board(owner: Page) -> None:
    board = owner.locator("a[href^='/boards/']").first
    expect(board).to_be_visible()

    board.click()

    shown = BoardPage(owner).wait_ready()
    assert len(shown.pictures()) >= 1
    assert shown.nodes("note")
    frames = {node["id"] for node in shown.nodes("frame")}
    assert {node["parent"] for node in shown.pictures() + shown.nodes("note")} == frames
    assert shown.errors == []


@pytest.mark.own_server
def test_one_time_address_works_once(
    server: Server, owner: Page, new_context: Callable[..., BrowserContext]
) -> None:
    stranger = new_context().new_page()

    answer = stranger.goto(server.sign_in_url)

    assert answer is not None
    assert answer.status == 410
    expect(stranger.locator("a[href^='/boards/']")).to_have_count(0)


@pytest.mark.own_server
def test_second_start_finds_everything_and_a_password_signs_in(
    server: Server, owner: Page, new_context: Callable[..., BrowserContext]
) -> None:
    owner.goto(server.url + "/account/")
    owner.get_by_role("textbox", name="E-mail").fill("owner@example.com")
    owner.get_by_role("button", name="Save").click()
    for field in owner.locator("input[type=password]").all():
        field.fill(PASSWORD)
    owner.get_by_role("button", name="Set password").click()
    expect(owner.get_by_role("button", name="Change password")).to_be_visible()
    owner.goto(server.url)
    boards = owner.locator("a[href^='/boards/']").count()

    server.kill()
    server.start()

    page = new_context().new_page()
    page.goto(server.url)
    page.get_by_role("textbox", name="E-mail").fill("OWNER@example.com")
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("a[href^='/boards/']")).to_have_count(boards)
    assert "/welcome/" not in server.sign_in_url
