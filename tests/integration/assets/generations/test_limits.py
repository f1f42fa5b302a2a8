"""How many runs are begun, whose, and when: by the rows alone, so for any number of workers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assets.actions.runs import NotNow, claim_next_run, end_run, leave_engine, put_off_run
from assets.engines.registry import _of_environment
from assets.generations.bills import Bill
from assets.generations.leases import LEASE_S
from assets.generations.limits import EngineLimits, limits_of
from assets.generations.turns import next_time
from assets.models import Generation
from tests.factories import make_user, make_workspace
from tests.integration.assets.generations.rows import claim, fresh, queued

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def claim_next(
    worker: str = "worker 1", *, now: datetime = NOW, **limits: Any
) -> Generation | None:
    return claim_next_run(
        now=now,
        worker=worker,
        lease_s=LEASE_S,
        limits=lambda key: EngineLimits(**{"at_once": 64} | limits),
    )


def put_off(row: Generation, later: datetime, **said: str) -> None:
    put_off_run(row.id, 1, now=NOW, not_before=later, bill=Bill(), **said)


def names_of(rows: list[Generation | None]) -> list[str]:
    return [row.prompt if row is not None else "-" for row in rows]


def test_an_engine_runs_no_more_at_once_than_it_bears_whoever_asks():
    first, second, third = (queued(prompt=str(n)) for n in range(3))
    limits = EngineLimits(2)
    assert isinstance(claim(first, now=NOW, worker="a", limits=limits), Generation)
    assert isinstance(claim(second, now=NOW, worker="b", limits=limits), Generation)
    refused = claim(third, now=NOW, worker="c", limits=limits)
    assert isinstance(refused, NotNow) and refused.at > NOW
    assert claim_next(at_once=2) is None

    end_run(first.id, 1, state="failed", now=NOW)
    assert claim_next(at_once=2) == third


def test_a_full_engine_holds_nothing_back_of_another():
    queued(prompt="full", engine="one")
    queued(prompt="waits", engine="one")
    queued(prompt="free", engine="two")
    assert names_of([claim_next(at_once=1) for _ in range(3)]) == ["full", "free", "-"]


def test_a_picture_being_stored_holds_no_place_but_no_more_are_stored_than_made():
    for number in range(4):
        queued(prompt=str(number))
    for number in range(2):
        row = claim_next(at_once=1)
        assert row is not None and row.prompt == str(number)
        assert claim_next(at_once=1) is None
        leave_engine(row.id, 1, now=NOW)
    assert claim_next(at_once=1) is None

    end_run(row.id, 1, state="succeeded", now=NOW)
    assert names_of([claim_next(at_once=1)]) == ["2"]


def test_a_rate_is_kept_and_says_when_to_look_again():
    first, second = queued(), queued()
    assert claim_next(per_minute=6) == first
    assert claim_next(per_minute=6) is None
    assert next_time(now=NOW) == NOW + timedelta(seconds=10)
    assert claim_next(now=NOW + timedelta(seconds=10), per_minute=6) == second


def test_bulk_waits_for_what_somebody_sits_and_waits_for_and_leaves_a_place_free():
    for number in range(3):
        queued(prompt=f"bulk {number}", lane="bulk")
    queued(prompt="now")
    taken = [claim_next(at_once=3) for _ in range(3)]
    assert names_of(taken) == ["now", "bulk 0", "-"]
    queued(prompt="at once")
    assert names_of([claim_next(at_once=3)]) == ["at once"]


def test_bulk_is_done_by_an_engine_with_one_place():
    queued(prompt="bulk", lane="bulk")
    assert names_of([claim_next(at_once=1)]) == ["bulk"]


def test_two_people_take_turns_over_all_workers():
    workspace, busy, other = make_workspace(), make_user("busy"), make_user("other")
    for number in range(4):
        queued(workspace, created_by=busy, prompt=f"busy {number}")
    for number in range(2):
        queued(workspace, created_by=other, prompt=f"other {number}")
    order = []
    for second in range(6):
        now = NOW + timedelta(seconds=second)
        taken = claim_next(f"worker {second % 2}", now=now, at_once=1)
        assert taken is not None
        order.append(taken)
        end_run(taken.id, 1, state="failed", now=now)
    assert names_of(order) == ["busy 0", "other 0", "busy 1", "other 1", "busy 2", "busy 3"]


def test_what_was_put_off_comes_when_its_time_has_come_and_not_before():
    row = queued()
    claim(row, now=NOW)
    later = NOW + timedelta(seconds=5)
    put_off(row, later, error_code="x", error_message="Soon.")
    assert (fresh(row).state, fresh(row).failed_tries) == ("queued", 1)
    assert isinstance(claim(row, now=NOW), NotNow)
    assert claim_next() is None
    assert next_time(now=NOW) == later
    taken = claim_next(now=later)
    assert taken is not None
    assert (taken.attempt, taken.error_message, taken.not_before) == (2, "", None)


def test_an_engine_that_asked_to_be_left_alone_is_left_alone_by_all():
    row, other = queued(), queued(prompt="other")
    claim(row, now=NOW)
    later = NOW + timedelta(seconds=30)
    said = {"error_code": "rate_limited", "error_message": "Busy."}
    put_off(row, later, closes_engine="scripted", **said)
    assert claim(other, now=NOW) == NotNow(later)
    assert claim_next() is None
    assert claim_next(now=later) in (row, other)


def test_a_setting_says_how_many_at_once_and_in_a_minute(settings):
    settings.ENGINES = {"hosted": "openai_compatible"}
    settings.ENGINE_CONFIGS = {
        "hosted": {
            "base_url": "http://engine.example/v1",
            "model": "sd",
            "concurrency": 5,
            "options": {"capabilities": {"per_minute": 30}},
        }
    }
    _of_environment.cache_clear()
    assert limits_of("hosted") == EngineLimits(5, 30)
    _of_environment.cache_clear()


def test_what_draws_on_this_machine_is_bound_by_its_setting(settings):
    settings.GENERATION_CONCURRENCY = 3
    assert limits_of("sketch").at_once == 3
    assert limits_of("no such engine").at_once >= 1
