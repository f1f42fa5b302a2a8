import io

import numpy as np
import pytest
from PIL import Image

from assets.png import ROWS, encode_png


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(1, 1), (7, 3), (33, ROWS), (5, ROWS + 1), (640, 2 * ROWS + 9)])
def test_every_sample_comes_back(mode: str, size: tuple[int, int]) -> None:
    channels = {"L": (), "RGB": (3,), "RGBA": (4,)}[mode]
    random = np.random.default_rng(size[0])
    array = random.integers(0, 256, (size[1], size[0], *channels), dtype=np.uint8)
    data = encode_png(Image.fromarray(array))
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", mode, size)
        assert np.array_equal(np.asarray(image), array)


def test_what_is_flat_is_small() -> None:
    assert len(encode_png(Image.new("RGB", (2000, 2000), (200, 90, 20)))) < 60_000


def test_other_modes_are_refused() -> None:
    with pytest.raises(KeyError):
        encode_png(Image.new("P", (4, 4)))
