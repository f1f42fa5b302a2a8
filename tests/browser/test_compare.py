"""Two pictures compared: by a line, side by side, by holding, and by what changed."""

from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.test_editing import enter_mask, paint_box, ready
from tests.browser.test_versions import versions

__all__ = ["versions"]


def test_an_edit_is_compared_with_its_source(versions: tuple[BoardPage, Node, Node]) -> None:
    board, _, _ = versions
    page = board.page
    board.press("Shift+C")
    dialog = page.get_by_role("dialog", name="Compare")
    line = dialog.get_by_role("slider", name="Line between before and after")
    expect(line).to_have_attribute("aria-valuenow", "50")
    box = line.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + 300)
    board.drag(middle, (middle[0] - 360, middle[1]))
    expect(line).to_have_attribute("aria-valuenow", "25")
    stage = dialog.locator(".stage")
    board.press("m")
    expect(dialog.get_by_role("radio", name="Side by side")).to_be_checked()
    board.page.mouse.move(300, 400)
    board.page.mouse.wheel(0, -400)
    zooms = "e => [...e.querySelectorAll('img')].map(i => getComputedStyle(i).transform)"
    shown = stage.evaluate(zooms)
    assert shown[0] == shown[1] != "matrix(1, 0, 0, 1, 0, 0)"
    board.press("m")
    before = dialog.locator("[data-side=before]")
    expect(before).to_be_hidden()
    page.keyboard.down("Space")
    expect(before).to_be_visible()
    page.keyboard.up("Space")
    expect(before).to_be_hidden()
    board.press("m")
    expect(dialog.get_by_role("status")).to_contain_text("% of pixels changed, all inside the mask")
    board.press("Escape")
    expect(dialog).to_have_count(0)
    assert board.errors == []


def test_a_result_lies_beside_before_in_the_mask_editor(
    versions: tuple[BoardPage, Node, Node],
) -> None:
    board, _, result = versions
    page = board.page
    enter_mask(board)
    paint_box(board, result)
    page.locator("#mask-prompt").fill("make it dark green")
    board.press("Control+Enter")
    wait_until(lambda: ready(board), "a result", page)
    line = page.get_by_role("slider", name="Line between result and before")
    expect(line).to_have_attribute("aria-valuenow", "100")
    box = line.bounding_box()
    assert box is not None
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    zoom = board.view()[2]
    board.drag(start, (start[0] - result["width"] * zoom / 2, start[1]))
    expect(line).to_have_attribute("aria-valuenow", "50")
    board.press("Escape")
    expect(line).to_be_hidden()
    assert board.errors == []
