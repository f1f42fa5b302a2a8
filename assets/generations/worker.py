"""What a worker process does when it is called: makes pictures until none can be begun."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from assets.actions.runs import claim_next_run, recover_runs, release_worker
from assets.generations.database import in_database
from assets.generations.leases import Leases
from assets.generations.limits import limits_of
from assets.generations.queue import call_workers
from assets.generations.run import Clock, Engines, run_claimed
from assets.generations.turns import next_generation, next_time

logger = logging.getLogger(__name__)

# What may be begun so soon is waited for, where a job for later would come up to a second late.
WAIT_AT_MOST_S = 5.0
STOP_WITHIN_S = 3.0


class PictureWorker:
    """At most `concurrency` at once on this event loop, whoever calls how often.

    call_later: leaves word that somebody shall look again at that time. A run goes on when its
    caller is cut off, as when the database is restarted under the queue.
    """

    def __init__(
        self,
        *,
        engines: Engines,
        deadline_s: float,
        concurrency: int,
        call_later: Callable[[datetime], None],
        clock: Clock = timezone.now,
    ) -> None:
        self._engines = engines
        self._deadline_s = deadline_s
        self._call_later = call_later
        self._clock = clock
        self._leases = Leases(clock=clock)
        self._places = asyncio.Semaphore(concurrency)
        self._tasks: set[asyncio.Task[None]] = set()

    async def work(self) -> None:
        task = asyncio.create_task(self._work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.shield(task)

    async def look_after(self) -> None:
        """Recover what nobody runs any more, and call if something waits that could be begun."""
        now = self._clock()
        await in_database(recover_runs, now=now)
        if await in_database(next_generation, now=now, limits=limits_of):
            await in_database(call_workers)

    async def give_back(self) -> None:
        """Stop what runs and queue it again for others, without counting it as a crash."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_WITHIN_S)
            await in_database(release_worker, self._leases.worker, now=self._clock())

    async def _work(self) -> None:
        async with self._places:
            while True:
                await self._make_all()
                now = self._clock()
                at = await in_database(next_time, now=now)
                if at is None:
                    return
                wait_s = (at - now).total_seconds()
                if wait_s > WAIT_AT_MOST_S:
                    await in_database(self._call_later, at)
                    return
                await asyncio.sleep(wait_s)

    async def _make_all(self) -> None:
        while True:
            generation = await in_database(
                claim_next_run,
                now=self._clock(),
                worker=self._leases.worker,
                lease_s=self._leases.lease_s,
                limits=limits_of,
            )
            if generation is None:
                return
            try:
                await run_claimed(
                    generation,
                    engines=self._engines,
                    clock=self._clock,
                    deadline_s=self._deadline_s,
                    leases=self._leases,
                )
            except Exception:
                # Of the database: the row runs on until its lease is over, then it is recovered.
                logger.exception("generation %s: its run broke off", generation.id)
