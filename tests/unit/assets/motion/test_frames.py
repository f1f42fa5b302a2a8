import numpy as np
import pytest

from assets.compositing.geometry import Size
from assets.errors import InvalidRequest
from assets.motion.frames import Stay, frames, motion_share
from assets.motion.terms import Motion, Terms, check_seconds, clip_size
from tests.unit.assets.motion.pictures import right_half, still


@pytest.mark.parametrize("motion", Motion)
def test_a_loop_ends_on_its_first_frame_and_moves_between(motion: Motion) -> None:
    made = list(frames(still(), Terms(motion, 1.0, seed=7)))

    assert len(made) == 24
    assert all(frame.shape == (48, 64, 3) and frame.dtype == np.uint8 for frame in made)
    assert np.array_equal(made[0], made[-1])
    assert any(not np.array_equal(made[0], frame) for frame in made[1:-1])


@pytest.mark.parametrize("motion", [one for one in Motion if one is not Motion.GRAIN])
def test_the_first_frame_is_the_still(motion: Motion) -> None:
    assert np.array_equal(next(frames(still(), Terms(motion, 1.0, seed=3))), still())


def test_the_same_seed_gives_the_same_frames_and_another_one_others() -> None:
    def made(seed: int) -> list[bytes]:
        return [one.tobytes() for one in frames(still(), Terms(Motion.WATER, 1.0, seed=seed))]

    assert made(5) == made(5)
    assert made(5) != made(6)


def test_without_a_loop_the_view_ends_closer() -> None:
    made = list(frames(still(), Terms(Motion.KEN_BURNS, 1.0, loops=False)))

    assert not np.array_equal(made[0], made[-1])


def test_a_clip_ends_on_the_last_picture_exactly() -> None:
    last = np.ascontiguousarray(still()[:, ::-1])
    made = list(frames(still(), Terms(Motion.KEN_BURNS, 1.0, loops=False), last=last))

    assert np.array_equal(made[0], still())
    assert np.array_equal(made[-1], last)


def test_outside_of_the_mask_every_frame_is_the_still() -> None:
    stay = Stay(still(), right_half())
    made = [stay.over(one) for one in frames(still(), Terms(Motion.GRAIN, 1.0))]

    assert all(np.array_equal(one[:, :32], still()[:, :32]) for one in made)
    assert any(not np.array_equal(one, still()) for one in made)


def test_a_motion_fades_in_inside_of_its_mask_up_to_the_edge_of_the_picture() -> None:
    share = motion_share(right_half(400, 200))

    assert not share[:, :200].any()
    assert 0 < share[100, 200] < 255
    assert share[100, 399] == 255


def test_clips_are_of_the_picture_ratio_even_and_never_enlarged() -> None:
    assert clip_size(Size(3000, 2000), 720) == Size(1080, 720)
    assert clip_size(Size(4000, 1000), 1080) == Size(1920, 480)
    assert clip_size(Size(333, 501), 720) == Size(332, 500)


@pytest.mark.parametrize(("size", "side"), [(Size(640, 480), 333), (Size(4000, 20), 720)])
def test_a_clip_of_no_such_size_is_refused_in_words(size: Size, side: int) -> None:
    with pytest.raises(InvalidRequest):
        clip_size(size, side)


@pytest.mark.parametrize("seconds", [0.5, 9, float("nan"), float("inf")])
def test_a_clip_of_no_such_length_is_refused(seconds: float) -> None:
    with pytest.raises(InvalidRequest):
        check_seconds(seconds)
