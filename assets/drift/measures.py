"""How far a picture is from another, or from the centre of a set: four measures and one score.

Each distance is 0 for the same picture and grows with what it is named after; FAR is what pictures
that have nothing to do with each other are apart (tests/bench/drift.py measures it on
photographs). The score is the root of the mean of squares of the distances by FAR: 0 for the same
picture, about 1 for an unrelated one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assets.drift.features import Features, Vector


class Measure(StrEnum):
    PALETTE = "palette"
    LIGHT = "light"
    COMPOSITION = "composition"
    DETAIL = "detail"


FAR: Mapping[Measure, float] = {
    Measure.PALETTE: 0.05,
    Measure.LIGHT: 0.16,
    Measure.COMPOSITION: 0.35,
    Measure.DETAIL: 0.2,
}


@dataclass(frozen=True)
class Distance:
    """by: each in its own unit, >= 0 (OKLab units; OKLab lightness; 0 to 1; octaves)."""

    by: Mapping[Measure, float]

    @property
    def shares(self) -> dict[Measure, float]:
        """Of what unrelated pictures are apart: so that the four can be compared."""
        return {measure: value / FAR[measure] for measure, value in self.by.items()}

    @property
    def score(self) -> float:
        return float(np.sqrt(np.mean([share**2 for share in self.shares.values()])))

    @property
    def largest(self) -> Measure:
        shares = self.shares
        return max(shares, key=lambda measure: shares[measure])


def distance(one: Features, other: Features) -> Distance:
    """Symmetric. palette: sliced Wasserstein-1 of the OKLab colour clouds. light: half
    Wasserstein-1 of lightness, half the mean difference of where it is light. composition:
    1 - Hellinger affinity of the layouts of edges. detail: mean difference of
    contrast over the octaves."""
    tones = float(np.abs(one.tones - other.tones).mean())
    light = float(np.abs(one.light - other.light).mean())
    return Distance(
        {
            Measure.PALETTE: float(np.abs(one.palette - other.palette).mean()),
            Measure.LIGHT: (tones + light) / 2,
            Measure.COMPOSITION: max(0.0, 1 - float(one.layout @ other.layout)),
            Measure.DETAIL: float(np.abs(one.detail - other.detail).mean()),
        }
    )


def centre_of(pictures: Sequence[Features]) -> Features:
    """What lies in the middle of a set of one or more: means of quantiles are the barycentre of
    the colours; the layout is the mean of the shares."""
    layout = np.sqrt(np.mean([one.layout**2 for one in pictures], axis=0))
    layout /= max(float(np.linalg.norm(layout)), 1e-9)
    clear = [one.subject for one in pictures if one.subject[3] >= CLEAR]
    subject = _mean(clear) if clear else _mean([one.subject for one in pictures])
    return Features(
        palette=_mean([one.palette for one in pictures]),
        tones=_mean([one.tones for one in pictures]),
        light=_mean([one.light for one in pictures]),
        layout=layout.astype(np.float32),
        detail=_mean([one.detail for one in pictures]),
        mean=_mean([one.mean for one in pictures]),
        subject=subject,
    )


CLEAR = 0.72
"""Of Otsu's criterion: from here on a subject stands out of what is around it."""


def _mean(values: Sequence[Vector]) -> Vector:
    return np.asarray(np.mean(values, axis=0), np.float32)
