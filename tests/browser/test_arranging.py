"""Choosing, moving, turning, grouping, framing, locking and hiding what lies on a board."""

import json
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.test_board import second_window

Point = tuple[float, float]


def box(
    name: str, x: float, y: float, width: float = 100, height: float = 100, **keys: Any
) -> Node:
    """A rectangle that is hit anywhere."""
    return {
        "kind": "shape",
        "shape": "rectangle",
        "fill": "solid",
        "colour": "blue",
        "thickness": 2,
        "rotation": 0,
        "name": name,
        "x": x,
        "y": y,
        "width": width,
        "height": height,
        "id": str(uuid.uuid4()),
        "parent": None,
        "asset": None,
        "generation": None,
        **keys,
    }


def frame(name: str, x: float, y: float, width: float, height: float) -> Node:
    node = box(name, x, y, width, height, kind="frame")
    return {key: node[key] for key in node.keys() - {"shape", "fill", "colour", "thickness"}}


def lay(board: BoardPage, nodes: Sequence[Node]) -> None:
    """Puts things where they say, by a paste in place; nothing is selected then."""
    clip = {
        "board": "",
        "workspace": board.config["board"]["workspace"],
        "nodes": [{**node, "order": f"a{number}V"} for number, node in enumerate(nodes)],
    }
    board.focus_stage()
    board.page.evaluate(
        """(clip) => {
          const data = new DataTransfer();
          data.setData('application/x-anchorboard', clip);
          const stage = document.getElementById('stage');
          const bubbles = true;
          const keys = { key: 'V', ctrlKey: true, shiftKey: true, bubbles };
          stage.dispatchEvent(new KeyboardEvent('keydown', keys));
          const paste = { clipboardData: data, bubbles, cancelable: true };
          stage.dispatchEvent(new ClipboardEvent('paste', paste));
        }""",
        json.dumps(clip),
    )
    board.wait_for_nodes(lambda all: len(all) >= len(nodes), "the things")
    board.page.evaluate("window.bench.setView(-200, -200, 1)")
    board.wait_still()
    board.press("Escape")


def named(board: BoardPage, name: str) -> Node:
    (node,) = [node for node in board.nodes() if node["name"] == name]
    return node


def place(board: BoardPage, name: str) -> Point:
    node = named(board, name)
    return node["x"], node["y"]


def wait_place(board: BoardPage, name: str, x: float, y: float) -> None:
    wait_until(lambda: place(board, name) == (x, y), f"{name} at {x}, {y}", board.page)


def click(board: BoardPage, name: str, key: str | None = None) -> None:
    """With that key held."""
    if key:
        board.page.keyboard.down(key)
    board.click(named(board, name))
    if key:
        board.page.keyboard.up(key)


def pull(
    board: BoardPage, start: Point, end: Point, key: str = "Control", *, steps: int = 6
) -> None:
    """A drag between world points with a key held: by default the one that suspends snapping."""
    board.page.mouse.move(*board.to_screen(*start))
    board.page.mouse.down()
    board.page.keyboard.down(key)
    board.page.mouse.move(*board.to_screen(*end), steps=steps)
    board.page.mouse.up()
    board.page.keyboard.up(key)


def selected(board: BoardPage) -> set[str]:
    names: list[str] = board.page.evaluate("window.bench.selectedNames()")
    return set(names)


def test_a_turned_thing_is_resized_by_its_own_corner(board: BoardPage) -> None:
    lay(board, [box("a", 100, 100, 200, 100, rotation=90)])
    click(board, "a")
    # Turned a quarter: its lower right corner stands at the lower left.
    pull(board, (150, 250), (110, 290))

    wait_until(lambda: named(board, "a")["width"] == 240, "a wider box", board.page)
    a = named(board, "a")
    assert (a["width"], a["height"], a["rotation"]) == (240, 140, 90)
    # Its upper left corner, at the upper right now, has stayed at (250, 50).
    assert (
        a["x"] + a["width"] / 2 + a["height"] / 2,
        a["y"] + a["height"] / 2 - a["width"] / 2,
    ) == (250, 50)
    board.press("Control+z")
    wait_until(lambda: named(board, "a")["width"] == 200, "undo in one step", board.page)
    assert board.errors == []


def test_outside_a_corner_things_are_turned_in_steps(board: BoardPage) -> None:
    lay(board, [box("a", 0, 0), box("b", 200, 0)])
    board.press("Control+a")
    # Around (150, 50): from the right to below is a quarter.
    pull(board, (311, 111), (89, 211), "Shift")

    wait_until(lambda: named(board, "a")["rotation"] == 90, "a quarter turn", board.page)
    assert (place(board, "a"), place(board, "b")) == ((100, -100), (100, 100))
    assert named(board, "b")["rotation"] == 90
    board.press("Control+z")
    wait_place(board, "a", 0, 0)


