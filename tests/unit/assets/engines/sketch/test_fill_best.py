"""Of several fills the one that looks like its surroundings, without a second copy of anything."""

import numpy as np

from assets.engines.sketch.arrays import Bytes, Flags
from assets.engines.sketch.fill import LEVEL_HOLE, fill
from assets.engines.sketch.fill_best import Surroundings, fill_best
from tests.unit.assets.engines.sketch.pictures import textured, with_disc


def wall_with_disc() -> tuple[Bytes, Flags, Flags]:
    """A red disc on a wall; the disc's px; a hole beside it."""
    picture, mask = with_disc(280, 160)
    hole = np.zeros(mask.shape, np.bool_)
    hole[40:100, 200:260] = True
    return picture, mask > 0, hole


def test_what_is_one_of_its_kind_is_found() -> None:
    picture, disc, hole = wall_with_disc()
    distinct = Surroundings(picture, hole).distinct
    assert (distinct & disc).sum() > 0.9 * disc.sum()
    assert distinct.mean() < 0.5
    assert not (distinct & hole).any()


def test_a_second_copy_and_a_wrong_light_cost_more_than_the_wall_that_goes_on() -> None:
    picture, disc, hole = wall_with_disc()
    seen = Surroundings(picture, hole)
    plain, copy, dark = picture.copy(), picture.copy(), picture.copy()
    rows, columns = np.nonzero(disc)
    top, left = rows.min(), columns.min()
    copy[45:95, 205:255] = picture[top : top + 50, left : left + 50]
    dark[hole] = (dark[hole] * 0.5).astype(np.uint8)
    assert seen.cost(plain) + 0.5 < seen.cost(dark)
    assert seen.cost(plain) + 0.5 < seen.cost(copy)


def test_the_best_fill_is_whole_outside_the_hole_and_the_same_by_seed() -> None:
    picture, disc, hole = wall_with_disc()
    made = fill_best(picture, hole, 3)
    assert np.array_equal(made[~hole], picture[~hole])
    assert np.array_equal(made, fill_best(picture, hole, 3))
    assert Surroundings(picture, hole).cost(made) <= 1.5 * Surroundings(picture, hole).cost(
        fill(picture, hole, 3, None, LEVEL_HOLE)
    )
    red = (made[hole][:, 0].astype(int) - made[hole][:, 1]) > 60
    assert red.mean() < 0.02


def test_holes_that_leave_little_to_learn_from_are_filled() -> None:
    picture = textured(60, 40)
    for hole in (np.ones((40, 60), np.bool_), np.zeros((40, 60), np.bool_)):
        hole[:, :2] = False
        assert fill_best(picture, hole, 1).shape == picture.shape
