"""What a worker writes about a generation: taken up, ended, given back.

Each move is one conditional UPDATE, so that of any number of workers, cancels and restarts just one
has its way; the loser learns it from the count of rows. Announced after commit.
"""

import uuid
from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from assets.generations.failures import STOPPED_TOO_OFTEN
from assets.generations.states import (
    FAILED,
    QUEUED,
    RUNNING,
    AttemptLost,
    after_interruption,
    may_move,
)
from assets.models import Generation
from assets.signals import generation_changed


def announce_change(generation_id: uuid.UUID) -> None:
    """Send `generation_changed` once the transaction around is committed.

    Robust: what a listener does wrong must not undo, or stop, what is already committed.
    """
    transaction.on_commit(
        partial(generation_changed.send_robust, Generation, generation_id=generation_id)
    )


def claim_run(generation_id: uuid.UUID, *, now: datetime) -> Generation | None:
    """Take a queued generation: running, with an attempt number of its own.

    None where it is not queued any more: somebody else has it, or it was cancelled.
    """
    with transaction.atomic():
        claimed = Generation.objects.filter(id=generation_id, state=QUEUED).update(
            state=RUNNING, attempt=F("attempt") + 1, started_at=now, finished_at=None
        )
        if not claimed:
            return None
        announce_change(generation_id)
        related = ("source", "mask", "workspace", "created_by")
        return Generation.objects.select_related(*related).get(id=generation_id)


def is_current(generation_id: uuid.UUID, attempt: int) -> bool:
    return _of_attempt(generation_id, attempt).exists()


def end_run(
    generation_id: uuid.UUID, attempt: int, *, state: str, now: datetime, **fields: Any
) -> None:
    """Move a running attempt to the end it came to. Raises AttemptLost; then nothing changed."""
    assert may_move(RUNNING, state)
    with transaction.atomic():
        ended = _of_attempt(generation_id, attempt).update(state=state, finished_at=now, **fields)
        if not ended:
            raise AttemptLost(f"{generation_id}, attempt {attempt}")
        announce_change(generation_id)


def recover_runs(*, now: datetime, started_before: datetime | None = None) -> int:
    """Mend what a killed server left `running`: queued again, or failed at the third time.

    started_before: only runs older than this; None at a start, when none can be at work.
    Returns how many were mended.
    """
    left = Generation.objects.filter(state=RUNNING)
    if started_before is not None:
        left = left.filter(started_at__lt=started_before)
    rows = list(left.only("id", "attempt", "facts"))
    for row in rows:
        _recover(row, now)
    return len(rows)


def _recover(row: Generation, now: datetime) -> None:
    interruptions = int(row.facts.get("interruptions", 0)) + 1
    fields: dict[str, Any] = {"facts": {"interruptions": interruptions}}
    if after_interruption(interruptions) == QUEUED:
        fields |= {"state": QUEUED, "started_at": None}
    else:
        fields |= {
            "state": FAILED,
            "finished_at": now,
            "error_code": "interrupted",
            "error_message": STOPPED_TOO_OFTEN,
        }
    with transaction.atomic():
        if _of_attempt(row.id, row.attempt).update(**fields):
            announce_change(row.id)


def release_runs(generation_ids: Collection[uuid.UUID]) -> None:
    """Give back what a worker that stops in good order had begun: no interruption is counted."""
    with transaction.atomic():
        for generation_id in generation_ids:
            running = Generation.objects.filter(id=generation_id, state=RUNNING)
            if running.update(state=QUEUED, started_at=None):
                announce_change(generation_id)


def _of_attempt(generation_id: uuid.UUID, attempt: int) -> QuerySet[Generation]:
    return Generation.objects.filter(id=generation_id, state=RUNNING, attempt=attempt)
