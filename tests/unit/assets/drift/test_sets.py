import pytest

from assets.drift.features import features_of
from assets.drift.sets import look_over
from tests.unit.assets.drift.pictures import still_life


def test_outliers_come_first_with_their_reasons_and_the_middle_is_of_the_set() -> None:
    pictures = {f"usual {n}": features_of(still_life(seed=n, warmer=n)) for n in range(10)}
    pictures |= {
        "warm": features_of(still_life(seed=20, warmer=40)),
        "small": features_of(still_life(seed=21, radius=40)),
    }

    view = look_over(pictures)

    assert {one.name for one in view.outliers} == {"warm", "small"}
    assert {one.name for one in view.members[:2]} == {"warm", "small"}
    said = {one.name: " ".join(one.reasons) for one in view.outliers}
    assert "warmer by" in said["warm"]
    assert "smaller" in said["small"]
    assert view.centre.startswith("usual")


def test_a_set_without_outliers_has_none() -> None:
    view = look_over({n: features_of(still_life(seed=n)) for n in range(12)})
    assert view.outliers == ()


def test_fewer_than_three_are_no_set() -> None:
    with pytest.raises(ValueError, match="no set"):
        look_over({1: features_of(still_life()), 2: features_of(still_life())})
