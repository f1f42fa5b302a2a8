"""Fingers on a phone and on a tablet, by the touches that Chromium itself takes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from tests.browser.board_page import BoardPage, wait_until
from tests.browser.server import Server

SIZES = {"phone": {"width": 390, "height": 844}, "tablet": {"width": 1024, "height": 768}}
Touching = Callable[[str, list[tuple[float, float]]], None]


@pytest.fixture
def device(
    request: pytest.FixtureRequest, browser: Browser, server: Server, board: BoardPage
) -> Iterator[tuple[BoardPage, Touching]]:
    """The same board, with one rectangle, on a touch screen of `request.param`'s size."""
    board.focus_stage()
    board.press("r")
    board.drag((300, 250), (500, 400))
    board.wait_for_nodes(lambda nodes: len(nodes) == 1, "a rectangle")
    board.wait_saved()
    context = browser.new_context(
        viewport=SIZES[request.param], has_touch=True, storage_state=server.signed_in
    )
    touched = BoardPage(context.new_page())
    touched.page.goto(board.page.url)
    touched.wait_ready()
    session: CDPSession = context.new_cdp_session(touched.page)

    def touch(kind: str, points: list[tuple[float, float]]) -> None:
        fingers: list[dict[str, Any]] = [
            {"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)
        ]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    yield touched, touch
    context.close()


def swipe(touch: Touching, start: tuple[float, float], end: tuple[float, float]) -> None:
    touch("touchStart", [start])
    for step in range(1, 9):
        share = step / 8
        x = start[0] + (end[0] - start[0]) * share
        touch("touchMove", [(x, start[1] + (end[1] - start[1]) * share)])
    touch("touchEnd", [])


@pytest.mark.parametrize("device", ["phone", "tablet"], indirect=True)
def test_two_fingers_pinch_about_their_middle(device: tuple[BoardPage, Touching]) -> None:
    board, touch = device
    x0, y0, zoom = board.view()
    stage = board.page.locator("#stage").bounding_box()
    assert stage is not None
    world = (x0 + (200 - stage["x"]) / zoom, y0 + (400 - stage["y"]) / zoom)
    touch("touchStart", [(150, 400), (250, 400)])
    for half in (60, 75, 100):
        touch("touchMove", [(200 - half, 400), (200 + half, 400)])
    touch("touchEnd", [])
    wait_until(lambda: board.view()[2] == pytest.approx(zoom * 2), "the zoom", board.page)
    assert board.to_screen(*world) == pytest.approx((200, 400), abs=1.5)
    assert board.errors == []


@pytest.mark.parametrize("device", ["phone"], indirect=True)
def test_on_a_phone_one_finger_moves_the_view_alone(device: tuple[BoardPage, Touching]) -> None:
    board, touch = device
    (before,) = board.nodes()
    x, _, zoom = board.view()
    at = board.middle(before)
    swipe(touch, at, (at[0] + 80, at[1]))
    wait_until(
        lambda: board.view()[0] == pytest.approx(x - 80 / zoom, abs=12 / zoom),
        "the pan",
        board.page,
    )
    assert board.nodes() == [before]


@pytest.mark.parametrize("device", ["tablet"], indirect=True)
def test_on_a_tablet_one_finger_drags_and_a_long_press_opens_the_menu(
    device: tuple[BoardPage, Touching],
) -> None:
    board, touch = device
    (before,) = board.nodes()
    edge = board.to_screen(before["x"] + 2, before["y"] + before["height"] / 2)
    swipe(touch, edge, (edge[0] + 60, edge[1] + 40))

    def has_moved() -> bool:
        (node,) = board.nodes()
        return bool(node["x"] > before["x"] and node["y"] > before["y"])

    wait_until(has_moved, "the rectangle to move", board.page)
    (node,) = board.nodes()
    edge = board.to_screen(node["x"] + 2, node["y"] + node["height"] / 2)
    touch("touchStart", [edge])
    menu = board.page.locator(".context-menu")
    expect(menu).to_be_visible()
    touch("touchEnd", [])
    expect(menu.get_by_role("menuitem", name="Duplicate")).to_be_visible()
    assert board.errors == []
