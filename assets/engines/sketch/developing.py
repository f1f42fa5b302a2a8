"""A drawing as it develops: first all of it, coarse; then sharp wherever the real one has got to.

The plan is drawn once very small, which tells how the picture will look and how much work it is.
While it is drawn large, each stage shows the large drawing where it already agrees with the small
one, and the small one where something is still to be laid over it.
"""

import time
from collections.abc import Callable, Sequence

import cv2
import numpy as np

from assets.engines.sketch.arrays import Bytes, F, Field
from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.show import Show, softened

PREVIEW_SIDE = 320
"""px of a preview's long side at most."""
STAGES = (0.0, 0.2, 0.4, 0.6, 0.8)
"""Shares of the drawing work after which it is shown."""
COARSE_SHARE, DRAWN_SHARE = 0.12, 0.82
"""Of the expected time: when the small drawing, and the large one without its finish, are there."""
LATE_S = 0.05
"""A small drawing that takes longer is shown as far as it has come: a first sight within 0.1 s."""
WORK_OF_A_SHAPE = 0.02
"""Work of a shape apart from its area, in areas of the short side squared: so at 1024 px."""
AGREES, DIFFERS = 0.02, 0.07
"""Difference of smoothed sRGB, 0 to 1, up to which and from which two drawings differ."""


class CoarseLook:
    """Watches the small drawing: what it is before its finish, and the work that it was."""

    def __init__(self, late: Callable[[Bytes], None] | None = None) -> None:
        self.work = 0.0
        self.plain: Field | None = None
        self._late = late
        self._began = time.monotonic()

    def laid(self, canvas: Canvas, part: Canvas, area: int) -> None:
        self.work += _work(part, area)
        if self._late is not None and time.monotonic() - self._began > LATE_S:
            self._late(_bytes(_so_far(canvas, part, (canvas.w, canvas.h))))
            self._late = None

    def drawn(self, canvas: Canvas) -> None:
        self.plain = canvas.rgb.copy()


class Developing:
    """Watches the large drawing and shows its stages, at most len(stages) + 1 of them.

    small: (h, w, 3), the small drawing with its finish. size: width and height of the previews
    of what is drawn. frame: what is made of a preview before it is shown (cut, repainted).
    """

    def __init__(
        self,
        show: Show,
        coarse: CoarseLook,
        small: Bytes,
        size: tuple[int, int],
        *,
        frame: Callable[[Bytes], Bytes],
        stages: Sequence[float] = STAGES,
    ) -> None:
        assert coarse.plain is not None
        self._show, self._frame = show, frame
        self._size = size
        self._stages = list(stages)
        self._work, self._whole_work = 0.0, max(coarse.work, 1e-6)
        self._small = _scaled(small.astype(F) / F(255), size)
        self._soft = cv2.GaussianBlur(self._small, (0, 0), 1.6)
        self._plain = _smooth(_scaled(coarse.plain, size))
        # What the finish does to broad areas: inks, paper, dark corners.
        self._finish = cv2.GaussianBlur(self._small, (0, 0), 3.0) - cv2.GaussianBlur(
            self._plain, (0, 0), 3.0
        )

    def begin(self) -> None:
        self._tell(COARSE_SHARE / 2, softened(_bytes(self._small), 0.04))

    def laid(self, canvas: Canvas, part: Canvas, area: int) -> None:
        self._work += _work(part, area)
        share = min(1.0, self._work / self._whole_work)
        if not self._stages or share < self._stages[0]:
            return
        self._stages.pop(0)
        now = _so_far(canvas, part, self._size)
        difference = np.abs(_smooth(now) - self._plain).max(2)
        agrees = np.clip((DIFFERS - difference) / (DIFFERS - AGREES), 0, 1)
        agrees = cv2.blur(agrees.astype(F), (5, 5))[..., None]
        shown = self._soft + (now + self._finish - self._soft) * agrees
        self._tell(COARSE_SHARE + (DRAWN_SHARE - COARSE_SHARE) * share, _bytes(shown))

    def drawn(self, canvas: Canvas) -> None:
        now = _so_far(canvas, canvas, self._size)
        self._tell(DRAWN_SHARE, _bytes(now + self._finish))

    def _tell(self, fraction: float, preview: Bytes) -> None:
        self._show(fraction, self._frame(preview))


def _work(part: Canvas, area: int) -> float:
    return WORK_OF_A_SHAPE + area / part.u**2


def _so_far(canvas: Canvas, part: Canvas, size: tuple[int, int]) -> Field:
    """What stands on the canvas, with the part of it that is drawn apart in its place, (h, w, 3)
    sRGB. size: width, height."""
    now = _scaled(canvas.rgb, size)
    if part is not canvas:
        across, down = size[0] / canvas.w, size[1] / canvas.h
        x, y = round(part.at[0] * canvas.u * across), round(part.at[1] * canvas.u * down)
        width, height = max(1, round(part.w * across)), max(1, round(part.h * down))
        inside = now[max(0, y) : y + height, max(0, x) : x + width]
        inside[:] = _scaled(part.rgb, (width, height))[: inside.shape[0], : inside.shape[1]]
    return now


def _scaled(image: Field, size: tuple[int, int]) -> Field:
    """A new array (height, width, 3). Large pictures are thinned first: that costs next to
    nothing, and what it loses is grain."""
    step = max(1, min(image.shape[1] // size[0], image.shape[0] // size[1]))
    thin = np.ascontiguousarray(image[::step, ::step])
    if (thin.shape[1], thin.shape[0]) == size:
        return np.array(thin, F)
    shrinks = thin.shape[1] > size[0]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(thin, size, interpolation=how), F)


def _smooth(image: Field) -> Field:
    return np.asarray(cv2.blur(image, (7, 7)), F)


def _bytes(image: Field) -> Bytes:
    return (np.clip(image, 0, 1) * F(255) + F(0.5)).astype(np.uint8)
