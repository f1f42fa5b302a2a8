"""Journey J13: pictures are judged blind and compared, then by keyboard alone in the list."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, wait_until
from tests.factories import picture_bytes


def marks(board: BoardPage) -> list[str]:
    """By the names of the pictures."""
    nodes = sorted(board.pictures(), key=lambda node: node["name"])
    return [node.get("mark", "-") for node in nodes]


def test_pictures_are_judged_by_single_keys(board: BoardPage, tmp_path: Path) -> None:
    page, files = board.page, [tmp_path / f"mug {number}.png" for number in range(1, 7)]
    for seed, file in enumerate(files):
        file.write_bytes(picture_bytes(160, 120, seed=seed))
    board.choose_files(*files)
    board.wait_for_nodes(lambda nodes: len(nodes) == 6, "the uploads")
    board.press("Escape")

    # 1: full screen, the first of six, and nobody's name.
    board.press("Shift+R")
    review = page.get_by_role("region", name="Review")
    count, large = review.locator(".count"), review.locator(".easel")
    expect(count).to_have_text("1/6")
    expect(review.get_by_text("engine and author hidden")).to_be_visible()
    expect(large).to_have_attribute("aria-busy", "false")

    # 2: marks go on by themselves; undo goes back and takes one away.
    board.press("1", "2", "3")
    expect(count).to_have_text("4/6")
    expect(review.locator(".tallies")).to_have_text("1 pick · 1 maybe · 1 rejected · 3 to go")
    wait_until(lambda: marks(board) == ["pick", "maybe", "reject", "-", "-", "-"], "marks", page)
    board.press("Control+z")
    expect(count).to_have_text("3/6")
    wait_until(lambda: marks(board)[2] == "-", "the mark to go", page)

    # 3: four side by side, all at the same place.
    board.press(*["Shift+ArrowRight"] * 3, "m")
    dialog = page.get_by_role("dialog", name="Compare")
    expect(dialog.get_by_role("radio", name="All 4")).to_be_checked()
    tiles = dialog.locator(".tiles img")
    expect(tiles).to_have_count(4)
    page.mouse.move(300, 300)
    page.mouse.wheel(0, -400)
    zooms = "all => [...new Set(all.map((one) => getComputedStyle(one).transform))]"
    shown = "matrix(1, 0, 0, 1, 0, 0)"
    wait_until(lambda: tiles.evaluate_all(zooms) != [shown], "the zoom", page)
    assert len(tiles.evaluate_all(zooms)) == 1
    board.press("m")
    expect(dialog.get_by_role("radio", name="Slider")).to_be_checked()
    board.press("Escape")
    expect(dialog).to_have_count(0)

    # 5: those four are rejected for one reason, which one undo takes back.
    board.press("3")
    page.get_by_role("textbox", name="Reject 4 pictures").fill("off-palette")
    board.press("Enter")
    wait_until(lambda: marks(board) == ["pick", "maybe", *["reject"] * 4], "the marks", page)
    expect(review.get_by_text("Rejected: off-palette")).to_be_visible()
    expect(large).to_be_focused()
    board.press("Control+z")
    wait_until(lambda: marks(board) == ["pick", "maybe", *["-"] * 4], "the undo", page)

    # 6: the same in the list, told to who does not see it.
    board.press("Shift+L")
    expect(review).to_be_hidden()
    told = page.locator("#announcer")
    expect(page.locator(".list-grid")).to_be_focused()
    board.press("Home", "ArrowDown", "ArrowDown", "1")
    expect(told).to_have_text("mug 3 picked. mug 4, picture, 4 of 6")
    board.press("ArrowUp")
    expect(told).to_have_text("mug 3, draft, picked, 3 of 6")
    board.press("2", "Control+z")
    expect(told).to_have_text("Mark taken back. mug 3, draft, picked, 3 of 6")
    board.press("ArrowDown", "Shift+ArrowDown", "3")
    page.get_by_role("textbox", name="Reject 2 pictures").fill("off-palette")
    board.press("Enter")
    expect(told).to_have_text("2 pictures rejected. ")
    wait_until(
        lambda: marks(board) == ["pick", "maybe", "pick", "reject", "reject", "-"], "marks", page
    )

    # 7: who made what, and how they fared.
    rows = page.locator(".list-body")
    expect(rows.get_by_text("Owner")).to_have_count(0)
    page.locator("#list-view").get_by_role("button", name="Reveal").click()
    report = page.get_by_role("dialog", name="How the engines fared")
    expect(report.get_by_role("row", name=re.compile("^Uploaded 6 2 1 2"))).to_be_visible()
    report.get_by_role("button", name="Close").click()
    expect(rows.get_by_text("Owner").first).to_be_visible()
    assert board.errors == []
