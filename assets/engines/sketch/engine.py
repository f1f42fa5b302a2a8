"""The engine that needs nothing: offline, deterministic, on one core. Not AI, and says so."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from decimal import Decimal

import cv2
import numpy as np

from assets.engines.base import Capabilities, EngineEvent, Output, Progress
from assets.engines.request import GenerationRequest, Image, Operation
from assets.engines.sketch.animate import animate, check_clip
from assets.engines.sketch.draft import text_to_image
from assets.engines.sketch.edits import inpaint, outpaint
from assets.engines.sketch.enlarge import enlarge
from assets.engines.sketch.plan import VERSION
from assets.engines.sketch.restyle import image_to_image
from assets.engines.sketch.show import Show, Stopped
from assets.errors import EngineRefusedRequest
from assets.motion.terms import Motion

MAX_PIXELS = 4096 * 4096
MAX_ENLARGED_PIXELS = 100_000_000
"""Resampling holds a few copies and nothing else: it takes 12 bytes a pixel."""
MAX_SIDE = 32_000
"""px: OpenCV's remap reaches no further."""
MAX_ANCHORS = 6


SECONDS = {
    Operation.TEXT_TO_IMAGE: 2.0,
    Operation.IMAGE_TO_IMAGE: 2.5,
    Operation.INPAINT: 3.5,
    Operation.OUTPAINT: 4.5,
    Operation.UPSCALE: 1.5,
    Operation.ANIMATE: 8.0,
}
"""For 1024 x 1024 px until the picture is stored and seen, two at a time on 2 cores that also
serve boards; the drawing itself takes a fifth to a half of that (`tests.bench.sketch`). A clip of
four seconds at 720p: made, encoded and looked through (`tests.bench.motion`)."""


class SketchEngine:
    """Implements `assets.engines.base.Engine`."""

    key = "sketch"
    label = "Sketch (offline)"
    version = VERSION

    def __init__(self) -> None:
        # Each picture is one thread's work; OpenCV's own threads would fight it.
        cv2.setNumThreads(1)

    def capabilities(self) -> Capabilities:
        return Capabilities(
            operations=frozenset(Operation),
            max_pixels=MAX_PIXELS,
            max_anchors=MAX_ANCHORS,
            has_mask=True,
            streams_previews=True,
            is_offline=True,
            price_usd=Decimal(0),
            typical_seconds=SECONDS[Operation.TEXT_TO_IMAGE],
            seconds_by_operation=SECONDS,
            motions=tuple(Motion),
        )

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        """The picture is made in one worker thread, which tells as soon as there is something to
        see. Closing the iterator stops the work at its next step."""
        check(request)
        if request.operation is Operation.ANIMATE:
            async for one in animate(request):
                yield one
            return
        told: asyncio.Queue[EngineEvent | Exception] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        is_over = threading.Event()

        def tell(event: EngineEvent | Exception) -> None:
            if is_over.is_set():
                raise Stopped
            loop.call_soon_threadsafe(told.put_nowait, event)

        work = loop.run_in_executor(None, _make, request, tell)
        try:
            while True:
                event = await told.get()
                if isinstance(event, Exception):
                    raise event
                yield event
                if isinstance(event, Output):
                    return
        finally:
            is_over.set()
            work.cancel()  # one that no thread has taken up yet


Tell = Callable[[EngineEvent | Exception], None]

OPERATIONS: dict[Operation, Callable[[GenerationRequest, Show], Output]] = {
    Operation.TEXT_TO_IMAGE: text_to_image,
    Operation.IMAGE_TO_IMAGE: image_to_image,
    Operation.INPAINT: inpaint,
    Operation.OUTPAINT: outpaint,
    Operation.UPSCALE: enlarge,
}


def _make(request: GenerationRequest, tell: Tell) -> None:
    with suppress(Stopped):
        try:
            tell(
                OPERATIONS[request.operation](
                    request, lambda fraction, preview: tell(Progress(fraction, preview))
                )
            )
        except Stopped:
            raise
        except Exception as error:
            tell(error)


def check(request: GenerationRequest) -> None:
    """Raises EngineRefusedRequest, in words, for what cannot be made."""
    width, height = request.width, request.height
    if request.operation not in OPERATIONS and request.operation is not Operation.ANIMATE:
        raise EngineRefusedRequest("The offline sketch engine does not know this operation.")
    if width < 1 or height < 1:
        raise EngineRefusedRequest("A picture needs a width and a height of at least 1 px.")
    most = MAX_ENLARGED_PIXELS if request.operation == Operation.UPSCALE else MAX_PIXELS
    if width * height > most or max(width, height) > MAX_SIDE:
        raise EngineRefusedRequest(
            f"{width} x {height} px is more than the offline sketch engine makes. Ask for at most "
            f"{most // 1_000_000} megapixels and {MAX_SIDE} px a side, such as 4096 x 4096."
        )
    if request.operation == Operation.IMAGE_TO_IMAGE:
        _check_anchors(request)
    if request.operation in (Operation.INPAINT, Operation.OUTPAINT):
        _check_source(request)
    if request.operation == Operation.ANIMATE:
        check_clip(request)
    if request.operation == Operation.UPSCALE and not (
        request.source is not None and _is_picture(request.source)
    ):
        raise EngineRefusedRequest("There is no picture to upscale. Choose one.")


def _check_anchors(request: GenerationRequest) -> None:
    if not 1 <= len(request.anchors) <= MAX_ANCHORS:
        raise EngineRefusedRequest(
            f"Image to image takes 1 to {MAX_ANCHORS} anchors; this request has "
            f"{len(request.anchors)}."
        )
    for anchor in request.anchors:
        if not _is_picture(anchor.image):
            raise EngineRefusedRequest("An anchor is no RGB or RGBA picture. Choose another one.")
        if not 0 <= anchor.strength <= 1:
            raise EngineRefusedRequest("The strength of an anchor must lie between 0 and 1.")


def _check_source(request: GenerationRequest) -> None:
    size = (request.height, request.width)
    if request.source is None or request.mask is None:
        raise EngineRefusedRequest("An edit needs the picture and a mask of what to make anew.")
    if not _is_picture(request.source) or request.source.shape[:2] != size:
        raise EngineRefusedRequest("The picture to edit is not of the size that was asked for.")
    if request.mask.dtype != np.uint8 or request.mask.shape != size:
        raise EngineRefusedRequest("The mask is not of the size of the picture. Paint it again.")
    if not 0 <= request.strength <= 1:
        raise EngineRefusedRequest("The strength of an edit must lie between 0 and 1.")


def _is_picture(image: Image) -> bool:
    return (
        image.dtype == np.uint8
        and image.ndim == 3
        and image.shape[2] in (3, 4)
        and min(image.shape[:2]) > 0
    )
