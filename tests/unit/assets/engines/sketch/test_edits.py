"""Inpaint and outpaint: what changes, what stays, and that nothing is left of what goes."""

from dataclasses import replace

import cv2
import numpy as np
import patchmatch
import pytest

from assets.compositing.intents import Intent as Purpose
from assets.compositing.subject import find_subject
from assets.engines.sketch.fill import fill, is_thin
from assets.engines.sketch.pixels import lab_of_bytes
from assets.engines.sketch.recolour import recolour
from tests.unit.assets.engines.sketch.pictures import (
    RED,
    Picture,
    inpaint,
    make,
    outpaint,
    textured,
    with_disc,
)


def hue(image: Picture, where: np.ndarray) -> float:
    """Mean hue in degrees, strong colours counting more."""
    lab = lab_of_bytes(image)[where]
    return float(np.degrees(np.arctan2(lab[:, 2].sum(), lab[:, 1].sum())) % 360)


def looks_like(image: Picture, colour: tuple[int, int, int], within: float) -> np.ndarray:
    target = lab_of_bytes(np.array(colour, np.uint8).reshape(1, 1, 3))[0, 0]
    return np.asarray(np.linalg.norm(lab_of_bytes(image) - target, axis=-1) < within)


@pytest.mark.parametrize("prompt", ["green", "green cup", "make it deep green", "#3f8f5b"])
def test_a_recolour_turns_the_thing_green_and_keeps_its_shading(prompt: str) -> None:
    picture, mask = with_disc()
    made = make(inpaint(picture, mask, prompt)).image
    disc = cv2.erode(mask, np.ones((11, 11), np.uint8)) > 0
    assert 135 < hue(made, disc) < 170
    before, after = (lab_of_bytes(p)[..., 0][disc] for p in (picture, made))
    assert np.corrcoef(before, after)[0, 1] > 0.97
    assert after.std() > 0.8 * before.std()


def test_a_recolour_of_a_loosely_masked_thing_leaves_the_wall_beside_it() -> None:
    picture, mask = with_disc()
    loose = cv2.dilate(mask, np.ones((15, 15), np.uint8))
    made = make(inpaint(picture, loose, "yellow")).image
    wall = (loose > 0) & (cv2.dilate(mask, np.ones((7, 7), np.uint8)) == 0)
    assert np.abs(made.astype(int) - picture)[wall].mean() < 4


def test_white_cloth_is_dyed_with_its_folds() -> None:
    x = np.linspace(0, 12, 160)
    folds = (200 + 30 * np.sin(x))[None, :, None].repeat(120, 0).repeat(3, 2)
    picture = folds.astype(np.uint8)
    made = recolour(picture, np.ones((120, 160), bool), (0.12, 0.42, 0.25))
    assert 130 < hue(made, np.ones((120, 160), bool)) < 175
    assert np.corrcoef(made[60, :, 1], picture[60, :, 1])[0, 1] > 0.95


def test_strength_says_how_far_a_colour_moves() -> None:
    picture, mask = with_disc()
    moves = [
        np.abs(make(inpaint(picture, mask, "blue", strength=s)).image.astype(int) - picture).mean()
        for s in (0.0, 0.25, 0.5, 1.0)
    ]
    assert moves[0] == 0
    assert moves == sorted(moves) and moves[1] < 0.7 * moves[3]


def test_a_tone_word_darkens_the_mask_only() -> None:
    picture, mask = with_disc()
    made = make(inpaint(picture, mask, "darker")).image
    assert made[mask > 0].mean() < picture[mask > 0].mean() - 15


@pytest.mark.parametrize(
    ("prompt", "size"),
    [("", (200, 160)), ("remove the ball", (200, 160)), ("erase it", (200, 160)), ("", (700, 560))],
)
def test_removing_leaves_no_trace_of_a_distinct_thing(prompt: str, size: tuple[int, int]) -> None:
    picture, mask = with_disc(*size)
    made = make(inpaint(picture, mask, prompt)).image
    assert looks_like(picture, RED, 0.15).sum() > 500
    assert looks_like(made, RED, 0.15).sum() == 0
    wall = mask > 0
    wall[int(size[1] * 0.7) :] = False
    around = (cv2.dilate(mask, np.ones((25, 25), np.uint8)) > 0) & (mask == 0)
    around[int(size[1] * 0.7) :] = False
    assert np.abs(made[wall].mean(0) - picture[around].mean(0)).max() < 6


def test_a_fill_has_the_grain_of_its_surroundings_also_when_solved_small() -> None:
    picture, mask = with_disc(800, 640)
    made = make(inpaint(picture, mask, "")).image
    grain = np.abs(cv2.Laplacian(made, cv2.CV_32F)).mean(2)
    inner = cv2.erode(mask, np.ones((41, 41), np.uint8)) > 0
    ring = (cv2.dilate(mask, np.ones((81, 81), np.uint8)) > 0) & (mask == 0)
    assert grain[inner].mean() > 0.7 * grain[ring].mean()


