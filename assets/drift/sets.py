"""A set of pictures looked over: which lie in its band, and which do not and why. Pure."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from assets.drift.features import Features
from assets.drift.measures import centre_of, distance
from assets.drift.words import reasons

Name = TypeVar("Name", bound=Hashable)

FEWEST = 3
KEPT = 0.8
"""Of a set, the nearest part, makes its centre: what lies far out must not draw it there."""
SPREADS = 3.0
AS_DEVIATION = 1.4826
"""Of a median of absolute deviations, for what is distributed normally."""
LEAST_BAND = 0.12
"""Score: what is nearer is in every band; JPEG and grain alone are below 0.05."""


@dataclass(frozen=True)
class Member(Generic[Name]):
    name: Name
    score: float
    reasons: tuple[str, ...]
    is_outlier: bool


@dataclass(frozen=True)
class SetView(Generic[Name]):
    """members: the farthest from the centre first. limit: of the band. centre: the picture that
    lies nearest to the middle."""

    members: tuple[Member[Name], ...]
    limit: float
    centre: Name

    @property
    def outliers(self) -> tuple[Member[Name], ...]:
        return tuple(one for one in self.members if one.is_outlier)


def look_over(pictures: Mapping[Name, Features]) -> SetView[Name]:
    """Of FEWEST or more. The limit is the median distance and SPREADS robust deviations, by which
    up to half of a set may be anything. Source: Rousseeuw and Croux, Alternatives to the Median
    Absolute Deviation, 1993, section 1. Raises ValueError for fewer."""
    if len(pictures) < FEWEST:
        raise ValueError(f"{len(pictures)} pictures are no set")
    centre = centre_of(list(pictures.values()))
    for _ in range(2):
        near = sorted(pictures.values(), key=lambda one: distance(one, centre).score)
        centre = centre_of(near[: max(2, round(len(near) * KEPT))])
    scores = {name: distance(one, centre).score for name, one in pictures.items()}
    middle = float(np.median(list(scores.values())))
    spread = float(np.median([abs(score - middle) for score in scores.values()])) * AS_DEVIATION
    limit = max(LEAST_BAND, middle + SPREADS * spread)
    ordered = sorted(scores, key=lambda name: -scores[name])
    members = tuple(
        Member(name, scores[name], tuple(reasons(pictures[name], centre)), scores[name] > limit)
        for name in ordered
    )
    return SetView(members, limit, ordered[-1])
