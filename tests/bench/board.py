"""`python -m tests.bench.board`: what drawing a full board takes, in a real headless Chromium.

The real server, the real page, pictures that differ, real input events. Beside each figure stands
the floor's of the same run (`floor.html`): a Canvas2D loop with a cached picture of the view, of
bitmaps it has already, and nothing else: no interface, no people, no loading, no change of level.
`ms`: CPU of all browser processes a frame (/proc); `x`: ours as a multiple of the floor's; `drop`:
frames that the display showed for longer than it should have, in %.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, Route, sync_playwright

from tests.bench.processes import browser_pid, cpu_ms
from tests.browser.conftest import QUIET, chromium_path
from tests.browser.server import ROOT, Server

HERE = Path(__file__).parent
SIDE = 512  # world units of a picture
EVENTS = 120
LOADED_WITHIN_S = 120
LEVELS = (32, 128, 512)

WAIT_STILL = """
async () => {
  for (let still = 0; still < 30; still = bench.sync() ? still + 1 : 0) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
"""
CENTRE = """
(zoom) => {
  bench.fitAll();
  if (zoom === null) return;
  const view = bench.getView();
  const {width, height} = bench.size();
  const x = view.x + width / view.zoom / 2;
  const y = view.y + height / view.zoom / 2;
  bench.setView(x - width / zoom / 2, y - height / zoom / 2, zoom);
}
"""
WATCH = """
() => {
  const times = [];
  window.stopWatching = () => { const all = times; window.stopWatching = null; return all; };
  const tick = (now) => { times.push(now); if (window.stopWatching) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}
"""
# Seconds since the address was asked for: the board is live, its last sheet is here, all is sharp.
OPENING = """
async (withinMs) => {
  const until = async (isSo) => {
    while (!isSo()) {
      if (performance.now() > withinMs) throw new Error('the board did not load');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return performance.now() / 1000;
  };
  const sheets = () => performance.getEntriesByType('resource')
    .filter(({name}) => name.includes('/sheets/') && name.endsWith('.webp'));
  const live = await until(() => window.bench?.ready());
  let sharp = 0;
  for (let still = 0; still < 30; still += 1) {
    if (!bench.sync() || !sheets().length) [sharp, still] = [0, 0];
    await until(() => bench.sync() && sheets().length);
    sharp ||= performance.now() / 1000;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return [live, Math.max(...sheets().map(({responseEnd}) => responseEnd)) / 1000, sharp];
}
"""
# The stage's own corner, and rectangles of nodes on it, as the mouse sees them.
RECTS = """
(indices) => {
  const stage = (document.getElementById('stage') ?? document.body).getBoundingClientRect();
  return indices.map((index) => {
    const {x, y, width, height} = bench.nodeRect(index);
    return {x: x + stage.x, y: y + stage.y, width, height};
  });
}
"""


class Desk:
    """A page with `window.bench`, and the hands on it."""

    def __init__(self, page: Page, profile: str) -> None:
        self.page = page
        self._profile = profile
        self._devtools = page.context.new_cdp_session(page)

    def rects(self, *indices: int) -> list[dict[str, float]]:
        rects: list[dict[str, float]] = self.page.evaluate(RECTS, list(indices))
        return rects

    def mouse(self, kind: str, x: float, y: float, **more: Any) -> None:
        """Returns when the page has taken it in: at most one a frame."""
        event = {"type": kind, "x": x, "y": y, "pointerType": "mouse", **more}
        self._devtools.send("Input.dispatchMouseEvent", event)

    def measure(self, hands: Callable[[], None]) -> tuple[float, float]:
        """CPU ms a frame, and the share of dropped frames in %."""
        self.page.evaluate(WATCH)
        before = cpu_ms(browser_pid(self._profile))
        hands()
        spent = cpu_ms(browser_pid(self._profile)) - before
        times = self.page.evaluate("window.stopWatching()")
        steps = [later - earlier for earlier, later in zip(times, times[1:], strict=False)]
        missed = sum(max(0, round(step * 60 / 1000) - 1) for step in steps)
        return spent / len(steps), missed / (missed + len(steps)) * 100


@dataclass(frozen=True)
class Scenario:
    """zoom: None shows all. prepare: returns what is measured."""

    name: str
    zoom: float | None
    prepare: Callable[[Desk], Callable[[], None]]


def wheel(deltas: Callable[[int], dict[str, float]], **more: Any) -> Any:
    def prepare(desk: Desk) -> Callable[[], None]:
        def hands() -> None:
            for number in range(EVENTS):
                desk.mouse("mouseWheel", 720, 400, **deltas(number), **more)

        return hands

    return prepare


def pan(number: int) -> dict[str, float]:
    way = 1 if number % 120 < 60 else -1
    return {"deltaX": 18 * way, "deltaY": 10 * way}


def zoom(number: int) -> dict[str, float]:
    return {"deltaX": 0, "deltaY": -4 if number % 60 < 30 else 4}


def drag(count: int) -> Any:
    def prepare(desk: Desk) -> Callable[[], None]:
        middle = middle_node(desk)
        first = max(0, middle - count // 2)
        desk.page.evaluate("(all) => bench.select(all)", list(range(first, first + count)))
        box = desk.rects(middle if count > 1 else first)[0]
        return stroke(desk, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 240, 120)

    return prepare


def marquee(desk: Desk) -> Callable[[], None]:
    desk.page.evaluate("bench.select([])")
    first, last = desk.rects(0, desk.page.evaluate("bench.count()") - 1)
    x, y = first["x"] - 6, first["y"] - 6
    return stroke(desk, x, y, last["x"] + last["width"] + 8 - x, last["y"] + last["height"] + 8 - y)


def middle_node(desk: Desk) -> int:
    return int(
        desk.page.evaluate(
            """() => {
              const {width, height} = bench.size();
              let best = 0, least = Infinity;
              for (let index = 0; index < bench.count(); index += 1) {
                const rect = bench.nodeRect(index);
                const dx = rect.x + rect.width / 2 - width / 2;
                const dy = rect.y + rect.height / 2 - height / 2;
                const away = Math.hypot(dx, dy);
                if (away < least) [best, least] = [index, away];
              }
              return best;
            }"""
        )
    )


def stroke(desk: Desk, x: float, y: float, dx: float, dy: float) -> Callable[[], None]:
    """Press, pull with the button down, let go."""

    def hands() -> None:
        button = {"button": "left", "buttons": 1, "clickCount": 1}
        desk.mouse("mouseMoved", x, y)
        desk.mouse("mousePressed", x, y, **button)
        for number in range(1, EVENTS + 1):
            share = number / EVENTS
            desk.mouse("mouseMoved", x + dx * share, y + dy * share, button="left", buttons=1)
        desk.mouse("mouseReleased", x + dx, y + dy, **(button | {"buttons": 0}))

    return hands


SCENARIOS = [
    Scenario("pan at 100 %", 1.0, wheel(pan)),
    Scenario("pan at 20 %", 0.2, wheel(pan)),
    Scenario("pan, all in view", None, wheel(pan)),
    Scenario("zoom about 20 %", 0.2, wheel(zoom, modifiers=2)),
    Scenario("zoom, all in view", None, wheel(zoom, modifiers=2)),
    Scenario("drag 1, all in view", None, drag(1)),
    Scenario("drag 200, all in view", None, drag(200)),
    Scenario("marquee all", None, marquee),
]


def run(playwright: Playwright, nodes: int, distinct: int, only: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data, profile = Path(folder) / "data", str(Path(folder) / "profile")
        address = seed(data, nodes, distinct)
        server = Server(data)
        server.start()
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium_path(),
            args=QUIET,
            viewport={"width": 1440, "height": 900},
        )
        try:
            context.new_page().goto(server.sign_in_url)
            print(f"\n{nodes:,} nodes, {min(nodes, distinct):,} pictures")
            show_snapshot(context, server.url + address + "snapshot")
            ours = context.new_page()
            show_opening(ours, server.url + address)
            floor = open_floor(context, server.url)
            print(f"{'':22}{'ms':>7}{'floor':>7}{'x':>6}{'drop %':>9}{'floor':>7}")
            for scenario in SCENARIOS:
                if only in scenario.name:
                    show(scenario, Desk(ours, profile), Desk(floor, profile), address)
        finally:
            context.close()
            server.stop()


def seed(data: Path, nodes: int, distinct: int) -> str:
    """The path of the board."""
    data.mkdir()
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "manage.py", "seed_board"]
        + ["--nodes", str(nodes), "--distinct", str(distinct)],
        cwd=ROOT,
        env=os.environ | {"ANCHORBOARD_DATA": str(data)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    print(f"seeded in {time.monotonic() - began:.0f} s")
    board = re.search(r"/boards/\S+", done.stdout)
    assert board
    return board.group()


def show_snapshot(context: BrowserContext, url: str) -> None:
    began = time.monotonic()
    answer = context.request.get(url, headers={"Accept-Encoding": "gzip"})
    took_s = time.monotonic() - began
    kilobytes = int(answer.headers["content-length"]) / 1000
    print(f"snapshot {took_s:.2f} s, {kilobytes:,.0f} kB gzipped")


def show_opening(page: Page, url: str) -> None:
    # A browser keeps the times of 250 files by itself: the board's modules are as many.
    page.add_init_script("performance.setResourceTimingBufferSize(5000)")
    page.goto(url, wait_until="commit")
    live_s, small_s, sharp_s = page.evaluate(OPENING, LOADED_WITHIN_S * 1000)
    heap_mb = page.evaluate("performance.memory.usedJSHeapSize") / 2**20
    print(f"live after {live_s:.1f} s, all thumbnails here after {small_s:.1f} s, ", end="")
    print(f"all sharp after {sharp_s:.1f} s, script heap {heap_mb:.0f} MB")


def open_floor(context: BrowserContext, url: str) -> Page:
    """On the server's own origin, so that it may fetch the same pictures."""

    def answer(route: Route) -> None:
        route.fulfill(path=HERE / route.request.url.rsplit("/", 1)[1])

    context.route(f"{url}/floor/*", answer)
    page = context.new_page()
    page.goto(f"{url}/floor/floor.html")
    return page


def show(scenario: Scenario, ours: Desk, floor: Desk, address: str) -> None:
    row = []
    for desk in (ours, floor):
        desk.page.bring_to_front()
        desk.page.evaluate(CENTRE, scenario.zoom)
        if desk is floor:
            side = SIDE * ours.page.evaluate("bench.getView().zoom")
            level = next((level for level in LEVELS if level >= side), LEVELS[-1])
            asset = "/assets/{id}/{level}"
            wanted = {"snapshot": f"{address}snapshot", "asset": asset, "level": level}
            desk.page.evaluate("(wanted) => load(wanted)", wanted)
            desk.page.evaluate(CENTRE, scenario.zoom)
        desk.page.evaluate(WAIT_STILL)
        row.append(desk.measure(scenario.prepare(desk)))
    (ms, dropped), (floor_ms, floor_dropped) = row
    print(f"{scenario.name:22}{ms:7.1f}{floor_ms:7.1f}{ms / floor_ms:6.1f}", end="")
    print(f"{dropped:9.0f}{floor_dropped:7.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--distinct", type=int, default=1_000)
    parser.add_argument("--only", default="", help="scenarios with this in their name")
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        for nodes in asked.nodes:
            run(playwright, nodes, asked.distinct, asked.only)


if __name__ == "__main__":
    main()
