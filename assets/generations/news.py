"""What passes on while an engine works: previews for people, facts for the record."""

import asyncio
import io
import json
import logging
import math
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from PIL import Image as PillowImage

from assets.engines.base import Progress
from assets.engines.request import Image
from assets.generations.database import in_database
from assets.generations.fit import is_picture
from assets.generations.jobs import Job
from assets.models import Generation
from assets.signals import generation_progressed

logger = logging.getLogger(__name__)

# A person sees no more steps than that sharpen, and fifty jobs would flood a board.
LEAST_GAP_S = 1 / 8
PREVIEW_QUALITY = 70


class News:
    """The progress of one run, over all its engine calls, announced while `flowing`.

    Engines post as often as they like and never wait for it: what is sent is the newest, at once
    when the last was a while ago, else when the gap is over.
    """

    def __init__(self, generation_id: uuid.UUID) -> None:
        self._generation_id = generation_id
        self._fraction = 0.0
        self._newest: tuple[Job, Progress] | None = None
        self._posted = asyncio.Event()
        self._sending = asyncio.Lock()

    def post(self, job: Job, event: Progress) -> None:
        self._newest = (job, event)
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
            if self._newest is not None:
                async with self._sending:
                    await self._send(*self._newest)
            await asyncio.sleep(LEAST_GAP_S)

    async def _send(self, job: Job, event: Progress) -> None:
        try:
            await in_database(self._announce, job, event)
        except Exception:
            # Passing news: a preview that cannot be shown must not cost anybody the picture.
            logger.warning("generation %s: no preview", self._generation_id, exc_info=True)

    def _announce(self, job: Job, event: Progress) -> None:
        """Encode and send: some 5 ms of work. The fraction never falls."""
        if math.isfinite(event.fraction):
            within = min(1.0, max(0.0, event.fraction))
            fraction = job.start + (job.end - job.start) * within
            self._fraction = max(self._fraction, fraction)
        preview = None
        if is_picture(event.preview):
            preview = encode_preview(job.preview(event.preview))
        generation_progressed.send_robust(
            Generation,
            generation_id=self._generation_id,
            fraction=self._fraction,
            preview=preview,
        )


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
