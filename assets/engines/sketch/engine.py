"""The engine that needs nothing: offline, deterministic, on one core. Not AI, and says so."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal

import cv2

from assets.engines.base import Capabilities, EngineEvent
from assets.engines.request import GenerationRequest, Operation
from assets.engines.sketch.draft import text_to_image
from assets.engines.sketch.plan import VERSION
from assets.errors import EngineRefusedRequest

MAX_PIXELS = 4096 * 4096
MAX_ANCHORS = 6


class SketchEngine:
    """Implements `assets.engines.base.Engine`."""

    key = "sketch"
    label = "Sketch (offline)"
    version = VERSION

    def __init__(self) -> None:
        # The work is cut into steps on one worker thread; OpenCV's own threads would fight it.
        cv2.setNumThreads(1)

    def capabilities(self) -> Capabilities:
        return Capabilities(
            operations=frozenset({Operation.TEXT_TO_IMAGE}),
            max_pixels=MAX_PIXELS,
            max_anchors=MAX_ANCHORS,
            has_mask=True,
            streams_previews=True,
            is_offline=True,
            price_usd=Decimal(0),
            typical_seconds=1.0,
        )

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        """Each event is made in a worker thread; nothing runs between events, so that closing
        the iterator stops the work where it stands."""
        check(request)
        steps = begin(request)
        while (event := await asyncio.to_thread(next, steps, None)) is not None:
            yield event


def begin(request: GenerationRequest) -> Iterator[EngineEvent]:
    """The steps of a request that `check` took."""
    return text_to_image(request.prompt, request.seed, request.width, request.height)


def check(request: GenerationRequest) -> None:
    """Raises EngineRefusedRequest, in words, for what cannot be drawn."""
    if request.operation != Operation.TEXT_TO_IMAGE:
        raise EngineRefusedRequest("The offline sketch engine makes pictures from words only.")
    if request.width < 1 or request.height < 1:
        raise EngineRefusedRequest("A picture needs a width and a height of at least 1 px.")
    if request.width * request.height > MAX_PIXELS:
        raise EngineRefusedRequest(
            f"{request.width} x {request.height} px is more than the offline sketch engine draws. "
            f"Ask for at most {MAX_PIXELS // 1_000_000} megapixels, such as 4096 x 4096."
        )
