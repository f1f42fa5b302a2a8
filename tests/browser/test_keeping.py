"""Journey J11, steps 4 and 5: what was deleted comes back, and so does a board as it was."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.factories import picture_bytes


def write_notes(board: BoardPage, *texts: str) -> None:
    for number, text in enumerate(texts):
        board.press("n")
        board.page.mouse.click(400 + 260 * number, 320)
        board.page.keyboard.type(text)
        board.press("Escape")
    board.wait_for_nodes(lambda nodes: len(nodes) == len(texts), "the notes")
    board.wait_saved()


def menu(page: Page, name: str) -> None:
    page.locator("#topbar summary[aria-label=Menu]").click()
    page.locator("#topbar").get_by_text(name, exact=True).click()


def test_deleted_things_come_back_by_undo_and_from_the_trash(board: BoardPage) -> None:
    page = board.page
    write_notes(board, "Brief", "Light")
    before = board.snapshot()["nodes"]
    board.focus_stage()
    board.press("Control+a", "Delete")
    wait_until(lambda: not board.nodes(), "all deleted", page)
    toast = page.locator("#toasts .toast", has_text="2 things deleted")
    toast.get_by_role("button", name="Undo").click()
    wait_until(lambda: len(board.nodes()) == 2, "both back", page)

    board.press("Control+a", "Delete")
    wait_until(lambda: not board.nodes(), "all deleted", page)
    page.reload()
    board.wait_ready()
    menu(page, "Trash")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Choose Brief").check()
    dialog.get_by_role("button", name="Restore", exact=True).click()
    (back,) = wait_until(lambda: board.nodes(), "one back", page)
    assert back == next(node for node in before if node["id"] == back["id"])
    board.focus_stage()
    board.press("Control+z")
    wait_until(lambda: not board.nodes(), "the restore undone", page)
    assert board.errors == []


def test_a_frame_of_pictures_is_moved_copied_deleted_and_restored(
    board: BoardPage, tmp_path: Path
) -> None:
    """J11, step 4, with 32 pictures that lie in a frame."""
    page = board.page
    picture = tmp_path / "mug.png"
    picture.write_bytes(picture_bytes())
    board.upload(picture)
    for count in (2, 4, 8, 16, 32):
        board.focus_stage()
        board.press("Control+a", "Control+d")
        board.wait_for_nodes(lambda nodes, count=count: len(nodes) == count, f"{count} pictures")
    board.press("Control+a", "Control+Alt+Shift+t", "Control+Alt+g")
    board.wait_for_nodes(lambda nodes: inside(nodes) == [32], "all in a frame")
    before = by_id(board)

    board.press("Shift+ArrowRight")
    moved = [node | {"x": node["x"] + 10} for node in before]
    wait_until(lambda: by_id(board) == moved, "the frame moved with all in it", page)
    for keys in (["Control+d"], ["Control+a", "Control+c", "Control+v"]):
        board.press(*keys)
        board.wait_for_nodes(lambda nodes: inside(nodes) == [32, 32], "a copy with all in it")
        board.press("Control+z")
        board.wait_for_nodes(lambda nodes: inside(nodes) == [32], "the copy undone")

    board.press("Control+a", "Delete")
    wait_until(lambda: not board.nodes(), "all deleted", page)
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    wait_until(lambda: by_id(board) == moved, "back as it was", page)
    board.focus_stage()
    board.press("Control+a", "Delete")
    wait_until(lambda: not board.nodes(), "all deleted", page)
    page.reload()
    board.wait_ready()
    menu(page, "Trash")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Choose Frame").first.check()
    expect(dialog.locator("[data-count]")).to_have_text("33 chosen")
    dialog.get_by_role("button", name="Restore", exact=True).click()
    wait_until(lambda: by_id(board) == moved, "restored as it was", page)
    assert board.errors == []


def inside(nodes: list[Node]) -> list[int]:
    """How many pictures lie in each frame."""
    frames = [node["id"] for node in nodes if node["kind"] == "frame"]
    return [sum(node["parent"] == frame for node in nodes) for frame in frames]


def test_a_version_is_saved_and_restored_as_a_copy(board: BoardPage) -> None:
    page = board.page
    write_notes(board, "Brief")
    board.focus_stage()
    board.press("Control+k")
    page.keyboard.type("save a version")
    board.press("Enter")
    page.get_by_role("dialog", name="Save a version").get_by_role("textbox").fill("Round 1")
    board.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("The version “Round 1” is saved.")
    menu(page, "Versions")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".version-list li")).to_have_count(1)
    expect(dialog.locator(".version-list img")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    board.focus_stage()
    board.press("Control+a", "Delete")
    wait_until(lambda: not board.nodes(), "all deleted", page)
    board.wait_saved()

    menu(page, "Versions")
    address = page.url
    page.get_by_role("dialog").get_by_role("button", name="Restore as copy").click()
    page.wait_for_url(lambda url: url != address)
    copy = BoardPage(page).wait_ready()
    assert [node["text"] for node in copy.nodes("note")] == ["Brief"]
    assert "(Round 1)" in copy.snapshot()["title"]
    assert board.errors == []


def drop_file(page: Page, onto: str, file: Path) -> None:
    """As from the desktop."""
    page.evaluate(
        """([onto, name, bytes]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
          for (const type of ['dragover', 'drop']) {
            const options = { dataTransfer, bubbles: true, cancelable: true };
            document.querySelector(onto).dispatchEvent(new DragEvent(type, options));
          }
        }""",
        [onto, file.name, list(file.read_bytes())],
    )


def by_id(board: BoardPage) -> list[Node]:
    return sorted(board.snapshot()["nodes"], key=lambda node: str(node["id"]))


@pytest.mark.own_server  # a session remembers its workspace, and the shared one is everybody's
def test_a_board_is_carried_to_another_workspace(board: BoardPage, tmp_path: Path) -> None:
    """Exported, dropped on a board, dropped on another workspace's home: the same each time."""
    page = board.page
    picture = tmp_path / "mug.png"
    picture.write_bytes(picture_bytes())
    board.upload(picture)
    board.generate("a mug like this")
    board.wait_for_nodes(lambda nodes: len([n for n in nodes if n["kind"] == "image"]) == 5, "all")
    before = by_id(board)
    page.locator("#topbar summary[aria-label=Menu]").click()
    with page.expect_download() as download:
        page.locator("#topbar").get_by_text("Export board").click()
    file = tmp_path / "board.anchorboard"
    download.value.save_as(file)

    drop_file(page, "#stage", file)
    address = page.url
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url(lambda url: url != address)
    own = [node | {"generation": None} for node in before]
    beside = BoardPage(page).wait_ready()
    assert [node | {"generation": None} for node in by_id(beside)] == own

    page.get_by_role("link", name="Back to boards").click()
    page.locator(".switcher summary").click()
    page.get_by_role("button", name="New workspace").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Elsewhere")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.locator(".switcher summary")).to_contain_text("Elsewhere")
    drop_file(page, "main", picture)
    expect(page.get_by_role("alert")).to_have_text("That is no board file")
    drop_file(page, "main", file)
    page.wait_for_url("**/boards/*/")
    copy = BoardPage(page).wait_ready()
    looks = [node | {"generation": None, "asset": None} for node in by_id(copy)]
    assert looks == [node | {"asset": None} for node in own]
    made = next(node for node in copy.nodes("image") if node["generation"])
    copy.select(made)
    expect(page.locator("#inspector")).to_contain_text("a mug like this")
    assert board.errors == beside.errors == copy.errors == []


def test_a_deleted_board_closes_open_pages_and_is_restored(board: BoardPage) -> None:
    page = board.page
    write_notes(board, "Brief")
    other = page.context.new_page()
    other.goto(page.url)
    second = BoardPage(other).wait_ready()
    menu(page, "Delete board")
    page.wait_for_url("**/trash/")
    expect(second.saved_state).not_to_have_text("Saved")
    page.locator(".trash-list li").first.get_by_role("button", name="Restore").click()
    page.wait_for_url("**/boards/*/")
    assert len(BoardPage(page).wait_ready().nodes()) == 1
