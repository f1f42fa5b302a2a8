import numpy as np
import pytest

from assets.compositing.geometry import Box
from assets.compositing.register import align, register
from tests.unit.assets.compositing.pictures import box_mask, cast, flat, photo, shifted

HOLE = Box(180, 200, 160, 140)


@pytest.mark.parametrize("side", [512, 1024, 1600])
@pytest.mark.parametrize("levels", [0, 20])
def test_shift_of_seven_pixels_is_recovered_to_less_than_one(side: int, levels: int) -> None:
    sent, hole = photo(side, side), box_mask(side, side, HOLE)
    returned = cast(shifted(sent, 7, -7), levels)
    returned[hole > 0] = (200, 30, 30)

    found = register(sent, returned, hole)

    assert found.was_measured
    assert abs(found.shift_x - 7) < 1 and abs(found.shift_y + 7) < 1
    assert found.matrix is not None
    kept = hole[20:-20, 20:-20] == 0
    back = align(cast(returned, -levels), found.matrix)[20:-20, 20:-20]
    assert np.abs(back.astype(int) - sent[20:-20, 20:-20])[kept].mean() < 3


@pytest.mark.parametrize(("scale", "dx"), [(1.03, 4), (0.95, -9), (1.06, 0)])
def test_reframed_picture_is_measured_and_flagged(scale: float, dx: int) -> None:
    sent, hole = photo(800, 600), box_mask(800, 600, HOLE)

    found = register(sent, shifted(sent, dx, 3, scale), hole)

    assert found.scale == pytest.approx(scale, abs=0.004)
    assert abs(found.shift_x - dx) < 1 and abs(found.shift_y - 3) < 1
    assert found.has_moved


def test_shift_under_two_percent_is_corrected_without_a_flag() -> None:
    sent, hole = photo(800, 600), box_mask(800, 600, HOLE)

    found = register(sent, shifted(sent, 9, 0), hole)

    assert found.matrix is not None and not found.has_moved


def test_picture_that_stayed_is_left_alone() -> None:
    sent, hole = photo(800, 600), box_mask(800, 600, HOLE)
    returned = sent.copy()
    returned[hole > 0] = 0

    found = register(sent, returned, hole)

    assert found.was_measured and found.matrix is None


def test_shift_under_two_picture_pixels_is_left_alone() -> None:
    sent, hole = photo(800, 600), box_mask(800, 600, HOLE)

    found = register(sent, shifted(sent, 3, 0), hole, engine_px=2.0)

    assert found.matrix is None


@pytest.mark.parametrize(
    "returned", [flat(800, 600, (90, 90, 90)), photo(800, 600, seed=9)], ids=["flat", "another"]
)
def test_picture_that_is_another_gives_no_measurement(returned: np.ndarray) -> None:
    found = register(photo(800, 600), returned, box_mask(800, 600, HOLE))

    assert not found.was_measured and found.matrix is None


def test_nothing_is_measured_where_nothing_was_kept() -> None:
    sent, hole = photo(64, 64), box_mask(64, 64, Box(0, 0, 64, 60))

    assert not register(sent, shifted(sent, 5, 0), hole).was_measured
