"""Journey 5: a link opens one board to look at, and nothing else, until it is revoked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.board_page import BoardPage, wait_until
from tests.browser.server import Server


@pytest.fixture
def board(server: Server, owner: Page) -> BoardPage:
    """The sample board, instead of an empty one: it has pictures."""
    # Other journeys have made more boards since than the first page shows.
    owner.goto(f"{server.url}/?every=1")
    owner.locator("a[href^='/boards/']").filter(has_text="First steps").first.click()
    return BoardPage(owner).wait_ready()


def make_link(board: BoardPage) -> str:
    board.page.get_by_role("button", name="Share").click()
    dialog = board.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Create link").click()
    field = dialog.locator("input[readonly]").first
    expect(field).to_be_visible()
    return field.input_value()


def test_guest_sees_the_board_live_and_can_change_nothing(
    server: Server, board: BoardPage, new_context: Callable[..., BrowserContext]
) -> None:
    link = make_link(board)
    board.press("Escape")
    guest = BoardPage(new_context().new_page())
    guest.page.goto(link)
    guest.wait_ready()
    asset = board.pictures()[0]["asset"]

    assert guest.page.request.get(f"{server.url}/assets/{asset}/512").ok
    expect(guest.page.locator("#tool-rail, #prompt-bar")).to_have_count(0)
    before = board.snapshot()
    guest.fit()
    guest.click(before["nodes"][0])
    guest.press("Delete", "ArrowRight", "n")

    picture = board.pictures()[0]
    board.select(picture)
    board.press("ArrowRight")
    board.wait_saved()

    def guest_has_it() -> bool:
        nodes = {node["id"]: node for node in guest.snapshot()["nodes"]}
        return bool(nodes[picture["id"]]["x"] == picture["x"] + 1)

    wait_until(guest_has_it, "the change to reach the guest", guest.page)
    assert len(board.nodes()) == len(before["nodes"])

    shown = guest.page.evaluate("window.bench.count()")
    for count in (shown - 1, shown):
        board.press("Control+Shift+H")
        wait_until(
            lambda count=count: guest.page.evaluate("window.bench.count()") == count,
            f"{count} things on the guest's page",
            guest.page,
        )
    assert guest.errors == []


def test_guest_lists_what_is_shown_and_is_offered_no_editing(
    board: BoardPage, new_context: Callable[..., BrowserContext]
) -> None:
    link = make_link(board)
    board.press("Escape")
    note = board.nodes("note")[0]
    board.select(note)
    board.press("Control+Shift+H")
    board.wait_saved()
    guest = BoardPage(new_context().new_page())
    guest.page.goto(link)
    guest.wait_ready().press("Shift+L")
    view = guest.page.get_by_role("region", name="List view")
    expect(view.get_by_role("status")).to_have_text(f"{len(board.nodes()) - 1} things")
    expect(view.get_by_role("columnheader", name="Prompt")).to_be_hidden()
    guest.press("Control+k")
    palette = guest.page.get_by_role("dialog")
    expect(palette.get_by_role("option", name="Zoom in")).to_be_visible()
    expect(palette.get_by_role("option", name="Delete")).to_have_count(0)
    guest.press("Escape", "Shift+L")
    guest.focus_stage()
    guest.press("Delete", "m", "Control+g", "Alt+ArrowLeft")
    assert guest.errors == []
    board.press("Control+z")
    board.wait_saved()


def test_guest_reaches_no_other_board_and_none_of_its_files(
    server: Server, board: BoardPage, new_context: Callable[..., BrowserContext]
) -> None:
    link = make_link(board)
    sample_picture = board.pictures()[0]
    board.page.goto(server.url)
    board.page.get_by_role("button", name="New board").first.click()
    board.page.wait_for_url("**/boards/**")
    other = BoardPage(board.page).wait_ready()
    other_url = other.page.url
    other.generate("red hills")
    other.wait_for_nodes(lambda nodes: any(n["kind"] == "image" for n in nodes), "a picture")
    foreign = other.pictures()[0]["asset"]

    guest = new_context().new_page()
    guest.goto(link)

    assert guest.request.get(f"{server.url}/assets/{sample_picture['asset']}/512").status == 200
    assert guest.request.get(f"{server.url}/assets/{foreign}/512").status == 404
    assert guest.request.get(other_url).status == 404
    assert guest.request.get(other_url + "snapshot").status == 404
    answer = guest.goto(server.url)
    assert answer is not None
    assert "/sign-in/" in guest.url


def test_revoking_cuts_off_the_open_page(
    server: Server, board: BoardPage, new_context: Callable[..., BrowserContext]
) -> None:
    link = make_link(board)
    guest = BoardPage(new_context().new_page())
    guest.page.goto(link)
    guest.wait_ready()
    asset = board.pictures()[0]["asset"]

    board.page.get_by_role("dialog").get_by_role("switch").first.click()

    expect(guest.page.get_by_text("This link was closed").first).to_be_visible(timeout=2_000)
    assert guest.page.request.get(f"{server.url}/assets/{asset}/512").status == 404
    answer = guest.page.goto(link)
    assert answer is not None
    assert answer.status == 410
