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
    page.locator("#editor-top [data-act=leave]").click()
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Only inside of the mask")
    dialog.get_by_role("radio", name="2 s").click()
    expect(dialog.locator("[data-make]")).to_contain_text("$0.60")
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
    page.mouse.move(5, 300)
    expect(video).to_have_count(0)

    # Selected it has a scrubber; a comment stands on the frame that it is about.
    board.select(clip)
    bar = page.get_by_role("group", name="Clip, 2 s")
    page.mouse.move(5, 300)
    place = bar.get_by_role("slider", name="Place in the clip")
    place.fill("1.6")
    expect(bar).to_contain_text("0:01.6")
    bar.get_by_role("button", name="Comment at this frame").click()
    card = page.locator("#comment-card")
    expect(card).to_contain_text("New comment at 0:01.6")
    card.get_by_role("textbox").fill("Less steam here")
    card.get_by_role("textbox").press("Enter")
    expect(card).to_contain_text("at 0:01.6")
    place.fill("0.2")
    bar.get_by_role("button", name="at 0:01.6").click()
    expect(bar).to_contain_text("0:01.6")
    page.keyboard.press("Escape")

    # What is proven and measured is said, the class is medium at least, and files come in a size.
    panel = page.locator("#inspector")
    expect(panel).to_contain_text("0 px moved outside the mask in 48 frames")
    expect(panel).to_contain_text("Flicker")
    expect(panel).to_contain_text("Moving pictures are medium at least")
    panel.get_by_label("Most megabytes").fill("5")
    for kind in ("MP4", "WebM"):
        with page.expect_download() as download:
            panel.get_by_role("button", name=kind).click()
        assert download.value.path().stat().st_size <= 5_000_000
        assert download.value.suggested_filename == f"mug.{kind.lower()}"

    # Who wants less motion sees the poster until they press play.
    page.emulate_media(reduced_motion="reduce")
    page.mouse.move(*board.middle(picture))
    board.select(picture)
    page.mouse.move(*board.middle(clip))
    expect(video).to_have_count(1)
    assert video.evaluate("video => video.paused && video.currentTime === 0")
    assert board.errors == []
