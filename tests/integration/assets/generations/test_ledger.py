"""Whatever happens to generations, the sums are those of the lines, and no line is lost."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from channels.db import database_sync_to_async
from django.db.models import Sum

from assets.actions.generations import cancel_generation, retry_generation
from assets.actions.runs import end_run, put_off_run, recover_runs, release_runs
from assets.generations.bills import Bill
from assets.models import Attempt, Generation
from tests.factories import make_workspace
from tests.fakes import ScriptedEngine
from tests.integration.assets.generations.rows import PRICE, claim, fresh, lines, queued, run

NOW = datetime(2026, 3, 31, 23, 59, 50, tzinfo=UTC)


@pytest.fixture(autouse=True)
def scripted(settings):
    settings.ENGINES = {"scripted": "tests.fakes.ScriptedEngine"}
    settings.TIERS = {"draft": "scripted"}


def story(row: Generation) -> list[tuple[str, str, Decimal, bool]]:
    return [(one.state, one.outcome, one.amount_usd, one.is_certain) for one in lines(row)]


@pytest.mark.django_db
def test_a_price_is_set_aside_when_it_is_asked_for_and_settled_when_it_is_made():
    row = queued()
    assert story(row) == [("reserved", "", PRICE, True)]
    claim(row, now=NOW)
    end_run(row.id, 1, state="succeeded", now=NOW, bill=Bill(Decimal("0.0412"), True, 1))
    assert story(row) == [("settled", "succeeded", Decimal("0.0412"), True)]
    assert lines(row)[0].quoted_usd == PRICE
    assert fresh(row).cost_usd == Decimal("0.0412")


@pytest.mark.django_db
def test_each_try_has_its_line():
    row = queued()
    claim(row, now=NOW)
    put_off_run(
        row.id, 1, now=NOW, not_before=NOW, bill=Bill(), error_code="x", error_message="Busy."
    )
    claim(row, now=NOW)
    recover_runs(now=NOW, is_alone=True)
    assert story(row) == [
        ("released", "repeated", Decimal(0), True),
        ("settled", "interrupted", PRICE, False),
        ("reserved", "", PRICE, True),
    ]
    assert fresh(row).cost_usd == PRICE


@pytest.mark.django_db
def test_what_was_cancelled_in_line_costs_nothing_and_can_be_asked_for_again():
    row = queued()
    cancel_generation(generation=row)
    assert story(row) == [("released", "cancelled", Decimal(0), True)]
    retry_generation(generation=row, user=None)
    assert story(row) == [("reserved", "", PRICE, True)]


@pytest.mark.django_db(transaction=True)
async def test_a_run_that_was_cancelled_tells_in_the_end_what_it_called():
    class Slow(ScriptedEngine):
        async def run(self, request):
            await database_sync_to_async(cancel_generation)(generation=row)
            assert (await database_sync_to_async(story)(row))[0][3] is False
            async for event in super().run(request):
                yield event

    row = await database_sync_to_async(queued)()
    await asyncio.wait_for(run(row, Slow()), 20)
    assert await database_sync_to_async(story)(row) == [("settled", "cancelled", PRICE, True)]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_the_sums_are_those_of_the_lines_whatever_happens(seed):
    chance = random.Random(seed)
    workspace = make_workspace()
    rows = [queued(workspace, prompt=str(number)) for number in range(5)]
    for step in range(60):
        now = NOW + timedelta(seconds=step)
        happen(chance, chance.choice(rows), now)
        check_sums(workspace)
    assert Attempt.objects.count() > len(rows)


def happen(chance: random.Random, row: Generation, now: datetime) -> None:
    row = fresh(row)
    bill = chance.choice([Bill(), Bill(PRICE, True, 1), Bill(PRICE, False, 1), None])
    end = chance.choice(["failed", "blocked"])
    if row.state == "queued":
        happening = chance.choice(["claim", "claim", "cancel"])
    elif row.state == "running":
        happening = chance.choice(["end", "put off", "crash", "release", "cancel"])
    else:
        happening = "retry"
    match happening:
        case "claim":
            claim(row, now=now)
        case "cancel":
            cancel_generation(generation=row)
        case "retry":
            retry_generation(generation=row, user=None)
        case "end":
            end_run(row.id, row.attempt, state=end, now=now, bill=bill)
        case "put off":
            said = {"error_code": "x", "error_message": "Busy."}
            put_off_run(row.id, row.attempt, now=now, not_before=now, bill=bill or Bill(), **said)
        case "crash":
            recover_runs(now=now, is_alone=True)
        case "release":
            release_runs([row.id], worker="worker 1", now=now)


def check_sums(workspace) -> None:
    for row in Generation.objects.filter(workspace=workspace):
        reserved = [one for one in lines(row) if one.state == "reserved"]
        assert len(reserved) == (1 if row.state in ("queued", "running") else 0)
        assert row.cost_usd == sum(
            (one.amount_usd for one in lines(row) if one.state != "reserved"), Decimal(0)
        )
        numbers = [one.number for one in lines(row)]
        assert numbers == list(range(1, len(numbers) + 1))
    totals = Attempt.objects.filter(workspace=workspace).totals()
    every = Attempt.objects.filter(workspace=workspace).aggregate(sum=Sum("amount_usd"))["sum"]
    assert (
        totals.used == every == sum((one.amount_usd for one in Attempt.objects.all()), Decimal(0))
    )


@pytest.mark.django_db
def test_sums_of_many_small_amounts_are_exact():
    row = queued()
    Attempt.objects.all().delete()
    Attempt.objects.bulk_create(
        Attempt(
            workspace=row.workspace,
            generation=None,
            number=number,
            operation=row.operation,
            tier="draft",
            engine="scripted",
            state="settled",
            quoted_usd=Decimal("0.0001"),
            amount_usd=Decimal("0.1001"),
            reserved_at=NOW,
        )
        for number in range(3_000)
    )
    assert Attempt.objects.totals().spent == Decimal("300.3000")
    assert Attempt.objects.of_month(NOW).count() == 3_000
    assert Attempt.objects.of_month(NOW + timedelta(minutes=1)).count() == 0
    assert Attempt.objects.of_month(datetime(2026, 12, 31, tzinfo=UTC)).count() == 0
