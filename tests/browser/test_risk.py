"""J15: unknown rights raise a picture, two others approve it, and the audit holds it all."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.board_page import BoardPage
from tests.browser.people import PASSWORD, join
from tests.browser.server import Server
from tests.factories import picture_bytes


def come_in(owner: Page, page: Page, role: str, name: str) -> None:
    """By an invitation to that role. `owner` stands on the page of the members."""
    owner.get_by_label("Role", exact=True).select_option(role)
    owner.get_by_role("button", name="Create link").click()
    address = owner.locator("#invite-address")
    expect(address).to_be_visible()
    join(page, address.input_value(), name)
    owner.reload()


def chip(board: BoardPage, section: str, words: str) -> None:
    title = board.page.get_by_role("heading", name=section)
    expect(title.locator(".chip")).to_have_text(words)


def approve(board: BoardPage) -> None:
    checklist = board.page.get_by_role("group", name="Rights checklist")
    for words in ("The rights", "Everybody shown", "Logos"):
        checklist.get_by_label(words).check()
    board.page.get_by_label("Your password, to approve").fill(PASSWORD)
    board.page.get_by_role("button", name="Approve", exact=True).click()


@pytest.mark.own_server  # alters the workspace's audit, which is everybody's
def test_a_picture_of_unknown_rights_takes_two_others(
    server: Server, board: BoardPage, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    file = tmp_path / "beach.png"
    file.write_bytes(picture_bytes(320, 240, seed=15))
    picture = board.upload(file)
    board.wait_saved()
    board.select(picture)
    page, address = board.page, board.page.url
    expect(page.get_by_text("Rights of beach are unknown")).to_be_visible()
    chip(board, "Risk", "High")
    page.get_by_role("button", name="Submit for approval").click()
    chip(board, "Approval", "In review 0/2")
    expect(page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    expect(page.get_by_text("You made this picture")).to_be_visible()

    page.goto(server.url)
    page.get_by_role("link", name="Members", exact=True).click()
    for role, name in (("lead", "Leo"), ("reviewer", "Lena")):
        other = new_context().new_page()
        come_in(page, other, role, name)
        other.goto(address)
        theirs = BoardPage(other).wait_ready()
        theirs.select(picture)
        approve(theirs)
        chip(theirs, "Approval", "In review 1/2" if name == "Leo" else "Approved")

    page.get_by_role("link", name="Audit").click()
    expect(page.locator("#entries li", has_text="Decided on")).to_have_count(2)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("are as they were written")).to_be_visible()
    with sqlite3.connect(server.data / "anchorboard.sqlite3") as database:
        (row,) = database.execute(
            "SELECT MAX(number) FROM canvas_auditentry WHERE verb = 'decided'"
        ).fetchone()
        told = database.execute(
            "SELECT id, subject FROM canvas_auditentry WHERE number = ?", (row,)
        ).fetchone()
        database.execute("UPDATE canvas_auditentry SET subject = 'x' WHERE id = ?", told[:1])
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text(f"Entry {row} was altered")).to_be_visible()
    with sqlite3.connect(server.data / "anchorboard.sqlite3") as database:
        database.execute("UPDATE canvas_auditentry SET subject = ? WHERE id = ?", told[::-1])
