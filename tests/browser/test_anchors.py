"""Journey J07: anchors by role, named in the prompt, counted, and with lines on the board."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, wait_until

NAMES = ["red mug", "blue lamp", "green chair", "white bowl", "black pen", "pink vase"]


@pytest.fixture
def pictures(board: BoardPage, tmp_path: Path) -> BoardPage:
    """A board with six pictures of those names."""
    files = []
    for name, colour in zip(NAMES, ("red", "blue", "green", "white", "black", "pink"), strict=True):
        stream = io.BytesIO()
        Image.new("RGB", (320, 240), colour).save(stream, "PNG")
        file = tmp_path / f"{name}.png"
        file.write_bytes(stream.getvalue())
        files.append(file)
    board.choose_files(*files)
    board.wait_for_nodes(
        lambda nodes: len([n for n in nodes if n["kind"] == "image"]) == 6, "all six"
    )
    board.fit()
    return board


def test_a_picture_named_after_an_at_sign_becomes_an_anchor(pictures: BoardPage) -> None:
    page = pictures.page
    prompt = page.get_by_role("textbox", name="Prompt")
    listed = page.get_by_role("listbox", name="Pictures of this board").get_by_role("option")
    prompt.click()
    prompt.press_sequentially("a shelf @")
    expect(listed).to_have_count(6)
    prompt.press_sequentially("lamp")
    expect(listed).to_have_count(1)
    pictures.press("Escape")
    expect(listed).to_have_count(0)
    expect(prompt).to_be_focused()
    pictures.press("Backspace", "Backspace", "Backspace", "Backspace", "Backspace")
    prompt.press_sequentially("@re")
    expect(listed.nth(0)).to_contain_text("red mug")
    expect(listed.nth(0)).to_have_attribute("aria-selected", "true")
    pictures.press("ArrowDown", "ArrowUp", "Enter")
    expect(prompt).to_have_value("a shelf ")
    chip = page.locator("[data-anchors] li")
    expect(chip).to_have_count(1)
    expect(page.locator("[data-anchor-count]")).to_have_text("1 / 6")
    chip.locator("summary").click()
    chip.get_by_role("radio", name="Character").click()
    chip.get_by_role("slider", name="Strength").fill("80")
    expect(chip.locator("summary")).to_have_text("Character 80 %")
    marked = wait_until(
        lambda: [n for n in pictures.pictures() if n["anchor_role"] == "character"], "it", page
    )
    assert marked[0]["name"].startswith("red mug")
    assert pictures.errors == []


def test_more_anchors_than_the_tier_takes_are_counted_and_refused(pictures: BoardPage) -> None:
    page = pictures.page
    prompt = page.get_by_role("textbox", name="Prompt")
    prompt.click()
    for name in NAMES:
        prompt.press_sequentially(f"@{name}")
        pictures.press("Enter")
    prompt.press_sequentially("a shelf")
    expect(page.locator("[data-anchor-count]")).to_have_text("6 / 6")
    expect(page.locator("[data-generate]")).to_be_enabled()
    page.get_by_role("radio", name="Standard").click()
    expect(page.locator("[data-anchor-count]")).to_have_text("6 / 4: remove 2")
    expect(page.locator("#prompt-bar [data-reason]")).to_contain_text("6 / 4: remove 2")
    expect(page.locator("[data-generate]")).to_be_disabled()
    page.get_by_role("button", name="Remove the anchor").first.click()
    expect(page.locator("[data-anchor-count]")).to_have_text("5 / 4: remove 1")


def test_lines_of_the_anchors_come_and_go(pictures: BoardPage) -> None:
    page = pictures.page
    prompt = page.get_by_role("textbox", name="Prompt")
    prompt.click()
    prompt.press_sequentially("@red")
    pictures.press("Enter")
    pictures.focus_stage()
    pictures.press("Escape")
    before = overlay_ink(pictures)
    page.get_by_role("button", name="Lines of the anchors").click()
    wait_until(lambda: overlay_ink(pictures) > before, "a line to the chip", page)
    page.get_by_role("button", name="Lines of the anchors").click()
    wait_until(lambda: overlay_ink(pictures) == before, "no line", page)
    assert pictures.errors == []


def overlay_ink(board: BoardPage) -> int:
    """How many px of the overlay are drawn on."""
    ink = board.page.evaluate(
        """() => {
          const canvas = document.getElementById('overlay');
          if (canvas.style.visibility === 'hidden') return 0;
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let drawn = 0;
          for (let i = 3; i < data.length; i += 4) if (data[i]) drawn += 1;
          return drawn;
        }"""
    )
    return int(ink)
