"""The board by keys: palette, shortcut sheet, find, the map, layouts of other countries."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.server import Server


def note_at(board: BoardPage, x: float, y: float, text: str) -> Node:
    board.focus_stage()
    board.press("n")
    board.page.mouse.click(x, y)
    board.page.keyboard.type(text)
    board.press("Escape")
    board.press("Escape")
    notes = board.wait_for_nodes(
        lambda all: [n for n in all if n.get("text") == text], f"the note {text}"
    )
    (note,) = [n for n in notes if n.get("text") == text]
    return note


def tool(board: BoardPage, name: str) -> None:
    """Waits until that tool is the chosen one."""
    button = board.page.locator("#tool-rail").get_by_role("button", name=name, exact=True)
    expect(button).to_have_attribute("aria-pressed", "true")


def dispatch(page: Page, key: str, code: str, **modifiers: bool) -> None:
    """A key as a keyboard of another country sends it."""
    page.evaluate(
        """([key, code, modifiers]) => document.activeElement.dispatchEvent(new KeyboardEvent(
             'keydown', {key, code, bubbles: true, cancelable: true, ...modifiers}))""",
        [key, code, modifiers],
    )


def test_the_palette_finds_a_command_and_runs_it_by_keys_alone(board: BoardPage) -> None:
    page = board.page
    board.focus_stage()
    board.press("Control+k")
    field = page.get_by_role("combobox", name="Search commands, frames, people and boards")
    expect(field).to_be_focused()
    page.keyboard.type("ellip")
    option = page.get_by_role("option", name="Ellipse Tools")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(option.locator("kbd")).to_have_text("O")
    board.press("Enter")
    expect(field).to_be_hidden()
    board.drag((400, 250), (600, 400))
    board.wait_for_nodes(lambda all: [n for n in all if n["kind"] == "shape"], "an ellipse")

    board.press("Escape", "Escape", "Control+k")
    expect(page.locator("#palette-list .heading").first).to_have_text("Recent")
    expect(page.get_by_role("option").first).to_contain_text("Ellipse")
    page.keyboard.type("tidy up")
    dim = page.get_by_role("option", name="Tidy up")
    expect(dim).to_have_attribute("aria-disabled", "true")
    expect(dim).to_contain_text("select something first")
    board.press("Enter")
    expect(field).to_be_visible()
    board.press("Control+k")
    expect(field).to_be_hidden()
    assert board.errors == []


def test_the_palette_leads_to_frames_and_to_other_boards(board: BoardPage) -> None:
    page = board.page
    first = page.url
    board.focus_stage()
    board.press("f")
    board.drag((400, 250), (700, 500))
    board.wait_for_nodes(lambda all: [n for n in all if n["kind"] == "frame"], "a frame")
    board.press("Escape", "Escape")
    page.evaluate("window.bench.setView(9000, 9000, 1)")
    board.focus_stage()
    board.press("Control+/")
    page.keyboard.type("frame")
    page.locator("#palette-list [role=option]", has_text="Frame 1").or_(
        page.locator("#palette-list [role=option]", has_text="Frame without a name")
    ).first.click()
    board.wait_still()
    assert board.view()[0] < 5000

    page.goto("/".join(first.split("/")[:3]) + "/")
    page.get_by_role("button", name="New board").first.click()
    page.wait_for_url(lambda url: "/boards/" in url and url != first)
    other = BoardPage(page).wait_ready()
    other.focus_stage()
    other.press("Control+k")
    board_id = first.rstrip("/").split("/")[-1]
    expect(page.locator("#palette-list .heading", has_text="Boards")).to_be_visible()
    page.keyboard.type("untitled")
    page.locator("#palette-list [role=option]").first.click()
    page.wait_for_url(lambda url: "/boards/" in url and url != other.page.url or board_id in url)
    assert board.errors == []


def test_the_sheet_shows_keys_and_other_ones_are_chosen_and_kept(board: BoardPage) -> None:
    page = board.page
    board.focus_stage()
    board.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet.locator("section h3").first).to_contain_text("Canvas")
    expect(sheet).to_contain_text("Hand, to move the view")
    page.keyboard.type("frame")
    sheet.get_by_role("button", name="Change the keys of Frame, now F").click()
    board.press("v")
    expect(sheet).to_contain_text("V is “Select” already")
    board.press("Escape")
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Change the keys of Frame, now F").click()
    board.press("g")
    expect(sheet.get_by_role("button", name="Change the keys of Frame, now G")).to_be_visible()
    board.press("Escape")
    board.focus_stage()
    board.press("f")
    tool(board, "Select")
    board.press("g")
    tool(board, "Frame")

    page.reload()
    board.wait_ready().focus_stage()
    board.press("g")
    tool(board, "Frame")
    board.press("F1")
    sheet.get_by_role("button", name="Reset all keys").click()
    sheet.get_by_role("switch", name="Single-character keys").uncheck()
    board.press("Escape")
    board.press("v")
    tool(board, "Frame")
    page.reload()
    board.wait_ready().focus_stage()
    board.press("n")
    tool(board, "Select")
    assert board.errors == []


# keys.md 4.1, the column "ours", as far as the product has the action: (mode, action, keys).
TABLE = [
    ("Canvas", "Select", "V"),
    ("Canvas", "Hand", "H"),
    ("Everywhere", "Hand, to move the view", "Space held"),
    ("Everywhere", "Move the view", "middle button drag"),
    ("Everywhere", "Zoom in", "+"),
    ("Everywhere", "Zoom out", "−"),
    ("Everywhere", "Zoom", "Ctrl wheel"),
    ("Everywhere", "Zoom on a trackpad or a screen", "pinch"),
    ("Everywhere", "Zoom to 100 %", "Shift 0"),
    ("Everywhere", "Zoom to 100 %", "Ctrl 0"),
    ("Canvas", "Show everything", "Shift 1"),
    ("Canvas", "Zoom to selection", "Shift 2"),
    ("Canvas", "Frame", "F"),
    ("Canvas", "Text", "T"),
    ("Canvas", "Note", "N"),
    ("Canvas", "Rectangle", "R"),
    ("Canvas", "Ellipse", "O"),
    ("Canvas", "Line", "L"),
    ("Canvas", "Arrow", "A"),
    ("Canvas", "Undo", "Ctrl Z"),
    ("Canvas", "Redo", "Ctrl Shift Z"),
    ("Canvas", "Redo", "Ctrl Y"),
    ("Canvas", "Duplicate", "Ctrl D"),
    ("Canvas", "Drag a copy", "Alt drag"),
    ("Canvas", "Group", "Ctrl G"),
    ("Canvas", "Ungroup", "Ctrl Shift G"),
    ("Canvas", "Bring forward", "Ctrl ]"),
    ("Canvas", "Send backward", "Ctrl ["),
    ("Canvas", "Bring to front", "]"),
    ("Canvas", "Send to back", "["),
    ("Canvas", "Align left", "Alt A"),
    ("Canvas", "Align right", "Alt D"),
    ("Canvas", "Align top", "Alt W"),
    ("Canvas", "Align bottom", "Alt S"),
    ("Canvas", "Align centres across", "Alt H"),
    ("Canvas", "Align middles down", "Alt V"),
    ("Canvas", "Flip left to right", "Shift H"),
    ("Canvas", "Flip top to bottom", "Shift V"),
    ("Canvas", "Lock", "Ctrl Shift L"),
    ("Canvas", "Hide", "Ctrl Shift H"),
    ("Canvas", "Move left by 1", "←"),
    ("Canvas", "Move left by 10", "Shift ←"),
    ("Canvas", "Upload pictures", "Ctrl Shift K"),
    ("Canvas", "Find on this board", "Ctrl F"),
    ("Everywhere", "Command palette", "Ctrl K"),
    ("Everywhere", "Command palette", "Ctrl /"),
    ("Everywhere", "Hide or show the interface", "Ctrl ."),
    ("Everywhere", "Hide or show the interface", "Ctrl \\"),
    ("Everywhere", "Keyboard shortcuts", "?"),
    ("Canvas", "Rename", "F2"),
    ("Canvas", "Next frame", "Page Down"),
    ("Canvas", "Previous frame", "Page Up"),
    ("Canvas", "List view", "Shift L"),
    ("Canvas", "Export pictures…", "Ctrl Shift E"),
    ("Canvas", "Keep the tool after drawing", "Q"),
    ("Canvas", "Back", "Esc"),
    ("Canvas", "Write a prompt", "P"),
    ("Canvas", "Write a prompt", "Alt P"),
    ("Canvas", "Generate", "Ctrl ⏎"),
    ("Canvas", "Cancel what is being made", "Shift X"),
    ("Canvas", "Mask", "M"),
    ("Mask edit", "Brush", "B"),
    ("Mask edit", "Eraser", "E"),
    ("Mask edit", "Smaller brush", "["),
    ("Mask edit", "Larger brush", "]"),
    ("Mask edit", "Lasso", "L"),
    ("Mask edit", "Rectangle", "R"),
    ("Mask edit", "Smart select", "W"),
    ("Mask edit", "Invert the mask", "I"),
    ("Mask edit", "Clear the mask", "Del"),
    ("Mask edit", "Hide the outlines of the mask", "H held"),
    ("Mask edit", "See the picture as it was before", "O held"),
    ("Mask edit", "Fit the context to the mask", "Shift B"),
    ("Mask edit", "Next result", "→"),
    ("Mask edit", "Previous result", "←"),
    ("Mask edit", "Accept the result", "⏎"),
    ("Mask edit", "Discard the result", "⌫"),
    ("Review", "Pick", "1"),
    ("Review", "Maybe", "2"),
    ("Review", "Reject", "3"),
    ("Review", "Reject", "X"),
    ("Review", "Approve", "Shift 1"),
    ("Review", "Not relevant", "Shift 4"),
    ("Review", "Compare those chosen", "M"),
    ("Review", "Comment: then click where", "C"),
    ("Review", "Next picture with an open comment", "N"),
]


def test_every_agreed_key_reaches_its_command(board: BoardPage) -> None:
    board.focus_stage()
    board.press("?")
    expect(board.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    rows = board.page.evaluate(
        """() => [...document.querySelectorAll('.shortcut-sheet section')].flatMap((part) =>
          [...part.querySelectorAll('li')].flatMap((row) => [...row.querySelectorAll('.caps')].map(
            (caps) => [part.querySelector('h3').firstChild.textContent, row.firstChild.textContent,
              [...caps.querySelectorAll('kbd')].map((key) => key.textContent).join(' ')])))"""
    )
    assert set(TABLE) - {(mode, label, keys) for mode, label, keys in rows} == set()
    taken = {f"Ctrl {key}" for key in "12345678WTN"} | {f"Ctrl Shift {key}" for key in "CIJ"}
    assert {keys for _, _, keys in rows} & taken == set()


def test_find_leads_to_each_and_gives_the_view_back(board: BoardPage) -> None:
    page = board.page
    note_at(board, 400, 250, "Red mug on oak")
    note_at(board, 700, 500, "Blue mug")
    note_at(board, 400, 500, "Teapot")
    page.evaluate("window.bench.setView(20000, 20000, 0.5)")
    board.wait_still()
    before = board.view()
    board.focus_stage()
    board.press("Control+f")
    page.keyboard.type("mug")
    panel = page.get_by_role("search", name="Find on this board")
    expect(panel.get_by_role("status")).to_have_text("2 found")
    expect(panel.locator("#find-list mark").first).to_have_text("mug")
    board.press("Enter")
    expect(panel.get_by_role("status")).to_have_text("1 of 2")
    board.wait_still()
    first = board.view()
    assert first != before
    board.press("F3")
    expect(panel.get_by_role("status")).to_have_text("2 of 2")
    board.wait_still()
    assert board.view() != first
    board.press("Shift+Enter")
    expect(panel.get_by_role("status")).to_have_text("1 of 2")
    panel.get_by_role("radio", name="Pictures").click()
    expect(panel.get_by_role("status")).to_have_text("0 found")
    panel.get_by_role("radio", name="All").click()
    panel.get_by_role("textbox").press("Enter")
    board.press("Escape")
    expect(panel).to_be_hidden()
    board.wait_still()
    assert board.view() == pytest.approx(before)
    assert board.errors == []


def test_a_finished_picture_is_found_by_its_prompt(board: BoardPage) -> None:
    page = board.page
    board.generate("zebra at dawn", tier="Standard")
    board.wait_for_nodes(lambda all: [n for n in all if n["kind"] == "image"], "a picture")
    board.focus_stage()
    board.press("Control+f")
    page.keyboard.type("scripted zebra")
    panel = page.get_by_role("search", name="Find on this board")
    expect(panel.locator("#find-list li img").first).to_be_visible()
    board.press("Enter")
    wait_until(
        lambda: page.locator("#inspector").get_by_text("zebra at dawn").count(),
        "the picture to be selected",
        page,
    )
    assert board.errors == []


def test_the_map_moves_the_view_and_remembers_that_it_was_hidden(board: BoardPage) -> None:
    page = board.page
    note_at(board, 400, 250, "here")
    page.evaluate("window.bench.setView(6000, 6000, 1)")
    back = page.get_by_role("button", name="Back to content")
    expect(back).to_be_visible()
    before = board.view()
    page.wait_for_function("document.querySelector('#map canvas').width > 0")
    page.locator("#map canvas").last.click(position={"x": 20, "y": 20})
    assert board.view() != before
    page.evaluate("window.bench.setView(6000, 6000, 1)")
    back.click()
    board.wait_still()
    expect(back).to_be_hidden()
    page.locator("#map").hover()
    page.get_by_role("button", name="Hide the map").click()
    page.reload()
    board.wait_ready()
    expect(page.locator("#map")).to_be_hidden()
    page.locator("#zoom-value").click()
    page.locator("#zoom-menu").get_by_role("button", name="Map").click()
    expect(page.locator("#map")).to_be_visible()
    assert board.errors == []


def test_in_a_smaller_window_nothing_is_fitted_under_the_map(board: BoardPage) -> None:
    board.page.set_viewport_size({"width": 1024, "height": 700})
    board.focus_stage()
    board.press("f")
    board.drag((300, 180), (500, 420))
    board.press("Escape")
    (frame,) = board.wait_for_nodes(lambda nodes: len(nodes) == 1, "the frame")
    for panel in ("#map", "#zoom"):
        box = board.page.locator(panel).bounding_box()
        assert box is not None
        right, bottom = box["x"] + box["width"], box["y"] + box["height"]

        def is_beside(right: float = right, bottom: float = bottom) -> bool:
            board.fit()
            x, y = board.to_screen(frame["x"], frame["y"])
            return x >= right or y >= bottom

        wait_until(is_beside, f"the frame to be fitted beside {panel}", board.page)
        if panel == "#map":
            board.page.locator("#map").hover()
            board.page.get_by_role("button", name="Hide the map").click()
            expect(board.page.locator("#map")).to_be_hidden()
            board.focus_stage()
    assert board.errors == []


def test_the_zoom_field_takes_a_percentage_and_its_menu_the_usual_ones(board: BoardPage) -> None:
    page = board.page
    field = page.get_by_role("combobox", name="Zoom in percent")
    field.click()
    field.fill("62")
    board.press("Enter")
    board.wait_still()
    assert board.view()[2] == pytest.approx(0.62)
    expect(field).to_have_value("62 %")
    field.click()
    board.press("ArrowDown", "ArrowDown")
    expect(page.locator("#zoom-menu").get_by_role("button", name="50 %")).to_be_focused()
    board.press("Enter")
    board.wait_still()
    assert board.view()[2] == pytest.approx(0.5)
    assert board.errors == []


def test_the_interface_hides_and_comes_back(board: BoardPage) -> None:
    page = board.page
    board.focus_stage()
    board.press("Control+.")
    expect(page.locator("#topbar")).to_be_hidden()
    expect(page.locator("#prompt-bar")).to_be_hidden()
    board.press("Control+\\")
    expect(page.locator("#topbar")).to_be_visible()
    page.get_by_role("textbox", name="Prompt").click()
    page.keyboard.type("vrnf?")
    expect(page.get_by_role("textbox", name="Prompt")).to_have_value("vrnf?")
    tool(board, "Select")
    board.press("Control+k")
    expect(page.get_by_role("dialog", name="Command palette")).to_be_visible()
    assert board.errors == []


def test_keys_of_cyrillic_and_german_keyboards_act(board: BoardPage) -> None:
    page = board.page
    board.focus_stage()
    dispatch(page, "т", "KeyN")
    tool(board, "Note")
    dispatch(page, "м", "KeyV")
    tool(board, "Select")
    dispatch(page, "л", "KeyK", ctrlKey=True)
    expect(page.get_by_role("dialog", name="Command palette")).to_be_visible()
    board.press("Escape")
    before = board.view()[2]
    dispatch(page, "+", "BracketRight")  # German: a key of its own, where US keyboards have ]
    board.wait_still()
    assert board.view()[2] > before
    dispatch(page, "?", "Minus", shiftKey=True)  # German: Shift and ß
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert board.errors == []


def test_a_held_key_is_let_go_when_the_window_loses_the_keyboard(board: BoardPage) -> None:
    page = board.page
    board.focus_stage()
    board.page.mouse.move(700, 400)
    page.keyboard.down("Space")
    hand = page.locator("#tool-rail").get_by_role("button", name="Hand", exact=True)
    cursor = "getComputedStyle(document.querySelector('#stage')).cursor"
    assert page.evaluate(cursor) == "grab"
    expect(hand).to_have_attribute("aria-pressed", "false")
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    assert page.evaluate(cursor) != "grab"
    page.keyboard.up("Space")
    assert board.errors == []


def test_a_guest_finds_names_and_notes_and_is_told_of_no_boards(
    board: BoardPage, server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    note_at(board, 400, 250, "Launch plan")
    page = board.page
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Create link").click()
    address = dialog.locator("input[readonly]").first.input_value()
    guest = BoardPage(new_context().new_page())
    guest.page.goto(address)
    guest.wait_ready().focus_stage()
    guest.press("Control+f")
    guest.page.keyboard.type("plan")
    panel = guest.page.get_by_role("search", name="Find on this board")
    expect(panel.get_by_role("status")).to_have_text("1 found")
    guest.press("Escape", "Control+k")
    expect(guest.page.get_by_role("dialog", name="Command palette")).to_be_visible()
    expect(guest.page.locator("#palette-list .heading", has_text="Boards")).to_have_count(0)
    assert guest.errors == []
