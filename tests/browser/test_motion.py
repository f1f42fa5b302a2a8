"""Journey J20: a texture clip of a picture, with what must stay still proven still."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, wait_until
from tests.browser.test_clipboard import upload


def test_a_picture_moves_where_it_may(board: BoardPage, tmp_path: Path) -> None:
    page = board.page
    picture = upload(board, tmp_path)
    board.select(picture)
    page.locator("#inspector").get_by_role("button", name="Motion…").click()
    dialog = page.get_by_role("dialog", name="Motion of mug")
    expect(dialog.locator("[data-make]")).to_contain_text("about 12 s · $1.20")
    expect(dialog).to_contain_text("Everything may move")
    dialog.get_by_label("What moves").select_option("steam")

    # Paint where motion is allowed: the mask editor leads back here.
    dialog.get_by_role("button", name="Paint").click()
    expect(page.locator("#board")).to_have_attribute("data-mode", "mask")
    board.wait_still()
    x, y = board.middle(picture)
    board.drag((x - 40, y), (x + 40, y))
    page.screenshot(path="/tmp/shot_mask.png")
    page.locator("#editor-top [data-act=leave]").click()
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Only inside of the mask")
    dialog.get_by_role("radio", name="2 s").click()
    expect(dialog.locator("[data-make]")).to_contain_text("$0.60")
    page.screenshot(path="/tmp/shot_dialog.png")
    dialog.locator("[data-make]").click()
    expect(dialog).to_be_hidden()

    clip = board.wait_for_nodes(
        lambda nodes: [node for node in nodes if node.get("clip_ms")], "the clip"
    )
    (clip,) = [node for node in clip if node.get("clip_ms")]
    assert (clip["clip_ms"], clip["image_width"], clip["image_height"]) == (2000, 320, 240)
    board.wait_still()
    board.fit()

    # It plays under the pointer, muted, and only there.
    assert page.locator("video").count() == 0
    page.mouse.move(*board.middle(clip))
    video = page.locator("video")
    expect(video).to_have_count(1)
    moving = "video => !video.paused && video.muted && video.loop && video.currentTime > 0.1"
    wait_until(lambda: video.evaluate(moving), "the clip to play", page)
    page.screenshot(path="/tmp/shot_hover.png")
    page.mouse.move(5, 300)
    expect(video).to_have_count(0)

    board.select(clip)
    bar = page.get_by_role("group", name="Clip, 2 s")
    expect(bar).to_be_visible()
    page.screenshot(path="/tmp/shot_bar.png")
    assert board.errors == []
