import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.compositing.geometry import Box, Size
from assets.compositing.masks import composite_mask, grow, mask_box, selection, union
from assets.errors import InvalidMask
from tests.unit.assets.compositing.pictures import box_mask


def test_union_takes_the_larger_level() -> None:
    first = box_mask(8, 8, Box(0, 0, 4, 4), 255)
    second = box_mask(8, 8, Box(2, 2, 4, 4), 100)

    joined = union([first, second])

    assert joined[3, 3] == 255 and joined[5, 5] == 100 and joined[7, 7] == 0


def test_union_of_masks_of_different_sizes_is_refused() -> None:
    with pytest.raises(InvalidMask, match="different sizes"):
        union([box_mask(8, 8, Box(0, 0, 1, 1)), box_mask(9, 8, Box(0, 0, 1, 1))])


def test_union_of_no_masks_is_refused() -> None:
    with pytest.raises(InvalidMask, match="no mask"):
        union([])


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [
        (np.zeros((20, 30), np.uint8), "empty"),
        (np.full((20, 30), 90, np.uint8), "too faint"),
        (np.full((20, 30), 255, np.uint8), "whole picture"),
        (np.full((20, 30), 128, np.uint8), "whole picture"),
        (np.ones((30, 20), np.uint8), "20 x 30 pixels, its picture 30 x 20"),
        (np.ones((20, 30, 3), np.uint8), "not a mask"),
        (np.ones((20, 30), np.float32), "not a mask"),
    ],
)
def test_mask_that_cannot_be_used_is_refused_with_what_to_do(
    mask: np.ndarray, sentence: str
) -> None:
    with pytest.raises(InvalidMask, match=sentence):
        selection(mask, Size(30, 20))


def test_soft_brush_selects_from_half_its_level() -> None:
    mask = box_mask(30, 20, Box(5, 5, 4, 4), 128)
    mask[10, 10] = 127

    selected = selection(mask, Size(30, 20))

    assert mask_box(selected) == Box(5, 5, 4, 4)
    assert set(np.unique(selected)) == {0, 255}


def test_box_holds_every_island() -> None:
    mask = box_mask(50, 40, Box(3, 30, 1, 1)) | box_mask(50, 40, Box(45, 2, 2, 2))

    assert mask_box(mask) == Box(3, 2, 44, 29)


def test_grown_pixel_is_a_disc() -> None:
    grown = grow(box_mask(41, 41, Box(20, 20, 1, 1)), 10)

    y, x = np.nonzero(grown)
    assert mask_box(grown) == Box(10, 10, 21, 21)
    assert np.hypot(x - 20, y - 20).max() < 10.3
    assert abs(len(x) / (np.pi * 10.5**2) - 1) < 0.1


def test_mask_grown_by_nothing_is_itself() -> None:
    mask = box_mask(9, 9, Box(2, 2, 3, 3))

    assert np.array_equal(grow(mask, 0), mask)


def test_hole_and_islands_fade_on_every_side() -> None:
    selected = box_mask(200, 200, Box(20, 20, 160, 160))
    selected[80:120, 80:120] = 0

    composite = composite_mask(selected, 16)

    assert (composite[selected == 255] == 255).all()
    assert composite[100, 100] == 0
    assert 0 < composite[88, 100] < 255


@given(st.integers(1, 96), st.integers(0, 2**32 - 1))
def test_composite_is_whole_inside_nothing_beyond_and_falls_between(
    transition: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    selected = np.where(rng.random((60, 90)) > 0.999, 255, 0).astype(np.uint8)
    selected[30, 45] = 255

    composite = composite_mask(selected, transition)

    y, x = np.mgrid[:60, :90]
    distance = np.min([np.hypot(y - a, x - b) for a, b in np.argwhere(selected)], axis=0)
    assert (composite[selected == 255] == 255).all()
    assert (composite[distance >= transition] == 0).all()
    nearer, farther = composite[distance < 0.4 * transition], composite[distance > 0.6 * transition]
    if nearer.size and farther.size:
        assert nearer.min() > farther.max()
