"""Journey J12: two designers with accounts of their own on one board, and thirty who look on.

Its other steps: viewers without edit tools (1) are in test_home.py and test_sharing.py, faces that
come and go in test_board.py; following (2) and who masks what (3) in test_company.py.
"""

import asyncio
import threading
from collections.abc import Callable
from statistics import median

import pytest
from playwright.sync_api import BrowserContext, expect
from websockets.asyncio.client import connect
from websockets.typing import Origin

from tests.browser.board_page import BoardPage, wait_until
from tests.browser.people import invitation, join
from tests.browser.server import Server
from tests.browser.test_arranging import box, frame, lay, named, place, pull, wait_place
from tests.browser.test_sharing import make_link

VIEWERS = 30


@pytest.fixture
def ada(server: Server, board: BoardPage, new_context: Callable[..., BrowserContext]) -> BoardPage:
    """Another designer, on the owner's board."""
    owner = new_context(signed_in_by=server).new_page()
    owner.goto(server.url)
    other = BoardPage(new_context().new_page())
    join(other.page, invitation(owner), "Ada")
    other.page.goto(board.page.url)
    other.wait_ready()
    expect(board.page.locator("#people").get_by_role("button", name="Follow Ada")).to_be_visible()
    return other


def look_at_the_same(*boards: BoardPage) -> None:
    for board in boards:
        board.page.evaluate("window.bench.setView(-200, -200, 1)")
        board.wait_still()


def rename(board: BoardPage, name: str, to: str) -> None:
    x, y = named(board, name)["x"], named(board, name)["y"]
    board.page.mouse.click(*board.to_screen(x, y + 50))
    board.press("F2")
    field = board.page.get_by_role("textbox", name="Name", exact=True)
    field.fill(to)
    field.press("Enter")
    board.wait_saved()


def names(board: BoardPage) -> list[str]:
    return [node["name"] for node in board.nodes()]


def test_who_is_overwritten_is_told_and_may_have_it_back(board: BoardPage, ada: BoardPage) -> None:
    lay(board, [frame("Hero", 0, 0, 300, 200)])
    look_at_the_same(board, ada)
    rename(board, "Hero", "Hero of spring")
    rename(ada, "Hero of spring", "Spring")

    toast = board.page.locator("#toasts .toast", has_text="Use mine")
    expect(toast).to_contain_text("Ada changed the frame name “Hero of spring” just after you.")
    assert names(ada) == ["Spring"]
    expect(ada.page.locator("#toasts .toast", has_text="Use mine")).to_have_count(0)
    toast.get_by_role("button", name="Use mine").click()
    wait_until(lambda: names(ada) == ["Hero of spring"], "the own name again", ada.page)
    assert board.errors == ada.errors == []


def test_two_drags_at_one_moment_stay_and_undo_takes_back_ones_own(
    board: BoardPage, ada: BoardPage
) -> None:
    lay(board, [box("a", 0, 0), box("b", 200, 0)])
    look_at_the_same(board, ada)
    hands = [(board, 50.0), (ada, 250.0)]
    for one, x in hands:
        one.page.mouse.move(*one.to_screen(x, 50))
        one.page.mouse.down()
        one.page.keyboard.down("Control")  # no snapping
    for y in (80, 120, 160, 200):
        for one, x in hands:
            one.page.mouse.move(*one.to_screen(x, y))
    for one, _ in hands:
        one.page.mouse.up()
        one.page.keyboard.up("Control")

    wait_place(board, "a", 0, 150)
    wait_place(board, "b", 200, 150)
    for one, _ in hands:
        one.wait_saved()

    board.press("Control+z")
    wait_place(ada, "a", 0, 0)
    assert place(ada, "b") == (200, 150)
    ada.press("Control+z")
    wait_place(board, "b", 200, 0)
    assert place(board, "a") == (0, 0)
    assert board.errors == ada.errors == []


