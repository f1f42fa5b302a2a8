"""Writes the ledger: reserve when something is asked for, settle when it has ended.

Each of these belongs into the transaction of the move that it goes with, so that no crash can part
the two: a generation that is queued or runs has exactly one reserved line, an ended one none. What
a line says at its end, it says once: the move decides who writes it.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import Sum

from assets.engines.base import Capabilities
from assets.generations.bills import NOTHING, Bill
from assets.generations.edit_jobs import calls_needed, seconds_of_clip
from assets.generations.price import price_of_one
from assets.models import Attempt, Generation


def quote_of(generation: Generation, capabilities: Capabilities) -> Decimal:
    """What the next try of it costs, when all goes well."""
    price = price_of_one(capabilities, seconds=seconds_of_clip(generation))
    return price * calls_needed(generation)


def reserve(rows: Iterable[tuple[Generation, Decimal]], *, now: datetime) -> None:
    """A line for the next try of each, with the price set aside; a line that is there stays."""
    lines = [_line(row, row.attempt + 1, price, now) for row, price in rows]
    Attempt.objects.bulk_create(lines, ignore_conflicts=True)


def reserve_again(
    generation: Generation, price_usd: Decimal, *, person: User | None, now: datetime
) -> None:
    """For a try that a person asks for. One that was cancelled before it began left its line."""
    line = _line(generation, generation.attempt + 1, price_usd, now)
    line.person = person
    fields = ("person", "tier", "engine", "state", "outcome", "code", "quoted_usd", "amount_usd")
    Attempt.objects.bulk_create(
        [line],
        update_conflicts=True,
        unique_fields=["generation", "number"],
        update_fields=[*fields, "is_certain", "calls", "reserved_at", "ended_at"],
    )


def settle(
    generation_id: uuid.UUID,
    number: int,
    *,
    outcome: str,
    now: datetime,
    bill: Bill | None = None,
    code: str = "",
) -> None:
    """End the line of a try. bill: None for one that broke off at a time that nobody knows: what
    was set aside counts then, and may have been charged."""
    lines = Attempt.objects.filter(generation_id=generation_id, number=number)
    line = lines.filter(state=Attempt.State.RESERVED).first()
    if line is None:
        return
    if bill is None:
        bill = Bill(line.quoted_usd, is_certain=line.quoted_usd == 0)
    _write(line, bill)
    line.outcome, line.code, line.ended_at = outcome, code, now
    line.save()
    _sum_up(generation_id)


def correct(generation_id: uuid.UUID, number: int, bill: Bill) -> bool:
    """What a run that nobody waits for any more knows of its calls, where the line had to guess.
    Whether it says something else now."""
    lines = Attempt.objects.filter(generation_id=generation_id, number=number, is_certain=False)
    line = lines.filter(state=Attempt.State.SETTLED).first()
    if line is None:
        return False
    _write(line, bill)
    line.save()
    _sum_up(generation_id)
    return True


def reserve_repeat(generation_id: uuid.UUID, number: int, *, now: datetime) -> None:
    """The line of the try after `number`, at the same price."""
    last = Attempt.objects.filter(generation_id=generation_id, number=number).first()
    if last is not None:
        last.pk = None
        last._state.adding = True
        last.number, last.reserved_at = number + 1, now
        last.state, last.outcome, last.code = Attempt.State.RESERVED, "", ""
        last.amount_usd, last.is_certain, last.calls = last.quoted_usd, True, 0
        last.ended_at = None
        last.save()


def _line(generation: Generation, number: int, price_usd: Decimal, now: datetime) -> Attempt:
    return Attempt(
        workspace_id=generation.workspace_id,
        generation_id=generation.id,
        number=number,
        person_id=generation.created_by_id,
        brand_id=generation.brand_id,
        operation=generation.operation,
        tier=generation.tier,
        engine=generation.engine,
        quoted_usd=price_usd,
        amount_usd=price_usd,
        reserved_at=now,
    )


def _write(line: Attempt, bill: Bill) -> None:
    is_nothing = bill.amount_usd == 0 and bill.is_certain
    line.state = Attempt.State.RELEASED if is_nothing else Attempt.State.SETTLED
    line.amount_usd, line.is_certain, line.calls = bill.amount_usd, bill.is_certain, bill.calls


def _sum_up(generation_id: uuid.UUID) -> None:
    """What a generation cost is what its ended tries cost."""
    ended = Attempt.objects.filter(generation_id=generation_id).exclude(
        state=Attempt.State.RESERVED
    )
    total = ended.aggregate(total=Sum("amount_usd"))["total"] or NOTHING
    Generation.objects.filter(id=generation_id).update(cost_usd=total)
