import io

import numpy as np
import pytest
from PIL import Image

from assets.engines.pictures import (
    alpha_mask_png,
    base64_of,
    data_uri,
    decode_base64,
    decode_picture,
    grey_mask_png,
    picture_png,
)
from assets.errors import BadEngineOutput

PICTURE = np.random.default_rng(1).integers(0, 256, (40, 50, 3), dtype=np.uint8)
MASK = np.zeros((40, 50), np.uint8)
MASK[1, 2] = 255


def test_a_picture_comes_back_as_it_was_sent():
    png = picture_png(PICTURE)
    assert np.array_equal(decode_picture(decode_base64(base64_of(png))), PICTURE)
    assert decode_base64(data_uri(png)) == png


def test_masks_say_edit_by_white_or_by_transparency():
    grey = np.asarray(Image.open(io.BytesIO(grey_mask_png(MASK))))
    assert grey[1, 2] == 255
    assert grey.sum() == 255
    rgba = np.asarray(Image.open(io.BytesIO(alpha_mask_png(PICTURE, MASK))))
    assert rgba[1, 2, 3] == 0
    assert rgba[0, 0, 3] == 255
    assert np.array_equal(rgba[..., :3], PICTURE)


@pytest.mark.parametrize("text", ["abc", "@@@@", None, 7, "data:image/png;base64"])
def test_garbled_base64_is_refused(text):
    with pytest.raises(BadEngineOutput):
        decode_picture(decode_base64(text))


def test_a_cut_off_picture_is_refused():
    with pytest.raises(BadEngineOutput):
        decode_picture(picture_png(PICTURE)[:1000])
