"""How the work on a picture is shown while it goes on."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import cv2
import numpy as np

from assets.engines.sketch.arrays import Bytes

Show = Callable[[float, Bytes], None]
"""(fraction of the expected time 0 to 1, preview (H, W, 3)): from any thread, at once.

Raises Stopped when nobody waits for the picture any more: the work ends there.
"""


class Stopped(Exception):  # noqa: N818 - no error: the work is not wanted any more
    """Nobody waits for the picture any more."""


def within(show: Show, start: float, end: float) -> Show:
    """For a part of the work that takes from `start` to `end` of the whole time."""
    return lambda fraction, preview: show(start + (end - start) * fraction, preview)


@contextmanager
def meanwhile(show: Show, frames: Sequence[tuple[float, float, Bytes]]) -> Iterator[None]:
    """Show (seconds from now, fraction, preview) in time, while one long call does its work.

    What was not shown when the call is over is left out.
    """
    is_over = threading.Event()

    def tell() -> None:
        began = time.monotonic()
        for at, fraction, preview in frames:
            if is_over.wait(max(0.0, began + at - time.monotonic())):
                return
            try:
                show(fraction, preview)
            except Stopped:
                return  # the work itself hears it at its own next step

    thread = threading.Thread(target=tell, name="sketch previews", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def softened(image: Bytes, share: float) -> Bytes:
    """Broad soft fields. image: (H, W, 3). share: of the short side that the softness spans."""
    height, width = image.shape[:2]
    sigma = min(height, width) * share
    if sigma <= 0.5:
        return image
    shrink = max(1, int(sigma / 2))
    size = (max(4, width // shrink), max(4, height // shrink))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
