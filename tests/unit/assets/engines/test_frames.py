"""Sizes that an engine refuses, asked for all the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.compositing.geometry import Size
from assets.engines.frames import Frame, SizeLimits
from assets.errors import EngineRefusedRequest
from assets.generations.fit import as_asked

OPENAI = SizeLimits(655_360, 8_294_400, 16, 3840, 3.0)
sides = st.integers(64, 6000)


@pytest.mark.parametrize(
    ("width", "height", "asked"),
    [
        (1024, 1024, Size(1024, 1024)),
        (1536, 1024, Size(1536, 1024)),
        (512, 512, Size(816, 816)),
        (4096, 4096, Size(2880, 2880)),
        (6000, 1000, Size(3840, 1280)),
        (300, 1500, Size(480, 1440)),
    ],
)
def test_the_nearest_legal_size(width: int, height: int, asked: Size) -> None:
    assert OPENAI.nearest(width, height) == asked


@given(sides, sides)
def test_every_view_gets_a_legal_size_that_shows_it(width: int, height: int) -> None:
    frame = Frame.of(width, height, OPENAI)
    assert OPENAI.allows(frame.size)
    assert frame.size.width % 16 == frame.size.height % 16 == 0
    ratio = frame.outer.width / frame.outer.height
    assert abs(ratio * frame.size.height / frame.size.width - 1) < 0.02


@pytest.mark.parametrize(("width", "height"), [(40, 200), (200, 40), (100, 90)])
def test_what_is_framed_comes_back_without_its_frame(width: int, height: int) -> None:
    frame = Frame.of(width, height, OPENAI)
    picture = np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)
    around = frame.around(picture)
    assert around.shape == (frame.outer.height, frame.outer.width, 3)
    assert np.array_equal(frame.inside(around), picture)
    mask = np.full((height, width), 255, np.uint8)
    assert frame.around_mask(mask).shape == around.shape[:2]
    assert int(frame.around_mask(mask).sum()) == int(mask.sum())
    larger = np.zeros((frame.size.height, frame.size.width, 3), np.uint8)
    assert as_asked(frame.inside(larger), width, height) is not None


def test_limits_that_leave_nothing_are_told() -> None:
    with pytest.raises(EngineRefusedRequest, match="its limits"):
        SizeLimits(least_pixels=5000, most_pixels=4000).nearest(100, 100)
