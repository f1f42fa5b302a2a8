"""The subject without a click, on drawn scenes and on photographs that show one thing."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import sklearn.datasets

from assets.compositing.select_subject import select_subject
from assets.errors import InvalidRequest
from tests.unit.assets.compositing.test_select import disc, noisy_disc, overlap

FLOWER = Path(sklearn.datasets.__file__).parent / "images" / "flower.jpg"


def test_what_stands_out_is_the_subject():
    assert overlap(select_subject(noisy_disc()), disc()) > 0.97


def test_a_flower_is_found_and_the_leaves_behind_it_are_not():
    mask = select_subject(np.asarray(cv2.imread(str(FLOWER), cv2.IMREAD_COLOR_RGB), np.uint8))
    x, y, width, height = cv2.boundingRect(mask)
    assert (round(x, -1), round(y, -1)) == (170, 80)
    assert 260 < width < 300
    assert 260 < height < 300
    assert np.count_nonzero(mask[y : y + height, x : x + width]) > 0.7 * width * height


def test_the_ground_that_runs_along_the_edge_is_never_taken():
    picture = noisy_disc()
    sky = np.linspace(60, 200, 400, dtype=np.uint8)
    picture[:70] = sky[None, :, None]
    assert not select_subject(picture)[:55].any()


def test_the_same_picture_gives_the_same_subject():
    assert np.array_equal(select_subject(noisy_disc()), select_subject(noisy_disc()))


def test_where_nothing_stands_out_that_is_said():
    with pytest.raises(InvalidRequest, match="Nothing stands out"):
        select_subject(np.full((200, 300, 3), 90, np.uint8))
