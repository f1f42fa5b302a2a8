"""A board of many pictures: all of it is seen, small, and what is looked at closely is sharp."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.board_page import BoardPage, wait_until
from tests.browser.server import ROOT, Server

NODES, DISTINCT = 400, 40


@pytest.fixture
def full_board(owner: Page, server: Server) -> BoardPage:
    environment = os.environ | {"ANCHORBOARD_DATA": str(server.data)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # the tests' own has a data folder of its own
    made = subprocess.run(
        [sys.executable, "manage.py", "seed_board"]
        + ["--nodes", str(NODES), "--distinct", str(DISTINCT)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    address = re.search(r"/boards/\S+", made.stdout)
    assert address
    # A browser keeps the times of 250 files by itself: the board's modules are as many.
    owner.add_init_script("performance.setResourceTimingBufferSize(5000)")
    owner.goto(server.url + address.group())
    return BoardPage(owner).wait_ready()


def spread_of(board: BoardPage, index: int) -> int:
    """Between the least and the most red of the scene's pixels over a node: a flat box has none."""
    spread: int = board.page.evaluate(
        """(index) => {
          const {x, y, width, height} = bench.nodeRect(index);
          const context = document.getElementById('scene').getContext('2d');
          const {data} = context.getImageData(x, y, Math.max(2, width), Math.max(2, height));
          const reds = data.filter((_, at) => at % 4 === 0);
          return Math.max(...reds) - Math.min(...reds);
        }""",
        index,
    )
    return spread


def step_from_file(board: BoardPage, asset: str) -> float:
    """Mean difference of red between the scene and the picture's file of 512 px, which lies at
    (300, 150) at 100 %. A smaller level, enlarged, has none of its noise of 6."""
    step: float = board.page.evaluate(
        """async (asset) => {
          const file = await createImageBitmap(await (await fetch(`/assets/${asset}/512`)).blob());
          const canvas = new OffscreenCanvas(512, 512).getContext('2d');
          canvas.drawImage(file, 0, 0);
          const wanted = canvas.getImageData(200, 200, 100, 100).data;
          const context = document.getElementById('scene').getContext('2d');
          const shown = context.getImageData(500, 350, 100, 100).data;
          let steps = 0;
          for (let at = 0; at < shown.length; at += 4) steps += Math.abs(shown[at] - wanted[at]);
          return steps / (shown.length / 4);
        }""",
        asset,
    )
    return step


def requested(board: BoardPage, pattern: str) -> list[Any]:
    names: list[Any] = board.page.evaluate(
        "performance.getEntriesByType('resource').map(({name}) => name)"
    )
    return [name for name in names if re.search(pattern, name)]


def test_every_picture_of_a_full_board_is_painted_from_a_handful_of_requests(
    full_board: BoardPage,
) -> None:
    full_board.page.evaluate("bench.fitAll()")

    for index in (0, NODES // 2, NODES - 1):
        wait_until(
            lambda index=index: spread_of(full_board, index) > 20, "its colours", full_board.page
        )

    assert 1 <= len(requested(full_board, r"/sheets/\w+\.webp$")) <= 3
    assert requested(full_board, r"/assets/[^/]+/32$") == []
    assert full_board.errors == []


def test_a_picture_at_100_percent_is_drawn_from_its_own_pixels(full_board: BoardPage) -> None:
    node = full_board.nodes("image")[0]

    full_board.page.evaluate(
        "([x, y]) => bench.setView(x - 300, y - 150, 1)", [node["x"], node["y"]]
    )

    wait_until(
        lambda: step_from_file(full_board, node["asset"]) < 0.5, "its own pixels", full_board.page
    )