def test_a_group_is_chosen_entered_left_and_copied(board: BoardPage) -> None:
    lay(board, [box("a", 0, 0), box("b", 120, 0), box("c", 400, 0)])
    click(board, "a")
    click(board, "b", "Shift")
    board.press("Control+g")
    wait_until(lambda: named(board, "a").get("groups"), "a group", board.page)
    board.press("Escape")
    assert selected(board) == set()

    click(board, "a")
    assert selected(board) == {"a", "b"}
    board.page.mouse.dblclick(*board.middle(named(board, "b")))
    assert selected(board) == {"b"}
    click(board, "a")
    assert selected(board) == {"a"}
    board.press("Escape")
    assert selected(board) == {"a", "b"}
    click(board, "a", "Control")
    assert selected(board) == {"a"}
    board.press("Escape", "Escape")

    click(board, "a")
    board.press("Control+d")
    copies = board.wait_for_nodes(lambda all: len(all) == 5, "two copies")
    groups = {tuple(n["groups"]) for n in copies if n["name"] in "ab"}
    assert len(groups) == 2
    board.press("Control+Shift+g")
    wait_until(lambda: sum("groups" in n for n in board.nodes()) == 2, "ungrouped", board.page)
    assert board.errors == []


def test_duplicate_goes_on_as_far_as_the_copy_was_moved(board: BoardPage) -> None:
    lay(board, [box("a", 0, 0)])
    click(board, "a")
    pull(board, (50, 50), (50, 200), "Alt")
    board.wait_for_nodes(lambda all: len(all) == 2, "a copy by Alt")
    board.press("Control+d")
    nodes = board.wait_for_nodes(lambda all: len(all) == 3, "another copy")
    assert sorted((n["x"], n["y"]) for n in nodes) == [(0, 0), (0, 150), (0, 300)]


def test_locked_things_stay_and_let_through(board: BoardPage) -> None:
    lay(board, [box("under", 0, 0), box("over", 0, 0, 300, 300)])
    board.page.mouse.click(*board.to_screen(200, 200))
    board.press("Control+Shift+l")
    wait_until(lambda: named(board, "over").get("locked"), "a lock", board.page)
    board.press("Delete", "ArrowRight", "Escape")

    board.page.mouse.click(*board.to_screen(50, 50))
    assert selected(board) == {"under"}
    pull(board, (50, 50), (90, 50))
    wait_place(board, "under", 40, 0)
    pull(board, (200, 250), (10, 10))
    assert selected(board) == {"under"}  # a box around begins there, and takes no locked thing
    assert place(board, "over") == (0, 0)
    board.page.mouse.click(*board.to_screen(250, 250))
    assert selected(board) == {"over"}
    tag = board.page.locator("#inspector").get_by_label("Add a tag")
    expect(tag).to_be_disabled()
    board.press("Control+Shift+l")
    wait_until(lambda: "locked" not in named(board, "over"), "no lock", board.page)
    expect(tag).to_be_enabled()


def test_hidden_things_are_gone_until_they_are_shown(board: BoardPage) -> None:
    lay(board, [box("a", 0, 0), box("b", 200, 0)])
    click(board, "a")
    board.press("Control+Shift+h")
    wait_until(lambda: named(board, "a").get("hidden"), "a hidden thing", board.page)
    board.press("Escape")
    board.page.mouse.click(*board.to_screen(50, 50))
    assert selected(board) == set()

    side = board.page.locator("#inspector")
    expect(side).to_contain_text("1 hidden")
    side.get_by_role("button", name="Show everything hidden").click()
    wait_until(lambda: "hidden" not in named(board, "a"), "everything shown", board.page)
    assert selected(board) == {"a"}


def test_things_go_into_frames_and_out_and_frames_come_and_go(board: BoardPage) -> None:
    lay(board, [frame("Hero", 200, 0, 300, 300), box("a", 0, 0)])
    hero = named(board, "Hero")["id"]
    pull(board, (50, 50), (300, 100))
    wait_until(lambda: named(board, "a")["parent"] == hero, "a in the frame", board.page)
    pull(board, (300, 100), (50, 50))
    wait_until(lambda: named(board, "a")["parent"] is None, "a out of it", board.page)

    board.press("Control+Alt+g")
    wait_until(lambda: named(board, "a")["parent"] not in (None, hero), "its own frame", board.page)
    board.press("Control+Shift+g")
    wait_until(lambda: named(board, "a")["parent"] is None, "the frame is gone", board.page)
    assert len(board.nodes("frame")) == 1
    board.press("Control+z", "Control+z")
    wait_until(
        lambda: len(board.nodes("frame")) == 1 and named(board, "a")["parent"] is None,
        "undone",
        board.page,
    )


