"""Sizes and boxes in picture px, and the numbers of a masked edit that follow from them alone.

The browser shows the same numbers before anything is paid for, so the rules are integer
arithmetic wherever they can be; `tests/data/edit_geometry.json` holds the shared vectors.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from assets.errors import InvalidRequest

TRANSITION_SHARE = 0.10
"""Of the mask box's diagonal, at full strength: a gentle edit gets a gentle border."""
TRANSITION_LEAST = 16
TRANSITION_MOST = 96
"""px. Under 16 a seam shows as a line, over 96 too much of what was kept is mixed."""
CONTEXT_LEAST_SIDE = 512
"""px. Under it engines see too little to match light and grain."""
CONTEXT_STEP = 8
"""px. Latent engines work on a grid of 8."""


class Preset(StrEnum):
    """How much of the picture the engine sees around the mask. chosen: a box drawn by hand."""

    TIGHT = "tight"
    BALANCED = "balanced"
    WHOLE = "whole"
    CHOSEN = "chosen"


class Extent(Protocol):
    """Whatever has a width and a height in px."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...


AnyExtent = TypeVar("AnyExtent", bound=Extent)


@dataclass(frozen=True)
class Size:
    width: int
    height: int

    @property
    def area(self) -> int:
        return self.width * self.height


@dataclass(frozen=True)
class Box:
    """Integer rectangle: `x, y` is its top left px; it may reach over the picture's edge."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, size: Extent) -> "Box":
        return cls(0, 0, size.width, size.height)

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def rows(self) -> slice:
        return slice(self.y, self.bottom)

    @property
    def columns(self) -> slice:
        return slice(self.x, self.right)

    def grow(self, by: int) -> "Box":
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def clip(self, canvas: Extent) -> "Box":
        """The part on the canvas; empty (0 px) where there is none."""
        return self.intersect(Box.of(canvas))

    def intersect(self, other: "Box") -> "Box":
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(x, y, max(0, right - x), max(0, bottom - y))

    def union(self, other: "Box") -> "Box":
        x, y = min(self.x, other.x), min(self.y, other.y)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Box(x, y, right - x, bottom - y)

    def contains(self, other: "Box") -> bool:
        return self.union(other) == self

    def shift(self, dx: int, dy: int) -> "Box":
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def resize(self, width: int, height: int) -> "Box":
        """The same centre; an odd px goes to the top left."""
        x = self.x + (self.width - width) // 2
        y = self.y + (self.height - height) // 2
        return Box(x, y, width, height)

    def shift_inside(self, canvas: Extent) -> "Box":
        """Moved, never shrunk, onto the canvas; centred along a side where it is the larger."""
        return Box(
            _shift_side(self.x, self.width, canvas.width),
            _shift_side(self.y, self.height, canvas.height),
            self.width,
            self.height,
        )

    def as_list(self) -> list[int]:
        """`[x, y, width, height]`, as facts and the vectors write it."""
        return [self.x, self.y, self.width, self.height]


def _shift_side(start: int, length: int, room: int) -> int:
    return (room - length) // 2 if length > room else min(max(start, 0), room - length)


def ratio(size: Extent) -> tuple[int, int]:
    """Width to height in lowest terms: 1920 x 1080 -> (16, 9)."""
    divisor = math.gcd(size.width, size.height)
    return size.width // divisor, size.height // divisor


def round_up(value: int, step: int) -> int:
    return -(-value // step) * step


def check_strength(strength: float) -> None:
    if not (math.isfinite(strength) and 0 <= strength <= 1):
        raise InvalidRequest("Strength must be a number from 0 to 1.")


def transition_width(mask_box: Box, strength: float) -> int:
    """Picture px over which the new part fades into the old, outside the mask: 16 to 96."""
    check_strength(strength)
    diagonal = math.hypot(mask_box.width, mask_box.height)
    wanted = TRANSITION_SHARE * diagonal * strength
    # floor(x + 0.5) and not round(): the browser's twin rounds halves up.
    return math.floor(min(max(wanted, TRANSITION_LEAST), TRANSITION_MOST) + 0.5)


def context_box(canvas: Extent, area: Box, *, preset: Preset = Preset.BALANCED) -> Box:
    """What the engine is to see, before its own ratio: always inside the canvas.

    area: everything the edit touches (mask box grown by the transition, on the canvas).
    Each side is padded, at least 512 px and a multiple of 8 where the canvas has room for it.
    Sources: Krita AI Diffusion's compute_bounds (padding, shift instead of shrink).
    """
    if preset is Preset.WHOLE:
        return Box.of(canvas)
    padding = max(max(canvas.width, canvas.height) // 16, (area.width + area.height) // 4)
    if preset is Preset.TIGHT:
        padding //= 2
    padded = area.grow(padding)
    width = min(_context_side(padded.width), canvas.width)
    height = min(_context_side(padded.height), canvas.height)
    return padded.resize(width, height).shift_inside(canvas)


def _context_side(side: int) -> int:
    return round_up(max(side, CONTEXT_LEAST_SIDE), CONTEXT_STEP)


def grow_to_ratio(box: Box, shape: Extent, canvas: Extent) -> Box:
    """Smallest box of `shape`'s ratio that holds `box`, moved onto the canvas where it fits.

    Where it cannot fit it is centred and reaches over the edge: the caller reflects.
    """
    width = max(box.width, -(-box.height * shape.width // shape.height))
    height = max(box.height, -(-box.width * shape.height // shape.width))
    return box.resize(width, height).shift_inside(canvas)


def added_area(box: Box, shape: Extent) -> int:
    """px that growing `box` to the ratio of `shape` adds."""
    width = max(box.width, -(-box.height * shape.width // shape.height))
    height = max(box.height, -(-box.width * shape.height // shape.width))
    return width * height - box.area


def nearest_ratio(box: Box, shapes: Sequence[AnyExtent]) -> AnyExtent:
    """The shape whose ratio adds least area to `box`; the first of equals."""
    return min(shapes, key=lambda shape: added_area(box, shape))
