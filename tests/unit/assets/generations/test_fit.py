import json
from pathlib import Path

import numpy as np
import pytest

from assets.compositing.geometry import Size
from assets.engines.base import Capabilities
from assets.generations import fit

FIXED = Capabilities(
    operations=frozenset(),
    max_pixels=2048 * 2048,
    sizes=(Size(1024, 1024), Size(1536, 1024), Size(1024, 1536), Size(512, 512)),
)
VECTORS = json.loads(
    (Path(__file__).parents[3] / "data" / "engine_sizes.json").read_text(encoding="utf-8")
)
GRID = Capabilities(operations=frozenset(), max_pixels=1024 * 1024, multiple_of=64)


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        ((1000, 1000), Size(1024, 1024)),
        ((300, 300), Size(512, 512)),
        ((1600, 1000), Size(1536, 1024)),
        ((900, 1600), Size(1024, 1536)),
        ((4096, 64), Size(1536, 1024)),
    ],
)
def test_fixed_sizes_are_chosen_by_ratio_then_area(wanted, asked):
    assert fit.engine_size(*wanted, FIXED) == asked


def test_a_free_engine_is_asked_on_its_grid():
    assert fit.engine_size(1000, 600, GRID) == Size(1024, 640)


def test_rounding_up_never_asks_for_more_pixels_than_the_engine_makes():
    assert fit.engine_size(1040, 1000, GRID) == Size(1024, 1024)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["wanted"]))
def test_sizes_are_those_of_the_vectors(vector):
    limits = vector["engine"] | {"sizes": tuple(Size(*size) for size in vector["engine"]["sizes"])}
    can = Capabilities(operations=frozenset(), **limits)
    assert fit.engine_size(*vector["wanted"], can) == Size(*vector["asked"])


@pytest.mark.parametrize("wanted", [(4096, 64), (64, 4096), (64, 64), (4096, 4096), (1001, 999)])
def test_what_is_asked_lies_within_the_bounds(wanted):
    can = Capabilities(
        frozenset(), 8_294_400, min_pixels=655_360, max_side=3840, max_ratio=3.0, multiple_of=16
    )
    size = fit.engine_size(*wanted, can)
    assert 655_360 <= size.area <= 8_294_400
    assert max(size.width, size.height) <= min(3840, 3 * min(size.width, size.height))
    assert size.width % 16 == size.height % 16 == 0


def test_a_picture_of_the_size_wanted_is_left_alone():
    image = np.zeros((40, 60, 3), np.uint8)
    assert fit.fit_exactly(image, 60, 40) is image


@pytest.mark.parametrize("size", [(60, 40), (33, 77), (200, 100), (1, 1)])
def test_any_picture_becomes_exactly_the_size_wanted(size):
    width, height = size
    image = np.zeros((48, 48, 4), np.uint8)
    assert fit.fit_exactly(image, width, height).shape == (height, width, 4)


def test_the_middle_of_the_picture_is_kept():
    image = np.zeros((30, 90, 3), np.uint8)
    image[:, 30:60] = 255
    assert fit.fit_exactly(image, 30, 30).min() == 255


def test_a_large_anchor_shrinks_in_its_ratio():
    assert fit.fit_within(np.zeros((200, 400, 3), np.uint8), 20_000).shape == (100, 200, 3)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "picture",
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((4, 4, 3), np.float32),
        np.zeros((0, 4, 3), np.uint8),
    ],
)
def test_other_values_are_no_pictures(value):
    assert not fit.is_picture(value)


def test_a_preview_is_never_enlarged():
    assert fit.small_size(1000, 500, 320) == (320, 160)
    assert fit.small_size(100, 50, 320) == (100, 50)
    assert fit.small_size(4096, 1, 320) == (320, 1)
