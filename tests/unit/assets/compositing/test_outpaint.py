import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.compositing.geometry import Box, Size
from assets.compositing.masks import mask_box
from assets.compositing.outpaint import (
    Growth,
    check_growth,
    enlarge,
    growth_steps,
    touched_box,
)
from assets.errors import InvalidRequest
from tests.unit.assets.compositing.pictures import photo

MAX_PIXELS = 50_000_000


@pytest.mark.parametrize(
    ("growth", "sentence"),
    [
        (Growth(), "Nothing to extend"),
        (Growth(left=10, top=-1), "only adds"),
        (Growth(right=60_000), "60800 x 600"),
        (Growth(right=9000, bottom=9000), "50 megapixels"),
    ],
)
def test_growth_that_cannot_be_is_refused_with_what_to_do(growth: Growth, sentence: str) -> None:
    with pytest.raises(InvalidRequest, match=sentence):
        check_growth(Size(800, 600), growth, max_pixels=MAX_PIXELS)


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("keep_exactly", [True, False])
def test_enlarged_canvas_holds_the_old_picture_and_masks_the_new(
    channels: int, keep_exactly: bool
) -> None:
    picture = photo(400, 300, channels=channels)

    made = enlarge(
        picture, Growth(left=50, bottom=120, keep_exactly=keep_exactly), max_pixels=MAX_PIXELS
    )

    assert made.image.shape == (420, 450, channels)
    assert made.old == Box(50, 0, 400, 300)
    assert np.array_equal(made.image[:300, 50:], picture)
    assert (made.mask[:300, 50:] == 0).all()
    assert (made.mask[300:] == 255).all() and (made.mask[:, :50] == 255).all()


def test_new_part_is_mirrored_near_the_edge_and_smooth_far_from_it() -> None:
    picture = photo(400, 300)

    image = enlarge(picture, Growth(right=300), max_pixels=MAX_PIXELS).image.astype(int)

    assert np.abs(image[:, 400:404] - picture[:, 395:399][:, ::-1].astype(int)).mean() < 3
    grain = np.abs(np.diff(image, axis=1)).mean(axis=(0, 2))
    assert grain[600:].mean() < 0.3 * grain[:390].mean()


def test_transition_lies_in_the_old_picture_within_its_band() -> None:
    made = enlarge(photo(1000, 800), Growth(right=200, top=100), max_pixels=MAX_PIXELS)

    old = made.composite[made.old.rows, made.old.columns]
    assert made.transition == 80
    assert (made.composite[made.mask == 255] == 255).all()
    assert (old[64:, :-80] == 0).all()
    assert ((old[100:, -40:] > 0) & (old[100:, -40:] < 255)).any()


def test_edge_of_the_transition_is_no_ruler_line() -> None:
    made = enlarge(photo(1000, 800), Growth(right=200), max_pixels=MAX_PIXELS)

    reach = (made.composite[:, :1000] > 0).argmax(axis=1)

    assert reach.max() - reach.min() > 12
    assert len(np.unique(reach)) > 10


def test_kept_exactly_no_old_pixel_is_touched() -> None:
    made = enlarge(
        photo(1000, 800),
        Growth(left=10, top=100, right=200, bottom=1, keep_exactly=True),
        max_pixels=MAX_PIXELS,
    )

    assert (made.composite[made.old.rows, made.old.columns] == 0).all()
    right = made.composite[200:800, made.old.right :]
    assert (right[:, 80:] == 255).all()
    assert right[:, :3].mean() < 40
    assert (made.composite[-1] == 255).all()


def test_same_growth_has_the_same_edge() -> None:
    growth = Growth(left=64, right=32)

    first = enlarge(photo(300, 200), growth, max_pixels=MAX_PIXELS)
    second = enlarge(photo(300, 200), growth, max_pixels=MAX_PIXELS)

    assert np.array_equal(first.composite, second.composite)
    assert np.array_equal(first.image, second.image)


@pytest.mark.parametrize("keep_exactly", [True, False])
@given(st.integers(1, 70), st.integers(1, 70), st.tuples(*[st.integers(0, 90)] * 4))
def test_any_small_picture_grows(
    keep_exactly: bool, width: int, height: int, sides: tuple[int, int, int, int]
) -> None:
    if not any(sides):
        return
    picture = photo(width, height)

    made = enlarge(picture, Growth(*sides, keep_exactly), max_pixels=MAX_PIXELS)

    old = made.composite[made.old.rows, made.old.columns]
    assert np.array_equal(made.image[made.old.rows, made.old.columns], picture)
    assert (made.composite > 0).any()
    assert not (old == 255).all()
    if keep_exactly:
        assert (old == 0).all()
    else:
        assert (made.composite[made.mask == 255] == 255).all()


def test_growth_of_at_most_half_is_one_step() -> None:
    growth = Growth(right=1000, keep_exactly=True)

    assert growth_steps(Size(1000, 800), growth) == [growth]


@given(
    st.builds(Size, st.integers(1, 3000), st.integers(1, 3000)),
    st.builds(Growth, *[st.integers(0, 4000)] * 4, st.booleans()),
)
def test_steps_add_up_and_none_is_more_than_half_new(size: Size, growth: Growth) -> None:
    steps = growth_steps(size, growth)

    grown = size
    for step in steps:
        after = step.grown(grown)
        assert after.area <= 2 * grown.area
        if len(steps) > 1:
            assert step.left + step.right <= max(1, 0.4 * grown.width)
            assert step.top + step.bottom <= max(1, 0.4 * grown.height)
        grown = after
    for side in ("left", "top", "right", "bottom"):
        assert sum(getattr(step, side) for step in steps) == getattr(growth, side)
    assert all(step.keep_exactly == growth.keep_exactly for step in steps)


def test_axis_that_grows_most_comes_first() -> None:
    steps = growth_steps(Size(1000, 1000), Growth(left=300, right=900, top=400))

    assert all(step.top == 0 for step in steps[:-1])
    assert steps[-1] == Growth(top=400)


STEPS = json.loads((Path(__file__).parents[3] / "data/growth_steps.json").read_text())


@pytest.mark.parametrize("vector", STEPS)
def test_steps_are_those_that_the_browser_tells_of(vector: dict[str, list[Any]]) -> None:
    steps = growth_steps(Size(*vector["size"]), Growth(*vector["growth"]))

    assert [[one.left, one.top, one.right, one.bottom] for one in steps] == vector["steps"]


@given(
    size=st.builds(Size, st.integers(1, 300), st.integers(1, 300)),
    sides=st.tuples(*[st.integers(0, 200)] * 4).filter(any),
    keep=st.booleans(),
)
def test_what_an_extension_touches_is_known_without_a_pixel(
    size: Size, sides: tuple[int, int, int, int], keep: bool
) -> None:
    growth = Growth(*sides, keep_exactly=keep)
    picture = np.zeros((size.height, size.width, 3), np.uint8)

    made = enlarge(picture, growth, max_pixels=MAX_PIXELS)

    touched = mask_box(made.mask)
    if made.composite.any():
        touched = touched.union(mask_box(made.composite))
    assert touched_box(size, growth).contains(touched)
    if keep:
        assert touched_box(size, growth) == touched
