"""One run of a generation, from the claim of its row to the one UPDATE that ends it.

Every dispatcher calls `run_generation`. It never blocks its event loop: the database, decoding,
compositing and previews run in threads.
"""

import asyncio
import logging
import random
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assets import log_context
from assets.actions.assets import add_made_picture, add_patch
from assets.actions.clips import add_clip
from assets.actions.runs import (
    NotNow,
    claim_run,
    correct_bill,
    end_run,
    leave_engine,
    put_off_run,
)
from assets.engines.base import ClipEnd, ClipFrame, Engine, EngineEvent, Output, Progress
from assets.engines.request import GenerationRequest, Image, Operation
from assets.errors import BadEngineOutput, EngineTimeout, RateLimited
from assets.generations.bills import Tally
from assets.generations.clip_jobs import ClipJob
from assets.generations.database import in_database
from assets.generations.edit_jobs import prepare_job, seconds_of_clip
from assets.generations.failures import (
    NO_PICTURE,
    NOT_A_PICTURE,
    WRONG_SIZE,
    deadline_message,
    failure_of,
    put_off_message,
)
from assets.generations.fit import as_asked, is_picture
from assets.generations.jobs import Finished, Job, load_inputs
from assets.generations.leases import Leases
from assets.generations.limits import limits_of
from assets.generations.names import picture_name
from assets.generations.news import News, Stage, plain_facts
from assets.generations.patches import with_patches
from assets.generations.price import price_of_one
from assets.generations.retries import pause_before_retry
from assets.generations.states import SUCCEEDED, AttemptLost
from assets.models import Asset, Generation
from assets.motion.making import MadeClip

logger = logging.getLogger(__name__)

CLIP_DEADLINE_S = 900.0
"""Hosted engines take minutes for a clip, and say so (providers.md, section 10)."""

Engines = Callable[[str], Engine]
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Made:
    """What a run brings home. output: a picture of the generation's size, or a clip. patches: see
    Finished."""

    output: Image | MadeClip
    patches: tuple[Image, ...]
    facts: dict[str, Any]
    engine_version: str


async def run_generation(
    generation_id: uuid.UUID,
    *,
    engines: Engines,
    clock: Clock,
    deadline_s: float,
    leases: Leases,
) -> datetime | None:
    """Make the picture of a queued generation.

    Returns None when there is nothing more to do for it: its row has an end, or somebody else has
    it. Else it is queued, and the moment says when to call again: its engine bears no more at
    present, or the try failed in a way that may pass.

    Any number of these may run, in any number of processes. Every error of the engine, of the
    pictures or of this program ends in a state with a code and a sentence; only errors of the
    database come out, and then the row is `running` still, until its lease has run out. When the
    task is cancelled the row is left as it is.
    """
    claimed = await in_database(
        claim_run,
        generation_id,
        now=clock(),
        worker=leases.worker,
        lease_s=leases.lease_s,
        limits=limits_of,
    )
    if claimed is None:
        return None
    if isinstance(claimed, NotNow):
        return claimed.at
    return await run_claimed(
        claimed, engines=engines, clock=clock, deadline_s=deadline_s, leases=leases
    )


async def run_claimed(
    generation: Generation, *, engines: Engines, clock: Clock, deadline_s: float, leases: Leases
) -> datetime | None:
    """As `run_generation`, of one that was claimed by `leases.worker`."""
    log_context.generation_id.set(str(generation.id))
    tally = Tally()
    try:
        async with leases.held(generation):
            return await _run_held(generation, engines, clock, deadline_s, tally)
    except AttemptLost:
        logger.info("generation %s: cancelled or taken up again, dropped", generation.id)
        await in_database(correct_bill, generation.id, generation.attempt, tally.bill())
        return None


async def _run_held(
    generation: Generation, engines: Engines, clock: Clock, deadline_s: float, tally: Tally
) -> datetime | None:
    try:
        if generation.operation == Operation.ANIMATE:
            deadline_s = max(deadline_s, CLIP_DEADLINE_S)
        async with AsyncExitStack() as kept, asyncio.timeout(deadline_s) as deadline:
            made = await _make(generation, engines, tally, kept)
            # First, so that what nobody waits for leaves no file behind.
            await in_database(leave_engine, generation.id, generation.attempt, now=clock())
            asset, patches = await in_database(_store, generation, made)
    except AttemptLost:
        raise
    except Exception as error:
        if isinstance(error, TimeoutError) and deadline.expired():
            error = EngineTimeout(deadline_message(deadline_s))
        return await _fail_or_put_off(generation, error, clock, tally)
    await in_database(
        end_run,
        generation.id,
        generation.attempt,
        state=SUCCEEDED,
        now=clock(),
        result=asset,
        patch=patches[0] if len(patches) == 1 else None,
        facts=made.facts if len(patches) < 2 else with_patches(made.facts, patches),
        bill=tally.bill(),
        engine_version=made.engine_version,
        error_code="",
        error_message="",
    )
    return None


async def _fail_or_put_off(
    generation: Generation, error: Exception, clock: Clock, tally: Tally
) -> datetime | None:
    pause_s = pause_before_retry(error, failed=generation.failed_tries, chance=random.random)
    if pause_s is None:
        await _fail(generation, error, clock, tally)
        return None
    failure = failure_of(error)
    now = clock()
    not_before = now + timedelta(seconds=pause_s)
    await in_database(
        put_off_run,
        generation.id,
        generation.attempt,
        now=now,
        not_before=not_before,
        bill=tally.bill_after(error),
        error_code=failure.code,
        error_message=put_off_message(failure.message, pause_s, generation.failed_tries + 1),
        closes_engine=generation.engine if isinstance(error, RateLimited) else None,
    )
    return not_before


