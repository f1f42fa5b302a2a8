"""Upscale: from the menu or the inspector, with what it takes before it is pressed."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.board_page import BoardPage
from tests.browser.test_clipboard import upload


def test_a_picture_is_upscaled_beside_itself(board: BoardPage, tmp_path: Path) -> None:
    source = upload(board, tmp_path)
    board.select(source)
    button = board.page.locator("#inspector").get_by_role("button", name="Upscale 4×")
    expect(button).to_be_visible()
    assert "· about" in (button.get_attribute("title") or "")

    board.page.keyboard.press("Shift+F10")
    board.page.get_by_role("menuitem", name="Upscale").first.hover()
    expect(board.page.get_by_role("menuitem", name="Upscale 2×")).to_contain_text("· about")
    board.page.get_by_role("menuitem", name="Upscale 2×").click()

    nodes = board.wait_for_nodes(
        lambda nodes: len(nodes) == 2 and all(n["kind"] == "image" for n in nodes), "the upscale"
    )
    made = next(n for n in nodes if n["id"] != source["id"])
    assert (made["image_width"], made["image_height"]) == (
        2 * source["image_width"],
        2 * source["image_height"],
    )
    assert (made["width"], made["height"]) == (source["width"], source["height"])
    assert made["x"] >= source["x"] + source["width"] or made["y"] >= source["y"] + source["height"]
    edges = board.snapshot()["edges"]
    assert [(e["source"], e["target"], e["role"]) for e in edges] == [
        (source["id"], made["id"], "source")
    ]
    assert board.errors == []
