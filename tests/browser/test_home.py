"""Journeys around the boards: live cards, projects by drag, search, and coming in by invitation."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.board_page import BoardPage, wait_until
from tests.browser.people import invitation, join
from tests.browser.server import Server


def cover_address(page: Page, board_id: str) -> str:
    return page.locator(f"#cover-{board_id} img").get_attribute("src") or ""


def make_project(page: Page, name: str) -> None:
    page.get_by_role("button", name="New project").click()
    page.get_by_role("dialog").get_by_label("Name").fill(name)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_a_card_follows_its_board_without_a_reload(
    server: Server, board: BoardPage, new_context: Callable[..., BrowserContext]
) -> None:
    board_id = board.config["board"]["id"]
    home = new_context(signed_in_by=server).new_page()
    home.goto(server.url)
    card = home.locator(f"#board-{board_id}")
    expect(card.locator(".face")).to_have_count(1)
    expect(card.locator("img")).to_have_count(0)

    board.press("n")
    board.page.mouse.click(700, 400)
    board.page.keyboard.type("Warmer light")
    board.press("Escape")
    board.wait_saved()

    shown = card.locator(".drawn img")
    expect(shown).to_be_visible()
    loaded = "(image) => image.complete && image.naturalWidth === 576"
    wait_until(lambda: shown.evaluate(loaded), "the thumbnail to be drawn", home)
    expect(card.locator("time")).to_have_text("edited just now")
    board.page.goto(server.url)
    expect(card.locator(".face")).to_have_count(0)


def test_a_board_is_dragged_into_a_project(server: Server, board: BoardPage) -> None:
    board_id = board.config["board"]["id"]
    page = board.page
    page.goto(server.url)
    make_project(page, "Drag target")
    expect(page.get_by_text("No boards in Drag target yet")).to_be_visible()
    page.goto(server.url)

    place = page.locator("#nav-lists").get_by_role("link", name=re.compile("Drag target"))
    page.locator(f"#board-{board_id} .cover").drag_to(place)

    expect(place).to_contain_text("1")
    place.click()
    expect(page.locator(f"#board-{board_id}")).to_be_visible()
    page.locator(f"#board-{board_id}").hover()
    page.locator(f"#board-{board_id} summary").click()
    page.get_by_role("button", name="Move to project").click()
    page.get_by_role("dialog").get_by_role("button", name="Out of its project").click()
    expect(page.get_by_text("No boards in Drag target yet")).to_be_visible()


def test_a_card_is_renamed_in_place(server: Server, board: BoardPage) -> None:
    board_id = board.config["board"]["id"]
    page = board.page
    page.goto(server.url)
    card = page.locator(f"#board-{board_id}")
    card.hover()
    card.locator("summary").click()
    card.get_by_role("button", name="Rename").click()
    field = card.get_by_role("textbox", name="Title")
    expect(field).to_be_focused()
    field.press("Escape")
    expect(card.get_by_role("heading")).to_have_text("Untitled board")

    card.hover()
    card.locator("summary").click()
    card.get_by_role("button", name="Rename").click()
    card.get_by_role("textbox", name="Title").fill("Renamed on its card")
    card.get_by_role("textbox", name="Title").press("Enter")

    expect(card.get_by_role("heading")).to_have_text("Renamed on its card")


def test_search_by_keyboard_opens_the_board_at_the_thing(server: Server, board: BoardPage) -> None:
    board.press("n")
    board.page.mouse.click(700, 400)
    board.page.keyboard.type("Giraffe in the hall")
    board.press("Escape")
    board.wait_saved()
    note = board.nodes("note")[0]
    page = board.page
    page.goto(server.url)

    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("giraffe")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/boards/**?node={note['id']}")
    again = BoardPage(page).wait_ready()
    again.wait_still()
    assert page.evaluate("window.bench.selectedCount()") == 1
    x, y = again.middle(note)
    assert 300 < x < 1100 and 100 < y < 800


def test_invited_then_narrowed_then_removed(
    server: Server, board: BoardPage, new_context: Callable[..., BrowserContext]
) -> None:
    owner = new_context(signed_in_by=server).new_page()
    owner.on("dialog", lambda dialog: dialog.accept())
    owner.goto(server.url)
    guest = BoardPage(new_context().new_page())
    join(guest.page, invitation(owner), "Zoe")

    guest.page.goto(board.page.url)
    guest.wait_ready()
    expect(guest.page.locator("#tool-rail")).to_be_visible()
    expect(board.page.locator("#people")).to_contain_text("Z")

    owner.reload()
    row = owner.locator(".person").filter(has_text="Zoe").first
    row.get_by_role("combobox").select_option("viewer")
    expect(guest.page.locator("#tool-rail")).to_have_count(0)
    expect(guest.page.get_by_text("Your role on this board is now viewer")).to_be_visible()
    guest.wait_ready()

    row.get_by_role("button", name="Remove Zoe").click()
    told = guest.page.get_by_text("You no longer have access to this board").first
    expect(told).to_be_visible(timeout=2_000)
    guest.page.goto(server.url)
    expect(guest.page.get_by_text("You are in no workspace")).to_be_visible()
    assert guest.errors == []
