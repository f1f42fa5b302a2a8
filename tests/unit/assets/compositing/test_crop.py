import numpy as np
import pytest

from assets.compositing.crop import Placement, cut, cut_mask
from assets.compositing.geometry import Box, Size
from tests.unit.assets.compositing.pictures import box_mask, flat, photo


def ramp(width: int, height: int) -> np.ndarray:
    """Level = x / width and y / height: a resampled px tells where it came from."""
    x = np.broadcast_to(np.linspace(0, 255, width), (height, width))
    y = np.broadcast_to(np.linspace(0, 255, height)[:, None], (height, width))
    return np.rint(np.dstack([x, y, x])).astype(np.uint8)


def test_unscaled_context_is_copied_byte_for_byte() -> None:
    picture = photo(100, 80)

    crop = cut(picture, Placement(Box(10, 20, 50, 40), Size(50, 40)))

    assert np.array_equal(crop, picture[20:60, 10:60])


def test_context_over_the_edge_is_mirrored() -> None:
    picture = photo(20, 10)

    crop = cut(picture, Placement(Box(-3, -4, 26, 18), Size(26, 18)))

    assert np.array_equal(crop[4:14, 3:23], picture)
    assert np.array_equal(crop[4:14, 2], picture[:, 1])
    assert np.array_equal(crop[3, 3:23], picture[1])


def test_context_many_times_the_picture_is_mirrored_again_and_again() -> None:
    crop = cut(photo(40, 1), Placement(Box(0, -20, 40, 41), Size(40, 41)))

    assert (crop == crop[20]).all()


@pytest.mark.parametrize("size", [Size(1024, 1024), Size(300, 300), Size(64, 64), Size(40, 40)])
def test_map_says_where_each_engine_pixel_came_from(size: Size) -> None:
    picture = ramp(512, 512)
    placement = Placement(Box(100, 60, 320, 320), size)

    crop = cut(picture, placement).astype(float)

    origin = placement.engine_to_picture(Box(0, 0, 512, 512))
    middle = size.width // 2
    x = origin[0, 0] * middle + origin[0, 2]
    y = origin[1, 1] * middle + origin[1, 2]
    assert crop[middle, middle, 0] == pytest.approx(x / 511 * 255, abs=1)
    assert crop[middle, middle, 1] == pytest.approx(y / 511 * 255, abs=1)


def test_maps_to_and_from_the_engine_are_inverse() -> None:
    placement = Placement(Box(-7, 13, 333, 222), Size(1024, 683))
    area = Box(40, 50, 10, 10)
    there, back = placement.picture_to_engine(area), placement.engine_to_picture(area)

    point = np.array([3.25, 8.5])
    moved = there[:, :2] @ point + there[:, 2]

    assert back[:, :2] @ moved + back[:, 2] == pytest.approx(point)


def test_banner_in_a_square_context_is_shrunk_before_it_is_mirrored() -> None:
    picture = ramp(30_000, 20)

    crop = cut(picture, Placement(Box(0, -14_990, 30_000, 30_000), Size(256, 256)))

    assert crop.shape == (256, 256, 3)
    assert np.abs(crop[128, :, 0] - np.linspace(0.5, 254.5, 256)).max() <= 2


def test_transparent_pixels_are_shown_on_white() -> None:
    picture = np.zeros((4, 4, 4), np.uint8)
    picture[0] = (10, 20, 30, 255)
    picture[1] = (0, 0, 0, 128)

    crop = cut(picture, Placement(Box(0, 0, 4, 4), Size(4, 4)))

    assert crop[0, 0].tolist() == [10, 20, 30]
    assert crop[1, 0].tolist() == [127, 127, 127]
    assert crop[3, 3].tolist() == [255, 255, 255]


def test_one_pixel_hole_survives_shrinking() -> None:
    placement = Placement(Box(0, 0, 4000, 4000), Size(500, 500))

    hole = cut_mask(box_mask(4000, 4000, Box(1234, 777, 1, 1)), Box(0, 0, 4000, 4000), placement)

    assert set(np.unique(hole)) == {0, 255}
    assert hole[777 // 8, 1234 // 8] == 255


def test_enlarged_flat_picture_stays_flat() -> None:
    crop = cut(flat(50, 50, (7, 200, 255)), Placement(Box(0, 0, 50, 50), Size(128, 128)))

    assert (crop == (7, 200, 255)).all()
