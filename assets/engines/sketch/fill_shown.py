"""A content-aware fill, shown while it is worked out.

Solving is one long call into a library. So the fill is also solved small: that takes a tenth and
a seventh of its time, and says how long the whole will take. What comes out is shown while the
whole is solved.
"""

import time
from collections.abc import Callable

import cv2
import numpy as np

from assets.engines.sketch.arrays import Bytes, F, Flags
from assets.engines.sketch.fill import (
    LEVEL_HOLE,
    SOLVE_HOLE_PIXELS,
    SOLVE_PIXELS,
    fill,
    is_thin,
    rough_fill,
)
from assets.engines.sketch.fill_best import fill_best
from assets.engines.sketch.pixels import preview_of, resized, small_size
from assets.engines.sketch.show import Show, meanwhile

COARSE_SHARES = (0.2, 0.38)
"""Of the side of what is solved, first and second: 4 % and 14 % of its px."""
SOLVED_LEAST = 6000
"""px of hole that are solved: fewer are done before anybody has looked at a preview."""
BEST_TAKES = 1.5
"""Times as long as one fill: the best of several (see fill_best)."""
STEPS = ((0.0, 0.25), (0.22, 0.45), (0.44, 0.65))
"""Shares of the time of the whole solving, and fractions of all of it, at which is shown how the
second small solution takes over from the first."""


def fill_shown(
    image: Bytes,
    hole: Flags,
    seed: int,
    show: Show,
    *,
    guard: Callable[[Bytes, Flags], Flags | None] | None = None,
    level: float = LEVEL_HOLE,
) -> Bytes:
    """As `fill`, without a guard as `fill_best`. guard: finds the px that are not copied from."""
    solved = min(int(hole.sum()), SOLVE_HOLE_PIXELS, round(SOLVE_PIXELS * float(hole.mean())))
    is_long = solved >= SOLVED_LEAST and not is_thin(hole)
    _show_rough(image, hole, show, is_all=not is_long)
    guarded = None if guard is None else guard(image, hole)

    def whole_fill() -> Bytes:
        if guard is None:
            return fill_best(image, hole, seed)
        return fill(image, hole, seed, guarded, level)

    if not is_long:
        made = whole_fill()
    else:
        # The side of the whole picture when its hole has as many px as are solved.
        side = max(image.shape[:2]) * (solved / int(hole.sum())) ** 0.5
        first, _ = _solved_small(image, hole, seed, guarded, level, side * COARSE_SHARES[0])
        show(0.12, first)
        second, took = _solved_small(image, hole, seed, guarded, level, side * COARSE_SHARES[1])
        whole = took / COARSE_SHARES[1] ** 2 * (BEST_TAKES if guard is None else 1)
        frames = [
            (at * whole, fraction, _mixed(first, second, (step + 1) / len(STEPS)))
            for step, (at, fraction) in enumerate(STEPS)
        ]
        with meanwhile(show, frames):
            made = whole_fill()
    show(0.92, preview_of(made))
    return made


def _show_rough(image: Bytes, hole: Flags, show: Show, *, is_all: bool) -> None:
    """What takes no time: the new part soft, then a little less so, and as it is when no better
    ones follow."""
    small = preview_of(image)
    size = (small.shape[1], small.shape[0])
    small_hole = _small_flags(hole, size)
    filled = rough_fill(small, small_hole)
    for fraction, share in ((0.03, 0.02), (0.06, 0.008)):
        soft = filled.copy()
        blurred = cv2.GaussianBlur(filled, (0, 0), max(0.8, share * max(size)))
        soft[small_hole] = blurred[small_hole]
        show(fraction, soft)
    if is_all:
        show(0.1, filled)


def _solved_small(
    image: Bytes, hole: Flags, seed: int, guard: Flags | None, level: float, side: float
) -> tuple[Bytes, float]:
    """A preview with the hole filled as it is solved when the picture has this side, px; and the
    seconds that it took. Outside the hole it is as sharp as any preview."""
    began = time.monotonic()
    size = small_size(image.shape[1], image.shape[0], max(16, round(side)))
    small_hole = _small_flags(hole, size)
    small_guard = None if guard is None else _small_flags(guard, size)
    small = resized(image, *size)
    if not small_hole.all():
        small = fill(small, small_hole, seed, small_guard, level)
    took = time.monotonic() - began
    shown = preview_of(image)
    wanted = (shown.shape[1], shown.shape[0])
    share = cv2.resize(small_hole.astype(F), wanted, interpolation=cv2.INTER_LINEAR)[..., None]
    made = cv2.resize(small, wanted, interpolation=cv2.INTER_CUBIC).astype(F)
    return np.rint(shown + (made - shown) * share).astype(np.uint8), took


def _mixed(a: Bytes, b: Bytes, share: float) -> Bytes:
    return np.asarray(cv2.addWeighted(a, 1 - share, b, share, 0), np.uint8)


def _small_flags(flags: Flags, size: tuple[int, int]) -> Flags:
    """True where any of it is; size: width, height."""
    return np.asarray(cv2.resize(flags.astype(F), size, interpolation=cv2.INTER_AREA)) > F(0.02)