def test_a_finished_generation_is_not_taken_back(board: BoardPage) -> None:
    lay(board, [box("a", 0, 0)])
    board.page.get_by_role("button", name="One fewer").click(click_count=3)
    board.generate("a mug")
    (picture,) = wait_until(board.pictures, "the picture", board.page)
    board.focus_stage()
    board.press("Control+z", "Control+z")

    wait_until(lambda: [n["id"] for n in board.nodes()] == [picture["id"]], "undo", board.page)
    assert board.errors == []


class Viewers:
    """Guests of a share link, each at a socket. They run in a thread of their own: Playwright's
    loop fills ours."""

    def __init__(self, url: str, *, origin: str, cookie: str) -> None:
        self.frames: list[list[str]] = [[] for _ in range(VIEWERS)]
        self._url, self._origin, self._cookie = url, origin, cookie
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._all(),))
        self._thread.start()

    async def _all(self) -> None:
        watching = [asyncio.ensure_future(self._watch(frames)) for frames in self.frames]
        await self._end.wait()
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)

    async def _watch(self, frames: list[str]) -> None:
        headers = {"Cookie": self._cookie}
        async with connect(
            self._url, origin=Origin(self._origin), additional_headers=headers
        ) as socket:
            await socket.send('{"type": "hello"}')
            async for text in socket:
                frames.append(str(text))

    def all_have(self, *words: str) -> bool:
        """Has every one of them got a frame with all of these in it?"""
        return all(
            any(all(word in frame for word in words) for frame in list(frames))
            for frames in self.frames
        )

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()
        self._loop.close()


# When this window said, or first heard, how far a drag has come: by its dx, in ms of the clock.
NOTE_DRAGS = """
  window.drags = {};
  const note = (text) => {
    const now = performance.timeOrigin + performance.now();
    for (const [, dx] of String(text).matchAll(/"drag":\\{[^}]*?"dx":(-?[0-9.]+)/g)) {
      window.drags[Number(dx)] ??= now;
    }
  };
  window.WebSocket = class extends WebSocket {
    constructor(...parts) {
      super(...parts);
      this.addEventListener('message', ({ data }) => note(data));
    }
    send(text) {
      note(text);
      super.send(text);
    }
  };
"""


def test_a_drag_reaches_the_other_while_thirty_look_on(
    server: Server, board: BoardPage, ada: BoardPage, new_context: Callable[..., BrowserContext]
) -> None:
    lay(board, [box("a", 0, 0)])
    board.wait_saved()
    link = make_link(board)
    guest = BoardPage(new_context().new_page())
    guest.page.goto(link)
    guest.wait_ready()
    (cookie,) = [one for one in guest.page.context.cookies() if one.get("name") == "sessionid"]
    socket = guest.config["urls"]["socket"]
    for one in (board, ada):
        one.page.add_init_script(NOTE_DRAGS)
        one.page.reload()
        one.wait_ready()
    look_at_the_same(board, ada)
    viewers = Viewers(
        server.url.replace("http", "ws") + socket,
        origin=server.url,
        cookie=f"sessionid={cookie.get('value')}",
    )
    try:
        wait_until(lambda: viewers.all_have('"welcome"'), "thirty to be welcome", board.page)
        board.focus_stage()
        pull(board, (50, 50), (350, 250), steps=60)
        wait_place(board, "a", 300, 200)
        node = named(board, "a")["id"]
        has_moved = ('"ops"', node, '"x":300')
        wait_until(lambda: viewers.all_have(*has_moved), "all to have the move", board.page)
    finally:
        viewers.close()
    said, heard = (one.page.evaluate("window.drags") for one in (board, ada))
    late = sorted(heard[dx] - said[dx] for dx in heard.keys() & said.keys())
    assert len(late) > 10, "the drag is seen while it goes on"
    print(f"{VIEWERS} look on: a drag is with the other after {median(late):.0f} ms in the middle")
    print(f"and {late[-1]:.0f} ms at most, of {len(late)} steps")
    assert board.errors == ada.errors == []
