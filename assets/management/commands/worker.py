"""`manage.py worker`: makes pictures for the web processes of its database until it is stopped."""

import asyncio
import logging
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from assets.generations.queue import PROCRASTINATE

logger = logging.getLogger(__name__)

PAUSE_S = 2.0
FETCH_EVERY_S = 1.0


class _Ended(Exception):
    """Procrastinate's worker has stopped without being asked: its connection is gone."""


class Command(BaseCommand):
    help = "Make pictures for the web processes (ANCHORBOARD_DISPATCHER=procrastinate)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--concurrency",
            type=int,
            default=settings.WORKER_CONCURRENCY,
            help=f"pictures at once in this process ({settings.WORKER_CONCURRENCY})",
        )

    def handle(self, *, concurrency: int, **options: Any) -> None:
        if settings.DISPATCHER != PROCRASTINATE:
            self.stderr.write(
                "Pictures are made by `manage.py serve` itself here. Workers need "
                "ANCHORBOARD_DISPATCHER=procrastinate and ANCHORBOARD_DATABASE_URL."
            )
            sys.exit(1)
        asyncio.run(self._run(max(1, concurrency)))
        # An engine's thread may be at its step still: nobody takes what it makes.
        self.stdout.flush()
        os._exit(0)

    async def _run(self, concurrency: int) -> None:
        # Imported when it is known that Procrastinate is chosen.
        from assets.engines.registry import engine_for
        from assets.generations.dispatch import THREADS
        from assets.generations.queue_procrastinate import defer_once
        from assets.generations.worker import PictureWorker

        loop = asyncio.get_running_loop()
        threads = THREADS + settings.GENERATION_CONCURRENCY
        loop.set_default_executor(ThreadPoolExecutor(threads, thread_name_prefix="generation"))
        stopped = asyncio.Event()
        for how in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(how, stopped.set)
        pictures = PictureWorker(
            engines=engine_for,
            deadline_s=settings.GENERATION_DEADLINE_S,
            concurrency=concurrency,
            call_later=defer_once,
        )
        running = asyncio.create_task(_keep_running(pictures, concurrency))
        self.stdout.write(
            f"Worker is running, {concurrency} pictures at once. Stop it with Ctrl C."
        )
        self.stdout.flush()
        await stopped.wait()
        running.cancel()
        await asyncio.wait([running])
        await pictures.give_back()


async def _keep_running(pictures: Any, concurrency: int) -> None:
    """Begin anew whenever the database went away."""
    while True:
        try:
            await _run_once(pictures, concurrency)
        except* Exception as errors:
            for error in errors.exceptions:
                logger.error("the queue is not read: %s: %s", type(error).__name__, error)
        await asyncio.sleep(PAUSE_S)


async def _run_once(pictures: Any, concurrency: int) -> None:
    """Upkeep has a worker of its own, so that it never waits behind pictures."""
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    from assets.generations.queue_procrastinate import (
        GENERATIONS,
        HEARTBEAT_S,
        STALLED_AFTER_S,
        UPKEEP,
    )

    # Jobs are fetched over connections of their own; what tasks write goes through Django's.
    fetching = app.with_connector(PsycopgConnector(kwargs=connector_params()))

    async def run(queue: str, at_once: int) -> None:
        await fetching.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=at_once,
            fetch_job_polling_interval=FETCH_EVERY_S,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=STALLED_AFTER_S,
            shutdown_graceful_timeout=PAUSE_S,
            delete_jobs="always",
            install_signal_handlers=False,
            additional_context={"pictures": pictures},
        )
        raise _Ended(queue)

    async with fetching.open_async(), asyncio.TaskGroup() as tasks:
        tasks.create_task(run(GENERATIONS, concurrency))
        tasks.create_task(run(UPKEEP, 2))
