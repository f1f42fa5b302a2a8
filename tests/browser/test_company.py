"""In company: following, calling, presenting, chatting and masking beside each other."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.server import Server


@pytest.fixture
def colleague(
    server: Server, board: BoardPage, new_context: Callable[..., BrowserContext]
) -> BoardPage:
    """A second window on the board of the first."""
    other = BoardPage(new_context(signed_in_by=server).new_page())
    other.page.goto(board.page.url)
    other.wait_ready()
    expect(other.page.locator("#people .person")).to_have_count(2)
    return other


def face_of_the_other(board: BoardPage) -> Locator:
    return board.page.locator("#people").get_by_role("button", name="Follow")


def same_view(one: BoardPage, two: BoardPage) -> bool:
    pairs = zip(one.view(), two.view(), strict=True)
    return all(abs(first - second) < 3 / one.view()[2] for first, second in pairs)


def test_following_goes_along_until_i_move(board: BoardPage, colleague: BoardPage) -> None:
    board.page.evaluate("window.bench.setView(900, -400, 0.5)")
    face_of_the_other(colleague).click()
    pill = colleague.page.locator("#following")
    expect(pill).to_contain_text("Following")
    wait_until(lambda: same_view(board, colleague), "the view to be theirs", colleague.page)

    board.page.evaluate("window.bench.setView(-3000, 200, 1.5)")
    wait_until(lambda: same_view(board, colleague), "the view to go along", colleague.page)

    colleague.page.mouse.move(300, 250)
    colleague.page.mouse.wheel(0, 120)
    expect(pill).to_be_hidden()
    board.page.evaluate("window.bench.setView(0, 0, 1)")
    assert not same_view(board, colleague)

    face_of_the_other(colleague).click()
    expect(pill).to_be_visible()
    colleague.focus_stage()
    colleague.press("Escape")
    expect(pill).to_be_hidden()
    assert board.errors == colleague.errors == []


def test_the_followed_one_leaves_and_nobody_follows_in_circles(
    board: BoardPage, colleague: BoardPage
) -> None:
    face_of_the_other(colleague).click()
    expect(colleague.page.locator("#following")).to_be_visible()
    face_of_the_other(board).click()
    expect(board.page.locator("#toasts")).to_contain_text("follows you")
    expect(board.page.locator("#following")).to_be_hidden()

    board.page.close()

    expect(colleague.page.locator("#following")).to_be_hidden()
    expect(colleague.page.locator("#toasts")).to_contain_text("left the board")


def test_jump_to_and_bring_everyone_here(board: BoardPage, colleague: BoardPage) -> None:
    board.page.evaluate("window.bench.setView(500, 500, 1)")
    face_of_the_other(colleague).click(button="right")
    colleague.page.get_by_role("button", name="Jump to").click()
    # To the last step of the jump, not only near its end.
    wait_until(lambda: colleague.view() == board.view(), "the jump", colleague.page)
    expect(colleague.page.locator("#following")).to_be_hidden()
    before = colleague.view()

    board.page.evaluate("window.bench.setView(-900, 0, 1)")
    board.page.locator("#people").get_by_role("button", name="you").click()
    board.page.get_by_role("button", name="Bring everyone here").click()

    expect(colleague.page.locator("#following")).to_be_visible()
    wait_until(lambda: same_view(board, colleague), "everyone to come", colleague.page)
    colleague.page.get_by_role("button", name="Go back").click()
    expect(colleague.page.locator("#following")).to_be_hidden()
    assert colleague.view() == pytest.approx(before)


def frames(board: BoardPage, *places: tuple[float, float]) -> None:
    """Frames of 240 x 135 by the frame tool at these places on the screen."""
    board.focus_stage()
    for x, y in places:
        board.press("f")
        board.drag((x, y), (x + 240, y + 135))
    board.wait_for_nodes(lambda nodes: len(nodes) == len(places), "the frames")


def test_frames_are_presented_in_reading_order(board: BoardPage, colleague: BoardPage) -> None:
    frames(board, (180, 120), (460, 420), (460, 128))
    first, second, third = sorted(board.nodes(), key=lambda node: (node["y"] > 200, node["x"]))
    board.press("Escape")
    board.page.get_by_role("button", name="Present", exact=True).click()

    bar = board.page.locator("#present-bar")
    expect(bar).to_contain_text("1 / 3")
    expect(board.page.locator("#topbar")).to_be_hidden()
    expect(board.page.locator("#prompt-bar")).to_be_hidden()
    expect(colleague.page.locator("#toasts")).to_contain_text("is presenting")
    colleague.page.get_by_role("button", name="Follow", exact=True).click()

    def is_shown(node: Node) -> bool:
        x, y, zoom = board.view()
        return bool(
            abs(x + 720 / zoom - node["x"] - node["width"] / 2) < 1
            and abs(y + 450 / zoom - node["y"] - node["height"] / 2) < 1
        )

    wait_until(lambda: is_shown(first), "the first frame", board.page)

    def is_covered(x: float, y: float) -> bool:
        pixel = "([x, y]) => bench.overlay().getContext('2d').getImageData(x, y, 1, 1).data[3]"
        return bool(board.page.evaluate(pixel, [x, y]) == 255)

    wait_until(lambda: is_covered(8, 450), "what lies beside the slide to be covered", board.page)
    assert not is_covered(720, 450)
    board.press("Space")
    wait_until(lambda: is_shown(second), "the second frame", board.page)
    board.press("PageDown", "ArrowRight")
    expect(bar).to_contain_text("3 / 3")
    wait_until(lambda: is_shown(third), "the third frame", board.page)

    def colleague_sees_it() -> bool:
        x, y, zoom = colleague.view()
        return bool(x < third["x"] and third["x"] + third["width"] < x + 1440 / zoom)

    wait_until(colleague_sees_it, "the colleague to go along", colleague.page)
    board.press("Home")
    expect(bar).to_contain_text("1 / 3")
    board.page.mouse.click(700, 300)
    expect(bar).to_contain_text("2 / 3")
    board.press("Escape")
    expect(bar).to_be_hidden()
    expect(board.page.locator("#topbar")).to_be_visible()
    assert board.errors == colleague.errors == []


def test_words_survive_that_their_note_is_deleted_meanwhile(
    board: BoardPage, colleague: BoardPage
) -> None:
    board.press("n")
    board.page.mouse.click(400, 300)
    board.page.keyboard.type("Oak")
    board.press("Escape")
    board.wait_saved()
    board.press("Enter", "End")
    board.page.keyboard.type(" and")
    (note,) = wait_until(lambda: colleague.nodes("note"), "the note", colleague.page)
    colleague.select(note)
    colleague.press("Delete")
    wait_until(lambda: not board.nodes(), "the note to go", board.page)
    field = board.page.locator("#stage-html textarea")
    expect(field).to_be_focused()
    board.page.keyboard.type(" mug")
    board.press("Escape")
    (back,) = wait_until(lambda: board.nodes(), "the note to come back", board.page)
    assert (back["id"], back["text"]) == (note["id"], "Oak and mug")
    expect(board.page.locator("#toasts")).to_contain_text("It is back, with your words.")
    expect(board.page.locator("#tool-rail").get_by_role("button", name="Select")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert board.errors == colleague.errors == []


def test_on_a_phone_faces_leave_the_title_its_room(board: BoardPage, colleague: BoardPage) -> None:
    board.page.set_viewport_size({"width": 390, "height": 844})
    expect(colleague.page.locator("#people .face")).to_have_count(2)
    expect(board.page.locator("#people .face:visible")).to_have_count(0)
    box = board.page.locator("#board-title").bounding_box()
    assert box is not None and box["width"] >= 60


def test_without_frames_the_whole_board_is_offered(board: BoardPage) -> None:
    present = board.page.get_by_role("button", name="Present", exact=True)
    present.click()
    expect(board.page.locator("#toasts")).to_contain_text("nothing to present yet")
    board.focus_stage()
    board.press("r")
    board.drag((300, 250), (500, 400))
    board.press("Escape")
    present.click()
    board.page.get_by_role("button", name="Present the whole board").click()
    expect(board.page.locator("#present-bar")).to_contain_text("Whole board")


def lit(board: BoardPage) -> int:
    """How many px of the overlay are painted."""
    count: int = board.page.evaluate(
        """() => {
          const canvas = window.bench.overlay();
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let lit = 0;
          for (let i = 3; i < data.length; i += 4) if (data[i]) lit += 1;
          return lit;
        }"""
    )
    return count


def is_lit(board: BoardPage, x_world: float, y_world: float) -> bool:
    """Does something of the overlay lie over this point of the board?"""
    x, y = board.to_screen(x_world, y_world)
    alpha: int = board.page.evaluate(
        """([x, y]) => {
          const canvas = window.bench.overlay();
          const { left, top, width } = document.getElementById('stage').getBoundingClientRect();
          const scale = canvas.width / width;
          const at = [(x - left) * scale, (y - top) * scale].map(Math.round);
          return canvas.getContext('2d').getImageData(...at, 1, 1).data[3];
        }""",
        [x, y],
    )
    return alpha > 0


def test_the_laser_leaves_a_trail_with_both_that_fades(
    board: BoardPage, colleague: BoardPage
) -> None:
    board.page.mouse.move(300, 250)
    wait_until(lambda: lit(colleague) > 100, "the cursor at the colleague's", colleague.page)
    board.focus_stage()
    board.press("k")
    board.page.mouse.move(600, 250, steps=20)
    wait_until(lambda: lit(board) > 300, "the own trail", board.page)
    wait_until(lambda: lit(board) == 0, "the trail to fade", board.page)
    board.press("k")
    board.page.mouse.move(300, 250)
    assert lit(board) == 0


def test_what_is_said_at_a_cursor_is_seen_and_goes(board: BoardPage, colleague: BoardPage) -> None:
    board.page.mouse.move(300, 250)
    board.focus_stage()
    board.press("/")
    field = board.page.get_by_role("textbox", name="Say something")
    before = lit(colleague)
    field.press_sequentially("is the handle too thick?")
    wait_until(lambda: lit(colleague) > before + 2000, "the bubble", colleague.page)
    board.press("Escape")
    expect(field).to_be_hidden()
    wait_until(lambda: lit(colleague) < before + 2000, "the bubble to go", colleague.page)
    assert board.nodes() == []


def test_who_masks_is_named_and_the_other_may_work_on_a_copy(
    board: BoardPage, colleague: BoardPage
) -> None:
    board.generate("a mug")
    made = board.wait_for_nodes(
        lambda nodes: nodes and all(n["kind"] == "image" for n in nodes), "pictures"
    )
    picture = made[0]
    board.select(picture)
    board.press("m")
    expect(board.page.locator("#editor-panel")).to_be_visible()
    board.wait_still()
    colleague.fit()
    x, y = board.middle(picture)
    board.press("l")
    board.page.mouse.move(x - 100, y - 100)
    board.page.mouse.down()
    board.page.mouse.move(x + 100, y - 100, steps=4)
    board.page.mouse.move(x + 100, y + 100, steps=4)
    above, below = (
        (picture["x"] + picture["width"] * at, picture["y"] + picture["height"] * (1 - at))
        for at in (0.52, 0.48)
    )
    wait_until(lambda: is_lit(colleague, *above), "what is being drawn", colleague.page)
    assert not is_lit(colleague, *below)
    board.page.mouse.move(x - 100, y + 100, steps=4)
    board.page.mouse.up()
    wait_until(lambda: is_lit(colleague, *below), "what was drawn", colleague.page)

    colleague.select(picture)
    colleague.press("m")
    dialog = colleague.page.get_by_role("dialog")
    expect(dialog).to_contain_text("is masking this picture")
    dialog.get_by_role("button", name="Watch").click()
    expect(colleague.page.locator("#following")).to_be_visible()
    colleague.press("Escape")

    colleague.select(picture)
    colleague.press("m")
    dialog.get_by_role("button", name="Work on a copy").click()
    expect(colleague.page.locator("#editor-panel")).to_be_visible()
    colleague.wait_for_nodes(lambda nodes: len(nodes) > len(made), "the copy")
    known = {node["id"] for node in made}
    copy = next(node for node in colleague.pictures() if node["id"] not in known)
    assert copy["asset"] == picture["asset"]
    assert (copy["x"], copy["y"]) != (picture["x"], picture["y"])
    colleague.press("Escape")

    board.press("Escape")
    colleague.fit()
    wait_until(lambda: not is_lit(colleague, *below), "the outline gone", colleague.page)
    colleague.select(picture)
    colleague.press("m")
    expect(colleague.page.locator("#editor-panel")).to_be_visible()
    assert board.errors == colleague.errors == []
