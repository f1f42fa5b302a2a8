"""Rows and helpers of these tests."""

import uuid
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from assets.actions.assets import load_pixels
from assets.actions.ledger import reserve
from assets.actions.runs import NotNow, claim_run
from assets.engines.base import Engine
from assets.generations.leases import LEASE_S, Leases
from assets.generations.limits import EngineLimits
from assets.generations.run import Clock, run_generation
from assets.models import Asset, Attempt, Generation, Workspace
from assets.signals import generation_changed, generation_progressed
from tests.factories import make_workspace

PRICE = Decimal("0.0390")
"""Of one call of the ScriptedEngine."""


def queued(workspace: Workspace | None = None, **fields: Any) -> Generation:
    values: dict[str, Any] = {
        "operation": "text_to_image",
        "tier": "draft",
        "engine": "scripted",
        "prompt": "a red cup",
        "width": 96,
        "height": 64,
        "seed": 7,
    }
    row = Generation.objects.create(workspace=workspace or make_workspace(), **values | fields)
    if row.state == "queued":
        reserve([(row, PRICE)], now=timezone.now())
    return row


def fresh(generation: Generation) -> Generation:
    return Generation.objects.select_related("result", "source").get(id=generation.id)


def claim(
    generation: Generation,
    *,
    now: datetime | None = None,
    worker: str = "worker 1",
    limits: EngineLimits | None = None,
) -> Generation | NotNow | None:
    return claim_run(
        generation.id,
        now=now or timezone.now(),
        worker=worker,
        lease_s=LEASE_S,
        limits=lambda key: limits or EngineLimits(64),
    )


async def run(
    generation: Generation,
    engine: Engine,
    *,
    deadline_s: float = 60,
    lease_s: float = LEASE_S,
    clock: Clock = timezone.now,
) -> datetime | None:
    return await run_generation(
        generation.id,
        engines=lambda key: engine,
        clock=clock,
        deadline_s=deadline_s,
        leases=Leases(clock=clock, lease_s=lease_s),
    )


def lines(generation: Generation) -> list[Attempt]:
    return list(Attempt.objects.filter(generation=generation).order_by("number"))


def result_pixels(generation: Generation):
    result = fresh(generation).result
    assert result is not None
    return load_pixels(result)


def picture_count() -> int:
    return Asset.objects.filter(origin="generation").count()


@contextmanager
def heard():
    """Collects what is announced inside: (changed ids, [progress, ...])."""
    changed: list[uuid.UUID] = []
    progress: list[dict[str, Any]] = []

    def on_change(signal, sender, generation_id):
        changed.append(generation_id)

    def on_progress(signal, sender, **news):
        progress.append(news)

    generation_changed.connect(on_change)
    generation_progressed.connect(on_progress)
    try:
        yield changed, progress
    finally:
        generation_changed.disconnect(on_change)
        generation_progressed.disconnect(on_progress)
