import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from assets.actions.assets import add_made_picture
from assets.actions.generations import cancel_generation, retry_generation
from assets.actions.runs import recover_runs
from assets.engines.base import Engine
from assets.generations.leases import Leases
from assets.generations.run import run_generation
from assets.models import Generation
from assets.signals import generation_changed, generation_progressed
from tests.factories import make_workspace
from tests.fakes import MovableClock, NoMaskEngine, ScriptedEngine
from tests.integration.assets.generations import rows

pytestmark = pytest.mark.django_db(transaction=True)

queued = database_sync_to_async(rows.queued)
fresh = database_sync_to_async(rows.fresh)
result_pixels = database_sync_to_async(rows.result_pixels)
lines = database_sync_to_async(rows.lines)
picture_count = database_sync_to_async(rows.picture_count)
cancel = database_sync_to_async(cancel_generation)


async def run(row: Generation, engine: Engine | None = None, *, deadline_s: float = 20) -> None:
    await rows.run(row, engine or ScriptedEngine(), deadline_s=deadline_s)


@contextmanager
def first_news() -> Iterator[asyncio.Event]:
    """An event that is set once an engine has said something."""
    loop, said = asyncio.get_running_loop(), asyncio.Event()

    def hear(signal, sender, **news):
        loop.call_soon_threadsafe(said.set)

    generation_progressed.connect(hear)
    yield said
    generation_progressed.disconnect(hear)


async def test_a_picture_of_exactly_the_size_asked_is_stored():
    row = await queued(width=99, height=71)
    await run(row)
    done = await fresh(row)
    assert (done.state, done.attempt, done.error_code) == ("succeeded", 1, "")
    assert (await result_pixels(row)).shape == (71, 99, 3)
    assert done.cost_usd == Decimal("0.0390")
    assert done.engine_version == ScriptedEngine.version
    assert done.duration_s is not None
    assert done.result.name == "a red cup"


async def test_an_engine_of_fixed_sizes_still_gives_the_size_asked():
    engine = NoMaskEngine()
    row = await queued(width=800, height=400)
    await run(row, engine)
    assert (engine.requests[0].width, engine.requests[0].height) == (640, 384)
    assert (await result_pixels(row)).shape == (400, 800, 3)


async def test_every_move_and_the_progress_are_announced():
    row = await queued(width=900, height=300)
    with rows.heard() as (changed, progress):
        await run(row)
    assert changed == [row.id, row.id]
    assert progress[0]["generation_id"] == row.id
    assert progress[0]["preview"].startswith(b"RIFF")


async def test_a_listener_that_fails_does_not_harm_the_picture(caplog):
    def broken(signal, sender, **said):
        raise RuntimeError("listener")

    row = await queued()
    generation_changed.connect(broken)
    try:
        await run(row)
    finally:
        generation_changed.disconnect(broken)
    assert (await fresh(row)).state == "succeeded"


@pytest.mark.parametrize(
    ("prompt", "state", "code", "cost", "is_certain"),
    [
        ("fail always", "failed", "engine_unavailable", "0.039", False),
        ("rate limit", "failed", "rate_limited", "0", True),
        ("block", "blocked", "safety_block", "0.039", False),
        ("no output", "failed", "bad_engine_output", "0.039", False),
        ("wrong type", "failed", "bad_engine_output", "0.039", True),
        ("crash", "failed", "internal_error", "0.039", False),
    ],
)
async def test_every_error_ends_in_a_state_with_a_sentence_and_what_it_cost(
    prompt, state, code, cost, is_certain, caplog
):
    row = await queued(prompt=prompt)
    await run(row)
    done = await fresh(row)
    assert (done.state, done.error_code) == (state, code)
    assert done.error_message.endswith(".")
    assert done.finished_at is not None
    assert done.result is None
    assert done.cost_usd == Decimal(cost)
    (line,) = await lines(row)
    assert (line.amount_usd, line.is_certain) == (Decimal(cost), is_certain)
    assert (line.outcome, line.code) == (state, code)


