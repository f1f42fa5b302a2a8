"""Canaries: prompts of a watch drawn again, judged against its references, and what follows."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from assets.actions.generations import NewGeneration, start_generations
from assets.drift.control import Limits, limits_of
from assets.engines.registry import engine_of_tier, row_of
from assets.engines.request import Operation
from assets.errors import EngineUnavailable, InvalidRequest
from assets.generations.fit import engine_size
from assets.generations.states import CANCELLABLE
from assets.models import Canary, CanaryRun, DriftWatch, Generation, Lane, Look, WatchReference
from assets.transactions import write_transaction

MOST_PROMPTS = 6
MOST_REFERENCES = 200
SIDE = 1024


def references_of(watch: DriftWatch) -> Limits | None:
    """What the references' own looks give; None without any that were measured."""
    looks = Look.objects.filter(asset__in=watch.references.values("asset_id"))
    return limits_of([look.features for look in looks.order_by("asset_id")[:MOST_REFERENCES]])


def add_references(watch: DriftWatch, assets: Iterable[uuid.UUID]) -> None:
    rows = [WatchReference(watch=watch, asset_id=one) for one in list(assets)[:MOST_REFERENCES]]
    WatchReference.objects.bulk_create(rows, ignore_conflicts=True)


def run_canaries(*, watch: DriftWatch, user: User | None, why: str) -> CanaryRun:
    """Raises EngineUnavailable, InvalidRequest, BudgetExceeded; then nothing was written."""
    if watch.runs.filter(judged_at=None).exists():
        raise InvalidRequest("The canaries are being drawn already.", code="canaries_running")
    engine = engine_of_tier(watch.tier, watch.workspace_id)
    size = engine_size(SIDE, SIDE, engine.capabilities())
    asked = [
        NewGeneration(
            id=uuid.uuid4(),
            operation=Operation.TEXT_TO_IMAGE,
            prompt=prompt,
            tier=watch.tier,
            width=size.width,
            height=size.height,
            seed=1 + place,
            brand=watch.brand,
            lane=Lane.BULK,
        )
        for place, prompt in enumerate(watch.prompts)
    ]
    with write_transaction():
        run = CanaryRun.objects.create(
            watch=watch,
            engine=engine.key,
            engine_version=engine.version,
            setting=_setting_of(engine.key),
            why=why,
            begun_at=timezone.now(),
        )
        rows = start_generations(workspace=watch.workspace, user=user, asked=asked, is_canary=True)
        Canary.objects.bulk_create(
            Canary(run=run, place=place, generation=row) for place, row in enumerate(rows)
        )
        return run


def _setting_of(engine_key: str) -> dict[str, Any]:
    row = row_of(engine_key)
    return {} if row is None else {"model": row.model, "options": row.options}


def judge(generation_id: uuid.UUID) -> CanaryRun | None:
    """The run of this canary, if it was the last one that it waited for; else None."""
    canary = Canary.objects.filter(generation_id=generation_id).select_related("run").first()
    if canary is None:
        return None
    with write_transaction():
        run = CanaryRun.objects.select_for_update().get(id=canary.run_id)
        made = Generation.objects.filter(canary__run=run)
        if run.judged_at is not None or made.filter(state__in=CANCELLABLE).exists():
            return None
        limits = references_of(run.watch)
        looks = Look.objects.filter(asset__in=made.exclude(result=None).values("result_id"))
        scores = [] if limits is None else [limits.score(look.features) for look in looks]
        run.judged_at = timezone.now()
        if scores and limits is not None:
            run.score, run.limit = median(scores), limits.limit
            run.is_good = run.score <= run.limit
        run.save()
        return run


def due(now: datetime) -> list[tuple[DriftWatch, str]]:
    """Watches whose canaries are to be drawn now, and why."""
    found = []
    for watch in DriftWatch.objects.select_related("workspace", "brand").exclude(every_days=0):
        last = watch.runs.last()
        if last is None or last.judged_at is None:
            continue
        try:
            engine = engine_of_tier(watch.tier, watch.workspace_id)
        except EngineUnavailable:
            continue
        if engine.version != last.engine_version:
            found.append((watch, f"The engine is another one: {engine.version}"))
        elif now - last.begun_at >= timedelta(days=watch.every_days):
            found.append((watch, f"Every {watch.every_days} days"))
    return found
