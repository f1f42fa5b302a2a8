"""Journey 2: a board by mouse and keyboard, two people on it, and a server that dies in between."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.server import Server
from tests.factories import picture_bytes


def upload(board: BoardPage, tmp_path: Path, count: int = 1) -> list[Node]:
    files = []
    for index in range(count):
        file = tmp_path / f"picture-{index}.png"
        file.write_bytes(picture_bytes(320, 240, seed=index))
        files.append(file)
    board.choose_files(*files)
    board.wait_for_nodes(
        lambda nodes: sum(n["kind"] == "image" for n in nodes) == count, f"{count} uploads"
    )
    board.wait_saved()
    return board.pictures()


def second_window(board: BoardPage) -> BoardPage:
    page = board.page.context.new_page()
    page.goto(board.page.url)
    return BoardPage(page).wait_ready()


def test_several_uploads_become_a_row_that_does_not_overlap(
    board: BoardPage, tmp_path: Path
) -> None:
    pictures = sorted(upload(board, tmp_path, 3), key=lambda node: node["x"])

    for left, right in zip(pictures, pictures[1:], strict=False):
        assert left["x"] + left["width"] <= right["x"]
    assert board.errors == []


def test_hint_of_an_empty_board_makes_room_for_uploads(board: BoardPage, tmp_path: Path) -> None:
    hint = board.page.locator("#empty-board")
    expect(hint).to_be_visible()

    upload(board, tmp_path)

    expect(hint).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(800, 600), (1440, 600)])
def test_in_a_low_window_nothing_covers_the_tools(
    board: BoardPage, tmp_path: Path, width: int, height: int
) -> None:
    upload(board, tmp_path)  # an empty board has no map
    board.page.set_viewport_size({"width": width, "height": height})
    rail, *others = (
        board.page.locator(f"#{name}").bounding_box() or {}
        for name in ("tool-rail", "prompt-bar", "map", "zoom")
    )
    for box in others:
        is_beside = box["x"] >= rail["x"] + rail["width"]
        assert is_beside or box["y"] >= rail["y"] + rail["height"]


def test_enter_ends_the_renaming_of_a_board(board: BoardPage) -> None:
    board.page.locator("#board-title").click()
    board.page.keyboard.type("Spring hero")
    board.press("Enter")

    expect(board.page.locator("#board-title")).to_have_text("Spring hero")
    expect(board.page.locator("#board-title")).to_be_focused()
    expect(board.page).to_have_title("Spring hero · Anchorboard")


def test_note_grows_with_what_is_written(board: BoardPage) -> None:
    board.focus_stage()
    board.press("n")
    board.page.mouse.click(400, 300)
    board.page.keyboard.type("Keep the steam. No hands in the shot. " * 8)
    board.press("Escape")

    (note,) = board.wait_for_nodes(lambda nodes: nodes and nodes[0]["text"], "the text")
    # Eight times 38 letters of some 9 units in lines of 208, each 24 high.
    assert note["height"] > 9 * 24
    board.press("Control+z")
    (before,) = board.wait_for_nodes(lambda nodes: nodes and not nodes[0]["text"], "undo")
    assert before["height"] == 144


def test_move_resize_delete_and_undo_by_mouse_and_keyboard(
    board: BoardPage, tmp_path: Path
) -> None:
    (before,) = upload(board, tmp_path)
    board.select(before)
    x, y = board.middle(before)
    board.drag((x, y), (x + 60, y + 30))
    (moved,) = board.wait_for_nodes(lambda nodes: nodes[0]["x"] > before["x"] + 10, "the move")

    corner = board.to_screen(moved["x"] + moved["width"], moved["y"] + moved["height"])
    board.drag(corner, (corner[0] + 80, corner[1] + 60))
    (larger,) = board.wait_for_nodes(lambda nodes: nodes[0]["width"] > moved["width"], "the resize")
    assert larger["width"] / larger["height"] == pytest.approx(320 / 240, rel=0.01)

    board.press("ArrowRight", "Shift+ArrowDown")
    board.wait_for_nodes(
        lambda nodes: (
            nodes[0]["x"] == pytest.approx(larger["x"] + 1)
            and nodes[0]["y"] == pytest.approx(larger["y"] + 10)
        ),
        "nudges of 1 and 10",
    )

    board.press("Delete")
    wait_until(lambda: board.nodes() == [], "the delete", board.page)
    # The delete, the nudges (one entry: they came in quick succession), the resize, the move.
    for _ in range(4):
        board.press("Control+z")
    (back,) = board.wait_for_nodes(
        lambda nodes: len(nodes) == 1 and nodes[0]["x"] == pytest.approx(before["x"]), "undo"
    )
    assert back["width"] == pytest.approx(before["width"])

    for _ in range(4):
        board.press("Control+Shift+z")
    wait_until(lambda: board.nodes() == [], "redo up to the delete", board.page)
    assert board.errors == []


def test_notes_and_frames_and_marquee(board: BoardPage) -> None:
    page = board.page
    board.focus_stage()
    board.press("f")
    board.drag((300, 200), (700, 500))
    board.wait_for_nodes(lambda nodes: [n["kind"] for n in nodes] == ["frame"], "a frame")
    board.press("Escape", "Escape")
    board.focus_stage()
    board.press("n")
    page.mouse.click(420, 300)
    page.keyboard.type("Keep the steam")
    board.press("Escape")

    board.wait_for_nodes(
        lambda nodes: any(n["kind"] == "note" and n["text"] == "Keep the steam" for n in nodes),
        "a note with its text",
    )
    (note,), (frame,) = board.nodes("note"), board.nodes("frame")
    assert note["parent"] == frame["id"]

    board.press("Escape", "v")
    board.drag((200, 120), (800, 620))
    board.press("Delete")
    wait_until(lambda: board.nodes() == [], "the marquee took all", page)


def test_pan_and_zoom_keep_the_point_under_the_pointer(board: BoardPage) -> None:
    page = board.page
    page.mouse.move(200, 300)
    left, top, zoom = board.view()

    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    board.wait_still()

    left_after, top_after, zoom_after = board.view()
    box = page.locator("#stage").bounding_box()
    assert box is not None
    assert zoom_after > zoom
    x, y = 200 - box["x"], 300 - box["y"]
    assert left + x / zoom == pytest.approx(left_after + x / zoom_after, abs=0.5)
    assert top + y / zoom == pytest.approx(top_after + y / zoom_after, abs=0.5)

    page.mouse.wheel(120, 60)
    board.wait_still()
    assert board.view()[0] > left_after


def test_two_people_see_each_other_and_end_alike(board: BoardPage, tmp_path: Path) -> None:
    (picture,) = upload(board, tmp_path)
    other = second_window(board)
    board.fit()
    other.fit()
    other.page.mouse.move(500, 400)
    other.page.mouse.move(520, 420)

    faces = board.page.locator("#people .face")
    expect(faces).to_have_count(2)

    x, y = board.middle(picture)
    board.drag((x, y), (x + 50, y))
    wait_until(
        lambda: (
            other.page.evaluate("window.bench.nodeRect(0).x")
            == pytest.approx(board.page.evaluate("window.bench.nodeRect(0).x"), abs=30)
        ),
        "the other window shows the move",
        board.page,
    )
    board.wait_saved()
    board.wait_for_nodes(lambda nodes: nodes[0]["x"] != picture["x"], "the move to be saved")

    other.page.close()
    expect(faces).to_have_count(1)
    assert board.errors == other.errors == []


@pytest.mark.own_server
def test_kill_nine_loses_nothing_that_was_saved_and_sends_what_was_not(
    server: Server, board: BoardPage, tmp_path: Path
) -> None:
    (picture,) = upload(board, tmp_path)
    other = second_window(board)
    board.select(picture)
    for _ in range(10):
        board.press("ArrowRight")
    board.wait_saved()
    server.kill()

    expect(board.saved_state).to_contain_text("Offline")
    for _ in range(7):
        board.press("ArrowRight")
    expect(board.saved_state).to_have_text("Offline: 7 changes kept")

    server.start()

    board.wait_saved()
    (node,) = board.nodes("image")
    assert node["x"] == pytest.approx(picture["x"] + 17)
    expect(other.saved_state).to_have_text("Saved")
    assert board.errors == other.errors == []


@pytest.mark.own_server
def test_unsent_edits_survive_a_closed_tab(
    server: Server, board: BoardPage, tmp_path: Path
) -> None:
    (picture,) = upload(board, tmp_path)
    board.select(picture)
    server.kill()
    expect(board.saved_state).to_contain_text("Offline")
    board.press("ArrowRight", "ArrowRight", "ArrowRight")
    expect(board.saved_state).to_have_text("Offline: 3 changes kept")
    url = board.page.url
    context = board.page.context
    board.page.close()

    server.start()
    page = context.new_page()
    page.goto(url)
    again = BoardPage(page).wait_ready()

    again.wait_for_nodes(
        lambda nodes: nodes[0]["x"] == pytest.approx(picture["x"] + 3), "the kept edits"
    )


def test_broken_and_disguised_files_are_refused_in_words(board: BoardPage, tmp_path: Path) -> None:
    bad = tmp_path / "holiday.png"
    bad.write_bytes(b"<html><script>alert(1)</script></html>")

    board.choose_files(bad)

    expect(board.page.locator("#toasts")).to_contain_text("holiday.png")
    assert board.nodes() == []


def test_pictures_come_in_by_paste_and_drop(
    board: BoardPage, new_context: Callable[..., BrowserContext]
) -> None:
    give = """async ([kind, bytes]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], kind + '.png', {type: 'image/png'}));
      const stage = document.querySelector('#stage');
      if (kind === 'paste') {
        document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true}));
      } else {
        const where = {dataTransfer: data, bubbles: true, cancelable: true,
          clientX: 500, clientY: 400};
        stage.dispatchEvent(new DragEvent('dragover', where));
        stage.dispatchEvent(new DragEvent('drop', where));
      }
    }"""
    board.focus_stage()
    board.page.evaluate(give, ["paste", list(picture_bytes(80, 60, seed=1))])
    board.wait_for_nodes(lambda nodes: len(nodes) == 1, "the pasted picture")
    board.page.evaluate(give, ["drop", list(picture_bytes(80, 60, seed=2))])
    board.wait_for_nodes(lambda nodes: len(nodes) == 2, "the dropped picture")
