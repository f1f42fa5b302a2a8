"""What has drifted, in words and figures: "warmer by 9, subject 30 % smaller"."""

from collections.abc import Iterator

import numpy as np

from assets.drift.features import Features
from assets.drift.measures import CLEAR, Measure, distance

LEAST_COLOUR = 1.5
"""Hundredths of OKLab: below it nobody sees a difference between whole pictures."""
LEAST_LIGHT = 3.0
LEAST_SHARE = 0.12
LEAST_SHIFT = 0.06
LEAST_OCTAVES = 0.2
LEAST_REST = 0.4
"""Of what unrelated pictures are apart."""
MOST_REASONS = 3


def reasons(picture: Features, centre: Features) -> list[str]:
    """What of `picture` is other than in `centre`, the most striking first, at most MOST_REASONS;
    none: nothing that can be named. Colours and light in hundredths of OKLab."""
    found = [*_colour(picture, centre), *_light(picture, centre)]
    found += [*_subject(picture, centre), *_detail(picture, centre)]
    found += _rest(picture, centre)
    found.sort(key=lambda reason: -reason[0])
    return [words for _, words in found[:MOST_REASONS]]


Reason = tuple[float, str]
"""How many times the least that is said, and the words."""


def _colour(picture: Features, centre: Features) -> Iterator[Reason]:
    _, red, yellow, chroma = (float(one) * 100 for one in picture.mean - centre.mean)
    if abs(yellow) >= LEAST_COLOUR:
        words = "warmer" if yellow > 0 else "cooler"
        yield abs(yellow) / LEAST_COLOUR, f"{words} by {abs(yellow):.0f}"
    if abs(red) >= LEAST_COLOUR:
        yield abs(red) / LEAST_COLOUR, f"{'redder' if red > 0 else 'greener'} by {abs(red):.0f}"
    if abs(chroma) >= LEAST_COLOUR:
        words = "more colourful" if chroma > 0 else "paler"
        yield abs(chroma) / LEAST_COLOUR, f"{words} by {abs(chroma):.0f}"


def _light(picture: Features, centre: Features) -> Iterator[Reason]:
    lighter = float(picture.mean[0] - centre.mean[0]) * 100
    if abs(lighter) >= LEAST_LIGHT:
        words = "lighter" if lighter > 0 else "darker"
        yield abs(lighter) / LEAST_LIGHT, f"{words} by {abs(lighter):.0f}"
    contrast = (float(np.std(picture.tones)) - float(np.std(centre.tones))) * 100
    if abs(contrast) >= LEAST_LIGHT:
        words = "more contrast" if contrast > 0 else "less contrast"
        yield abs(contrast) / LEAST_LIGHT, f"{words} by {abs(contrast):.0f}"
    for axis, sides in ((1, ("right", "left")), (0, ("bottom", "top"))):
        tilt = (_tilt(picture, axis) - _tilt(centre, axis)) * 100
        if abs(tilt) >= 2 * LEAST_LIGHT:
            yield (
                abs(tilt) / LEAST_LIGHT / 2,
                f"lighter at the {sides[tilt < 0]} by {abs(tilt):.0f}",
            )


def _tilt(picture: Features, axis: int) -> float:
    """How much lighter the second half is: right (axis 1) or bottom (axis 0)."""
    first, second = np.split(picture.light, 2, axis=axis)
    return float(second.mean() - first.mean())


def _subject(picture: Features, centre: Features) -> Iterator[Reason]:
    share, x, y, clear = (float(one) for one in picture.subject)
    usual, usual_x, usual_y, usually_clear = (float(one) for one in centre.subject)
    if min(clear, usually_clear) < CLEAR or min(share, usual) <= 0:
        return
    size = (share / usual) ** 0.5 - 1  # of its sides, not of its area
    if abs(size) >= LEAST_SHARE:
        words = "larger" if size > 0 else "smaller"
        yield abs(size) / LEAST_SHARE, f"subject {abs(size):.0%} {words}".replace("%", " %")
    for shift, ways in ((x - usual_x, ("right", "left")), (y - usual_y, ("down", "up"))):
        if abs(shift) >= LEAST_SHIFT:
            way = f"subject {abs(shift):.0%} farther {ways[shift < 0]}".replace("%", " %")
            yield abs(shift) / LEAST_SHIFT, way


def _detail(picture: Features, centre: Features) -> Iterator[Reason]:
    change_by_octave = picture.detail - centre.detail
    fine, coarse = np.split(change_by_octave, 2)
    octaves = float(fine.mean() - coarse.mean())
    if abs(octaves) >= LEAST_OCTAVES:
        change = f"{abs(2**octaves - 1):.0%}".replace("%", " %")
        words = f"{change} more fine detail" if octaves > 0 else f"{change} less fine detail"
        yield abs(octaves) / LEAST_OCTAVES, words


def _rest(picture: Features, centre: Features) -> Iterator[Reason]:
    """What the figures of the whole picture do not show: other hues, another layout."""
    apart = distance(picture, centre)
    layout = apart.shares[Measure.COMPOSITION]
    if layout >= LEAST_REST:
        yield layout / LEAST_REST, f"laid out otherwise by {apart.by[Measure.COMPOSITION]:.2f}"
    palette = apart.shares[Measure.PALETTE]
    if palette >= max(LEAST_REST, apart.shares[Measure.LIGHT]):
        yield palette / LEAST_REST, f"other colours by {apart.by[Measure.PALETTE] * 100:.0f}"
