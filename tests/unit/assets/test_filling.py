import numpy as np
import pytest

from assets.compositing.geometry import Box, Size
from assets.filling import MASK_SIDE, fill_look, mask_size
from tests.unit.assets.compositing.pictures import box_mask


def wall(width: int, height: int, thing: Box) -> np.ndarray:
    """An even grey with a red thing on it."""
    picture = np.full((height, width, 3), 180, np.uint8)
    picture[thing.rows, thing.columns] = (200, 20, 20)
    return picture


@pytest.mark.parametrize(
    ("size", "small"),
    [((400, 300), (400, 300)), ((4096, 3072), (820, 615)), ((901, 7), (451, 4)), ((1, 1), (1, 1))],
)
def test_a_mask_comes_small_with_whole_px_of_the_picture_in_each(size, small):
    assert mask_size(Size(*size)) == Size(*small)
    assert max(small) <= MASK_SIDE


@pytest.mark.parametrize("size", [Size(640, 480), Size(2400, 1800), Size(90, 700)])
def test_the_thing_is_gone_where_the_look_lies(size):
    thing = Box(size.width // 3, size.height // 3, size.width // 4, size.height // 5)
    picture = wall(size.width, size.height, thing)
    small = mask_size(size)
    share = small.width / size.width
    hole = Box(*(round(value * share) for value in thing.grow(8).clip(size).as_list()))
    look, area = fill_look(picture, box_mask(small.width, small.height, hole))

    assert look.dtype == np.uint8
    assert Box.of(size).contains(area)
    assert area.contains(thing)
    height, width = look.shape[:2]
    middle = look[height // 3 : 2 * height // 3, width // 3 : 2 * width // 3]
    assert middle[..., 3].min() > 250
    assert np.abs(middle[..., :3].astype(int) - 180).max() < 12
    assert look.size < 4 * 90_000


def test_almost_everything_can_be_a_hole():
    hole = np.full((60, 80), 255, np.uint8)
    hole[0, 0] = 0
    look, area = fill_look(wall(80, 60, Box(10, 10, 5, 5)), hole)
    assert area == Box(0, 0, 80, 60)
    assert look.shape[2] == 4


def test_transparent_pictures_are_filled_too():
    picture = np.dstack([wall(200, 100, Box(80, 30, 40, 40)), np.full((100, 200), 90, np.uint8)])
    look, _ = fill_look(picture, box_mask(200, 100, Box(76, 26, 48, 48)))
    assert look.shape[2] == 4
