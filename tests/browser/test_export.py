"""Journey J18: approved pictures leave, named and described as the dialog said."""

import csv
import hashlib
import io
import json
import zipfile

from PIL import Image
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node, wait_settled


def approve(board: BoardPage, node: Node) -> None:
    page = board.page
    headers = json.loads(page.locator("body").get_attribute("hx-headers") or "{}")
    address = page.url.split("?")[0]
    panel = page.request.get(f"{address}panels/picture/{node['id']}/").text()
    sha256 = panel.partition('name="sha256" value="')[2][:64]
    answer = page.request.post(
        f"{address}nodes/{node['id']}/decision/",
        form={"decision": "approve", "sha256": sha256},
        headers=headers | {"Origin": address.split("/boards/")[0]},
    )
    assert answer.ok, answer.text()


def test_approved_pictures_leave_as_the_dialog_said(board: BoardPage) -> None:
    page = board.page
    board.generate("a red bowl on oak")
    pictures = board.wait_for_nodes(
        lambda nodes: len([node for node in nodes if node["kind"] == "image"]) == 4, "four drafts"
    )
    for node in pictures[:2]:
        approve(board, node)
    board.focus_stage()
    board.press("Control+Shift+E")
    dialog = page.get_by_role("dialog", name="Export")
    expect(dialog).to_contain_text("Export 2 of 4")
    dialog.get_by_label("Preset").select_option(label="Paid social")
    dialog.get_by_label("Names").fill("{brand}/{sku}")
    expect(dialog).to_contain_text("no slashes")
    dialog.get_by_label("Names").fill("{campaign}_{number}_{format}_v{version}")
    dialog.get_by_label("Campaign").fill("Spring")
    first = dialog.locator(".ex-name").first
    expect(first).to_contain_text("Spring_0")
    wait_settled(page)
    names = dialog.locator(".ex-name").all_inner_texts()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Export 2 of 4").click()

    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        manifest = archive.read("manifest.csv").decode("utf-8-sig")
        files = {name: archive.read(name) for name in archive.namelist() if name in names}
    assert sorted(files) == sorted(names)
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(manifest)) if row["file"]}
    for name, data in files.items():
        assert Image.open(io.BytesIO(data)).size == (1080, 1350)
        assert len(data) <= 300_000
        assert rows[name]["sha256"] == hashlib.sha256(data).hexdigest()
        assert b"trainedAlgorithmicMedia" in data
        assert b"red bowl on oak" not in data.replace(b"A red bowl on oak", b"")
    expect(page.locator("#export-tray")).to_contain_text("2 of 4 exported")
    assert board.errors == []