def test_without_the_native_library_the_thing_goes_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patchmatch, "patchmatch_available", False)
    picture, mask = with_disc(600, 480)
    made = make(inpaint(picture, mask, "")).image
    assert looks_like(made, RED, 0.15).sum() == 0
    assert np.array_equal(made[mask == 0], picture[mask == 0])


def test_a_scratch_is_thin_and_goes() -> None:
    picture = textured(160, 120)
    hole = np.zeros((120, 160), np.uint8)
    cv2.line(hole, (10, 20), (150, 60), 255, 5)
    scratched = picture.copy()
    scratched[hole > 0] = 255
    assert is_thin(hole > 0)
    assert np.abs(fill(scratched, hole > 0, 1).astype(int) - picture)[hole > 0].mean() < 15


@pytest.mark.parametrize("size", [(1, 1), (2, 7), (9, 3), (16, 16), (40, 5), (64, 33)])
def test_edits_of_tiny_pictures(size: tuple[int, int]) -> None:
    picture = textured(*size)
    mask = np.zeros(size[::-1], np.uint8)
    mask[: max(1, size[1] // 2), : max(1, size[0] // 2)] = 255
    for prompt in ("", "red", "a cat", "darker"):
        assert make(inpaint(picture, mask, prompt)).image.shape == picture.shape
    assert make(outpaint(picture, 3, 5)).image.shape == (size[1], size[0] + 8, 3)


@pytest.mark.parametrize("prompt", ["", "red", "a mug", "darker"])
def test_an_empty_and_a_full_mask_give_a_picture(prompt: str) -> None:
    picture, mask = with_disc()
    assert np.array_equal(make(inpaint(picture, mask * 0, prompt)).image, picture)
    assert make(inpaint(picture, mask * 0 + 255, prompt)).image.shape == picture.shape


def test_a_named_subject_takes_the_place_of_what_was_there() -> None:
    picture, mask = with_disc()
    run = make(inpaint(picture, mask, "add a blue ball"))
    assert run.facts["deed"] == "draw"
    assert looks_like(run.image, RED, 0.12).sum() == 0
    assert 230 < hue(run.image, cv2.erode(mask, np.ones((31, 31), np.uint8)) > 0) < 300


def test_an_extension_keeps_the_old_part_and_goes_on_beside_it() -> None:
    old = textured(200, 160)
    made = make(outpaint(old, 80, 60)).image
    assert np.array_equal(made[:, 80:280], old)
    for strip in (made[:, :80], made[:, 280:]):
        assert np.abs(strip[:100].mean((0, 1)) - old[:100].mean((0, 1))).max() < 8
        assert np.abs(strip[120:].mean((0, 1)) - old[120:].mean((0, 1))).max() < 8
        grain = [np.abs(cv2.Laplacian(p, cv2.CV_32F)).mean() for p in (strip, old)]
        assert grain[0] > 0.5 * grain[1], "a blur or a streak has no grain"


def test_an_extension_does_not_show_the_subject_twice() -> None:
    old, _ = with_disc()
    request = outpaint(old, 90, 90)
    assert request.source is not None and request.mask is not None
    guard = find_subject(request.source, request.mask > 0)
    assert guard is not None and guard[72, 190]
    made = make(request).image
    new = request.mask > 0
    assert (looks_like(made, RED, 0.2) & new).sum() < 20


def test_a_subject_at_the_growing_edge_is_no_subject_to_guard() -> None:
    old, _ = with_disc()
    request = outpaint(old[:, : old.shape[1] // 2], 0, 80)
    assert request.source is not None and request.mask is not None
    assert find_subject(request.source, request.mask > 0) is None


def test_a_commanded_subject_is_drawn_into_the_new_part() -> None:
    old = textured(120, 100)
    plain = make(outpaint(old, 0, 80))
    run = make(outpaint(old, 0, 80, "add a red ball"))
    assert run.facts["drew"] == "ball" and plain.facts["drew"] is None
    assert (looks_like(run.image, RED, 0.2)[:, 120:]).sum() > 100
    narrow = make(outpaint(old, 0, 14, "add a red ball"))
    assert narrow.facts["drew"] is None


def test_remove_fills_whatever_the_words_are() -> None:
    """People pressed Remove and left a description in the prompt."""
    request = replace(inpaint(*with_disc(), "a red ball"), intent=Purpose.REMOVE)
    assert make(request).facts["deed"] == "fill"


def test_add_draws_the_subject_that_the_words_name() -> None:
    request = replace(inpaint(*with_disc(), "red ball"), intent=Purpose.ADD)
    assert make(request).facts["deed"] == "draw"
