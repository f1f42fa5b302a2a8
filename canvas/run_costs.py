"""What a run will cost, has cost and may cost: by tiers, ledger lines, and all that limits it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils import timezone

from assets.actions.budgets import left_usd
from assets.engines.registry import engine_of_tier
from assets.engines.request import Operation
from assets.generations.limits import limits_of
from assets.generations.price import price_of_one
from assets.generations.states import BULK
from assets.generations.timing import with_measured_times
from assets.models import Attempt, Totals
from assets.runs.plan import Costs, Plan, plan_of
from canvas.models import Run, RunRow


@dataclass(frozen=True)
class Limits:
    """US dollars. left: what may still be asked for; None: any amount. why: what sets it."""

    left_usd: Decimal | None
    why: str


def tier_of(run: Run, row: RunRow) -> str:
    return str(row.told.get("tier", run.tier))


def costs_of(run: Run, tier: str) -> Costs:
    """Raises EngineError where the tier's engine cannot be used."""
    engine = engine_of_tier(tier, run.board.workspace_id)
    can = with_measured_times(engine.key, engine.capabilities())
    operation = Operation.IMAGE_TO_IMAGE if run.anchors else Operation.TEXT_TO_IMAGE
    return Costs(price_of_one(can), can.seconds_of(operation), limits_of(engine.key).places(BULK))


def dry_run(run: Run, rows: Iterable[RunRow]) -> Plan:
    """Of the rows that would be asked for. Raises EngineError."""
    tiers = [tier_of(run, row) for row in rows]
    return plan_of(tiers, {tier: costs_of(run, tier) for tier in dict.fromkeys(tiers)})


def generations_of(rows: Iterable[RunRow]) -> list[uuid.UUID]:
    """All that were asked for, also those before a cell was changed."""
    ids = []
    for row in rows:
        ids += [uuid.UUID(one["generation"]) for one in row.earlier]
        if row.generation_id is not None:
            ids.append(row.generation_id)
    return ids


def totals_of(run: Run) -> Totals:
    """What the run has cost, and what is set aside for what waits."""
    ids = generations_of(run.rows.only("generation_id", "earlier", "run_id"))
    return Attempt.objects.filter(generation_id__in=ids).totals()


def limits_on(run: Run, user: User | None) -> Limits:
    """The tighter one of the run's cap and the budgets of this month."""
    now = timezone.now()
    budget = left_usd(workspace=run.board.workspace, person=user, brand=run.brand, now=now)
    cap = None if run.cap_usd is None else max(Decimal(0), run.cap_usd - totals_of(run).used)
    if cap is not None and (budget is None or cap <= budget):
        return Limits(cap, "the cap of this run")
    return Limits(budget, f"the budget for {now:%B}")
