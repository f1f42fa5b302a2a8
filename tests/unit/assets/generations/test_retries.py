import pytest

from assets.errors import (
    EngineRefusedRequest,
    EngineTimeout,
    EngineUnavailable,
    RateLimited,
    SafetyBlock,
)
from assets.generations.retries import MOST_PAUSE_S, MOST_TRIES, pause_before_retry


def pause(error: Exception, failed: int = 0, chance: float = 0.0) -> float | None:
    return pause_before_retry(error, failed=failed, chance=lambda: chance)


def away(**said: float) -> EngineUnavailable:
    return EngineUnavailable("Down.", is_safe_to_repeat=True, **said)


def test_the_pause_doubles_and_half_of_it_is_chance():
    assert [pause(away(), failed) for failed in range(3)] == [0.5, 1.0, 2.0]
    assert pause(away(), 2, chance=0.5) == 3.0


def test_the_number_of_tries_is_bounded():
    assert pause(away(), MOST_TRIES - 2) is not None
    assert pause(away(), MOST_TRIES - 1) is None


def test_what_a_provider_asks_for_is_never_cut_short():
    wait = pause(RateLimited("Slow down.", retry_after_s=40))
    assert wait is not None and 40 < wait <= 40 + MOST_PAUSE_S


def test_who_asks_for_an_hour_is_not_waited_for():
    assert pause(RateLimited("Tomorrow.", retry_after_s=3600)) is None


@pytest.mark.parametrize(
    "error",
    [
        EngineUnavailable("It fell over with the request in hand."),
        EngineTimeout("It may have made it all the same."),
        EngineRefusedRequest("No such model."),
        SafetyBlock("No.", rule="r", decided_by="d"),
        ZeroDivisionError(),
    ],
)
def test_what_may_have_been_charged_or_would_fail_again_is_not_repeated(error):
    assert pause(error) is None
