"""The dispatcher inside the server's own process: an event loop in a thread.

It sleeps until something changes: `generation_changed` wakes it after every committed move, so that
a new row is taken up at once and a cancelled one is stopped at once. A slow scan covers what no
signal told: another process wrote the row, or an end could not be written.
"""

import asyncio
import logging
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from assets.actions.runs import recover_runs, release_runs
from assets.generations.database import in_database
from assets.generations.run import Clock, Engines, run_generation
from assets.generations.turns import Person, Ticket, is_valid, next_ticket
from assets.signals import generation_changed

logger = logging.getLogger(__name__)

SCAN_EVERY_S = 20.0
# A run past its deadline by this much is no run any more: its end could not be written.
OVERDUE_S = 30.0
# After a failure of the database itself: soon enough, and no storm.
PAUSE_S = 2.0
STOP_WITHIN_S = 6.0


class EmbeddedDispatcher:
    """Runs queued generations, `concurrency` at once, taking turns between people.

    `start` begins a thread that first mends what the last server left running. `stop` ends it and
    gives back what was at work. Each may be called once, from any thread but that one.
    """

    def __init__(
        self, *, engines: Engines, concurrency: int, deadline_s: float, clock: Clock = timezone.now
    ) -> None:
        self._engines = engines
        self._concurrency = concurrency
        self._deadline_s = deadline_s
        self._clock = clock
        self._loop = asyncio.new_event_loop()
        # Each run holds one thread for its pictures and now and then one for the database.
        self._pool = ThreadPoolExecutor(2 * concurrency + 4, thread_name_prefix="generation")
        self._loop.set_default_executor(self._pool)
        self._thread = threading.Thread(target=self._work, name="generations", daemon=True)
        # Everything below is touched by the loop's own thread only.
        self._woken = asyncio.Event()
        self._is_stopping = False
        self._is_mended = False
        self._tickets: dict[uuid.UUID, Ticket] = {}
        self._tasks: dict[uuid.UUID, asyncio.Task[None]] = {}
        self._suspects: set[uuid.UUID] = set()
        self._aside: set[uuid.UUID] = set()
        self._served: dict[Person, int] = {}
        self._turn = 0

    def start(self) -> None:
        generation_changed.connect(self._on_change, weak=False)
        self._thread.start()

    def stop(self) -> None:
        """Returns when all is given back, or after `STOP_WITHIN_S`: then threads of an engine are
        at work still, whose results nobody takes."""
        generation_changed.disconnect(self._on_change)
        self._call(self._begin_stop)
        self._thread.join(STOP_WITHIN_S)

    def wake(self) -> None:
        """Look at the queue now. From any thread; harmless at any time."""
        self._call(self._woken.set)

    def _on_change(self, *, generation_id: uuid.UUID, **signal: Any) -> None:
        self._call(partial(self._note_change, generation_id))

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
                    scan_at = self._loop.time() + SCAN_EVERY_S
                await self._stop_lost()
                await self._fill()
                pause_s = max(0.0, scan_at - self._loop.time())
            except Exception:
                logger.exception("the queue of generations cannot be read; trying again")
                pause_s = PAUSE_S
            await self._sleep(pause_s)
        await self._give_back()

    async def _sleep(self, pause_s: float) -> None:
        try:
            async with asyncio.timeout(pause_s):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _scan(self) -> None:
        """Recover what nobody runs: at first everything left running, later what is overdue."""
        now, before = self._clock(), None
        if self._is_mended:
            before = now - timedelta(seconds=self._deadline_s + OVERDUE_S)
        await in_database(recover_runs, now=now, started_before=before)
        self._is_mended = True
        self._aside.clear()

    async def _stop_lost(self) -> None:
        """Cancel the runs whose row says that they are not wanted any more."""
        while self._suspects:
            ticket = self._tickets.get(self._suspects.pop())
            if ticket is None or await in_database(is_valid, ticket):
                continue
            task = self._tasks.get(ticket.generation_id)
            if task is not None:
                task.cancel()

    async def _fill(self) -> None:
        while len(self._tasks) < self._concurrency and not self._is_stopping:
            ticket = await in_database(
                next_ticket,
                aside=self._aside | self._tasks.keys(),
                running=[ticket.person for ticket in self._tickets.values()],
                served=self._served,
            )
            if ticket is None:
                return
            self._begin(ticket)

    def _begin(self, ticket: Ticket) -> None:
        self._turn += 1
        self._served[ticket.person] = self._turn
        run = run_generation(
            ticket.generation_id,
            engines=self._engines,
            clock=self._clock,
            deadline_s=self._deadline_s,
        )
        task = self._loop.create_task(run)
        self._tickets[ticket.generation_id] = ticket
        self._tasks[ticket.generation_id] = task
        task.add_done_callback(partial(self._ended, ticket.generation_id))

    def _ended(self, generation_id: uuid.UUID, task: asyncio.Task[None]) -> None:
        del self._tasks[generation_id], self._tickets[generation_id]
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
            await in_database(release_runs, ids)
