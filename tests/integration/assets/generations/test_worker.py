"""A worker process' loop, called by hand; and the queue that calls it, where PostgreSQL has one."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from assets.actions.generations import NewGeneration, start_generations
from assets.engines.request import Operation
from assets.generations import database
from assets.generations.database import in_database
from assets.generations.queue import PROCRASTINATE
from assets.generations.worker import PictureWorker
from assets.models import EngineGate, Generation
from tests.factories import make_workspace
from tests.fakes import ScriptedEngine
from tests.integration.assets.generations.rows import fresh, lines, picture_count, queued

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def later() -> list[datetime]:
    return []


@pytest.fixture
async def worker(engine: ScriptedEngine, later: list[datetime]) -> AsyncIterator[PictureWorker]:
    worker = PictureWorker(
        engines=lambda key: engine, deadline_s=20, concurrency=3, call_later=later.append
    )
    yield worker
    await worker.give_back()


def states() -> list[str]:
    return sorted(Generation.objects.values_list("state", flat=True))


async def test_one_call_makes_all_that_waits_and_none_twice(
    worker: PictureWorker, engine: ScriptedEngine
) -> None:
    workspace = await sync_to_async(make_workspace)()
    for seed in range(8):
        await sync_to_async(queued)(workspace, seed=seed)

    await asyncio.gather(*(worker.work() for _ in range(5)))

    assert await sync_to_async(states)() == ["succeeded"] * 8
    assert await sync_to_async(picture_count)() == 8
    assert len(engine.requests) == 8
    assert engine.most_running <= 3


async def test_what_may_be_begun_much_later_is_left_to_a_later_call(
    worker: PictureWorker, later: list[datetime]
) -> None:
    at = timezone.now() + timedelta(minutes=5)
    row = await sync_to_async(queued)(not_before=at)
    await worker.work()
    assert later == [at]
    assert (await sync_to_async(fresh)(row)).state == "queued"


async def test_what_an_engine_bears_in_a_moment_is_waited_for(
    worker: PictureWorker, later: list[datetime]
) -> None:
    row = await sync_to_async(queued)()
    opens_at = timezone.now() + timedelta(seconds=0.5)
    await sync_to_async(EngineGate.objects.create)(engine=row.engine, opens_at=opens_at)
    await worker.work()
    assert (await sync_to_async(fresh)(row)).state == "succeeded"
    assert later == []


async def test_a_run_goes_on_when_its_call_is_cut_off(
    worker: PictureWorker, engine: ScriptedEngine
) -> None:
    row = await sync_to_async(queued)(prompt="slow")
    call = asyncio.create_task(worker.work())
    async with asyncio.timeout(10):
        while not engine.running:  # noqa: ASYNC110  # engines have no event for it
            await asyncio.sleep(0.01)
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    await worker.work()
    async with asyncio.timeout(20):
        while (await sync_to_async(fresh)(row)).state == "running":  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert (await sync_to_async(fresh)(row)).state == "succeeded"
    assert len(engine.requests) == 1


async def test_what_a_dead_worker_left_is_taken_up_once_its_lease_is_over(
    worker: PictureWorker,
) -> None:
    past = timezone.now() - timedelta(seconds=1)
    row = await sync_to_async(queued)()
    held = Generation.objects.filter(id=row.id)
    await sync_to_async(held.update)(state="running", attempt=1, worker="dead", lease_until=past)

    await worker.look_after()
    assert (await sync_to_async(fresh)(row)).state == "queued"
    await worker.work()

    assert (await sync_to_async(fresh)(row)).state == "succeeded"
    assert [line.outcome for line in await sync_to_async(lines)(row)][-1] == "succeeded"


async def test_a_stop_gives_back_what_runs(worker: PictureWorker, engine: ScriptedEngine) -> None:
    row = await sync_to_async(queued)(prompt="hang")
    call = asyncio.create_task(worker.work())
    async with asyncio.timeout(10):
        while not engine.running:  # noqa: ASYNC110  # engines have no event for it
            await asyncio.sleep(0.01)
    await worker.give_back()
    await asyncio.gather(call, return_exceptions=True)
    again = await sync_to_async(fresh)(row)
    assert again.state == "queued"
    assert again.facts == {}


async def test_a_database_that_is_away_for_a_moment_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "RETRY_PAUSES_S", (0.0, 0.0))
    tries: list[int] = []

    def restarted() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("the connection is lost")
        return "here"

    assert await in_database(restarted) == "here"

    def away() -> Any:
        raise OperationalError("nobody listens")

    with pytest.raises(OperationalError):
        await in_database(away)


@pytest.mark.skipif(settings.DISPATCHER != PROCRASTINATE, reason="python -m tests.services runs it")
def test_workers_are_called_in_the_transaction_that_queues() -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    def calls() -> int:
        return ProcrastinateJob.objects.filter(task_name="make_pictures", status="todo").count()

    before, workspace = calls(), make_workspace()

    def ask() -> None:
        new = NewGeneration(
            id=uuid4(),
            operation=Operation.TEXT_TO_IMAGE,
            prompt="a red cup",
            tier="draft",
            width=512,
            height=512,
        )
        start_generations(workspace=workspace, user=None, asked=[new])

    with pytest.raises(InterruptedError), transaction.atomic():
        ask()
        assert calls() == before + 1
        raise InterruptedError
    assert calls() == before
    ask()
    assert calls() == before + 1
