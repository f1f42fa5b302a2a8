"""Journey 3: from a prompt to pictures, through a reload, a cancel, a failure and a crash."""

import pytest
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.server import Server


def overlap(a: Node, b: Node) -> bool:
    return bool(
        a["x"] < b["x"] + b["width"]
        and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"]
        and b["y"] < a["y"] + a["height"]
    )


def frames_of(nodes: list[Node]) -> dict[str, tuple[float, float, float, float]]:
    return {n["id"]: (n["x"], n["y"], n["width"], n["height"]) for n in nodes}


def test_four_placeholders_stand_where_the_four_pictures_will(board: BoardPage) -> None:
    button = board.page.locator("[data-generate]")
    board.page.get_by_role("textbox", name="Prompt").fill("ceramic mug, morning light")
    expect(button).to_contain_text("Generate 4")
    board.press("Control+Enter")

    placed = board.wait_for_nodes(lambda nodes: len(nodes) == 4, "four placeholders")
    done = board.wait_for_nodes(
        lambda nodes: all(n["kind"] == "image" for n in nodes), "four pictures"
    )

    assert frames_of(done) == frames_of(placed)
    assert not any(overlap(a, b) for a in done for b in done if a["id"] < b["id"])
    assert len({n["asset"] for n in done}) == 4
    expect(board.page.get_by_role("textbox", name="Prompt")).to_have_value(
        "ceramic mug, morning light"
    )
    board.wait_saved()
    board.generate("ceramic mug, morning light")
    more = board.wait_for_nodes(lambda nodes: len(nodes) == 8, "four more beside them")
    assert not any(overlap(a, b) for a in more for b in more if a["id"] < b["id"])
    assert board.errors == []


def test_a_preview_is_shown_before_the_picture(board: BoardPage) -> None:
    previews: list[str] = []
    board.page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived",
            lambda frame: previews.append("x") if '"preview"' in str(frame) else None,
        ),
    )
    board.page.reload()
    board.wait_ready()

    board.generate("slow lighthouse", tier="Standard")

    wait_until(lambda: previews, "a preview", board.page)


def test_reload_in_the_middle_goes_on(board: BoardPage) -> None:
    board.page.get_by_role("button", name="One more").click(click_count=4)
    board.generate("slow red hills", tier="Standard")
    half = board.wait_for_nodes(
        lambda nodes: (
            any(n["kind"] == "image" for n in nodes)
            and any(n.get("state") == "running" for n in nodes)
        ),
        "one that is done and one that is running",
    )

    board.page.reload()
    board.wait_ready()

    expect(board.page.locator("#job-tray [data-words]").first).to_contain_text("%")
    done = board.wait_for_nodes(
        lambda nodes: all(n["kind"] == "image" for n in nodes), "the pictures"
    )
    assert len(done) == len({n["asset"] for n in done}) == 8
    made = {n["id"]: n["asset"] for n in half if n["kind"] == "image"}
    assert made.items() <= {n["id"]: n["asset"] for n in done}.items()


def test_cancel_leaves_no_picture(board: BoardPage) -> None:
    board.generate("hang on", tier="Standard")
    board.wait_for_nodes(
        lambda nodes: any(n.get("state") == "running" for n in nodes), "a running one"
    )

    board.page.locator("#job-tray").get_by_role("button", name="Cancel all").click()

    board.wait_for_nodes(
        lambda nodes: all(n.get("state", "cancelled") == "cancelled" for n in nodes), "cancelled"
    )
    assert board.pictures() == []


def test_failure_says_why_and_retry_works(board: BoardPage) -> None:
    board.page.get_by_role("button", name="One fewer").click(click_count=3)
    board.generate("fail once: a blue boat", tier="Standard")
    (failed,) = board.wait_for_nodes(
        lambda nodes: all(n.get("state") == "failed" for n in nodes) and len(nodes) == 1, "failure"
    )
    assert len(failed["message"]) > 10

    tray = board.page.locator("#job-tray")
    expect(tray).to_contain_text(failed["message"])
    tray.get_by_role("button", name="Retry").first.click()

    board.wait_for_nodes(lambda nodes: nodes[0]["kind"] == "image", "the picture after all")
    assert len(board.nodes()) == 1


@pytest.mark.own_server
def test_kill_nine_in_the_middle_ends_with_each_picture_once(
    server: Server, board: BoardPage
) -> None:
    board.generate("slow green valley", tier="Standard")
    board.wait_for_nodes(
        lambda nodes: any(n.get("state") == "running" for n in nodes), "a running one"
    )

    server.kill()
    server.start()

    done = board.wait_for_nodes(
        lambda nodes: len(nodes) >= 4 and all(n["kind"] == "image" for n in nodes), "the pictures"
    )
    assert len(done) == 4
    board.wait_saved()


def test_bad_prompts_are_refused_in_words(board: BoardPage) -> None:
    box = board.page.get_by_role("textbox", name="Prompt")
    bar = board.page.locator("#prompt-bar")
    box.fill("x" * 20_000)
    expect(bar.locator("[data-generate]")).to_be_disabled()
    expect(bar.locator("[data-reason]")).not_to_be_empty()
    box.fill("")
    expect(bar.locator("[data-generate]")).to_be_disabled()
    assert board.nodes() == []
