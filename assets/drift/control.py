"""Control charts: limits from the references' own spread, and what breaks them. Pure.

Source: Montgomery, Introduction to Statistical Quality Control, 8th ed., chapters 6.4 (individual
measurements) and 9.2 (EWMA, which sees a slow creep).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assets.drift.features import Features
from assets.drift.measures import centre_of, distance

FEWEST = 5
"""References, from which on their own spread gives the limit."""
ASSUMED_MEAN, ASSUMED_SPREAD = 0.12, 0.06
"""Of fewer: what sets of one subject and light have. Pages say that it is assumed."""
LEAST_SPREAD = 0.02
SIGMAS = 3.0
WEIGHT = 0.2
"""Of the newest picture in the EWMA."""


@dataclass(frozen=True)
class Limits:
    """mean, spread: of the references' distances from the centre of the others. of: how many."""

    centre: Features
    mean: float
    spread: float
    of: int

    @property
    def limit(self) -> float:
        return self.mean + SIGMAS * self.spread

    @property
    def creep_limit(self) -> float:
        return float(self.mean + SIGMAS * self.spread * np.sqrt(WEIGHT / (2 - WEIGHT)))

    @property
    def is_assumed(self) -> bool:
        return self.of < FEWEST

    def score(self, picture: Features) -> float:
        return distance(picture, self.centre).score


def limits_of(references: Sequence[Features]) -> Limits | None:
    """None of none."""
    if not references:
        return None
    centre = centre_of(references)
    if len(references) < FEWEST:
        return Limits(centre, ASSUMED_MEAN, ASSUMED_SPREAD, len(references))
    apart = [
        distance(one, centre_of([*references[:n], *references[n + 1 :]])).score
        for n, one in enumerate(references)
    ]
    spread = max(LEAST_SPREAD, float(np.std(apart, ddof=1)))
    return Limits(centre, float(np.mean(apart)), spread, len(references))


def creeps_from(scores: Sequence[float], limits: Limits) -> int | None:
    """The number of the score at which their weighted mean first passes its limit; None: never."""
    mean = limits.mean
    for number, score in enumerate(scores):
        mean = WEIGHT * score + (1 - WEIGHT) * mean
        if mean > limits.creep_limit:
            return number
    return None
