import io

import numpy as np
import pytest
from PIL import Image

from assets.renditions import best_level, levels_of, make_levels, size_at


@pytest.mark.parametrize(
    ("size", "levels"),
    [
        ((1, 1), (32,)),
        ((32, 20), (32,)),
        ((33, 20), (32, 128)),
        ((100, 128), (32, 128)),
        ((700, 300), (32, 128, 512, 2048)),
        ((512, 512), (32, 128, 512)),
        ((4000, 3000), (32, 128, 512, 2048)),
    ],
)
def test_levels_go_up_to_the_first_that_holds_the_picture(
    size: tuple[int, int], levels: tuple[int, ...]
) -> None:
    assert levels_of(*size) == levels


def test_a_level_above_the_picture_gives_the_largest_there_is() -> None:
    assert best_level(100, 60, 2048) == 128
    assert best_level(100, 60, 32) == 32
    assert best_level(5000, 60, 2048) == 2048


def test_sizes_keep_the_aspect_and_never_grow() -> None:
    assert size_at(4000, 3000, 2048) == (2048, 1536)
    assert size_at(700, 300, 2048) == (700, 300)
    assert size_at(16_000, 2, 32) == (32, 1)


def read(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "WEBP"
    return image


def test_each_level_is_a_webp_of_the_size_it_says() -> None:
    made = list(make_levels(Image.new("RGB", (900, 600), (200, 90, 20))))

    assert [level.level for level in made] == [2048, 512, 128, 32]
    for level in made:
        image = read(level.data)
        assert image.size == (level.width, level.height) == size_at(900, 600, level.level)
        middle = np.asarray(image.convert("RGB"), int)[level.height // 2, level.width // 2]
        assert np.abs(middle - (200, 90, 20)).max() <= 4


def test_transparency_survives_and_bleeds_no_colour() -> None:
    """Hidden green beside red: a resize that ignores alpha would mix the two at the edge."""
    image = Image.new("RGBA", (600, 600), (0, 255, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 301, 600))
    smallest = list(make_levels(image))[-1]

    result = np.asarray(read(smallest.data), int)

    assert result.shape == (32, 32, 4)
    assert result[16, 2, 3] == 255 and result[16, 29, 3] == 0
    seen = result[result[..., 3] > 100]
    assert seen[:, 0].min() > 200 and seen[:, 1].max() < 60


def test_masks_keep_their_edges_at_full_size() -> None:
    mask = np.zeros((90, 120), np.uint8)
    mask[20:50, 30:80] = 255

    largest = next(make_levels(Image.fromarray(mask), lossless=True))

    assert np.array_equal(np.asarray(read(largest.data).convert("L")), mask)


def test_a_line_one_px_thin_has_every_level() -> None:
    for level in make_levels(Image.new("RGB", (3000, 1), "white")):
        assert level.height == 1
        assert read(level.data).size == (level.width, 1)
