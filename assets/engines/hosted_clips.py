"""Clips that a provider made: fetched, decoded within bounds, and given on frame by frame. Nothing
stays at the provider's address."""

import asyncio
import math
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from assets.engines.base import ClipFrame
from assets.engines.following import once_taken
from assets.engines.http import ProviderClient
from assets.engines.request import GenerationRequest, Image
from assets.errors import BadEngineOutput, IngestError
from assets.motion.intake import Read, frames_in, sniff_clip


def last_of(request: GenerationRequest) -> Image | None:
    """The frame to end on: a loop ends on its first."""
    if request.last is None and request.motion is not None and request.motion.loops:
        return request.source
    return request.last


def whole_seconds(request: GenerationRequest) -> int | None:
    """Providers bill and take whole ones; None: it is no clip."""
    return None if request.motion is None else math.ceil(request.motion.seconds)


async def fetch_frames(client: ProviderClient, url: str, label: str) -> AsyncIterator[ClipFrame]:
    """Raises BadEngineOutput for what is no clip, else what the download raises."""
    with once_taken():
        data = await client.download(url)
    container = sniff_clip(data[:64])
    if container is None:
        raise _unreadable(label, "it is no MP4 and no WebM")
    with tempfile.TemporaryDirectory(prefix="anchorboard-clip-") as folder:
        source = Path(folder) / "source"
        await asyncio.to_thread(source.write_bytes, data)
        frames = frames_in(source, container=container)
        try:
            while (read := await asyncio.to_thread(_next, frames)) is not None:
                image, fps, fraction = read
                yield ClipFrame(image, fraction, fps)
        except IngestError as error:
            raise _unreadable(label, error.message) from error
        finally:
            await asyncio.to_thread(frames.close)


def _next(frames: Iterator[Read]) -> Read | None:
    return next(frames, None)


def _unreadable(label: str, why: str) -> BadEngineOutput:
    return BadEngineOutput(f"{label} sent a clip that cannot be used: {why}")
