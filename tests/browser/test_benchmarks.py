"""J19: tiers compared by the same briefs, judged blind; and the Figures and Drift pages beside."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PICTURE = '#judging img[alt="To be judged"]'


@pytest.mark.own_server  # its pictures, budget and tiers would be those of other journeys
def test_two_tiers_are_compared_blind_and_read_in_figures(owner: Page, tmp_path: Path) -> None:
    owner.get_by_role("link", name="Benchmarks").click()
    owner.get_by_label("Name").fill("Mugs")
    for tier in ("Draft", "Motion"):
        owner.get_by_label(tier, exact=True).uncheck()
    owner.get_by_label("Briefs in words").fill("a mug\na bowl, block\na plate")
    owner.get_by_role("button", name="Make it and see the dry run").click()

    expect(owner.get_by_text("12 of 12 cells can be made")).to_be_visible()
    owner.get_by_role(
        "button", name=re.compile(r"^Make 12 pictures · about .* · \$0\.\d\d")
    ).click()
    expect(owner.get_by_role("link", name="Judge blind")).to_be_visible(timeout=30_000)
    report = owner.locator("section", has=owner.get_by_role("heading", name="Newest run"))
    expect(report).to_contain_text("What is usable is known once somebody judges")

    owner.get_by_role("link", name="Judge blind").click()
    expect(owner.locator(PICTURE)).to_be_visible()
    owner.wait_for_load_state()
    keys = "12131211131"
    done = 0
    while owner.locator(PICTURE).count():
        owner.keyboard.press(keys[done % len(keys)])
        done += 1
        said = re.compile(rf"^{done} pictures? judged|^All is judged")
        expect(owner.get_by_text(said)).to_be_visible()
    owner.get_by_role("link", name="See the report").click()

    expect(report).to_contain_text(re.compile("No clear winner|gives the most usable"))
    expect(report).to_contain_text("1 person judged; shown again,")
    with owner.expect_download() as download:
        owner.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "benchmark.csv")
    assert len((tmp_path / "benchmark.csv").read_text().splitlines()) == 13

    owner.get_by_role("link", name="Figures").click()
    # The sample board's six: benchmarks are no work.
    asked = owner.get_by_role("link", name=re.compile("^Asked for 6, 100"))
    expect(asked).to_be_visible()
    owner.get_by_text("Usable pictures an hour").first.hover()
    expect(owner.locator(".definition:visible")).to_contain_text("95 of 100")
    asked.click()
    expect(owner.get_by_role("heading", name=re.compile("^6 pictures asked for"))).to_be_visible()
    owner.get_by_role("link", name="Drift").click()
    owner.get_by_label(re.compile("^Canaries")).fill("a mug")
    owner.get_by_role("button", name="Watch").click()
    expect(owner.get_by_text("There are no references yet")).to_be_visible()
