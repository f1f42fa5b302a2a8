"""Clips of the offline engine: one frame after the other, made when it is asked for."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from fractions import Fraction

from assets.engines.base import ClipEnd, ClipFrame, EngineEvent
from assets.engines.request import GenerationRequest, Image
from assets.errors import EngineRefusedRequest
from assets.motion.frames import frames


async def animate(request: GenerationRequest) -> AsyncIterator[EngineEvent]:
    """Each frame is made in a worker thread; not asking for the next one stops the work."""
    terms, source = request.motion, request.source
    assert terms is not None and source is not None  # `check_clip` has seen to it
    made = frames(source, terms, last=request.last)
    count = 0
    while (frame := await asyncio.to_thread(_next, made)) is not None:
        count += 1
        yield ClipFrame(frame, count / terms.count, Fraction(terms.fps))
    yield ClipEnd({"motion": terms.motion.value})


def _next(made: Iterator[Image]) -> Image | None:
    return next(made, None)


def check_clip(request: GenerationRequest) -> None:
    """Raises EngineRefusedRequest."""
    size = (request.height, request.width, 3)
    if request.motion is None or request.source is None or request.source.shape != size:
        raise EngineRefusedRequest("The picture to move is not of the size that was asked for.")
    if request.last is not None and request.last.shape != size:
        raise EngineRefusedRequest("The last picture is not of the size that was asked for.")
