import numpy as np
import pytest

from assets.compositing.colour import DEEP, match_colours
from assets.compositing.geometry import Box
from tests.unit.assets.compositing.pictures import box_mask, cast, flat, photo

HOLE = Box(150, 150, 200, 200)
PLENTY = 100_000


@pytest.mark.parametrize("levels", [20, -20, 31])
def test_cast_is_gone_from_the_ring(levels: int) -> None:
    sent, hole = photo(500, 500), box_mask(500, 500, HOLE)
    returned = cast(sent, levels)

    match = match_colours(sent, returned, hole, PLENTY)

    corrected = match.deep(returned)[hole == 0] / DEEP
    assert np.abs(corrected - sent[hole == 0]).mean() < 4
    assert match.reason == "matched"


def test_contrast_is_brought_back_too() -> None:
    sent, hole = photo(500, 500), box_mask(500, 500, HOLE)
    returned = np.rint(120 + (sent.astype(float) - 120) * 0.85).astype(np.uint8)

    match = match_colours(sent, returned, hole, PLENTY)

    corrected = match.deep(returned)[hole == 0] / DEEP
    assert np.abs(corrected - sent[hole == 0]).mean() < 2


def test_no_level_moves_farther_than_thirty_two() -> None:
    sent, hole = photo(500, 500), box_mask(500, 500, HOLE)

    match = match_colours(sent, cast(sent, 50), hole, PLENTY)

    assert match.table is not None
    moves = match.table.astype(int) - np.arange(256)[:, None] * DEEP
    assert np.abs(moves).max() <= 32 * DEEP


def test_ring_of_few_pixels_is_not_trusted() -> None:
    sent, hole = photo(500, 500), box_mask(500, 500, HOLE)

    match = match_colours(sent, cast(sent, 20), hole, 1_999)

    assert match.reason == "small_ring" and match.table is None


def test_equal_ring_leaves_colours_alone() -> None:
    sent, hole = photo(500, 500), box_mask(500, 500, HOLE)
    returned = sent.copy()
    returned[hole > 0] = 255

    assert match_colours(sent, returned, hole, PLENTY).reason == "not_needed"


@pytest.mark.parametrize(
    "returned", [flat(500, 500, (255, 0, 0)), photo(500, 500, seed=5)], ids=["flat", "another"]
)
def test_ring_drawn_anew_leaves_colours_alone(returned: np.ndarray) -> None:
    match = match_colours(photo(500, 500), returned, box_mask(500, 500, HOLE), PLENTY)

    assert match.reason == "ring_differs" and match.table is None
