"""The dispatcher inside the server's own process: an event loop in a thread.

It sleeps until something changes: `generation_changed` wakes it after every committed move, so that
a new row is taken up at once and a cancelled one is stopped at once; `engine_freed`, when an engine
has answered and bears the next call while its picture is being stored. A slow scan covers what no
signal told: another process wrote the row, or an end could not be written.
"""

import asyncio
import logging
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from assets.actions.runs import claim_next_run, recover_runs, release_runs
from assets.generations.database import in_database
from assets.generations.leases import LOOK_EVERY_S, Leases
from assets.generations.limits import limits_of
from assets.generations.run import Clock, Engines, run_claimed
from assets.generations.turns import next_time
from assets.models import Generation
from assets.signals import engine_freed, generation_changed

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 64
"""Of all engines together, each of which has its own limit: what one process holds in memory."""
THREADS = 10
"""For the database, decoding, compositing and encoding; what waits for an engine over the network
needs none. Those of engines that draw on this machine come on top."""
# After a failure of the database itself: soon enough, and no storm.
PAUSE_S = 2.0
STOP_WITHIN_S = 6.0


class EmbeddedDispatcher:
    """Runs queued generations, at most `concurrency` at once whatever their engines bear.

    It is the only worker of its database: `start` begins a thread that first mends what the last
    server left running. `stop` ends it and gives back what was at work. Each may be called once,
    from any thread but that one.
    """

    def __init__(
        self,
        *,
        engines: Engines,
        deadline_s: float,
        concurrency: int = MOST_AT_ONCE,
        threads: int = THREADS,
        clock: Clock = timezone.now,
    ) -> None:
        self._engines = engines
        self._concurrency = concurrency
        self._deadline_s = deadline_s
        self._clock = clock
        self._leases = Leases(clock=clock)
        self._loop = asyncio.new_event_loop()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="generation")
        self._loop.set_default_executor(self._pool)
        self._thread = threading.Thread(target=self._work, name="generations", daemon=True)
        # Everything below is touched by the loop's own thread only.
        self._woken = asyncio.Event()
        self._is_stopping = False
        self._is_mended = False
        self._tasks: dict[uuid.UUID, asyncio.Task[datetime | None]] = {}
        self._suspects: set[uuid.UUID] = set()
        self._aside: set[uuid.UUID] = set()

    def start(self) -> None:
        generation_changed.connect(self._on_change, weak=False)
        engine_freed.connect(self._on_freed, weak=False)
        self._thread.start()

    def stop(self) -> None:
        """Returns when all is given back, or after `STOP_WITHIN_S`: then threads of an engine are
        at work still, whose results nobody takes."""
        generation_changed.disconnect(self._on_change)
        engine_freed.disconnect(self._on_freed)
        self._call(self._begin_stop)
        self._thread.join(STOP_WITHIN_S)

    def wake(self) -> None:
        """Look at the queue now. From any thread; harmless at any time."""
        self._call(self._woken.set)

    def _on_change(self, *, generation_id: uuid.UUID, **signal: Any) -> None:
        self._call(partial(self._note_change, generation_id))

    def _on_freed(self, **signal: Any) -> None:
        self.wake()

    def _call(self, action: Callable[[], None]) -> None:
        # A loop that closed meanwhile has nobody to tell any more.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(action)

    def _note_change(self, generation_id: uuid.UUID) -> None:
        if generation_id in self._tasks:
            self._suspects.add(generation_id)
        self._woken.set()

    def _begin_stop(self) -> None:
        self._is_stopping = True
        self._woken.set()

    def _work(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._loop.close()

    async def _serve(self) -> None:
        scan_at = self._loop.time()
        while not self._is_stopping:
            self._woken.clear()
            try:
                if self._loop.time() >= scan_at:
                    await self._scan()
                    scan_at = self._loop.time() + LOOK_EVERY_S
                while self._suspects:
                    await self._leases.check(self._suspects.pop())
                await self._fill()
                pause_s = min(scan_at - self._loop.time(), await self._until_next())
            except Exception:
                logger.exception("the queue of generations cannot be read; trying again")
                pause_s = PAUSE_S
            await self._sleep(max(0.0, pause_s))
        await self._give_back()

    async def _sleep(self, pause_s: float) -> None:
        try:
            async with asyncio.timeout(pause_s):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _scan(self) -> None:
        """Recover what nobody runs: at first all that was left running, later what is silent."""
        await in_database(recover_runs, now=self._clock(), is_alone=not self._is_mended)
        self._is_mended = True
        self._aside.clear()

    async def _fill(self) -> None:
        while len(self._tasks) < self._concurrency and not self._is_stopping:
            generation = await in_database(
                claim_next_run,
                now=self._clock(),
                worker=self._leases.worker,
                lease_s=self._leases.lease_s,
                limits=limits_of,
                aside=self._aside | self._tasks.keys(),
            )
            if generation is None:
                return
            self._begin(generation)

    async def _until_next(self) -> float:
        """Seconds until something that waits for its time may be begun."""
        now = self._clock()
        at = await in_database(next_time, now=now)
        return LOOK_EVERY_S if at is None else (at - now).total_seconds()

    def _begin(self, generation: Generation) -> None:
        run = run_claimed(
            generation,
            engines=self._engines,
            clock=self._clock,
            deadline_s=self._deadline_s,
            leases=self._leases,
        )
        task = self._loop.create_task(run)
        self._tasks[generation.id] = task
        task.add_done_callback(partial(self._ended, generation.id))

    def _ended(self, generation_id: uuid.UUID, task: "asyncio.Task[datetime | None]") -> None:
        del self._tasks[generation_id]
        if not task.cancelled() and (error := task.exception()) is not None:
            # Set aside until the next scan: a row that cannot be written would spin the loop.
            self._aside.add(generation_id)
            logger.error("generation %s: its run broke off", generation_id, exc_info=error)
        self._woken.set()

    async def _give_back(self) -> None:
        """Stop what runs and queue it again for the next start, without counting it as a crash."""
        ids = list(self._tasks)
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_WITHIN_S / 2)
            await in_database(release_runs, ids, worker=self._leases.worker, now=self._clock())
