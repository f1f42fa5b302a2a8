"""What passes on while an engine works: previews for people, facts for the record."""

import io
import json
import logging
import math
import uuid
from typing import Any

from PIL import Image as PillowImage

from assets.engines.base import Progress
from assets.engines.request import Image
from assets.generations.fit import is_picture
from assets.generations.jobs import Job
from assets.models import Generation
from assets.signals import generation_progressed

logger = logging.getLogger(__name__)

# A person sees no more steps than that sharpen, and fifty jobs would flood a board.
LEAST_GAP_S = 1 / 8
PREVIEW_QUALITY = 70


class News:
    """Thins out the progress of one run, over all its engine calls, and announces it."""

    def __init__(self, generation_id: uuid.UUID) -> None:
        self._generation_id = generation_id
        self._fraction = 0.0
        self._sent_at = -math.inf

    def is_due(self, now_s: float) -> bool:
        """Whether to send now; `now_s` on any clock that never goes back."""
        if now_s - self._sent_at < LEAST_GAP_S:
            return False
        self._sent_at = now_s
        return True

    def send(self, job: Job, event: Progress) -> None:
        """Encode and announce: some 5 ms of work, so in a thread. The fraction never falls."""
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
    """The facts that are plain JSON. An engine's slip in the others is logged, and costs nobody
    the picture."""
    plain = {}
    for key, value in facts.items():
        try:
            plain[str(key)] = json.loads(json.dumps(value, allow_nan=False))
        except (TypeError, ValueError, RecursionError):
            logger.warning("an engine's fact '%s' is no plain JSON: left out", key)
    return plain