def test_align_distribute_tidy_and_flip(board: BoardPage) -> None:
    lay(board, [box("a", 0, 0), box("b", 150, 40), box("c", 400, 90)])
    board.press("Control+a", "Alt+w")
    wait_place(board, "c", 400, 0)
    board.press("Alt+Shift+h")
    wait_place(board, "b", 200, 0)
    board.press("Shift+h")
    wait_place(board, "a", 400, 0)
    board.press("Control+Alt+Shift+t")
    wait_place(board, "a", 0, 0)
    assert (place(board, "b"), place(board, "c")) == ((116, 0), (0, 116))
    for _ in range(4):
        board.press("Control+z")
    wait_place(board, "c", 400, 90)
    assert (place(board, "a"), place(board, "b")) == ((0, 0), (150, 40))
    assert board.errors == []


def test_a_dragged_thing_keeps_equal_distances(board: BoardPage) -> None:
    lay(board, [box("a", 0, 0), box("b", 140, 0), box("c", 400, 130)])
    click(board, "c")
    start, end = board.to_screen(450, 180), board.to_screen(450 - 400 + 277, 180 - 93)
    board.drag(start, end)
    wait_place(board, "c", 280, 37)  # as far from b as b is from a


def test_marquees_add_and_take_away(board: BoardPage) -> None:
    lay(board, [box("a", 0, 0), box("b", 200, 0), box("c", 400, 0)])
    board.drag(board.to_screen(-20, -20), board.to_screen(320, 120))
    assert selected(board) == {"a", "b"}
    board.page.keyboard.down("Shift")
    board.drag(board.to_screen(380, -20), board.to_screen(520, 120))
    board.page.keyboard.up("Shift")
    assert selected(board) == {"a", "b", "c"}
    board.page.keyboard.down("Alt")
    board.drag(board.to_screen(180, -20), board.to_screen(320, 120))
    board.page.keyboard.up("Alt")
    assert selected(board) == {"a", "c"}


def test_undo_in_company_takes_back_ones_own_move_alone(board: BoardPage) -> None:
    lay(board, [box("a", 0, 0), box("b", 200, 0)])
    other = second_window(board)
    other.page.evaluate("window.bench.setView(-200, -200, 1)")
    other.wait_still()
    pull(board, (50, 50), (50, 150))
    wait_place(board, "a", 0, 100)
    pull(other, (250, 50), (250, 250))
    wait_place(board, "b", 200, 200)

    board.focus_stage()
    board.press("Control+z")
    wait_place(board, "a", 0, 0)
    assert place(board, "b") == (200, 200)
    assert board.errors == other.errors == []


@pytest.mark.parametrize("key", ["]", "Control+Shift+ArrowUp"])
def test_order_has_keys_without_brackets(board: BoardPage, key: str) -> None:
    lay(board, [box("a", 0, 0), box("b", 50, 0)])
    board.page.mouse.click(*board.to_screen(20, 50))
    board.press(key)
    wait_until(
        lambda: named(board, "a")["order"] > named(board, "b")["order"], "a on top", board.page
    )


def test_a_line_is_pulled_by_its_end(board: BoardPage) -> None:
    line = box("l", 0, 0, 100, 100, kind="line", start="nw", heads="end")
    lay(board, [{key: line[key] for key in line.keys() - {"shape", "fill"}}])
    click(board, "l")
    pull(board, (100, 100), (200, -50))

    wait_until(lambda: named(board, "l")["start"] == "sw", "a line the other way", board.page)
    line = named(board, "l")
    assert (line["x"], line["y"], line["width"], line["height"]) == (0, -50, 200, 50)
    board.press("Control+z")
    wait_until(lambda: named(board, "l")["start"] == "nw", "undo in one step", board.page)


def test_figures_format_and_tags_are_set_in_the_inspector(board: BoardPage) -> None:
    lay(board, [frame("Hero", 300, 0, 200, 300), box("a", 0, 0)])
    side = board.page.locator("#inspector")
    click(board, "a")
    for name, value in (("Left", "40"), ("Rotation in degrees", "-90"), ("Width", "60")):
        side.get_by_label(name, exact=True).fill(value)
        board.press("Enter")
    wait_until(lambda: named(board, "a")["width"] == 60, "the figures", board.page)
    assert named(board, "a")["rotation"] == 270
    side.get_by_label("Add a tag").fill("hero")
    board.press("Enter")
    wait_until(lambda: named(board, "a").get("tags") == ["hero"], "a tag", board.page)
    side.get_by_role("button", name="Remove tag hero").click()
    wait_until(lambda: "tags" not in named(board, "a"), "no tag", board.page)

    board.page.mouse.click(*board.to_screen(310, -10))
    side.get_by_label("Format", exact=True).select_option("1080x1080")
    wait_until(lambda: named(board, "Hero")["height"] == 200, "a square frame", board.page)
    hero = named(board, "Hero")
    assert (hero["format_width"], hero["format_height"]) == (1080, 1080)
    assert board.errors == []
