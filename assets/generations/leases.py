"""A worker's word that it is alive: each run's row says until when it is to be believed.

A process that dies says nothing more, and whoever looks finds its runs by their leases that ran
out. The other way round a process that is alive learns here that a run is not wanted any more:
cancelled, or taken up by others because this one was silent for too long.
"""

import asyncio
import logging
import os
import secrets
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assets.actions.runs import current_runs, extend_leases
from assets.generations.database import in_database
from assets.generations.states import AttemptLost
from assets.models import Generation

logger = logging.getLogger(__name__)

LEASE_S = 12.0
BEATS = 3
"""In a lease: two may fail, on a database that is busy, before a run is taken for dead. With a look
for dead runs every `LOOK_EVERY_S` a run is taken up again 17 s after its worker's last word."""
LOOK_EVERY_S = 5.0


@dataclass(eq=False)
class _Hold:
    id: uuid.UUID
    attempt: int
    task: "asyncio.Task[Any]"
    is_lost: bool = False


class Leases:
    """The runs of one event loop. One UPDATE keeps all of them, and none runs while there are none.

    worker: a name of this process that no other has had. lease_s: how long a word is believed.
    """

    def __init__(self, *, clock: Callable[[], datetime], lease_s: float = LEASE_S) -> None:
        self.worker = f"{os.uname().nodename[:32]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.lease_s = lease_s
        self._clock = clock
        self._holds: set[_Hold] = set()
        self._beating: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def held(self, generation: Generation) -> AsyncIterator[None]:
        """Raises AttemptLost inside, at whatever is awaited there, once the run is another's."""
        task = asyncio.current_task()
        assert task is not None
        hold = _Hold(generation.id, generation.attempt, task)
        self._holds.add(hold)
        if self._beating is None:
            self._beating = asyncio.create_task(self._beat())
        try:
            yield
        except asyncio.CancelledError:
            if hold.is_lost and task.uncancel() == 0:
                raise AttemptLost(f"{hold.id}, attempt {hold.attempt}") from None
            raise
        finally:
            self._holds.discard(hold)
            if not self._holds:
                self._beating.cancel()
                self._beating = None

    async def check(self, generation_id: uuid.UUID) -> None:
        """Let go of this run now, if it is not wanted any more."""
        await self._drop_lost([hold for hold in self._holds if hold.id == generation_id])

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.lease_s / BEATS)
            holds = list(self._holds)
            try:
                until = self._clock() + timedelta(seconds=self.lease_s)
                await in_database(extend_leases, self.worker, until=until)
                await self._drop_lost(holds)
            except Exception:
                logger.exception("the leases of %d runs were not extended", len(holds))

    async def _drop_lost(self, holds: list[_Hold]) -> None:
        if not holds:
            return
        current = await in_database(current_runs, [hold.id for hold in holds])
        for hold in holds:
            is_lost = current.get(hold.id) != hold.attempt
            if is_lost and not hold.is_lost and hold in self._holds:
                hold.is_lost = True
                hold.task.cancel()
