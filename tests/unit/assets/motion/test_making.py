from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from assets.compositing.arrays import Image, Mask
from assets.errors import BadEngineOutput
from assets.motion.frames import frames
from assets.motion.making import ClipMaker, MadeClip, scaled_mask
from assets.motion.measure import measure
from assets.motion.proof import codec_change, prove_clip
from assets.motion.terms import Motion, Terms
from assets.motion.video import H264, VP9, read_clip, stated, write_clip
from tests.unit.assets.motion.pictures import right_half, still

FPS = Fraction(24)


def made(folder: Path, mask: Mask | None, motion: Motion = Motion.KEN_BURNS) -> MadeClip:
    maker = ClipMaker(folder, still(), mask, fps=FPS, loops=True)
    for frame in frames(still(), Terms(motion, 1.0, seed=2)):
        maker.add(frame)
    return maker.finish()


def test_the_decoded_master_is_the_still_outside_of_the_mask(tmp_path: Path) -> None:
    clip = made(tmp_path, right_half())
    decoded = list(read_clip(clip.master))

    assert len(decoded) == clip.frames == 24
    assert all(np.array_equal(one[:, :32], still()[:, :32]) for one in decoded)
    assert np.array_equal(decoded[0], decoded[-1])
    assert clip.facts["motion_proof"]["changed_outside"] == 0
    assert clip.facts["motion_proof"]["frames"] == 24


def test_what_the_codec_changed_outside_is_measured(tmp_path: Path) -> None:
    codec = made(tmp_path, right_half()).facts["codec"]

    assert codec["name"] == "VP9"
    assert 0 < codec["mean"] <= codec["most"] <= 255


def test_a_proof_counts_what_was_changed() -> None:
    free = np.full((48, 64), 255, np.uint8)
    touched = still()
    touched[3, 4] ^= 1

    assert prove_clip([still(), touched], still(), free).changed_outside == 1
    assert codec_change([still()], still(), free).most == 0


def test_frames_of_another_size_are_refused(tmp_path: Path) -> None:
    maker = ClipMaker(tmp_path, still(), None, fps=FPS, loops=False)

    with pytest.raises(BadEngineOutput):
        maker.add(still(32, 32))
    with pytest.raises(BadEngineOutput):
        maker.finish()


def test_what_is_played_is_muted_and_says_its_colours(tmp_path: Path) -> None:
    for codec in (VP9, H264):
        path = tmp_path / f"clip.{codec.container}"
        write_clip(path, [still()] * 3, codec, fps=FPS)
        told = stated(path)

        assert (told.width, told.height, told.fps, told.has_sound) == (64, 48, FPS, False)
        assert (told.colorspace, told.primaries) == (1, 1)  # BT.709 of ITU-T H.273


def test_colours_come_back_from_the_codec_as_they_went_in(tmp_path: Path) -> None:
    green = np.full((48, 64, 3), (40, 200, 90), np.uint8)
    path = tmp_path / "clip.webm"
    write_clip(path, [green] * 3, VP9, fps=FPS, crf=18)

    assert np.abs(next(read_clip(path)).astype(int) - green).max() <= 4


def flat(level: int) -> Image:
    return np.full((48, 64, 3), level, np.uint8)


def test_a_lamp_that_flickers_is_flagged_and_one_that_dims_is_not() -> None:
    flickering = [flat(100 + 10 * (number % 2)) for number in range(12)]
    dimming = [flat(100 + 3 * number) for number in range(12)]

    assert "flickers" in measure(flickering, free=None, loops=False).flags[0]
    assert measure(dimming, free=None, loops=False).flags == ()


def test_a_loop_that_does_not_close_is_flagged() -> None:
    jumping = [flat(100 + 3 * number) for number in range(12)]

    (flag,) = measure(jumping, free=None, loops=True).flags
    assert "loop does not close" in flag


def test_what_should_stand_still_and_does_not_is_flagged() -> None:
    free = np.bitwise_not(right_half())
    restless = [still(), still()]
    restless[1][:, :32] = np.bitwise_not(restless[1][:, :32])

    assert any("stand still" in one for one in measure(restless, free=free, loops=False).flags)


def test_a_mask_made_small_allows_motion_only_where_it_is_whole() -> None:
    mask = np.zeros((96, 128), np.uint8)
    mask[:, 65:] = 255

    small = scaled_mask(mask, 64, 48)
    assert not small[:, :33].any()
    assert small[:, 33:].all()
