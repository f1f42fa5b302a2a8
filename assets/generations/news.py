"""What passes on while an engine works: previews for people, facts for the record."""

import asyncio
import io
import json
import logging
import math
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from PIL import Image as PillowImage

from assets.engines.base import Progress
from assets.engines.request import Image
from assets.generations.database import in_database
from assets.generations.fit import is_picture
from assets.generations.jobs import Shown
from assets.models import Generation
from assets.signals import generation_progressed

logger = logging.getLogger(__name__)

# A person sees no more steps than that sharpen, and fifty jobs would flood a board.
LEAST_GAP_S = 1 / 8
PREVIEW_QUALITY = 70
MOST_NEWS = 1_000_000
"""Of one attempt: a day of news at that gap."""


class Stage(StrEnum):
    """What is going on, for as long as no engine says how far it is."""

    PREPARING = "preparing"
    WAITING = "waiting"
    MAKING = "making"
    FINISHING = "finishing"


@dataclass(frozen=True)
class Told:
    """sequence: grows with each news of a generation, over all its attempts, so that what comes
    late or twice can be told. fraction: 0 to 1, falls with a new attempt alone. elapsed_s: since
    the attempt began."""

    sequence: int
    fraction: float
    stage: Stage
    elapsed_s: float


class News:
    """The progress of one run, over all its engine calls, announced while `flowing`.

    Engines post as often as they like and never wait for it: what is sent is the newest, at once
    when the last was a while ago, else when the gap is over. attempt: the run's number.
    """

    def __init__(self, generation_id: uuid.UUID, attempt: int) -> None:
        self._generation_id = generation_id
        self._sequence = attempt * MOST_NEWS
        self._began = time.monotonic()
        self._fraction = 0.0
        self._stage = Stage.PREPARING
        self._newest: tuple[Shown, Progress] | None = None
        self._posted = asyncio.Event()
        self._sending = asyncio.Lock()
        self.first_preview_s: float | None = None
        """Since the run began; None where the engine sent none."""

    def enter(self, stage: Stage) -> None:
        self._stage = stage
        self._posted.set()

    def post(self, job: Shown, event: Progress) -> None:
        if self.first_preview_s is None and event.preview is not None:
            self.first_preview_s = round(time.monotonic() - self._began, 2)
        self._newest = (job, event)
        self._stage = Stage.MAKING
        self._posted.set()

    @asynccontextmanager
    async def flowing(self) -> AsyncIterator[None]:
        """On the way out what is being sent is sent to its end, so that no news of a run come
        after the announcement of its result; what was not sent yet is dropped."""
        task = asyncio.create_task(self._flow())
        try:
            yield
        finally:
            async with self._sending:
                task.cancel()
            await asyncio.wait([task])

    async def _flow(self) -> None:
        while True:
            await self._posted.wait()
            self._posted.clear()
            newest, self._newest = self._newest, None
            async with self._sending:
                await self._send(self._stage, newest)
            await asyncio.sleep(LEAST_GAP_S)

    async def _send(self, stage: Stage, newest: tuple[Shown, Progress] | None) -> None:
        try:
            await in_database(self._announce, stage, newest)
        except Exception:
            # Passing news: a preview that cannot be shown must not cost anybody the picture.
            logger.warning("generation %s: no preview", self._generation_id, exc_info=True)

    def _announce(self, stage: Stage, newest: tuple[Shown, Progress] | None) -> None:
        """Encode and send: some 5 ms of work. The fraction never falls."""
        preview = None
        if newest is not None:
            job, event = newest
            self._advance(job, event.fraction)
            if is_picture(event.preview):
                preview = encode_preview(job.preview(event.preview))
        self._sequence += 1
        elapsed_s = round(time.monotonic() - self._began, 2)
        generation_progressed.send_robust(
            Generation,
            generation_id=self._generation_id,
            told=asdict(Told(self._sequence, self._fraction, stage, elapsed_s)),
            preview=preview,
        )

    def _advance(self, job: Shown, fraction: float) -> None:
        if math.isfinite(fraction):
            whole = job.start + (job.end - job.start) * min(1.0, max(0.0, fraction))
            self._fraction = max(self._fraction, whole)


def encode_preview(image: Image) -> bytes:
    """(H, W, 3 or 4) uint8 -> a WebP made for speed: it is on the screen for a quarter second."""
    stream = io.BytesIO()
    PillowImage.fromarray(image).save(stream, "WEBP", quality=PREVIEW_QUALITY, method=1)
    return stream.getvalue()


def plain_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts that are plain JSON and that every database keeps: no NUL, no lone surrogate. An
    engine's slip in the others is logged, and costs nobody the picture."""
    plain = {}
    for key, value in facts.items():
        try:
            text = json.dumps(value, allow_nan=False, ensure_ascii=False)
            text.encode()
            if "\\u0000" in text:
                raise ValueError("PostgreSQL keeps no NUL")
            plain[str(key)] = json.loads(text)
        except (TypeError, ValueError, RecursionError):
            logger.warning("an engine's fact '%s' is no plain JSON: left out", key)
    return plain
