"""Journeys J09, J02 and J10 at small size: pictures by the table, the funnel and the matrix."""

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.board_page import BoardPage, wait_until

ROWS = [
    "product\tsurface\tlight",
    "Mug 450 ml\toak\tmorning",
    "Saucer\tmarble\tblock",
    "Cup\t\tdusk",
    "",
    "Mug 450 ml\toak\tmorning",
    "Jug\tlinen\tfail always",
]


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_table_becomes_a_wall_row_by_row(board: BoardPage) -> None:
    page = board.page
    page.get_by_label("Runs").click()
    page.get_by_role("button", name="New table run…").click()
    dialog = page.get_by_role("dialog", name="Table run")
    shot(page, "dialog")
    dialog.get_by_label("Rows").fill("\n".join(ROWS))
    dialog.get_by_role("button", name="Read the table").click()

    view = page.locator("#run-view")
    rows = view.locator(".run-body .run-row:visible")
    expect(view.get_by_label("Column for surface")).to_have_value("1")
    expect(view.get_by_role("radio", name="Correct this 1")).to_have_attribute(
        "aria-checked", "true"
    )
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("Required: surface")
    shot(page, "draft")

    view.get_by_label("Tier").select_option("standard")
    rows.first.locator("[data-cell='1']").dblclick()
    view.get_by_label("surface, row 3").fill("slate")
    page.keyboard.press("Enter")
    expect(view.locator(".run-plan")).to_contain_text("5 calls · at most $0.1950")
    view.get_by_role("button", name="Skip 1 repeated").click()
    expect(view.locator(".run-plan")).to_contain_text("4 calls · at most $0.1560")

    view.get_by_role("button", name="Render one sample row").click()
    expect(view.get_by_role("radio", name="Done 1")).to_be_visible()
    view.get_by_role("button", name="Start the other 3").click()
    expect(view.get_by_role("radio", name="Failed 1")).to_be_visible()
    expect(view.get_by_role("radio", name="Refused 1")).to_be_visible()
    expect(view.get_by_role("radio", name="Done 2")).to_be_visible()
    shot(page, "done")
    view.get_by_role("radio", name="Failed 1").click()
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("The engine is down for a moment.")
    view.get_by_role("radio", name="All 6").click()

    grid = view.get_by_role("grid")
    grid.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.keyboard.type(" red")
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("1 v2")
    expect(view.get_by_role("radio", name="Done 2")).to_be_visible()
    wait_until(lambda: rows.first.get_by_text("Done").count() == 1, "row 1 made anew", page)

    view.get_by_role("button", name="Wall").click()
    expect(view).to_be_hidden()
    strip = page.locator(".run-strip")
    expect(strip).to_contain_text("4 / 4")
    shot(page, "wall")
    page.reload()
    board.wait_ready()
    board.fit()
    strip.click()
    expect(view.get_by_role("radio", name="Done 2")).to_be_visible()
    page.keyboard.press("Escape")
    expect(view).to_be_hidden()
