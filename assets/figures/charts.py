"""Charts as coordinates, for templates that write SVG: lines with a band, bars, dots on a rail.

All are in px of a drawing of WIDTH; axes begin at nought, numbers stand beside what they are of.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 48, 112, 16, 32
"""Room for the numbers of the axis, the names of lines, and the days below."""


MOST_REACH = 1.5
"""Of the highest value: what is drawn of bands above it."""


@dataclass(frozen=True)
class Tick:
    at: float
    words: str


@dataclass(frozen=True)
class Point:
    """words: for whoever points at it. kind: "" or "bad"."""

    x: float
    y: float
    words: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """band: what may be, as points of a polygon, or ""."""

    points: tuple[Point, ...]
    band: str = ""
    name: str = ""
    name_y: float = 0.0

    @property
    def path(self) -> str:
        """Of an SVG polyline."""
        return _joined([(point.x, point.y) for point in self.points])


@dataclass(frozen=True)
class Rule:
    """A line across, such as a limit. kind: "limit", "mean" or "hand"."""

    y: float
    words: str
    kind: str


@dataclass(frozen=True)
class Mark:
    """A line down, such as where an engine changed."""

    x: float
    words: str


@dataclass(frozen=True)
class Plot:
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    line: Line
    rules: tuple[Rule, ...] = ()
    marks: tuple[Mark, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM
    top: int = TOP


@dataclass(frozen=True)
class Value:
    """label: of its place on the axis. low, high: what may be; None for no more than the value."""

    label: str
    value: float | None
    words: str
    low: float | None = None
    high: float | None = None
    is_bad: bool = False


def plot(
    values: Sequence[Value],
    *,
    name: str = "",
    rules: Sequence[tuple[float, str, str]] = (),
    marks: Sequence[tuple[int, str]] = (),
    digits: int = 0,
) -> Plot:
    """One line through what has a value. rules: height, words, kind. marks: the number of the
    value before which something changed, and words."""
    heights = [value.value for value in values if value.value is not None]
    highest = max([*heights, *(height for height, _, _ in rules)], default=0.0)
    reach = max([value.high for value in values if value.high is not None], default=0.0)
    # What may be of one or two pictures reaches far beyond all values: it is cut off there.
    top = nice_top(max(highest, min(reach, highest * MOST_REACH)))

    def x(number: float) -> float:
        span = WIDTH - LEFT - RIGHT
        return round(LEFT + span * (number / (len(values) - 1) if len(values) > 1 else 0.5), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * min(1.0, value / top), 1)

    there = [(number, value) for number, value in enumerate(values) if value.value is not None]
    points = tuple(
        Point(x(n), y(v.value or 0), f"{v.label}: {v.words}", "bad" if v.is_bad else "")
        for n, v in there
    )
    upper = [(x(n), y(v.high)) for n, v in there if v.high is not None]
    lower = [(x(n), y(v.low)) for n, v in there if v.low is not None]
    last = points[-1].y if points else 0.0
    return Plot(
        across=tuple(Tick(x(n), values[n].label) for n in _spread(len(values))),
        up=tuple(Tick(y(top * k / 4), f"{top * k / 4:.{digits}f}") for k in (0, 2, 4)),
        line=Line(points, _joined(upper + lower[::-1]), name, last),
        rules=tuple(Rule(y(height), words, kind) for height, words, kind in rules),
        marks=tuple(Mark(round((x(n) + x(max(0, n - 1))) / 2, 1), words) for n, words in marks),
    )


def nice_top(highest: float) -> float:
    """1, 2, 4, 5 or 8 times a power of ten, not below `highest`; quarters of it are short."""
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next(power * step for step in (1, 2, 4, 5, 8, 10) if power * step >= highest * 0.9999)


@dataclass(frozen=True)
class Bar:
    """share: 0 to 1, of the longest."""

    label: str
    value: str
    share: float
    note: str = ""
    link: str = ""
    is_main: bool = False

    @property
    def width(self) -> float:
        """Percent."""
        return round(100 * min(1.0, max(0.0, self.share)), 2)


@dataclass(frozen=True)
class Dots:
    """One rail: first, middle and last in px, None for what is not known."""

    label: str
    first: float | None
    middle: float
    last: float
    words: str
    middle_words: str
    last_words: str
    y: int = 0


@dataclass(frozen=True)
class Rails:
    rows: tuple[Dots, ...]
    across: tuple[Tick, ...]
    height: int = field(default=0)
    left: int = 112
    right: int = WIDTH - 16
    width: int = WIDTH


RAIL = 56


def rails(rows: Sequence[tuple[str, float | None, float, float]], *, unit: str) -> Rails:
    """Each row: label, first (or None), middle, last."""
    left, right = 112, WIDTH - 16
    top = nice_top(max((last for *_, last in rows), default=0.0))

    def x(value: float) -> float:
        return round(left + (right - left) * value / top, 1)

    def words(value: float) -> str:
        return f"{value:.1f}" if value < 100 else f"{value:.0f}"

    dots = tuple(
        Dots(
            label,
            None if first is None else x(first),
            x(middle),
            x(last),
            f"{label}: half done by {words(middle)} {unit}, 95 % by {words(last)} {unit}",
            words(middle),
            words(last),
            y=28 + RAIL * number,
        )
        for number, (label, first, middle, last) in enumerate(rows)
    )
    ticks = tuple(Tick(x(top * k / 4), f"{top * k / 4:g} {unit}") for k in range(5))
    return Rails(dots, ticks, height=RAIL * len(rows) + 40)


def _spread(number: int, most: int = 5) -> list[int]:
    """Numbers of at most `most` ticks, the first and the last among them."""
    if number <= most:
        return list(range(number))
    step = (number - 1) / (most - 1)
    return [round(step * k) for k in range(most)]


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
