"""Runs in tests: asked for by HTTP as the page does, made by a worker without pauses."""

import asyncio
import json
import uuid
from datetime import timedelta
from typing import Any

from channels.db import database_sync_to_async
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assets.actions.runs import claim_next_run
from assets.engines.registry import engine_for
from assets.generations.leases import LEASE_S, Leases
from assets.generations.limits import limits_of
from assets.generations.run import run_claimed
from assets.generations.turns import next_time
from canvas.models import Board

claim_next = database_sync_to_async(claim_next_run)
next_at = database_sync_to_async(next_time)


class Clock:
    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self):
        return timezone.now() + self.ahead


def make_all(clock: Clock | None = None) -> None:
    """Make what is queued, as far as it may be begun; waits are passed over."""
    asyncio.run(_make_all(clock or Clock()))


async def _make_all(clock: Clock) -> None:
    leases = Leases(clock=clock)
    while True:
        claimed = await claim_next(
            now=clock(), worker=leases.worker, lease_s=LEASE_S, limits=limits_of
        )
        if claimed is not None:
            await run_claimed(
                claimed, engines=engine_for, clock=clock, deadline_s=60, leases=leases
            )
        elif (at := await next_at(now=clock())) is not None:
            clock.ahead += at - clock()
        else:
            return


class RunsPage:
    """What a person's page asks of the runs of one board."""

    def __init__(self, client: Client, board: Board) -> None:
        self.client = client
        self.board = board

    def new_table(self, text: str | bytes, name: str = "Spring 500", tier: str = "draft") -> Any:
        url = reverse("new_table_run", args=[self.board.id])
        query = f"?id={uuid.uuid4()}&name={name}&tier={tier}"
        data = text if isinstance(text, bytes) else text.encode()
        return self.client.post(url + query, data, "text/csv")

    def get(self, run: str) -> Any:
        return self.client.get(reverse("run", args=[self.board.id, run])).json()

    def change(self, run: str, **news: Any) -> Any:
        return self._post("run", run, news)

    def move(self, run: str, move: str, **more: Any) -> Any:
        return self._post("move_run", run, {"move": move} | more)

    def row(self, run: str, number: int, **news: Any) -> Any:
        url = reverse("run_row", args=[self.board.id, run, number])
        return self.client.post(url, json.dumps(news), "application/json")

    def file(self, run: str) -> str:
        answer = self.client.get(reverse("run_file", args=[self.board.id, run]))
        return b"".join(answer.streaming_content).decode("utf-8-sig")

    def _post(self, name: str, run: str, body: Any) -> Any:
        url = reverse(name, args=[self.board.id, run])
        return self.client.post(url, json.dumps(body), "application/json")
