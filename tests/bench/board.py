"""`python -m tests.bench.board`: what drawing a full board takes, in a real headless Chromium.

The real server, the real page, pictures that differ. Each scenario moves the camera once a frame.
`main`: main-thread ms a frame (CDP's TaskDuration); `all`: CPU ms of all browser processes a frame,
rasterizing included (/proc); `p95`: ms between frames; `late`: those over 25 ms. `naive` is the
floor of the same run: a plain loop that draws each visible picture from bitmaps it has, and nothing
else: no interface, no people, no loading, no change of level.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import QUIET, chromium_path
from tests.browser.server import ROOT, Server

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
FRAMES = 180
LATE_MS = 25
LOADED_WITHIN_MS = 120_000

# Camera moves by frame number, as the body of a function of (camera, frame).
PAN = "const way = frame % 120 < 60 ? 1 : -1; camera.panBy(9 * way, 5 * way);"
ZOOM = "camera.zoomBy(frame % 60 < 30 ? 1.03 : 1 / 1.03);"
SCENARIOS = [
    ("pan at 100 %", 1.0, PAN),
    ("pan at 20 %", 0.2, PAN),
    ("pan, all in view", None, PAN),
    ("zoom about 20 %", 0.2, ZOOM),
    ("zoom, all in view", None, ZOOM),
]

RUN = """
async ({zoom, move, frames, isNaive}) => {
  const {bench} = window;
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  bench.fitAll();
  if (zoom !== null) {
    const view = bench.getView();
    const {width, height} = bench.size();
    const x = view.x + width / view.zoom / 2;
    const y = view.y + height / view.zoom / 2;
    bench.setView(x - width / zoom / 2, y - height / zoom / 2, zoom);
  }
  for (let still = 0; still < 40; still = bench.sync() ? still + 1 : 0) await nextFrame();
  const step = MOVES[move];
  const camera = makeCamera();
  const draw = isNaive ? await makeNaive() : () => bench.setView(camera.x, camera.y, camera.zoom);
  const times = [];
  await window.mark();
  let before = await nextFrame();
  for (let frame = 0; frame < frames; frame += 1) {
    step(camera, frame);
    draw();
    const now = await nextFrame();
    times.push(now - before);
    before = now;
  }
  return times;

  function makeCamera() {
    const {width, height} = bench.size();
    return {
      ...bench.getView(), width, height,
      panBy(dx, dy) { this.x += dx / this.zoom; this.y += dy / this.zoom; },
      zoomBy(factor) {
        const x = this.x + this.width / this.zoom / 2;
        const y = this.y + this.height / this.zoom / 2;
        this.zoom *= factor;
        this.x = x - this.width / this.zoom / 2;
        this.y = y - this.height / this.zoom / 2;
      },
    };
  }

  async function makeNaive() {
    const {urls} = JSON.parse(document.getElementById('board-config').textContent);
    const {nodes} = await (await fetch(urls.snapshot)).json();
    const level = [32, 128, 512].find((side) => side >= 512 * camera.zoom) ?? 512;
    const assets = [...new Set(nodes.map(({asset}) => asset))];
    const bitmaps = new Map();
    await Promise.all(Array.from({length: 6}, async () => {
      for (let asset = assets.pop(); asset; asset = assets.pop()) {
        const url = urls.asset.replace('{id}', asset).replace('{level}', level);
        bitmaps.set(asset, await createImageBitmap(await (await fetch(url)).blob()));
      }
    }));
    const canvas = document.createElement('canvas');
    canvas.width = camera.width;
    canvas.height = camera.height;
    document.body.replaceChildren(canvas);
    const context = canvas.getContext('2d');
    return () => {
      context.fillRect(0, 0, canvas.width, canvas.height);
      for (const {x, y, width, height, asset} of nodes) {
        const left = (x - camera.x) * camera.zoom;
        const top = (y - camera.y) * camera.zoom;
        const across = width * camera.zoom;
        const down = height * camera.zoom;
        const isBeside = left > camera.width || left + across < 0;
        const isOut = isBeside || top > camera.height || top + down < 0;
        if (!isOut) context.drawImage(bitmaps.get(asset), left, top, across, down);
      }
    };
  }
}
"""
MOVES = ", ".join(
    f"{json.dumps(name)}: (camera, frame) => {{ {move} }}" for name, _, move in SCENARIOS
)
RUN = RUN.replace("MOVES[", f"({{ {MOVES} }})[")


def cpu_ms(root: int) -> float:
    """User and system time of a process and all below it, so far."""
    children: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        pid = int(stat.parent.name)
        children.setdefault(int(fields[1]), []).append(pid)
        spent[pid] = int(fields[11]) + int(fields[12])
    total, open_pids = 0, [root]
    while open_pids:
        pid = open_pids.pop()
        total += spent.get(pid, 0)
        open_pids += children.get(pid, [])
    return total * TICK_MS


def browser_pid(folder: str) -> int:
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = line.read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in words and b"--type=" not in b" ".join(words):
            return int(line.parent.name)
    raise SystemExit("the browser's process was not found")


class Meter:
    """What the main thread and all processes of a browser spend on a scenario."""

    def __init__(self, page: Page, profile: str) -> None:
        self._page = page
        self._profile = profile
        self._before = (0.0, 0.0)
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Performance.enable")
        page.expose_function("mark", self._mark)

    def measure(self, name: str, zoom: float | None, *, is_naive: bool) -> dict[str, float]:
        asked = {"zoom": zoom, "move": name, "isNaive": is_naive, "frames": FRAMES}
        times = sorted(self._page.evaluate(RUN, asked))
        main, whole = (now - then for now, then in zip(self._spent(), self._before, strict=True))
        return {
            "main": main / FRAMES,
            "all": whole / FRAMES,
            "p95": times[int(len(times) * 0.95)],
            "late": sum(time > LATE_MS for time in times) / len(times) * 100,
        }

    def _mark(self) -> None:
        self._before = self._spent()

    def _spent(self) -> tuple[float, float]:
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        task_s = next(each["value"] for each in metrics if each["name"] == "TaskDuration")
        return float(task_s) * 1000, cpu_ms(browser_pid(self._profile))


def run(nodes: int, pictures: int) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data, profile = Path(folder) / "data", str(Path(folder) / "profile")
        command = [sys.executable, "-m", "tests.bench.seed_board", "--data", str(data)]
        command += ["--nodes", str(nodes), "--pictures", str(min(nodes, pictures))]
        made = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
        seeded = json.loads(made.stdout)
        server = Server(data)
        server.start()
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium_path(),
            args=QUIET,
            viewport={"width": 1440, "height": 900},
        )
        try:
            cookie = {"name": "sessionid", "value": seeded["session"], "url": server.url}
            context.add_cookies([cookie])
            page = context.new_page()
            address = server.url + seeded["path"]
            first_s = open_board(page, address)
            heap_mb = page.evaluate("performance.memory.usedJSHeapSize") / 2**20
            print(f"\n{nodes:,} nodes, {min(nodes, pictures):,} pictures: all shown after ", end="")
            print(f"{first_s:.1f} s, script heap {heap_mb:.0f} MB")
            print(f"{'':20}{'main':>7}{'all':>7}{'p95':>7}{'late %':>8}", end="")
            print(f"  | naive: {'main':>5}{'all':>7}{'p95':>7}{'late %':>8}")
            show(Meter(page, profile), page, address)
        finally:
            context.close()
            server.stop()


def show(meter: Meter, page: Page, address: str) -> None:
    for name, zoom, _ in SCENARIOS:
        ours = meter.measure(name, zoom, is_naive=False)
        floor = meter.measure(name, zoom, is_naive=True)
        open_board(page, address)  # the floor took the page's place
        for row, end in ((ours, "  |      "), (floor, "\n")):
            label = f"{name:20}" if row is ours else ""
            print(f"{label}{row['main']:7.1f}{row['all']:7.1f}", end="")
            print(f"{row['p95']:7.1f}{row['late']:8.0f}", end=end, flush=True)


def open_board(page: Page, address: str) -> float:
    """Seconds until the whole board is shown with pictures."""
    page.goto(address)
    return float(page.evaluate(OPEN, LOADED_WITHIN_MS))


OPEN = """
async (withinMs) => {
  let shownAt = 0;
  for (let still = 0; still < 15; ) {
    if (performance.now() > withinMs) throw new Error('the board did not load');
    await new Promise((resolve) => setTimeout(resolve, 20));
    const isShown = window.bench?.ready() && window.bench.sync();
    if (isShown && !still) shownAt = performance.now();
    still = isShown ? still + 1 : 0;
  }
  return shownAt / 1000;
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--pictures", type=int, default=1_000)
    asked = parser.parse_args()
    for nodes in asked.nodes:
        run(nodes, asked.pictures)


if __name__ == "__main__":
    main()
