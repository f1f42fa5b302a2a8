"""Smart select on drawn scenes: what a click or a box must find, to the pixel where edges are."""

import cv2
import numpy as np
import pytest

from assets.compositing.arrays import Image
from assets.compositing.geometry import Box
from assets.compositing.select import MOST_POINTS, Click, select_object
from assets.errors import InvalidRequest

SHIRT = Box(350, 300, 256, 320)
BUTTON = (475, 400)


def chequered(side: int = 1024) -> Image:
    y, x = np.mgrid[:side, :side]
    grey = ((y // 32 + x // 32) % 2 * 60 + 150).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def shirt() -> Image:
    picture = chequered()
    picture[SHIRT.rows, SHIRT.columns] = (40, 80, 190)
    cv2.circle(picture, BUTTON, 7, (240, 240, 235), -1)
    return picture


def noisy_disc() -> Image:
    """A reddish disc with grain and shading on a greenish ground with grain."""
    random = np.random.default_rng(3)
    picture = np.full((300, 400, 3), (90, 120, 80), np.float32)
    cv2.circle(picture, (220, 140), 80, (190, 70, 60), -1, cv2.LINE_AA)
    picture += np.linspace(-25, 25, 400)[None, :, None] + random.normal(0, 6, picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8)


def overlap(mask, truth) -> float:
    """Intersection over union."""
    return float(np.count_nonzero((mask > 0) & truth) / np.count_nonzero((mask > 0) | truth))


def disc() -> np.ndarray:
    y, x = np.mgrid[:300, :400]
    return (x - 220) ** 2 + (y - 140) ** 2 <= 80**2


def test_a_click_finds_the_whole_thing_to_the_pixel_and_its_button_too():
    mask = select_object(shirt(), clicks=[Click(400, 450)])
    assert cv2.boundingRect(mask) == (SHIRT.x, SHIRT.y, SHIRT.width, SHIRT.height)
    assert mask[BUTTON[1], BUTTON[0]] == 255
    assert np.count_nonzero(mask) > 0.999 * SHIRT.area


def test_a_click_that_takes_away_takes_the_button_and_leaves_the_shirt():
    whole = select_object(shirt(), clicks=[Click(400, 450)])
    without = select_object(shirt(), clicks=[Click(400, 450), Click(*BUTTON, adds=False)])
    assert without[BUTTON[1], BUTTON[0]] == 0
    taken = np.count_nonzero(whole) - np.count_nonzero(without)
    assert 0.5 * np.pi * 49 < taken < 2.5 * np.pi * 49


def test_a_second_click_adds_another_thing():
    picture = shirt()
    picture[300:400, 800:900] = (200, 40, 40)
    both = select_object(picture, clicks=[Click(400, 450), Click(850, 350)])
    assert both[350, 850] == both[450, 400] == 255
    assert both[350, 700] == 0


def test_grain_and_shading_do_not_stop_a_click():
    assert overlap(select_object(noisy_disc(), clicks=[Click(220, 140)]), disc()) > 0.93


def test_a_box_around_a_thing_finds_it():
    mask = select_object(noisy_disc(), box=Box(120, 40, 200, 200))
    assert overlap(mask, disc()) > 0.93


def test_nothing_outside_of_a_box_is_selected():
    mask = select_object(noisy_disc(), box=Box(120, 40, 100, 200))
    assert not mask[:, 232:].any()


def test_the_same_clicks_select_the_same():
    first = select_object(noisy_disc(), clicks=[Click(220, 140)])
    assert np.array_equal(first, select_object(noisy_disc(), clicks=[Click(220, 140)]))


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (37, 3), (700, 2)])
def test_tiny_pictures_are_no_trouble(size):
    picture = np.full((*size, 3), 90, np.uint8)
    mask = select_object(picture, clicks=[Click(0, 0)])
    assert mask.shape == size
    assert set(np.unique(mask)) <= {0, 255}


def test_transparent_pictures_are_selected_as_they_look():
    picture = np.dstack([shirt(), np.full((1024, 1024), 255, np.uint8)])
    assert np.array_equal(
        select_object(picture, clicks=[Click(400, 450)]),
        select_object(shirt(), clicks=[Click(400, 450)]),
    )


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "nothing_pointed_at"),
        ({"clicks": [Click(5, 5, adds=False)]}, "nothing_pointed_at"),
        ({"clicks": [Click(1024, 5)]}, "outside_picture"),
        ({"clicks": [Click(5, -1)]}, "outside_picture"),
        ({"box": Box(2000, 2000, 50, 50)}, "box_too_small"),
        ({"box": Box(10, 10, 1, 50)}, "box_too_small"),
        ({"clicks": [Click(5, 5)] * (MOST_POINTS + 1)}, "too_many_clicks"),
    ],
)
def test_what_points_at_nothing_is_refused(asked, code):
    with pytest.raises(InvalidRequest, check=lambda error: error.code == code):
        select_object(shirt(), **asked)
