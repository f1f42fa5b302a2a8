import cv2
import numpy as np
import pytest

from assets.compositing.arrays import Image
from assets.drift.features import LENGTH, Features, features_of
from assets.drift.measures import Measure, centre_of, distance
from assets.drift.words import reasons
from tests.unit.assets.drift.pictures import still_life


def _relit(picture: Image) -> Image:
    ramp = np.linspace(0.4, 1.3, picture.shape[1])[None, :, None]
    return np.clip(picture * ramp, 0, 255).astype(np.uint8)


def _smooth(picture: Image) -> Image:
    return np.asarray(cv2.bilateralFilter(picture, 9, 60, 4), np.uint8)


def _cropped(picture: Image) -> Image:
    return np.asarray(cv2.resize(picture[70:210, 58:198], (256, 256)), np.uint8)


@pytest.mark.parametrize(
    ("drifted", "measure"),
    [
        (still_life(warmer=30), Measure.PALETTE),
        (_relit(still_life()), Measure.LIGHT),
        (_cropped(still_life(grain=2)), Measure.COMPOSITION),
        (_smooth(still_life()), Measure.DETAIL),
    ],
)
def test_each_drift_moves_its_own_measure_most(drifted: Image, measure: Measure) -> None:
    apart = distance(features_of(drifted), features_of(still_life()))

    assert apart.largest is measure
    assert apart.score > 0.1


def test_the_same_scene_with_other_grain_is_near_and_itself_is_at_nought() -> None:
    one = features_of(still_life())

    assert distance(one, one).score == pytest.approx(0, abs=1e-4)
    assert distance(one, features_of(still_life(seed=7))).score < 0.05


def test_distances_are_symmetric_and_grow_with_the_drift() -> None:
    one = features_of(still_life())
    others = [features_of(still_life(warmer=levels)) for levels in (5, 15, 30, 45)]

    scores = [distance(one, other).score for other in others]

    assert scores == sorted(scores)
    assert distance(others[2], one).score == pytest.approx(scores[2])


def test_packed_features_come_back_as_good_as_they_were() -> None:
    one = features_of(still_life())
    packed = one.pack()

    again = Features.unpack(packed)

    assert len(packed) == LENGTH * 2
    assert distance(one, again).score < 0.005
    with pytest.raises(ValueError, match="instead of"):
        Features.unpack(packed[:-2])


def test_the_centre_lies_among_its_pictures() -> None:
    members = [features_of(still_life(warmer=levels)) for levels in (-20, 0, 20)]

    centre = centre_of(members)

    assert distance(members[1], centre).score < distance(members[0], centre).score
    assert distance(members[0], centre).score < distance(members[0], members[2]).score


@pytest.mark.parametrize(
    ("drifted", "words"),
    [
        (still_life(warmer=30), "warmer by "),
        (still_life(warmer=-30), "cooler by "),
        (still_life(radius=40), " % smaller"),
        (still_life(x=180), "% farther right"),
        (_relit(still_life()), "lighter at the right by "),
        (_smooth(still_life()), "% less fine detail"),
    ],
)
def test_what_drifted_is_said_in_words_and_figures(drifted: Image, words: str) -> None:
    said = reasons(features_of(drifted), features_of(still_life()))

    assert any(words in reason for reason in said), said
    assert len(said) <= 3


def test_nothing_is_said_of_the_same_scene() -> None:
    assert reasons(features_of(still_life(seed=3)), features_of(still_life())) == []


@pytest.mark.parametrize("level", [0, 128, 255])
def test_pictures_of_one_colour_and_with_transparency_are_measured(level: int) -> None:
    plain = np.full((3, 700, 4), level, np.uint8)

    features = features_of(plain)

    assert np.isfinite(np.frombuffer(features.pack(), "<f2")).all()
    assert distance(features, features).score == pytest.approx(0, abs=1e-3)
