"""Copy, paste and drop: within a board, between two boards, from the system."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.server import Server
from tests.factories import picture_bytes


def upload(board: BoardPage, tmp_path: Path) -> Node:
    file = tmp_path / "mug.png"
    # Of its own: the same bytes would keep the name that another test gave them.
    file.write_bytes(picture_bytes(320, 240, seed=90))
    picture = board.upload(file)
    board.wait_saved()
    return picture


def other_board(board: BoardPage, server: Server) -> BoardPage:
    """A second board in a second tab of the same person."""
    page = board.page.context.new_page()
    page.goto(server.url)
    page.get_by_role("button", name="New board").first.click()
    page.wait_for_url("**/boards/**")
    return BoardPage(page).wait_ready()


def drop(
    board: BoardPage, x: float, y: float, files: list[tuple[str, str, bytes]], **texts: str
) -> None:
    """A drag from outside ends there. files: name, type, bytes; texts: by type, _ for /."""
    board.page.evaluate(
        """([x, y, files, texts]) => {
          const data = new DataTransfer();
          for (const [name, type, body] of files) {
            const bytes = Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
            data.items.add(new File([bytes], name, {type}));
          }
          for (const [type, text] of Object.entries(texts)) data.setData(type, text);
          const at = {clientX: x, clientY: y, bubbles: true, cancelable: true, dataTransfer: data};
          const stage = document.getElementById('stage');
          stage.dispatchEvent(new DragEvent('dragover', at));
          stage.dispatchEvent(new DragEvent('drop', at));
        }""",
        [
            x,
            y,
            [(name, kind, base64.b64encode(body).decode()) for name, kind, body in files],
            {kind.replace("_", "/"): text for kind, text in texts.items()},
        ],
    )


def test_a_family_keeps_its_lineage_on_another_board(
    board: BoardPage, server: Server, tmp_path: Path
) -> None:
    upload(board, tmp_path)
    board.select(board.pictures()[0])
    board.page.locator("#inspector").get_by_role("button", name="Anchor").click()
    board.generate("a mug on a table", tier="Standard")
    board.wait_for_nodes(
        lambda nodes: (
            sum(n["kind"] == "image" for n in nodes) >= 2
            and not any(n["kind"] == "generation" for n in nodes)
        ),
        "the results",
    )
    count = len(board.pictures())
    board.focus_stage()
    board.press("Control+a", "Control+c")

    there = other_board(board, server)
    there.page.bring_to_front()
    there.page.mouse.move(500, 400)
    there.focus_stage()
    there.press("Control+v")

    there.wait_for_nodes(lambda nodes: len(nodes) == count, "the pasted family")
    there.wait_saved()
    here, copied = board.snapshot(), there.snapshot()
    assert len(copied["edges"]) == len(here["edges"]) > 0
    assert {e["role"] for e in copied["edges"]} == {e["role"] for e in here["edges"]}
    ids = {n["id"] for n in copied["nodes"]}
    assert ids.isdisjoint({n["id"] for n in here["nodes"]})
    assert all(e["source"] in ids and e["target"] in ids for e in copied["edges"])
    # The pictures know how they were made there too.
    made = {n["generation"] for n in here["nodes"]} - {None}
    assert {n["generation"] for n in copied["nodes"]} - {None} == made
    there.press("Control+z")
    wait_until(lambda: there.nodes() == [], "one step takes the paste back", there.page)
    assert board.errors == there.errors == []


def test_paste_lands_under_the_pointer_and_in_place(board: BoardPage, tmp_path: Path) -> None:
    before = upload(board, tmp_path)
    board.select(before)
    board.press("Control+c")
    board.page.mouse.move(300, 300)
    board.press("Control+v")
    nodes = board.wait_for_nodes(lambda all: len(all) == 2, "a copy")
    (copy,) = [n for n in nodes if n["id"] != before["id"]]
    x, y = board.middle(copy)
    assert (x, y) == (pytest.approx(300, abs=2), pytest.approx(300, abs=2))

    board.press("Control+Shift+v")
    nodes = board.wait_for_nodes(lambda all: len(all) == 3, "a copy in place")
    (second,) = [n for n in nodes if n["id"] not in (before["id"], copy["id"])]
    assert (second["x"], second["y"]) == (before["x"], before["y"])
    assert board.errors == []


def test_three_files_drop_as_a_row_and_one_that_is_none_is_refused(board: BoardPage) -> None:
    files = [(f"mug {i}.png", "image/png", picture_bytes(320, 240, seed=i)) for i in range(3)]
    drop(board, 300, 300, [*files, ("notes.pdf", "application/pdf", b"%PDF")])

    nodes = board.wait_for_nodes(lambda all: len(all) == 3, "three pictures")
    expect(board.page.locator("#toasts")).to_contain_text("notes.pdf is no picture")
    row = sorted(nodes, key=lambda node: node["x"])
    assert {node["y"] for node in row} == {row[0]["y"]}
    for left, right in zip(row, row[1:], strict=False):
        assert left["x"] + left["width"] < right["x"]
    x, y = board.middle(row[0])
    assert (x, y) == (pytest.approx(300, abs=2), pytest.approx(300, abs=2))
    assert board.errors == []


def test_a_picture_off_another_page_is_taken_or_one_is_told_how(board: BoardPage) -> None:
    body = base64.b64encode(picture_bytes(64, 48)).decode()
    drop(board, 300, 300, [], text_html=f'<img src="data:image/png;base64,{body}">')
    board.wait_for_nodes(lambda all: len(all) == 1, "the picture")

    drop(board, 500, 300, [], text_html='<img src="https://example.com/a.png">')
    expect(board.page.locator("#toasts")).to_contain_text("Save the picture first")
    assert len(board.nodes()) == 1


def paste_words(board: BoardPage, words: str) -> None:
    board.page.evaluate(
        """(words) => {
          const data = new DataTransfer();
          data.setData('text/plain', words);
          const target = document.activeElement ?? document;
          target.dispatchEvent(
            new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        words,
    )


def test_a_megabyte_of_text_is_offered_as_notes(board: BoardPage) -> None:
    board.focus_stage()
    sentence = "Keep the steam and the morning light, no hands in the shot. "
    paste_words(board, (sentence * 17_600)[:1_048_576])
    toast = board.page.locator("#toasts")
    expect(toast).to_contain_text("A note holds 10,000 characters")
    assert board.nodes() == []

    toast.get_by_role("button", name=re.compile(r"Make 10\d notes")).click()

    notes = board.wait_for_nodes(lambda all: len(all) >= 105, "the notes")
    assert max(len(note["text"]) for note in notes) <= 10_000
    assert sum(len(note["text"]) for note in notes) > 1_040_000
    # Some 110 letters in a line of 928 units, each line 24 high: all of it is to be seen.
    assert min(note["height"] for note in notes[:-1]) > 70 * 24
    board.press("Control+z")
    wait_until(lambda: board.nodes() == [], "one step takes them back", board.page)


def test_a_picture_goes_to_the_clipboard_as_a_picture(board: BoardPage, tmp_path: Path) -> None:
    picture = upload(board, tmp_path)
    origin = board.page.evaluate("location.origin")
    board.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    board.fit()
    board.click(picture, button="right")
    board.page.get_by_role("menuitem", name="Picture file").hover()
    board.page.get_by_role("menuitem", name="Copy as picture").click()
    expect(board.page.locator("#toasts")).to_contain_text("The picture is on the clipboard")

    size = board.page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          const bitmap = await createImageBitmap(await item.getType('image/png'));
          return [bitmap.width, bitmap.height];
        }"""
    )
    assert size == [320, 240]

    board.page.mouse.click(250, 250, button="right")
    board.page.get_by_role("menuitem", name="Paste", exact=True).click()
    board.wait_for_nodes(lambda nodes: len(nodes) == 2, "it, pasted from the menu")
    assert board.errors == []


def test_the_original_is_downloaded_from_the_menu(board: BoardPage, tmp_path: Path) -> None:
    picture = upload(board, tmp_path)
    board.fit()
    board.click(picture, button="right")
    board.page.get_by_role("menuitem", name="Picture file").hover()
    with board.page.expect_download() as download:
        board.page.get_by_role("menuitem", name="Download the original").click()
    assert download.value.suggested_filename == "mug.png"
    assert Path(download.value.path()).read_bytes()[:4] == b"\x89PNG"


def test_too_much_pasted_into_a_note_is_not_taken_in_halves(board: BoardPage) -> None:
    board.focus_stage()
    board.press("n")
    board.page.mouse.click(400, 300)
    board.page.keyboard.type("Before. ")
    paste_words(board, "word " * 3_000)
    expect(board.page.locator("#toasts")).to_contain_text("A note holds 10,000 characters")
    board.press("Escape")

    board.wait_for_nodes(lambda all: all and all[0]["text"] == "Before. ", "what was typed")
