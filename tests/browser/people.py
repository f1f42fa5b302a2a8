"""More people than the owner: they come in by an invitation, with an account of their own."""

import time

from playwright.sync_api import Page, expect

PASSWORD = "long enough to remember"


def invitation(owner: Page) -> str:
    """A link for one more designer. `owner` stands on the boards page, and on that of the
    people afterwards."""
    owner.get_by_role("link", name="Invite").click()
    owner.get_by_role("button", name="Create link").click()
    return owner.locator("#invite-address").input_value()


def join(page: Page, link: str, name: str) -> None:
    """Makes an account by that link; ends on the boards page."""
    page.goto(link)
    assert "/join/" in page.url and link != page.url
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(f"{name.lower()}-{time.monotonic_ns()}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make account and join").click()
    expect(page.get_by_role("heading", name="All boards")).to_be_visible()
