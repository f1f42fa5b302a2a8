"""How far a figure may be off: 95 % intervals of shares, rates and medians. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z = 1.959964
"""Of the normal distribution: 95 % lie within."""


@dataclass(frozen=True)
class Interval:
    low: float
    high: float

    def overlaps(self, other: "Interval") -> bool:
        return self.low <= other.high and other.low <= self.high


def share(part: int, whole: int) -> Interval:
    """Of `part` in `whole` >= `part`; 0 to 1, and all of it where `whole` is 0.

    Wilson's score interval: holds for few and for shares near 0 and 1. Source: Brown, Cai and
    DasGupta, Interval Estimation for a Binomial Proportion, 2001.
    """
    if whole == 0:
        return Interval(0.0, 1.0)
    found = part / whole
    scale = 1 + Z**2 / whole
    middle = (found + Z**2 / (2 * whole)) / scale
    half = Z / scale * math.sqrt(found * (1 - found) / whole + Z**2 / (4 * whole**2))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def count(events: int) -> Interval:
    """Of what was counted, if it comes at random (Poisson).

    Byar's approximation of the exact interval. Source: Breslow and Day, Statistical Methods in
    Cancer Research II, 1987, equation 2.10.
    """
    more = events + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3
    if events == 0:
        return Interval(0.0, high)
    low = events * (1 - 1 / (9 * events) - Z / (3 * math.sqrt(events))) ** 3
    return Interval(max(0.0, low), high)


def rate(events: int, hours: float) -> Interval | None:
    """An hour; None: no time passed."""
    if hours <= 0:
        return None
    found = count(events)
    return Interval(found.low / hours, found.high / hours)


def quantile(ordered: Sequence[float], part: float) -> float | None:
    """Nearest rank of values in ascending order: one that was really seen. None of none."""
    if not ordered:
        return None
    return ordered[min(len(ordered) - 1, max(0, math.ceil(part * len(ordered)) - 1))]
