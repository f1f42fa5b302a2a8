"""Journey J11, steps 4 and 5: what was deleted comes back, and so does a board as it was."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.board_page import BoardPage, wait_until


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


def test_a_version_is_saved_and_restored_as_a_copy(board: BoardPage) -> None:
    page = board.page
    write_notes(board, "Brief")
    menu(page, "Versions")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the version").fill("Round 1")
    dialog.get_by_role("button", name="Save version").click()
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


def test_a_board_is_exported_and_imported(board: BoardPage, tmp_path: Path) -> None:
    page = board.page
    write_notes(board, "Brief", "Light")
    before = board.snapshot()["nodes"]
    page.locator("#topbar summary[aria-label=Menu]").click()
    with page.expect_download() as download:
        page.locator("#topbar").get_by_text("Export board").click()
    file = tmp_path / "board.anchorboard"
    download.value.save_as(file)

    page.get_by_role("link", name="Back to boards").click()
    page.locator("form[data-import] input[type=file]").set_input_files(file)
    page.wait_for_url("**/boards/*/")
    copy = BoardPage(page).wait_ready()
    assert sorted(copy.snapshot()["nodes"], key=lambda n: n["id"]) == sorted(
        before, key=lambda n: n["id"]
    )


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
