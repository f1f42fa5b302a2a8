"""Generations as Procrastinate's jobs, in the database that holds their rows.

A job carries no generation: it is one call to look at the rows, and whoever answers takes the one
whose turn it is (`turns`), so that turns, limits and lanes hold over all workers. There is a call
for each row that was queued, and one more every few seconds while something could be begun: a call
that was lost with its worker costs nothing but that time.
"""

from contextlib import suppress
from datetime import datetime
from typing import cast

from django.db import transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from assets.generations.worker import PictureWorker

GENERATIONS, UPKEEP = "generations", "upkeep"
HEARTBEAT_S = 5.0
STALLED_AFTER_S = 15.0


@app.task(name="make_pictures", queue=GENERATIONS, pass_context=True)
async def make_pictures(context: JobContext) -> None:
    await _worker(context).work()


@app.periodic(cron="* * * * * */5")
@app.task(
    name="look_after_generations",
    queue=UPKEEP,
    queueing_lock="look_after_generations",
    pass_context=True,
)
async def look_after_generations(context: JobContext, timestamp: int) -> None:
    """Take up what dead workers left: their runs by their leases, their jobs by their silence."""
    await _worker(context).look_after()
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        await jobs.retry_job(job)


def defer(*, at: datetime | None = None) -> None:
    make_pictures.configure(schedule_at=at).defer()


def defer_once(at: datetime) -> None:
    """Unless somebody has asked for that second already."""
    lock = f"make_pictures at {int(at.timestamp())}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        make_pictures.configure(schedule_at=at, queueing_lock=lock).defer()


def _worker(context: JobContext) -> PictureWorker:
    return cast(PictureWorker, context.additional_context["pictures"])