async def _fail(generation: Generation, error: Exception, clock: Clock, tally: Tally) -> None:
    failure = failure_of(error)
    if failure.is_ours:
        logger.error("generation %s failed by a fault of ours", generation.id, exc_info=error)
    await in_database(
        end_run,
        generation.id,
        generation.attempt,
        state=failure.state,
        now=clock(),
        error_code=failure.code,
        error_message=failure.message,
        facts=failure.facts,
        bill=tally.bill_after(error),
    )


async def _make(
    generation: Generation, engines: Engines, tally: Tally, kept: AsyncExitStack
) -> Made:
    """kept: closed when all is stored."""
    engine = await in_database(engines, generation.engine)
    capabilities = engine.capabilities()
    tally.price_usd = price_of_one(capabilities, seconds=seconds_of_clip(generation))
    inputs = await in_database(load_inputs, generation, capabilities)
    news = News(generation.id, generation.attempt)
    if generation.operation == Operation.ANIMATE:
        job = await asyncio.to_thread(ClipJob, generation, inputs, capabilities)
        kept.push_async_callback(asyncio.to_thread, job.close)
        return await _make_clip(engine, job, news, tally)
    step: Job | Finished = await asyncio.to_thread(prepare_job, generation, inputs, capabilities)
    facts: dict[str, Any] = {}
    async with news.flowing():
        while not isinstance(step, Finished):
            output = await _listen(engine, step, news, tally)
            facts |= plain_facts(output.facts)
            news.enter(Stage.FINISHING)
            step = await asyncio.to_thread(step.finish, output.image)
    told_preview = {} if news.first_preview_s is None else {"first_preview_s": news.first_preview_s}
    return Made(
        output=step.image,
        patches=step.patches,
        facts=facts | step.facts | told_preview,
        engine_version=engine.version,
    )


async def _make_clip(engine: Engine, job: ClipJob, news: News, tally: Tally) -> Made:
    async with news.flowing():
        end = await _listen_to_frames(engine, job, news, tally)
        news.enter(Stage.FINISHING)
        clip = await asyncio.to_thread(job.finish)
    return Made(clip, (), plain_facts(end.facts) | clip.facts, engine.version)


async def _listen_to_frames(engine: Engine, job: ClipJob, news: News, tally: Tally) -> ClipEnd:
    """Raises BadEngineOutput."""
    tally.begin()
    news.enter(Stage.WAITING)
    async with _open(engine, job.request) as events:
        async for event in events:
            if isinstance(event, ClipEnd):
                tally.answer(event.cost_usd)
                return event
            if isinstance(event, ClipFrame):
                kept = await asyncio.to_thread(job.add, event)
                news.post(job, Progress(event.fraction, kept))
            if isinstance(event, Progress):
                news.post(job, event)
    raise BadEngineOutput(NO_PICTURE)


async def _listen(engine: Engine, job: Job, news: News, tally: Tally) -> Output:
    """Follow one call to its Output, passing on its news. Raises BadEngineOutput."""
    tally.begin()
    news.enter(Stage.WAITING)
    async with _open(engine, job.request) as events:
        async for event in events:
            if isinstance(event, Output):
                tally.answer(event.cost_usd)
                return _checked_output(event, job.request)
            if isinstance(event, Progress):
                news.post(job, event)
    raise BadEngineOutput(NO_PICTURE)


@asynccontextmanager
async def _open(
    engine: Engine, request: GenerationRequest
) -> AsyncIterator[AsyncIterator[EngineEvent]]:
    """The engine's events; closed on the way out, which stops its work."""
    events = engine.run(request)
    try:
        yield events
    finally:
        close = getattr(events, "aclose", None)
        if close is not None:
            await close()


def _checked_output(output: Output, request: GenerationRequest) -> Output:
    """Of the size that was asked for; of a picture that is made whole, whatever size there is,
    for the job to crop: it is paid for. Raises BadEngineOutput."""
    image: object = output.image
    if not is_picture(image):
        raise BadEngineOutput(NOT_A_PICTURE)
    if image.shape[:2] == (request.height, request.width):
        return output
    is_whole = request.source is None
    scaled = image if is_whole else as_asked(image, request.width, request.height)
    if scaled is None:
        raise BadEngineOutput(WRONG_SIZE)
    returned = {"returned_size": [image.shape[1], image.shape[0]]}
    return Output(scaled, output.facts | returned)


def _store(generation: Generation, made: Made) -> tuple[Asset, list[Asset]]:
    """The picture, and the engine's parts of it."""
    workspace, user = generation.workspace, generation.created_by
    name = picture_name(generation)
    if isinstance(made.output, MadeClip):
        origin = Asset.Origin.GENERATION
        clip = add_clip(workspace=workspace, made=made.output, name=name, user=user, origin=origin)
        return clip, []
    asset = add_made_picture(workspace=workspace, image=made.output, name=name, user=user)
    return asset, [add_patch(workspace=workspace, image=patch, user=user) for patch in made.patches]
