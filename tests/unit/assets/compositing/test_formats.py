"""Plans of formats: what journey J06 is told before it pays, and exact px for any picture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.compositing.formats import Way, cropped, plan_format, scale_whole
from assets.compositing.geometry import Box, Size
from assets.compositing.subject import subject_box
from assets.formats import FORMATS
from tests.unit.assets.compositing.pictures import photo

MASTER = Size(1080, 1080)


@pytest.mark.parametrize(
    ("size", "way", "calls", "scaled"),
    [
        (Size(1080, 1350), Way.EXTEND, 1, MASTER),
        (Size(1920, 1080), Way.EXTEND, 1, MASTER),
        (Size(1080, 1920), Way.EXTEND, 1, MASTER),
        (Size(300, 250), Way.CROP, 0, Size(300, 300)),
        (Size(1080, 1080), Way.SAME, 0, MASTER),
        (Size(540, 540), Way.SCALE, 0, Size(540, 540)),
        (Size(728, 90), Way.EXTEND, 7, Size(90, 90)),
    ],
)
def test_a_square_master_is_cropped_where_little_is_lost_else_extended(
    size: Size, way: Way, calls: int, scaled: Size
) -> None:
    plan = plan_format(MASTER, size)

    assert (plan.way, plan.calls, plan.scaled) == (way, calls, scaled)


def test_a_crop_keeps_the_subject_or_is_none() -> None:
    at_the_top = Box(400, 0, 300, 400)
    beside_the_edge = Box(0, 300, 1080, 200)

    crop = plan_format(MASTER, Size(300, 250), at=(0.5, 1), subject=at_the_top)
    assert (crop.way, crop.part.y, crop.keeps_subject) == (Way.CROP, 0, True)
    wide = plan_format(MASTER, Size(250, 300), subject=beside_the_edge)
    assert wide.way is Way.EXTEND
    forced = plan_format(MASTER, Size(250, 300), subject=beside_the_edge, way=Way.CROP)
    assert (forced.way, forced.keeps_subject) == (Way.CROP, False)


def test_the_original_sits_where_it_is_wanted() -> None:
    left = plan_format(MASTER, Size(1920, 1080), at=(0, 0.5))
    assert (left.growth.left, left.growth.right) == (0, 840)
    assert left.picture == Box(0, 0, 1080, 1080)
    right = plan_format(MASTER, Size(1920, 1080), at=(1, 0.5))
    assert right.picture == Box(840, 0, 1080, 1080)
    crop = plan_format(MASTER, Size(300, 250), at=(0.5, 1))
    assert crop.picture == Box(0, -50, 300, 300)


@given(
    picture=st.builds(Size, st.integers(1, 9000), st.integers(1, 9000)),
    size=st.sampled_from([one.size for one in FORMATS])
    | st.builds(Size, *[st.integers(1, 4000)] * 2),
    at=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    way=st.sampled_from([None, Way.CROP, Way.EXTEND]),
)
def test_any_picture_becomes_any_format_to_the_px(
    picture: Size, size: Size, at: tuple[float, float], way: Way | None
) -> None:
    plan = plan_format(picture, size, at=at, way=way)

    assert Box.of(plan.scaled).contains(plan.part)
    assert plan.growth.grown(plan.part.size) == size
    assert plan.picture.intersect(Box.of(size)).area > 0
    assert (
        sum(step.left + step.right for step in plan.steps) == plan.growth.left + plan.growth.right
    )


def test_a_crop_is_the_picture_resampled_once_and_cut() -> None:
    picture = photo(640, 640)
    plan = plan_format(Size(640, 640), Size(300, 250))

    made = cropped(picture, plan)

    assert made.shape == (250, 300, 3)
    assert np.array_equal(made, scale_whole(picture, Size(300, 300))[25:275])


def test_the_subject_is_found_where_it_stands_out() -> None:
    picture = np.full((400, 600, 3), 200, np.uint8)
    picture += np.random.default_rng(3).integers(0, 12, picture.shape, dtype=np.uint8)
    picture[120:280, 220:380] = (150, 30, 20)

    box = subject_box(picture)

    assert box is not None
    assert box.contains(Box(225, 125, 150, 150))
    assert Box(190, 90, 220, 220).contains(box)
    assert subject_box(np.full((400, 600, 3), 90, np.uint8)) is None


def test_formats_are_told_apart_and_leave_room_in_the_middle() -> None:
    assert len({one.key for one in FORMATS}) == len(FORMATS)
    assert all(Box.of(one.size).contains(one.safe) and one.safe.area > 0 for one in FORMATS)
