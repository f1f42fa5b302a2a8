"""`python -m tests.bench.masking`: what painting a mask takes, in a real headless Chromium.

The real server and page, a picture of 4096 x 4096 px, strokes of a brush by real input events.
`ms`: CPU of all browser processes a frame (/proc). `frame`: the median and the 95th percentile of
the time from one frame to the next, ms; the display's own is 16.7. `drop`: frames that were shown
for longer than that, in %. `end`: the longest task of the page when the stroke is let go, ms.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.bench.board import EVENTS, WATCH, Desk
from tests.bench.processes import browser_pid, cpu_ms
from tests.browser.board_page import BoardPage, wait_until
from tests.browser.conftest import QUIET, chromium_path
from tests.browser.server import Server

SIZES = (60, 240, 1000)
"""px of the picture: the brush's diameters."""
LONG_TASKS = """
() => {
  window.longest = 0;
  new PerformanceObserver((list) => {
    window.longest = Math.max(window.longest, ...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: 'longtask' });
}
"""


def picture(folder: Path, side: int) -> Path:
    """Smooth colour with some grain."""
    y, x = np.mgrid[:side, :side]
    smooth = np.stack([x * 200 / side, y * 200 / side, (x + y) * 100 / side], axis=-1)
    grain = np.random.default_rng(3).integers(0, 20, (side, side, 1))
    path = folder / "large.jpg"
    Image.fromarray((smooth + grain).astype(np.uint8)).save(path, quality=85)
    return path


def paint(desk: Desk, profile: str, *, reach: float) -> list[float]:
    """One long stroke across the picture -> the figures of a row. reach: screen px to each side."""
    desk.page.evaluate("() => { window.longest = 0; }")
    button = {"button": "left", "buttons": 1, "clickCount": 1}
    x, y = 520.0, 400.0
    desk.mouse("mouseMoved", x - reach, y)
    desk.mouse("mousePressed", x - reach, y, **button)
    desk.page.evaluate(WATCH)
    before = cpu_ms(browser_pid(profile))
    for number in range(1, EVENTS + 1):
        share = number / EVENTS
        wave = np.sin(share * 12) * reach * 0.6
        desk.mouse("mouseMoved", x - reach + 2 * reach * share, y + wave, button="left", buttons=1)
    spent = cpu_ms(browser_pid(profile)) - before
    times = desk.page.evaluate("window.stopWatching()")
    desk.page.evaluate("() => { window.longest = 0; }")
    desk.mouse("mouseReleased", x + reach, y, **(button | {"buttons": 0}))
    desk.page.wait_for_timeout(400)
    steps = [later - earlier for earlier, later in zip(times, times[1:], strict=False)]
    missed = sum(max(0, round(step * 60 / 1000) - 1) for step in steps)
    tenths = statistics.quantiles(steps, n=20)
    return [
        spent / len(steps),
        statistics.median(steps),
        tenths[-1],
        missed / (missed + len(steps)) * 100,
        float(desk.page.evaluate("() => window.longest")),
    ]


def set_size(board: BoardPage, size: int) -> None:
    shown = board.page.locator("#editor-bar [data-size]")
    key = "[" if int(shown.inner_text().split()[0]) > size else "]"
    wait_until(
        lambda: board.press(key) or _is_past(shown.inner_text(), size, key), "the size", board.page
    )


def _is_past(shown: str, size: int, key: str) -> bool:
    now = int(shown.split()[0])
    return now <= size if key == "[" else now >= size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=4096, help="px of the picture's side")
    parser.add_argument("--masks", type=int, nargs="+", default=[1, 4], help="masks at a time")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        server = Server(folder / "data")
        server.start()
        profile = str(folder / "profile")
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium_path(),
            args=QUIET,
            viewport={"width": 1440, "height": 900},
        )
        try:
            page = context.new_page()
            page.goto(server.sign_in_url)
            page.get_by_role("button", name="New board").first.click()
            page.wait_for_url("**/boards/**")
            board = BoardPage(page).wait_ready()
            board.select(board.upload(picture(folder, asked.side)))
            board.press("m")
            board.wait_still()
            page.evaluate(LONG_TASKS)
            print(f"{asked.side} x {asked.side} px")
            print(f"{'':22}{'ms':>7}{'frame':>7}{'95 %':>7}{'drop %':>8}{'end':>7}")
            desk = Desk(page, profile)
            for count in asked.masks:
                while page.locator("[data-masks] li").count() < count:
                    page.get_by_role("button", name="Add a mask").click()
                    board.press("b")
                    paint(desk, profile, reach=100)
                for size in SIZES:
                    set_size(board, size)
                    paint(desk, profile, reach=250)  # the first of a size is warming up
                    row = paint(desk, profile, reach=300)
                    label = f"{count} mask{'s' if count > 1 else ''}, brush {size} px"
                    print(f"{label:22}" + "".join(f"{value:7.1f}" for value in row), flush=True)
        finally:
            context.close()
            server.stop()


if __name__ == "__main__":
    main()
