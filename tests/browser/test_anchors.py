"""Journey J07: anchors by role, named in the prompt, counted, and with lines on the board."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.board_page import BoardPage, Node, wait_until

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


def test_anchors_by_line_by_drop_and_by_pack(pictures: BoardPage) -> None:
    """J07: a line to the prompt, a drop, a pack and its next version, what a picture keeps."""
    page = pictures.page
    bar = page.locator("#prompt-bar")
    chips = page.locator("[data-anchors] li")
    count = page.locator("[data-anchor-count]")
    mug, lamp, chair = (named(pictures, name) for name in NAMES[:3])

    # 1. A line from the mug to the prompt asks what it gives, and stays.
    blank = overlay_ink(pictures)
    pictures.click(mug)
    handle = page.get_by_role("button", name="Use as anchor", exact=True).and_(
        page.locator(".anchor-handle")
    )
    pictures.drag(middle_of(handle), middle_of(bar))
    expect(chips).to_have_count(1)
    chips.get_by_role("radio", name="Composition").click()
    expect(chips.get_by_role("radio", name="Composition")).to_be_focused()
    chips.get_by_role("slider", name="Strength").fill("80")
    expect(chips.locator("summary")).to_have_text("Composition 80 %")
    pictures.press("Escape")
    lines = page.get_by_role("button", name="Lines of the anchors")
    expect(lines).to_have_attribute("aria-pressed", "true")
    pictures.focus_stage()
    pictures.press("Escape")
    wait_until(lambda: overlay_ink(pictures) > blank, "a line to the chip", page)
    lines.click()
    wait_until(lambda: overlay_ink(pictures) == blank, "no line", page)

    # 2. A picture that is dropped on the bar is one too, and stays where it lay.
    pictures.drag(pictures.middle(lamp), middle_of(bar))
    expect(count).to_have_text("2 / 6")
    assert (named(pictures, "blue lamp")["x"], len(pictures.pictures())) == (lamp["x"], 6)

    # 3. Both as a pack; on another board it is in the prompt by one click.
    packs = page.get_by_role("dialog", name="Anchor packs")
    bar.get_by_role("button", name="Anchor packs").click()
    packs.get_by_label("Name of the pack").last.fill("Aurora core")
    packs.get_by_role("button", name="Save as a pack").click()
    expect(packs.get_by_role("listitem").filter(has_text="Aurora core")).to_contain_text("v1")
    packs.get_by_role("button", name="Close").click()
    chips.last.locator("summary").click()
    expect(chips.last).to_contain_text("From Aurora core v1")
    pictures.press("Escape")
    pictures.wait_saved()
    first_address = page.url
    page.get_by_role("link", name="Back to boards").click()
    page.get_by_role("button", name="New board").first.click()
    page.wait_for_url("**/boards/**")
    second = BoardPage(page).wait_ready()
    bar.get_by_role("button", name="Anchor packs").click()
    packs.get_by_role("button", name="Use Aurora core").click()
    expect(chips).to_have_text(["Composition 80 %", "Style 60 %"], use_inner_text=True)
    expect(count).to_have_text("2 / 6")

    # 4. A picture keeps the version that guided it, and has a line from each anchor.
    second.generate("a mug on a shelf")
    made = second.wait_for_nodes(lambda nodes: len(results(nodes)) == 4, "four results")
    edges = [edge for edge in second.snapshot()["edges"] if edge["role"] == "anchor"]
    assert len(edges) == 8
    second.select(results(made)[0])
    expect(page.locator("#inspector")).to_contain_text("Aurora core v1")

    # 5. A version published on the first board changes nothing here until it is taken.
    other = page.context.new_page()
    other.goto(first_address)
    BoardPage(other).wait_ready()
    other.get_by_role("button", name="Remove the anchor blue lamp").click()
    other.locator("#prompt-bar").get_by_role("button", name="Anchor packs").click()
    other.get_by_text("Versions and changes").click()
    other.get_by_label("What changed, and why").fill("Less is more")
    other.get_by_role("button", name="Publish v2 from the prompt").click()
    expect(other.get_by_text("Removed blue lamp")).to_be_visible()
    other.close()
    page.reload()
    second.wait_ready()
    expect(chips.first).to_contain_text("v2 available")
    expect(chips).to_have_count(2)
    chips.first.locator("summary").click()
    chips.first.get_by_role("button", name="Update Aurora core to v2").click()
    expect(chips).to_have_count(1)
    chips.locator("summary").click()
    expect(chips).to_contain_text("From Aurora core v2")
    assert pictures.errors == second.errors == []


def named(board: BoardPage, name: str) -> Node:
    (node,) = [one for one in board.pictures() if one["name"].startswith(name)]
    return node


def results(nodes: list[Node]) -> list[Node]:
    return [one for one in nodes if one["kind"] == "image" and one["generation"]]


def middle_of(what: Locator) -> tuple[float, float]:
    box = what.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def overlay_ink(board: BoardPage) -> int:
    """How many px of the overlay are drawn on."""
    ink = board.page.evaluate(
        """() => {
          const canvas = window.bench.overlay();
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let drawn = 0;
          for (let i = 3; i < data.length; i += 4) if (data[i]) drawn += 1;
          return drawn;
        }"""
    )
    return int(ink)