async def test_a_whole_picture_of_another_ratio_is_cropped_to_the_size_asked_for():
    row = await queued(prompt="wrong size")
    await run(row)
    done = await fresh(row)
    assert done.state == "succeeded"
    assert (done.result.width, done.result.height) == (row.width, row.height)
    assert done.facts["returned_size"] == [row.width // 2, row.height]


async def test_a_fault_of_ours_is_logged_and_told_without_internals(caplog):
    row = await queued(prompt="crash")
    with caplog.at_level(logging.ERROR):
        await run(row)
    done = await fresh(row)
    assert (done.state, done.error_code) == ("failed", "internal_error")
    assert "secret" not in done.error_message
    assert "ZeroDivisionError" in caplog.text


async def test_an_engine_that_is_gone_fails_with_words():
    row = await queued()

    def none_known(key: str) -> Engine:
        raise KeyError(key)

    leases = Leases(clock=timezone.now)
    await run_generation(
        row.id, engines=none_known, clock=timezone.now, deadline_s=5, leases=leases
    )
    assert (await fresh(row)).state == "failed"


async def test_an_engine_that_hangs_is_stopped_at_the_deadline():
    engine = ScriptedEngine()
    row = await queued(prompt="hang")
    await run(row, engine, deadline_s=0.3)
    done = await fresh(row)
    assert (done.state, done.error_code) == ("failed", "engine_timeout")
    assert "0.3 s" in done.error_message
    assert engine.running == 0


async def test_a_run_of_what_is_not_queued_does_nothing():
    engine = ScriptedEngine()
    row = await queued(state="cancelled")
    await run(row, engine)
    assert engine.requests == []
    assert (await fresh(row)).state == "cancelled"


async def test_two_runs_of_one_generation_make_one_picture():
    engine = ScriptedEngine()
    row = await queued()
    await asyncio.gather(run(row, engine), run(row, engine))
    assert len(engine.requests) == 1
    assert await picture_count() == 1


@pytest.mark.parametrize("prompt", ["slow noise", "hang"])
async def test_a_run_that_others_cancelled_stops_at_the_next_beat(prompt):
    """As another process does it: nothing but the row says so, and the engine says nothing."""
    engine = ScriptedEngine()
    row = await queued(prompt=prompt)
    with first_news() as said:
        task = asyncio.create_task(rows.run(row, engine, lease_s=0.3))
        await asyncio.wait_for(said.wait(), 20)
    await cancel(generation=row)
    await task
    assert (await fresh(row)).state == "cancelled"
    assert engine.closed == 1
    assert await picture_count() == 0


async def test_a_result_that_comes_after_the_cancel_is_dropped():
    class CancelsItself(ScriptedEngine):
        async def run(self, request):
            async for event in super().run(request):
                await cancel(generation=row)
                yield event

    row = await queued()
    await run(row, CancelsItself())
    done = await fresh(row)
    assert (done.state, done.result) == ("cancelled", None)
    assert await picture_count() == 0


async def test_an_error_that_comes_after_the_cancel_is_dropped():
    class CancelsThenFails(ScriptedEngine):
        async def run(self, request):
            await cancel(generation=row)
            raise ZeroDivisionError
            yield

    row = await queued()
    await run(row, CancelsThenFails())
    done = await fresh(row)
    assert (done.state, done.error_code) == ("cancelled", "")


async def test_a_late_result_of_a_run_that_was_taken_over_is_dropped():
    """The first run is thought dead while it makes its picture; the second one finishes."""
    second = ScriptedEngine()

    class TakenOver(ScriptedEngine):
        async def run(self, request):
            await database_sync_to_async(recover_runs)(now=timezone.now(), is_alone=True)
            await run(row, second)
            async for event in super().run(request):
                yield event

    row = await queued(prompt="noise")
    await run(row, TakenOver())
    done = await fresh(row)
    assert (done.state, done.attempt) == ("succeeded", 2)
    assert await picture_count() == 1


async def test_a_crash_in_the_middle_is_made_up_for_by_the_next_attempt():
    row = await queued()
    await database_sync_to_async(rows.claim)(row)
    await database_sync_to_async(recover_runs)(now=timezone.now(), is_alone=True)
    await run(row)
    done = await fresh(row)
    assert (done.state, done.attempt) == ("succeeded", 2)
    assert await picture_count() == 1


async def test_what_failed_once_succeeds_by_retry(settings):
    settings.ENGINES = {"scripted": "tests.fakes.ScriptedEngine"}
    settings.TIERS = {"draft": "scripted"}
    engine = ScriptedEngine()
    row = await queued(prompt="fail once")
    await run(row, engine)
    assert (await fresh(row)).state == "failed"
    await database_sync_to_async(retry_generation)(generation=row, user=None)
    await run(row, engine)
    done = await fresh(row)
    assert (done.state, done.error_code, done.error_message) == ("succeeded", "", "")


@pytest.mark.parametrize(("prompt", "least_s"), [("busy once", 30), ("away once", 0)])
async def test_what_is_safe_to_repeat_is_tried_again_when_its_time_has_come(prompt, least_s):
    engine, clock = ScriptedEngine(), MovableClock()
    row = await queued(prompt=prompt)

    again = await rows.run(row, engine, clock=clock)

    waiting = await fresh(row)
    assert again is not None and again == waiting.not_before
    assert again > clock() + timedelta(seconds=least_s)
    assert waiting.state == "queued"
    assert "tried again by itself" in waiting.error_message
    assert await rows.run(row, engine, clock=clock) == again
    assert len(engine.requests) == 1
    clock.now = again
    assert await rows.run(row, engine, clock=clock) is None
    done = await fresh(row)
    assert (done.state, done.attempt, done.error_message) == ("succeeded", 2, "")


async def test_a_call_that_may_have_been_charged_is_not_repeated():
    engine = ScriptedEngine()
    row = await queued(prompt="fail once")
    assert await rows.run(row, engine) is None
    assert (await fresh(row)).state == "failed"
    assert len(engine.requests) == 1


async def test_a_run_lives_as_long_as_its_worker_says_so():
    row = await queued(prompt="slow")
    with first_news() as said:
        task = asyncio.create_task(rows.run(row, ScriptedEngine(), lease_s=0.3))
        await asyncio.wait_for(said.wait(), 20)
    first = (await fresh(row)).lease_until
    async with asyncio.timeout(20):
        while (await fresh(row)).lease_until == first:  # noqa: ASYNC110  (a row tells nobody)
            await asyncio.sleep(0.02)
    assert await database_sync_to_async(recover_runs)(now=first) == 0
    await cancel(generation=row)
    await task


async def test_a_cancelled_task_leaves_the_row_to_the_dispatcher():
    engine = ScriptedEngine()
    row = await queued(prompt="hang")
    with first_news() as said:
        task = asyncio.create_task(run(row, engine))
        await asyncio.wait_for(said.wait(), 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await fresh(row)).state == "running"
    assert engine.running == 0


async def test_an_anchor_is_handed_to_the_engine():
    engine = ScriptedEngine()
    workspace = await database_sync_to_async(make_workspace)()
    pixels = np.full((40, 30, 3), (200, 30, 10), np.uint8)
    anchor = await database_sync_to_async(add_picture_of)(workspace, pixels)
    row = await queued(
        workspace,
        operation="image_to_image",
        anchors=[{"asset": str(anchor.id), "role": "style", "strength": 0.25}],
    )
    await run(row, engine)
    assert (await fresh(row)).state == "succeeded"
    (seen,) = engine.requests[0].anchors
    assert (seen.role, seen.strength) == ("style", 0.25)
    assert np.array_equal(seen.image, pixels)


def add_picture_of(workspace, pixels):
    return add_made_picture(workspace=workspace, image=pixels, name="anchor", user=None)
