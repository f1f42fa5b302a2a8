"""A mask from a file, whichever way round it is, and back into one."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.board_page import BoardPage, Node
from tests.browser.test_masking import Point, figures, masking

__all__ = ["masking"]


def mask_file(folder: Path, *, inside: int, size: tuple[int, int] = (512, 512)) -> Path:
    """A box from (128, 128) to (256, 256) of `inside` on the opposite ground."""
    grey = np.full(size, 255 - inside, np.uint8)
    grey[128:256, 128:256] = inside
    path = folder / f"mask {inside}.png"
    Image.fromarray(grey).save(path)
    return path


@pytest.mark.parametrize(("inside", "meaning"), [(255, "White = change"), (0, "Black = change")])
def test_a_mask_file_is_understood_shown_and_used(
    masking: tuple[BoardPage, Node, Point], tmp_path: Path, inside: int, meaning: str
) -> None:
    board, _, _ = masking
    page = board.page
    page.get_by_text("Mask file", exact=True).click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a file").click()
    chooser.value.set_files([mask_file(tmp_path, inside=inside)])
    dialog = page.get_by_role("dialog", name="Use this mask?")
    expect(dialog.get_by_role("radio", name=meaning)).to_be_checked()
    expect(dialog.get_by_role("status")).to_have_text("6 % of the picture changes.")
    dialog.get_by_role("button", name="Use mask").click()
    figures(board, "Mask 256 × 256")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save, transparent = change").click()
    saved = Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))
    alpha = np.asarray(saved.convert("RGBA"))[..., 3]
    assert alpha.shape == (1024, 1024)
    assert alpha[400, 400] == 0
    assert alpha[100, 100] == 255
    assert board.errors == []


def test_a_file_of_another_shape_is_refused(
    masking: tuple[BoardPage, Node, Point], tmp_path: Path
) -> None:
    board, _, _ = masking
    page = board.page
    page.get_by_text("Mask file", exact=True).click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a file").click()
    chooser.value.set_files([mask_file(tmp_path, inside=255, size=(300, 512))])
    expect(page.locator("#toasts")).to_contain_text("a mask needs the same shape")
    assert board.errors == []
