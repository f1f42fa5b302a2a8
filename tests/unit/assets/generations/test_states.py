import pytest

from assets.generations import states
from assets.models import GenerationState


def test_states_are_those_of_the_row():
    assert set(states.MOVES) == set(GenerationState.values)


@pytest.mark.parametrize("end", ["succeeded", "failed", "blocked", "cancelled"])
def test_a_run_may_come_to_each_end(end):
    assert states.may_move("queued", "running")
    assert states.may_move("running", end)


@pytest.mark.parametrize("end", ["failed", "blocked", "cancelled"])
def test_what_has_no_picture_may_be_retried(end):
    assert states.may_move(end, "queued")
    assert end in states.RETRYABLE


@pytest.mark.parametrize("new", states.MOVES)
def test_a_made_picture_stays_made(new):
    assert not states.may_move("succeeded", new)


def test_only_what_has_not_ended_can_be_cancelled():
    assert {old for old in states.MOVES if states.may_move(old, "cancelled")} == states.CANCELLABLE


def test_the_third_interruption_is_the_last():
    assert [states.after_interruption(n) for n in (1, 2, 3, 4)] == [
        "queued",
        "queued",
        "failed",
        "failed",
    ]
