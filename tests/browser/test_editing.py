"""Journey 4: mask and regenerate, extend, anchor: with every pixel accounted for."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.server import Server

SIZE = (640, 480)


def photo() -> bytes:
    """A picture with an even wall, a red box on it, and grain that no engine would repeat."""
    width, height = SIZE
    array = np.full((height, width, 3), (180, 190, 200), np.int16)
    array[160:320, 220:420] = (200, 40, 40)
    array += np.random.default_rng(7).integers(-12, 12, array.shape, dtype=np.int16)
    stream = io.BytesIO()
    Image.fromarray(np.clip(array, 0, 255).astype(np.uint8)).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def board(board: BoardPage, tmp_path: Path) -> BoardPage:
    """A board with that one picture, selected."""
    file = tmp_path / "wall.png"
    file.write_bytes(photo())
    board.select(board.upload(file))
    return board


def pixels(board: BoardPage, server: Server, asset: str) -> NDArray[np.uint8]:
    answer = board.page.request.get(f"{server.url}/assets/{asset}/original")
    assert answer.ok
    return np.asarray(Image.open(io.BytesIO(answer.body())).convert("RGB"))


def candidates(board: BoardPage) -> list[Node]:
    return [n for n in board.nodes() if n.get("candidate_of")]


def ready(board: BoardPage) -> list[Node]:
    return [n for n in candidates(board) if n["kind"] == "image"]


def edges(board: BoardPage) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = board.snapshot()["edges"]
    return found


def paint_box(board: BoardPage, picture: Node) -> None:
    """Strokes over the red box, in the mask editor."""
    width, height = SIZE

    def at(x: float, y: float) -> tuple[float, float]:
        return board.to_screen(
            picture["x"] + x / width * picture["width"],
            picture["y"] + y / height * picture["height"],
        )

    board.press("r")
    board.drag(at(215, 155), at(425, 325))


def enter_mask(board: BoardPage, key: str = "m") -> None:
    board.press(key)
    expect(board.page.locator("#board")).to_have_attribute("data-mode", "mask")
    board.wait_still()


def test_masked_edit_changes_nothing_outside(board: BoardPage, server: Server) -> None:
    (source,) = board.pictures()
    enter_mask(board)
    paint_box(board, source)
    board.page.get_by_label("What should be here?").first.fill("make it dark blue")
    board.press("Control+Enter")
    wait_until(lambda: ready(board), "a result", board.page)
    expect(board.page.locator("#candidates")).to_be_visible()

    board.press("Enter")

    result = wait_until(
        lambda: [n for n in board.pictures() if n["id"] != source["id"]], "accepted", board.page
    )[0]
    before = pixels(board, server, source["asset"])
    after = pixels(board, server, result["asset"])
    assert after.shape == before.shape
    changed = (before != after).any(axis=2)
    # The transition of a small mask is at most 96 px wide; the corner is far beyond it.
    rows, columns = np.nonzero(changed)
    assert rows.min() >= 155 - 96
    assert rows.max() <= 325 + 96
    assert not changed[:50].any()
    assert not changed[:, :100].any()
    inside = after[200:280, 260:380].reshape(-1, 3).mean(axis=0)
    assert inside[2] > inside[0] + 30
    roles = {(e["source"], e["target"], e["role"]) for e in edges(board)}
    assert (source["id"], result["id"], "source") in roles
    assert any(role == "mask" and target == result["id"] for _, target, role in roles)
    assert board.errors == []


def test_discard_leaves_no_trace_and_the_mask_is_kept(board: BoardPage) -> None:
    (source,) = board.pictures()
    enter_mask(board)
    paint_box(board, source)
    board.press("Control+Enter")
    wait_until(lambda: ready(board), "a result", board.page)
    board.page.locator("#candidates").get_by_role("button", name="Discard all").click()
    wait_until(lambda: not candidates(board), "no results left", board.page)
    board.press("Escape", "Escape")
    expect(board.page.locator("#board")).to_have_attribute("data-mode", "canvas")

    assert [n["id"] for n in board.pictures()] == [source["id"]]
    assert [n["picture"] for n in board.nodes("mask")] == [source["id"]]


def blue_at(board: BoardPage, x: float, y: float) -> bool:
    """Does the tint of a mask lie at this point of the screen?"""
    tint: list[int] = board.page.evaluate(
        """([x, y]) => {
          const canvas = window.bench.overlay();
          const scale = canvas.width / document.getElementById('stage').clientWidth;
          const pixels = canvas.getContext('2d').getImageData(x * scale, y * scale, 1, 1);
          return [...pixels.data];
        }""",
        [x, y],
    )
    return tint[3] > 0 and tint[2] > tint[0]


def test_mask_and_prompt_are_there_when_one_comes_back(board: BoardPage) -> None:
    (source,) = board.pictures()
    prompt = board.page.get_by_role("textbox", name="Prompt")
    prompt.fill("a quiet sea")
    board.focus_stage()
    enter_mask(board)
    paint_box(board, source)
    board.press("Escape")
    expect(board.page.locator("#board")).to_have_attribute("data-mode", "canvas")
    expect(prompt).to_be_visible()
    expect(prompt).to_have_value("a quiet sea")
    board.wait_still()

    enter_mask(board)

    middle = board.middle(source)
    wait_until(lambda: blue_at(board, *middle), "the tint of the mask", board.page)
    assert board.errors == []


def test_results_wait_when_the_editor_is_left_and_the_page_reloaded(board: BoardPage) -> None:
    (source,) = board.pictures()
    enter_mask(board)
    paint_box(board, source)
    board.press("Control+Enter")
    wait_until(lambda: candidates(board), "asked for", board.page)
    board.page.reload()
    board.wait_ready()
    wait_until(lambda: ready(board), "a result", board.page)

    board.select(source)
    enter_mask(board)

    expect(board.page.locator("#candidates").get_by_role("option").first).to_be_visible()


def test_extend_grows_the_picture(board: BoardPage, server: Server) -> None:
    (source,) = board.pictures()
    board.press("e")
    expect(board.page.locator("#board")).to_have_attribute("data-mode", "extend")
    board.wait_still()
    edge = board.to_screen(source["x"] + source["width"], source["y"] + source["height"] / 2)
    board.drag(edge, (edge[0] + 80, edge[1]))
    board.press("Control+Enter")
    wait_until(lambda: ready(board), "a result", board.page)
    board.press("Enter")

    result = wait_until(
        lambda: [n for n in board.pictures() if n["id"] != source["id"]], "accepted", board.page
    )[0]
    after = pixels(board, server, result["asset"])
    before = pixels(board, server, source["asset"])
    assert after.shape[0] == before.shape[0]
    assert after.shape[1] > before.shape[1]
    kept = before.shape[1] - 128
    assert (after[:, :kept] == before[:, :kept]).all()
    assert result["width"] / source["width"] == pytest.approx(
        after.shape[1] / before.shape[1], rel=0.01
    )
    assert board.errors == []


def test_picture_as_anchor_guides_the_next_ones(board: BoardPage) -> None:
    (source,) = board.pictures()
    board.page.locator("#inspector").get_by_role("button", name="Anchor").click()
    expect(board.page.locator("[data-anchors] li")).to_have_count(1)

    board.generate("quiet sea at dusk")

    board.wait_for_nodes(
        lambda nodes: sum(n["kind"] == "image" for n in nodes) == 5, "four pictures"
    )
    anchors = [e for e in edges(board) if e["role"] == "anchor"]
    assert {e["source"] for e in anchors} == {source["id"]}
    assert len(anchors) == 4
    assert all(0 < e["strength"] <= 1 for e in anchors)
    (marked,) = [n for n in board.pictures() if n["id"] == source["id"]]
    assert marked["anchor_role"]
