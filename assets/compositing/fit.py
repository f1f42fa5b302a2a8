"""Which size an engine is asked for, and the context box that has exactly its ratio.

The engine's limits come as plain values: the sizes it makes, or the px it can take and the grid
its sides must lie on.
"""

import math
from collections.abc import Iterator, Sequence

from assets.compositing.geometry import (
    Box,
    Extent,
    Size,
    added_area,
    grow_to_ratio,
    nearest_ratio,
    round_up,
)
from assets.errors import InvalidRequest

SMALLER_IS_FINE = 0.85
"""Engine px a picture px. A slight softness goes unseen; the next size up costs four times."""
SAME_RATIO = 0.01
"""Sizes whose ratios differ by less are one format at several resolutions."""


def fit_context(
    free: Box,
    canvas: Extent,
    *,
    sizes: Sequence[Extent],
    max_pixels: int,
    multiple_of: int = 1,
) -> tuple[Box, Size]:
    """Grow the free context to a ratio the engine has; returns it with the size to ask for.

    sizes: the only sizes it makes, or () for any up to `max_pixels` with sides in `multiple_of`.
    An engine that takes any size gets a crop that fits unscaled, px for px.
    Raises InvalidRequest where the limits leave no size at all.
    """
    if sizes:
        size = _fixed_size(free, sizes)
        return grow_to_ratio(free, size, canvas), size
    if multiple_of < 1 or max_pixels < multiple_of * multiple_of:
        raise InvalidRequest(
            "This engine's limits leave no picture size to ask for. Choose another engine."
        )
    size = Size(round_up(free.width, multiple_of), round_up(free.height, multiple_of))
    if size.area <= max_pixels:
        return free.resize(size.width, size.height).shift_inside(canvas), size
    size = _largest_size(free, max_pixels, multiple_of)
    return grow_to_ratio(free, size, canvas), size


def _fixed_size(free: Box, sizes: Sequence[Extent]) -> Size:
    shape = nearest_ratio(free, sizes)
    wanted = shape.width / shape.height
    same = [s for s in sizes if abs(s.width / s.height / wanted - 1) < SAME_RATIO]
    same.sort(key=lambda s: s.width * s.height)
    sharp = [s for s in same if _scale(free, s) >= SMALLER_IS_FINE]
    chosen = sharp[0] if sharp else same[-1]
    return Size(chosen.width, chosen.height)


def _scale(free: Box, size: Extent) -> float:
    """Engine px a picture px once `free` has grown to the ratio of `size`."""
    return math.sqrt(size.width * size.height / (free.area + added_area(free, size)))


def _largest_size(free: Box, max_pixels: int, step: int) -> Size:
    """The size on the grid, within `max_pixels`, that adds least area; the larger of equals."""
    candidates = _sizes_near(free, max_pixels, step)
    return min(candidates, key=lambda size: (added_area(free, size), -size.area))


def _sizes_near(free: Box, max_pixels: int, step: int) -> Iterator[Size]:
    most_steps = max_pixels // (step * step)
    shrink = math.sqrt(max_pixels / free.area)
    across = math.floor(free.width * shrink / step)
    down = math.floor(free.height * shrink / step)
    for near in (across, across + 1):
        columns = min(max(near, 1), most_steps)
        rows = min(max(down + 1, 1), most_steps // columns)
        yield Size(columns * step, rows * step)
    for near in (down, down + 1):
        rows = min(max(near, 1), most_steps)
        columns = min(max(across + 1, 1), most_steps // rows)
        yield Size(columns * step, rows * step)
