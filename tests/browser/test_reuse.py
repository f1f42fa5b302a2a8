"""What a picture was made with is used again: its prompt, its seed, or all of it."""

from playwright.sync_api import expect

from tests.browser.board_page import BoardPage


def test_prompt_seed_and_everything_are_reused(board: BoardPage) -> None:
    page = board.page
    prompt = page.get_by_role("textbox", name="Prompt")
    seed = page.locator("#prompt-bar [name=seed]")
    page.get_by_role("button", name="One fewer").click(click_count=3)
    page.get_by_role("button", name="More settings").click()
    seed.fill("77")
    board.generate("ceramic mug, morning light")
    (made,) = board.wait_for_nodes(
        lambda nodes: len(nodes) == 1 and nodes[0]["kind"] == "image", "a picture"
    )
    prompt.fill("something else")
    seed.fill("")
    page.locator("#prompt-bar").get_by_role("radio", name="Standard").click()
    board.select(made)
    board.press("Shift+P")
    expect(prompt).to_have_value("ceramic mug, morning light")
    expect(seed).to_have_value("")
    prompt.fill("something else")
    board.focus_stage()
    board.press("Shift+S")
    expect(seed).to_have_value("77")
    expect(prompt).to_have_value("something else")
    board.press("Shift+A")
    expect(prompt).to_have_value("ceramic mug, morning light")
    draft = page.locator("#prompt-bar").get_by_role("radio", name="Draft")
    expect(draft).to_be_checked()
    assert board.errors == []
