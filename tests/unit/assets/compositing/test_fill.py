import numpy as np
import pytest

from assets.compositing.adapters import Adapter, dress
from assets.compositing.fill import Fill, fill_hole, key_colour
from assets.compositing.geometry import Box
from tests.unit.assets.compositing.pictures import box_mask, flat, photo

HOLE = Box(30, 20, 40, 30)


@pytest.mark.parametrize("fill", list(Fill))
def test_fill_changes_only_the_hole(fill: Fill) -> None:
    crop, hole = photo(120, 90), box_mask(120, 90, HOLE)

    filled = fill_hole(crop, hole, fill)

    assert np.array_equal(filled[hole == 0], crop[hole == 0])
    assert np.array_equal(filled, crop) == (fill is Fill.KEEP)


@pytest.mark.parametrize("fill", [Fill.SURROUNDINGS, Fill.REFLECTED])
def test_hole_in_one_colour_is_filled_with_it(fill: Fill) -> None:
    crop, hole = flat(120, 90, (90, 120, 200)), box_mask(120, 90, HOLE)
    crop[hole > 0] = (255, 0, 0)

    filled = fill_hole(crop, hole, fill)

    assert np.abs(filled.astype(int) - (90, 120, 200)).max() <= 1


def test_surroundings_run_from_one_side_to_the_other() -> None:
    crop, hole = flat(120, 90, (40, 40, 40)), box_mask(120, 90, Box(30, 0, 60, 90))
    crop[:, 90:] = 220

    filled = fill_hole(crop, hole, Fill.SURROUNDINGS)[45, :, 0].astype(int)

    assert filled[32] < 90 and filled[87] > 170
    assert 100 < filled[60] < 160


def test_reflected_border_mirrors_what_is_next_to_it() -> None:
    crop, hole = photo(200, 100), box_mask(200, 100, Box(150, 0, 50, 100))

    filled = fill_hole(crop, hole, Fill.REFLECTED)

    nearby = np.abs(filled[:, 150:154].astype(int) - crop[:, 145:149][:, ::-1]).mean()
    assert nearby < 5


@pytest.mark.parametrize("fill", [Fill.SURROUNDINGS, Fill.REFLECTED])
def test_hole_that_is_everything_is_filled_neutrally(fill: Fill) -> None:
    filled = fill_hole(photo(40, 40), np.full((40, 40), 255, np.uint8), fill)

    assert (filled == 128).all()


def test_key_colour_is_green_unless_the_picture_has_such_green() -> None:
    hole = box_mask(120, 90, HOLE)
    lawn = photo(120, 90)
    lawn[80:, :] = (20, 240, 30)

    assert key_colour(photo(120, 90), hole) == (0, 255, 0)
    assert key_colour(lawn, hole) == (255, 0, 255)


def test_green_that_lies_in_the_hole_is_no_clash() -> None:
    hole, crop = box_mask(120, 90, HOLE), photo(120, 90)
    crop[hole > 0] = (0, 255, 0)

    assert key_colour(crop, hole) == (0, 255, 0)


def test_key_colour_of_a_picture_with_all_of_them_is_the_rarest() -> None:
    crop = np.zeros((90, 120, 3), np.uint8)
    for row, colour in enumerate([(0, 255, 0), (255, 0, 255), (0, 0, 255), (255, 0, 0)]):
        crop[row * 10 : row * 10 + 10] = colour
    crop[40:60] = (0, 255, 255)
    crop[60:61] = (255, 255, 0)

    assert key_colour(crop, box_mask(120, 90, Box(0, 80, 5, 5))) == (255, 255, 0)


def test_key_colour_adapter_paints_the_hole_and_names_the_colour() -> None:
    crop, hole = photo(120, 90), box_mask(120, 90, HOLE)

    sent = dress(crop, hole, Adapter.KEY_COLOUR, Fill.KEEP)

    assert (sent.image[hole > 0] == (0, 255, 0)).all()
    assert np.array_equal(sent.image[hole == 0], crop[hole == 0])
    assert "green" in sent.instruction and "#00FF00" in sent.instruction


def test_overlay_adapter_sends_the_clean_crop_and_a_marked_one() -> None:
    crop, hole = photo(120, 90), box_mask(120, 90, HOLE)

    sent = dress(crop, hole, Adapter.OVERLAY, Fill.KEEP)

    assert np.array_equal(sent.image, crop)
    assert sent.overlay is not None
    assert np.array_equal(sent.overlay[hole == 0], crop[hole == 0])
    assert (sent.overlay[hole > 0][:, 1] > 150).all()
    assert "green" in sent.instruction


@pytest.mark.parametrize("adapter", [Adapter.NATIVE_MASK, Adapter.CROP_ONLY])
def test_other_adapters_add_no_words(adapter: Adapter) -> None:
    sent = dress(photo(120, 90), box_mask(120, 90, HOLE), adapter, Fill.NEUTRAL)

    assert sent.instruction == "" and sent.overlay is None
    assert (sent.image[30, 40] == 128).all()


def test_surroundings_meet_what_is_kept_without_a_step() -> None:
    crop = flat(200, 200, (40, 40, 40))
    crop[:100] = 220
    hole = box_mask(200, 200, Box(60, 40, 80, 120))

    filled = fill_hole(crop, hole, Fill.SURROUNDINGS)[..., 0].astype(int)

    assert np.abs(filled[45:85, 60] - 220).mean() < 2
    assert np.abs(filled[115:155, 139] - 40).mean() < 2
