from assets.drift.control import ASSUMED_MEAN, creeps_from, limits_of
from assets.drift.features import features_of
from tests.unit.assets.drift.pictures import still_life


def test_limits_come_from_the_references_own_spread() -> None:
    tight = limits_of([features_of(still_life(seed=n)) for n in range(8)])
    wide = limits_of([features_of(still_life(seed=n, warmer=5 * n - 20)) for n in range(8)])

    assert tight is not None and wide is not None
    assert not tight.is_assumed
    assert tight.limit < wide.limit
    assert tight.score(features_of(still_life(seed=99))) < tight.limit
    assert tight.score(features_of(still_life(warmer=30))) > tight.limit


def test_few_references_give_an_assumed_limit_that_says_so() -> None:
    few = limits_of([features_of(still_life())])

    assert few is not None
    assert few.is_assumed
    assert few.mean == ASSUMED_MEAN
    assert limits_of([]) is None


def test_a_slow_creep_is_seen_before_any_picture_is_beyond_the_limit() -> None:
    limits = limits_of([features_of(still_life(seed=n, warmer=2 * n)) for n in range(8)])
    assert limits is not None
    steady = [limits.mean] * 30
    creeping = [limits.mean + 0.6 * n / 30 * (limits.limit - limits.mean) for n in range(60)]

    assert creeps_from(steady, limits) is None
    first = creeps_from(creeping, limits)
    assert first is not None
    assert creeping[first] < limits.limit
