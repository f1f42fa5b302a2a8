"""Journeys J16 and J17: a stakeholder on a phone, and the links of whoever sends them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.board_page import BoardPage, wait_until
from tests.browser.conftest import WAIT_MS
from tests.browser.server import Server

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
PASSWORD = "orchard-42-lamp"


@pytest.fixture
def phone(browser: Browser) -> Any:
    context = browser.new_context(**PHONE)
    context.set_default_timeout(WAIT_MS)
    yield context
    context.close()


@pytest.fixture
def sample(server: Server, owner: Page) -> BoardPage:
    """The sample board, which has pictures in a frame."""
    owner.goto(f"{server.url}/?every=1")
    owner.locator("a[href^='/boards/']").filter(has_text="First steps").first.click()
    return BoardPage(owner).wait_ready()


def share(board: BoardPage) -> Locator:
    if not board.page.get_by_role("dialog").count():
        board.page.get_by_role("button", name="Share").click()
    return board.page.get_by_role("dialog")


def make_link(board: BoardPage, name: str, *, may: str, sees: str, password: str = "") -> str:
    dialog = share(board)
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.locator("#new-link .seg").get_by_text(may, exact=True).click()
    dialog.get_by_label("Sees").select_option(label=sees)
    dialog.locator("#link-password").fill(password)
    dialog.get_by_role("button", name="Create link").click()
    expect(dialog.get_by_role("status")).to_contain_text(f"The link for {name} is ready")
    return dialog.locator("#new-address").input_value()


class Fingers:
    """Fingers on a page, as the browser's own events: (type, points) after each other."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def __call__(self, *steps: tuple[str, list[tuple[float, float]]]) -> None:
        for kind, points in steps:
            at = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
            event = {"type": kind, "touchPoints": at}
            self._session.send("Input.dispatchTouchEvent", event)


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.own_server  # guests leave notifications behind
def test_a_stakeholder_reviews_on_a_phone(sample: BoardPage, phone: BrowserContext) -> None:
    frame = next(one for one in sample.nodes("frame") if any_picture_in(sample, one["id"]))
    inside = [one for one in sample.pictures() if one["parent"] == frame["id"]]
    link = make_link(
        sample, "Client round 1", may="Review", sees=f"Frame {frame['name']}", password=""
    )
    sample.press("Escape")
    page = phone.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto(link)
    expect(page.locator("input:visible")).to_have_count(1)
    page.get_by_label("Your name").fill("Iris")
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#cards li")).to_have_count(len(inside))
    expect(page.get_by_text(f"0 of {len(inside)} decided")).to_be_visible()

    page.locator("#cards button").first.tap()
    stage, place = page.locator("[data-stage]"), page.locator("[data-place]")
    expect(place).to_have_text(f"1 of {len(inside)}")
    x, y = middle(stage)
    touch = Fingers(page)
    touch(
        ("touchStart", [(x + 100, y)]),
        ("touchMove", [(x, y)]),
        ("touchMove", [(x - 120, y)]),
        ("touchEnd", []),
    )
    expect(place).to_have_text(f"2 of {len(inside)}")
    touch(
        ("touchStart", [(x - 20, y), (x + 20, y)]),
        ("touchMove", [(x - 60, y), (x + 60, y)]),
        ("touchEnd", []),
    )
    expect(stage).to_have_attribute("data-zoomed", "")
    for _ in range(2):
        touch(("touchStart", [(x, y)]), ("touchEnd", []))
    expect(stage).to_have_attribute("data-zoom", "1.00")

    touch(("touchStart", [(x + 30, y - 40)]))
    expect(page.get_by_text("At the pin")).to_be_visible()
    touch(("touchEnd", []))
    words = page.get_by_label("Comment", exact=True)
    words.fill("love th")
    page.reload()  # a locked phone drops the page
    expect(words).to_have_value("love th")
    expect(page.get_by_text("At the pin")).to_be_visible()
    words.fill("love this")
    page.get_by_role("button", name="Send").tap()
    expect(page.locator("[data-threads] p")).to_have_text("love this")
    expect(words).to_have_value("")

    lead = sample.page
    lead.get_by_role("button", name="Comments, 1 unread").click()
    lead.locator("#comment-list").get_by_role("button").click()
    card = lead.locator("#comment-card")
    expect(card.get_by_text("love this")).to_be_visible()
    card.get_by_label("Comment").fill("Thank you, Iris")
    lead.keyboard.press("Enter")
    expect(page.get_by_text("Thank you, Iris")).to_be_visible()

    decision = page.locator("#viewer").get_by_role("button", name="OK with changes")
    decision.tap()
    expect(decision).to_have_attribute("aria-pressed", "true")
    page.set_viewport_size({"width": 844, "height": 390})
    expect(page.get_by_text("Thank you, Iris")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Back to all pictures").tap()
    expect(page.get_by_text(f"1 of {len(inside)} decided")).to_be_visible()
    page.get_by_role("button", name="Review complete").tap()
    expect(page.get_by_text("Review complete, 1 of")).to_be_visible()
    assert errors == []


def any_picture_in(board: BoardPage, frame: str) -> bool:
    return sum(one["parent"] == frame for one in board.pictures()) > 1


@pytest.mark.own_server  # guests leave notifications behind
def test_links_are_made_switched_and_regenerated(
    server: Server,
    sample: BoardPage,
    phone: BrowserContext,
    new_context: Callable[..., BrowserContext],
) -> None:
    client = make_link(sample, "Client", may="Review", sees="All pictures", password=PASSWORD)
    sample.page.get_by_label("Open at my view").check()
    agency = make_link(sample, "Agency", may="View", sees="Whole board, live")
    dialog = share(sample)
    rows = dialog.get_by_role("list", name="Links")
    row = rows.get_by_role("listitem").filter(has_text="Client").first
    expect(row).to_contain_text("Not opened yet")

    page = phone.new_page()
    page.goto(client)
    page.get_by_label("Your name").fill("Iris")
    for _ in range(5):
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert")).to_contain_text("Wait a minute")

    other = new_context().new_page()
    other.goto(agency)
    guest = BoardPage(other).wait_ready()
    expect(guest.page.locator("#tool-rail")).to_have_count(0)
    zoom = sample.view()[2]
    wait_until(lambda: abs(guest.view()[2] - zoom) < 1e-6, "the zoom of the link", guest.page)

    # Another password ends the waiting no sooner; a link without one lets her in.
    row.get_by_role("button", name="Manage").click()
    row.get_by_label("Ask for no password any more").check()
    row.get_by_role("button", name="Save rights").click()
    expect(row.get_by_role("status")).to_contain_text("Saved")
    page.goto(client)
    page.get_by_label("Your name").fill("Iris")
    page.get_by_role("button", name="Open").click()
    picture = page.locator("#cards img").first
    expect(picture).to_be_visible()
    address = page.evaluate("document.querySelector('#cards img').src")
    assert page.request.get(address).ok

    row.get_by_role("switch").click()
    expect(page.get_by_role("heading", name="This link was closed")).to_be_visible(timeout=2_000)
    expect(page.locator("textarea, #cards")).to_have_count(0)
    assert page.request.get(address).status == 410
    row.get_by_role("switch").click()
    expect(row.get_by_role("switch")).to_be_checked()

    def is_open() -> bool:
        # The switch turns before the server has heard of it.
        answer = page.goto(client)
        return answer is not None and answer.ok

    wait_until(is_open, "the link to be open again", page)
    expect(page.locator("#cards img").first).to_be_visible()

    row.get_by_role("button", name="Manage").click()
    expect(row.get_by_text("Iris").first).to_be_visible()
    sample.page.once("dialog", lambda asked: asked.accept())
    row.get_by_role("button", name="New address").click()
    expect(dialog.get_by_role("status")).to_contain_text("The link for Client is ready")
    fresh = dialog.locator("#new-address").input_value()
    expect(page.get_by_role("heading", name="This link was closed")).to_be_visible(timeout=2_000)
    for where, status in ((client, 404), (fresh, 200)):
        answer = page.goto(where)
        assert answer is not None and answer.status == status
