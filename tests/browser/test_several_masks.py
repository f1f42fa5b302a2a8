"""Several masks on one picture, each with its own words: kept, undone and edited as one."""

import re

import numpy as np
from playwright.sync_api import Locator, expect

from assets.compositing.geometry import Box
from assets.compositing.several import touched
from tests.browser.board_page import BoardPage, Node, wait_until
from tests.browser.test_edit_results import SIDE, Editing, editing, enter, make_editing
from tests.unit.assets.compositing.pictures import box_mask

__all__ = ["editing", "make_editing"]

FIRST, SECOND, THIRD = Box(100, 120, 150, 120), Box(650, 640, 160, 120), Box(120, 700, 90, 90)


def paint(editing: Editing, box: Box) -> None:
    editing.board.press("r")
    editing.board.drag(editing.at(box.x, box.y), editing.at(box.right, box.bottom))
    editing.tells(f"Mask {box.width} × {box.height}")


def rows(editing: Editing) -> Locator:
    return editing.page.locator("[data-masks] li")


def cost(editing: Editing) -> float:
    found = re.search(r"\$([0-9.]+)", editing.form.locator("[data-cost]").inner_text())
    assert found
    return float(found[1])


def masks(board: BoardPage) -> list[Node]:
    return sorted(board.nodes("mask"), key=lambda node: str(node["order"]))


def test_masks_with_words_of_their_own_are_kept_undone_and_edited_as_one(editing: Editing) -> None:
    board, page, form = editing.board, editing.page, editing.form
    own = form.get_by_role("switch", name="For this mask alone")
    expect(own).to_be_hidden()
    form.get_by_role("radio", name="1", exact=True).click()
    form.get_by_role("radio", name="Standard").click()
    paint(editing, FIRST)
    page.locator("#mask-prompt").fill("flat")
    once = cost(editing)

    page.get_by_role("button", name="Add a mask").click()
    expect(page.locator("#mask-prompt")).to_have_value("flat")
    board.press("r")
    board.drag(editing.at(SECOND.x, SECOND.y), editing.at(SECOND.right, SECOND.bottom))
    editing.tells(f"Mask {SECOND.right - FIRST.x} × {SECOND.bottom - FIRST.y}")
    assert cost(editing) == once
    own.check()
    page.locator("#mask-prompt").fill("noise")
    expect(form.locator("[data-calls]")).to_contain_text("2 engine calls")
    assert cost(editing) == 2 * once

    page.get_by_role("button", name="Add a mask").click()
    paint_third = (editing.at(THIRD.x, THIRD.y), editing.at(THIRD.right, THIRD.bottom))
    board.drag(*paint_third)
    rows(editing).first.locator(".called").dblclick()
    page.keyboard.type("button")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Use button").click()
    page.get_by_role("button", name="Move button down").click()
    expect(rows(editing).locator(".called")).to_have_text(["Mask 2", "button", "Mask"])
    board.focus_stage()
    board.press("Control+z", "Control+z", "Control+z")
    expect(rows(editing).locator(".called")).to_have_text(["Mask 3", "Mask 2", "Mask"])
    expect(page.get_by_role("button", name="Use Mask 3")).to_have_attribute("aria-pressed", "true")
    board.press("Control+Shift+z", "Control+Shift+z", "Control+Shift+z")
    expect(rows(editing).locator(".called")).to_have_text(["Mask 2", "button", "Mask"])

    def stored() -> bool:
        told = [(node["name"], node.get("off", False)) for node in masks(board)]
        return told == [("Mask", False), ("button", True), ("Mask 2", False)]

    wait_until(stored, "all of it kept", page)
    page.reload()
    board.wait_ready()
    board.select(editing.picture)
    enter(board)
    expect(rows(editing).locator(".called")).to_have_text(["Mask 2", "button", "Mask"])
    expect(page.get_by_role("button", name="Use button")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#mask-prompt")).to_have_value("noise")
    expect(own).to_be_checked()

    form.get_by_role("radio", name="1", exact=True).click()
    form.get_by_role("radio", name="Standard").click()
    expect(form.locator("[data-calls]")).to_contain_text("2 engine calls")
    board.press("Control+Enter")
    editing.wait_results(1)
    result = editing.accept()
    before, after = editing.pixels(editing.picture["asset"]), editing.pixels(result["asset"])
    transitions = [round(0.1 * (box.width**2 + box.height**2) ** 0.5) for box in (FIRST, SECOND)]
    selections = [box_mask(SIDE, SIDE, box) for box in (FIRST, SECOND)]
    composite, area = touched(selections, transitions, Box(0, 0, SIDE, SIDE).size)
    outside = np.ones((SIDE, SIDE), bool)
    outside[area.rows, area.columns] = composite == 0
    assert np.array_equal(after[outside], before[outside])
    for box in (FIRST, SECOND):
        assert not np.array_equal(after[box.rows, box.columns], before[box.rows, box.columns])
    used = {e["source"] for e in board.snapshot()["edges"] if e["role"] == "mask"}
    assert used == {node["id"] for node in masks(board) if not node.get("off")}
    proof = page.locator("#inspector").get_by_label("Proof")
    expect(proof).to_contain_text("Outside untouched 100 %")

    def asset() -> str:
        return str(next(n["asset"] for n in board.pictures() if n["id"] == result["id"]))

    proof.get_by_role("slider", name="Blend edge").fill("60")
    wait_until(lambda: asset() != result["asset"], "another edge of both", page)
    wide = editing.pixels(asset())
    for box in (FIRST, SECOND):
        rim = box.grow(45)
        assert not np.array_equal(wide[rim.y, rim.columns], after[rim.y, rim.columns])
    expect(proof).to_contain_text("Outside untouched 100 %")
    assert board.errors == []
