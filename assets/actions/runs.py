"""What a worker writes about a generation: taken up, ended, put off, given back.

Each move is one conditional UPDATE, so that of any number of workers, cancels and restarts just one
has its way; the loser learns it from the count of rows. Announced after commit.
"""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from assets.actions.ledger import correct, reserve_repeat, settle
from assets.generations.bills import Bill
from assets.generations.failures import STOPPED_TOO_OFTEN
from assets.generations.limits import EngineLimits, Load
from assets.generations.queue import call_workers
from assets.generations.states import (
    FAILED,
    QUEUED,
    RUNNING,
    AttemptLost,
    after_interruption,
    may_move,
)
from assets.generations.turns import loads_by_engine, next_generation
from assets.models import Attempt, EngineGate, Generation
from assets.signals import engine_freed, generation_changed
from assets.transactions import write_transaction

LOOK_AGAIN_S = 1.0
"""When a place of an engine may be free again, where nothing says when."""


@dataclass(frozen=True)
class NotNow:
    """at: when to ask again."""

    at: datetime


def announce_change(generation_id: uuid.UUID) -> None:
    """Send `generation_changed` once the transaction around is committed.

    Robust: what a listener does wrong must not undo, or stop, what is already committed.
    """
    transaction.on_commit(
        partial(generation_changed.send_robust, Generation, generation_id=generation_id)
    )


def announce_queued(generation_id: uuid.UUID, *, at: datetime | None = None) -> None:
    """As `announce_change`, of one that waits now: for workers too. at: not before then."""
    call_workers(at=at)
    announce_change(generation_id)


def claim_run(
    generation_id: uuid.UUID,
    *,
    now: datetime,
    worker: str,
    lease_s: float,
    limits: Callable[[str], EngineLimits],
) -> Generation | NotNow | None:
    """Take a queued generation: running, with an attempt number of its own.

    NotNow: it is queued, but its time has not come or its engine bears no more. None where it is
    not queued any more, or held: somebody else has it, it was cancelled, or its run is paused.
    """
    with write_transaction():
        row = Generation.objects.filter(id=generation_id, state=QUEUED, is_held=False).first()
        if row is None:
            return None
        if row.not_before is not None and row.not_before > now:
            return NotNow(row.not_before)
        opens_at = _pass_gate(row, now, limits(row.engine))
        if opens_at is not None:
            return NotNow(opens_at)
        free = Generation.objects.filter(id=generation_id, state=QUEUED, is_held=False)
        claimed = free.update(
            state=RUNNING,
            attempt=F("attempt") + 1,
            started_at=now,
            answered_at=None,
            finished_at=None,
            not_before=None,
            worker=worker,
            lease_until=now + timedelta(seconds=lease_s),
            error_code="",
            error_message="",
        )
        if not claimed:
            return None
        announce_change(generation_id)
        related = ("source", "mask", "workspace", "created_by")
        return Generation.objects.select_related(*related).get(id=generation_id)


def claim_next_run(
    *,
    now: datetime,
    worker: str,
    lease_s: float,
    limits: Callable[[str], EngineLimits],
    aside: Collection[uuid.UUID] = (),
) -> Generation | None:
    """Take the queued generation whose turn it is, but none of `aside`; None: none can be begun."""
    with write_transaction():
        lost = set(aside)
        while generation_id := next_generation(now=now, limits=limits, aside=lost):
            claimed = claim_run(
                generation_id, now=now, worker=worker, lease_s=lease_s, limits=limits
            )
            if isinstance(claimed, Generation):
                return claimed
            # Another worker was quicker.
            lost.add(generation_id)
        return None


def _pass_gate(row: Generation, now: datetime, limits: EngineLimits) -> datetime | None:
    """Count this run among its engine's, under the lock of its gate; or when to ask again."""
    EngineGate.objects.get_or_create(engine=row.engine)
    gate = EngineGate.objects.select_for_update().get(engine=row.engine)
    if gate.opens_at is not None and gate.opens_at > now:
        return gate.opens_at
    load = loads_by_engine().get(row.engine, Load())
    if not limits.has_place(load, row.lane):
        return now + timedelta(seconds=LOOK_AGAIN_S)
    if limits.per_minute is not None:
        gate.opens_at = now + timedelta(minutes=1) / limits.per_minute
        gate.save(update_fields=["opens_at"])
    return None


def leave_engine(generation_id: uuid.UUID, attempt: int, *, now: datetime) -> None:
    """Another may have its place at the engine, which has answered. Raises AttemptLost."""
    with write_transaction():
        if not _of_attempt(generation_id, attempt).update(answered_at=now):
            raise AttemptLost(f"{generation_id}, attempt {attempt}")
        transaction.on_commit(partial(engine_freed.send_robust, Generation))


