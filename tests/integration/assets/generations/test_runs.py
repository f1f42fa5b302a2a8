from datetime import UTC, datetime, timedelta

import pytest

from assets.actions.runs import end_run, leave_engine, recover_runs, release_runs
from assets.generations.states import AttemptLost
from tests.integration.assets.generations.rows import claim, fresh, heard, queued

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_queued_generation_is_claimed_once():
    row = queued()
    claimed = claim(row, now=NOW)
    assert claimed is not None
    assert (claimed.state, claimed.attempt, claimed.started_at) == ("running", 1, NOW)
    assert claim(row, now=NOW) is None


def test_only_the_run_of_today_leaves_its_engine():
    row = queued()
    claim(row, now=NOW)
    leave_engine(row.id, 1, now=NOW)
    assert fresh(row).answered_at == NOW
    release_runs([row.id], worker="worker 1", now=NOW)
    claim(row, now=NOW)
    assert fresh(row).answered_at is None
    with pytest.raises(AttemptLost):
        leave_engine(row.id, 1, now=NOW)


def test_an_older_attempt_cannot_end_a_newer_one():
    row = queued()
    claim(row, now=NOW)
    release_runs([row.id], worker="worker 1", now=NOW)
    claim(row, now=NOW)
    with pytest.raises(AttemptLost):
        end_run(row.id, 1, state="succeeded", now=NOW)
    end_run(row.id, 2, state="failed", now=NOW, error_code="x")
    assert fresh(row).state == "failed"


def test_a_cancelled_run_cannot_be_ended():
    row = queued()
    claim(row, now=NOW)
    type(row).objects.filter(id=row.id).update(state="cancelled")
    with pytest.raises(AttemptLost):
        end_run(row.id, 1, state="succeeded", now=NOW)
    assert fresh(row).state == "cancelled"


def test_each_move_is_announced_after_commit(django_capture_on_commit_callbacks):
    row = queued()
    with heard() as (changed, _), django_capture_on_commit_callbacks(execute=True):
        claim(row, now=NOW)
        end_run(row.id, 1, state="failed", now=NOW)
        assert changed == []
    assert changed == [row.id, row.id]


def test_what_a_crash_left_running_is_queued_twice_and_then_fails_with_words():
    row = queued()
    ends = []
    for _ in range(3):
        claim(row, now=NOW)
        assert recover_runs(now=NOW, is_alone=True) == 1
        ends.append(fresh(row).state)
    assert ends == ["queued", "queued", "failed"]
    assert fresh(row).error_code == "interrupted"
    assert "three times" in fresh(row).error_message


def test_recovery_leaves_other_states_alone():
    rows = [queued(state=s) for s in ("queued", "succeeded", "failed", "blocked", "cancelled")]
    assert recover_runs(now=NOW, is_alone=True) == 0
    assert [fresh(row).state for row in rows] == [row.state for row in rows]


def test_only_runs_whose_worker_is_silent_are_recovered():
    young, old = queued(), queued()
    claim(young, now=NOW)
    claim(old, now=NOW - timedelta(hours=1))
    recover_runs(now=NOW)
    assert (fresh(young).state, fresh(old).state) == ("running", "queued")


def test_a_stop_in_good_order_counts_no_interruption():
    row = queued()
    claim(row, now=NOW)
    release_runs([row.id], worker="worker 1", now=NOW)
    assert fresh(row).state == "queued"
    assert fresh(row).facts == {}
