"""Journey J14: a comment is drawn, becomes a mask, is answered by a version and resolved."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.board_page import BoardPage, wait_until
from tests.browser.people import invitation, join
from tests.browser.server import Server
from tests.factories import picture_bytes


def middle_of(pin: Locator) -> tuple[float, float]:
    box = pin.bounding_box()
    assert box is not None
    return box["x"], box["y"] + box["height"]


def test_a_drawn_comment_becomes_a_version_and_is_resolved(
    server: Server,
    board: BoardPage,
    new_context: Callable[..., BrowserContext],
    tmp_path: Path,
) -> None:
    page = board.page
    file = tmp_path / "mug.png"
    file.write_bytes(picture_bytes(640, 480))
    picture = board.upload(file)
    board.fit()
    owner = new_context(signed_in_by=server).new_page()
    owner.goto(server.url)
    ada = BoardPage(new_context().new_page())
    join(ada.page, invitation(owner), "Ada")
    ada.page.goto(page.url)
    ada.wait_ready()

    # 1: a loop round the handle, with words and a name.
    board.press("c")
    x, y = board.to_screen(
        picture["x"] + picture["width"] / 4, picture["y"] + picture["height"] / 2
    )
    page.mouse.move(x, y)
    page.mouse.down()
    for dx, dy in ((60, -40), (120, 0), (120, 60), (60, 90), (0, 50)):
        page.mouse.move(x + dx, y + dy, steps=6)
    page.mouse.up()
    card = page.locator("#comment-card")
    card.get_by_label("Comment").fill("too thick, make thinner ")
    page.keyboard.type("@Ad")
    expect(card.get_by_role("option", name="Ada")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(card.get_by_text("too thick, make thinner @Ada")).to_be_visible()
    page.keyboard.press("Escape")
    pin = page.get_by_role("button", name=re.compile("^Comment 1 of"))
    assert abs(middle_of(pin)[0] - x) < 3
    assert abs(middle_of(pin)[1] - y) < 3

    # 2: Ada is told, goes to it by the list and makes a mask of it.
    expect(ada.page.locator("[data-comment-count]")).to_have_text("1")
    ada.page.get_by_role("button", name="Comments, 1 unread").click()
    ada.page.locator("#comment-list").get_by_role("button").click()
    expect(ada.page.locator("[data-comment-count]")).to_be_hidden()
    ada.page.get_by_role("button", name="Turn drawing into mask").click()
    expect(ada.page.locator("#mask-prompt")).to_have_value("too thick, make thinner")
    expect(ada.page.locator("[data-hud]")).to_contain_text("Mask ")

    # 3: what comes of it is said in the thread.
    ada.page.locator("[data-mask-form]").get_by_role("radio", name="1", exact=True).click()
    ada.press("Control+Enter")
    wait_until(
        lambda: [one for one in ada.nodes("image") if one.get("candidate_of")],
        "the result",
        ada.page,
    )
    ada.page.get_by_role("option", name=re.compile("^Result 1")).click()
    accept = ada.page.get_by_role("button", name=re.compile("^Accept 1"))
    expect(accept).to_be_enabled()
    ada.press("Enter")
    pin.first.click()
    expect(card.locator(".proposal")).to_contain_text("proposed version 2")

    # 4: resolved it is grey, and on the version it is "from v1".
    card.get_by_role("button", name="Resolve").click()
    expect(pin.first).to_have_class(re.compile("resolved"))
    page.keyboard.press("Escape")
    board.fit()
    expect(pin).to_have_count(2)
    expect(pin.filter(has_text="from v1")).to_have_count(1)

    # 5: it moves with its picture; from afar the two are one.
    first = pin.filter(has_not_text="from v1")
    before = middle_of(first)
    start = board.middle(picture)
    board.drag(start, (start[0] + 30, start[1] + 80))
    wait_until(lambda: round(middle_of(first)[1] - before[1]) == 80, "the pin to follow", page)
    page.evaluate("window.bench.setView(-4000, -4000, 0.02)")
    expect(page.get_by_role("button", name="2 comments")).to_be_visible()
    board.fit()

    # 6: without its picture it is kept in the list.
    board.click(next(n for n in board.pictures() if n["id"] == picture["id"]))
    board.press("Delete")
    page.get_by_role("button", name="Comments", exact=True).click()
    expect(page.locator("#comment-list")).to_contain_text("picture in trash")
    assert board.errors == ada.errors == []