def current_runs(generation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Of these the ones that run, with the number of their attempt."""
    running = Generation.objects.filter(id__in=generation_ids, state=RUNNING)
    return dict(running.values_list("id", "attempt"))


def extend_leases(worker: str, *, until: datetime) -> None:
    Generation.objects.filter(state=RUNNING, worker=worker).update(lease_until=until)


def end_run(
    generation_id: uuid.UUID,
    attempt: int,
    *,
    state: str,
    now: datetime,
    bill: Bill | None = None,
    **fields: Any,
) -> None:
    """Move a running attempt to the end it came to. Raises AttemptLost; then nothing changed."""
    assert may_move(RUNNING, state)
    with write_transaction():
        ended = _of_attempt(generation_id, attempt).update(
            state=state, finished_at=now, lease_until=None, **fields
        )
        if not ended:
            raise AttemptLost(f"{generation_id}, attempt {attempt}")
        code = fields.get("error_code", "")
        settle(generation_id, attempt, outcome=state, now=now, bill=bill, code=code)
        announce_change(generation_id)


def correct_bill(generation_id: uuid.UUID, attempt: int, bill: Bill) -> None:
    """What a run that nobody waits for any more knows of its calls."""
    with write_transaction():
        if correct(generation_id, attempt, bill):
            announce_change(generation_id)


def put_off_run(
    generation_id: uuid.UUID,
    attempt: int,
    *,
    now: datetime,
    not_before: datetime,
    bill: Bill,
    error_code: str,
    error_message: str,
    closes_engine: str | None = None,
) -> None:
    """Queue a failed attempt again, for later. Raises AttemptLost; then nothing changed.

    closes_engine: the engine that asked everybody, not this run alone, to wait until then.
    """
    with write_transaction():
        queued = _of_attempt(generation_id, attempt).update(
            state=QUEUED,
            started_at=None,
            lease_until=None,
            failed_tries=F("failed_tries") + 1,
            not_before=not_before,
            error_code=error_code,
            error_message=error_message,
        )
        if not queued:
            raise AttemptLost(f"{generation_id}, attempt {attempt}")
        repeated = Attempt.Outcome.REPEATED
        settle(generation_id, attempt, outcome=repeated, now=now, bill=bill, code=error_code)
        reserve_repeat(generation_id, attempt, now=now)
        if closes_engine is not None:
            gate = EngineGate.objects.filter(engine=closes_engine)
            gate.filter(Q(opens_at=None) | Q(opens_at__lt=not_before)).update(opens_at=not_before)
        announce_queued(generation_id, at=not_before)


def recover_runs(*, now: datetime, is_alone: bool = False) -> int:
    """Mend what a killed worker left `running`: queued again, or failed at the third time.

    A run is given up when its worker's word ran out. is_alone: no other worker can be at work, as
    when the one server of a data folder starts: then all that runs was left. Returns how many.
    """
    left = Generation.objects.filter(state=RUNNING)
    if not is_alone:
        left = left.filter(Q(lease_until=None) | Q(lease_until__lt=now))
    rows = list(left.only("id", "attempt", "facts"))
    for row in rows:
        _recover(row, now)
    return len(rows)


def _recover(row: Generation, now: datetime) -> None:
    interruptions = int(row.facts.get("interruptions", 0)) + 1
    fields: dict[str, Any] = {"facts": {"interruptions": interruptions}, "lease_until": None}
    if after_interruption(interruptions) == QUEUED:
        fields |= {"state": QUEUED, "started_at": None}
    else:
        fields |= {
            "state": FAILED,
            "finished_at": now,
            "error_code": "interrupted",
            "error_message": STOPPED_TOO_OFTEN,
        }
    with write_transaction():
        if _of_attempt(row.id, row.attempt).update(**fields):
            _break_off(row.id, row.attempt, now, is_repeated=fields["state"] == QUEUED)


def release_runs(generation_ids: Collection[uuid.UUID], *, worker: str, now: datetime) -> None:
    """Give back what a worker that stops in good order had begun: no interruption is counted."""
    with write_transaction():
        for generation_id in generation_ids:
            running = Generation.objects.filter(id=generation_id, state=RUNNING, worker=worker)
            attempt = running.values_list("attempt", flat=True).first()
            if attempt is not None and running.update(
                state=QUEUED, started_at=None, lease_until=None
            ):
                _break_off(generation_id, attempt, now, is_repeated=True)


def release_worker(worker: str, *, now: datetime) -> None:
    """All that it had begun."""
    begun = Generation.objects.filter(state=RUNNING, worker=worker).values_list("id", flat=True)
    release_runs(list(begun), worker=worker, now=now)


def _break_off(generation_id: uuid.UUID, attempt: int, now: datetime, *, is_repeated: bool) -> None:
    """Its engine may have been called, and nobody is left who knows."""
    settle(generation_id, attempt, outcome=Attempt.Outcome.INTERRUPTED, now=now)
    if is_repeated:
        reserve_repeat(generation_id, attempt, now=now)
        announce_queued(generation_id)
    else:
        announce_change(generation_id)


def _of_attempt(generation_id: uuid.UUID, attempt: int) -> QuerySet[Generation]:
    return Generation.objects.filter(id=generation_id, state=RUNNING, attempt=attempt)


def hold(generations: QuerySet[Generation]) -> None:
    """Nobody takes them up until they are let go; one that runs goes on, but is not tried again."""
    generations.filter(state__in=(QUEUED, RUNNING)).update(is_held=True)


def let_go(generations: QuerySet[Generation]) -> None:
    held = generations.filter(is_held=True)
    waiting = list(held.filter(state=QUEUED).values_list("id", flat=True))
    held.update(is_held=False)
    for number, generation_id in enumerate(waiting):
        if number:
            call_workers()
        else:
            announce_queued(generation_id)
