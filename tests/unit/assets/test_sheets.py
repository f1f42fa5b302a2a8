"""Which pictures go into which sheet, and what a sheet looks like."""

import io
import random
import uuid
from pathlib import Path

import numpy as np
import pytest
from django.core.files.storage import FileSystemStorage
from PIL import Image

from assets.files import FileStore
from assets.renditions import make_levels
from assets.sheets import (
    MOST_PICTURES,
    Sheet,
    Thumbnail,
    cut_into_sheets,
    make_sheet,
    sheet_file,
)


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(FileSystemStorage(tmp_path))


def many(count: int, seed: int = 1) -> list[Thumbnail]:
    chance = random.Random(seed)
    return [
        Thumbnail(uuid.UUID(int=number), f"{chance.getrandbits(256):064x}")
        for number in range(count)
    ]


def add(store: FileStore, colour: tuple[int, ...], size: tuple[int, int]) -> str:
    mode = "RGBA" if len(colour) == 4 else "RGB"
    image = Image.new(mode, size, colour)
    levels = {level.level: level.data for level in make_levels(image, lossless=True)}
    return store.put(repr((colour, size)).encode(), "png", levels)


def cell(sheet: bytes, number: int) -> np.ndarray:
    image = np.asarray(Image.open(io.BytesIO(sheet)).convert("RGBA")).astype(int)
    row, column = divmod(number, 32)
    return image[row * 32 + 1 : row * 32 + 31, column * 32 + 1 : column * 32 + 31]


def test_every_picture_is_in_one_sheet_in_order_and_none_is_too_large() -> None:
    pictures = many(5_000)
    sheets = list(cut_into_sheets(pictures))

    assert [each for sheet in sheets for each in sheet.thumbnails] == pictures
    assert all(1 <= len(sheet.thumbnails) <= MOST_PICTURES for sheet in sheets)
    assert [sheet.is_closed for sheet in sheets] == [True] * (len(sheets) - 1) + [False]


def test_a_picture_more_changes_the_last_sheet_alone() -> None:
    pictures = many(5_001)
    before = list(cut_into_sheets(pictures[:-1]))
    after = list(cut_into_sheets(pictures))

    assert after[: len(before) - 1] == before[:-1]


def test_most_sheets_stay_when_a_picture_in_the_middle_goes() -> None:
    pictures = many(20_000)
    before = set(cut_into_sheets(pictures))
    after = set(cut_into_sheets(pictures[:9_000] + pictures[9_001:]))

    assert len(after - before) <= 6 < len(after)


def test_cells_show_the_pictures_whatever_their_shape(store: FileStore) -> None:
    wide = add(store, (200, 40, 30), (640, 100))
    high = add(store, (20, 160, 90), (90, 300))
    clear = add(store, (0, 0, 0, 0), (50, 50))

    sheet = make_sheet([wide, high, clear], store)

    # Lossy: within some steps of 256 also at the edge, where a neighbour would show.
    assert np.abs(cell(sheet, 0)[..., :3] - (200, 40, 30)).max() < 12
    assert np.abs(cell(sheet, 1)[..., :3] - (20, 160, 90)).max() < 12
    assert cell(sheet, 2)[..., 3].max() == 0


def test_a_picture_without_its_file_is_grey_and_the_others_are_there(store: FileStore) -> None:
    sheet = make_sheet(["0" * 64, add(store, (200, 40, 30), (64, 64))], store)

    assert np.abs(cell(sheet, 0) - (128, 128, 128, 255)).max() < 12
    assert np.abs(cell(sheet, 1)[..., :3] - (200, 40, 30)).max() < 12


def test_a_closed_sheet_is_made_once_the_open_one_is_not_kept(store: FileStore) -> None:
    sha256 = add(store, (200, 40, 30), (64, 64))
    thumbnails = (Thumbnail(uuid.uuid4(), sha256),)
    closed, is_open = Sheet(thumbnails, is_closed=True), Sheet(thumbnails, is_closed=False)

    made = sheet_file("a" * 64, closed, store)
    sheet_file("b" * 64, is_open, store)

    assert store.find_sheet("a" * 64) == made
    assert store.find_sheet("b" * 64) is None
    store.put_sheet("c" * 64, b"kept")
    assert sheet_file("c" * 64, closed, store) == b"kept"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_no_name_leads_out_of_the_store(store: FileStore, name: str) -> None:
    with pytest.raises(ValueError, match="Not the name of a sheet"):
        store.find_sheet(name)
