"""`python -m tests.bench.panels`: how soon palette and list of a full board answer a key press.

The real server, the real page, real key presses. `ms`: from the press to the next frame that is
painted, the slowest of each kind, as the browser's Event Timing measures it (in steps of 8 ms).
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.bench.board import WAIT_STILL, seed
from tests.browser.board_page import BoardPage
from tests.browser.conftest import QUIET, chromium_path
from tests.browser.server import Server

TARGET_MS = 100
LEAST_MS = 16  # what is faster the browser does not tell

WATCH = """
() => {
  window.slowest = 0;
  const look = (list) => {
    for (const {duration} of list.getEntries()) window.slowest = Math.max(window.slowest, duration);
  };
  new PerformanceObserver(look).observe({type: 'event', durationThreshold: 16});
}
"""
TAKE = """
async () => {
  // An entry comes some frames after the paint that it is about.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const slowest = window.slowest;
  window.slowest = 0;
  return slowest;
}
"""
STEPS = (
    ("palette opens", ["Control+k"]),
    ("palette, letters", ["t", "i", "d", "y"]),
    ("palette closes", ["Escape"]),
    ("list opens", ["Shift+L"]),
    ("list, down and page down", ["ArrowDown", "ArrowDown", "PageDown", "PageDown", "End"]),
    ("list, select", ["Home", "Space"]),
    ("list closes", ["Shift+L"]),
)


def show(page: Page, name: str, keys: list[str]) -> None:
    page.evaluate(TAKE)
    for key in keys:
        page.keyboard.press(key)
    ms = page.evaluate(TAKE)
    told = f"{ms:.0f}" if ms else f"<{LEAST_MS}"
    print(f"{name:26}{told:>6}{'' if ms <= TARGET_MS else '  over the target'}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--distinct", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        address = seed(data, asked.nodes, asked.distinct)
        server = Server(data)
        server.start()
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(server.sign_in_url)
            page.goto(server.url + address)
            BoardPage(page).wait_ready().focus_stage()
            page.evaluate(WAIT_STILL)
            page.evaluate(WATCH)
            print(f"{asked.nodes:,} nodes; target {TARGET_MS} ms\n{'':26}{'ms':>6}")
            for name, keys in STEPS:
                show(page, name, keys)
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
