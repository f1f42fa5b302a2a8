"""The figures at the top of the page: each with how sure it is, and what it was before."""

from dataclasses import dataclass
from decimal import Decimal

from assets.figures import intervals
from assets.generations.price import price_words
from assets.models import Baseline
from canvas.access import display_name
from canvas.figures.counts import Counts
from canvas.figures.definitions import DEFINITIONS
from canvas.words import grouped

MINUS = "\u2212"


@dataclass(frozen=True)
class Key:
    """change: against the time before, "" for none; is_better: None where nothing is.
    which: of the pictures behind it, "" for none."""

    name: str
    value: str
    definition: str
    unit: str = ""
    change: str = ""
    is_better: bool | None = None
    note: str = ""
    which: str = ""


def keys_of(
    now: Counts, before: Counts, minutes: int | None, hours: float, baseline: Baseline | None
) -> list[Key]:
    """minutes: of people, None where they cannot be told apart. hours: of engines and people."""
    return [
        _rate(now, hours, knows_people=minutes is not None),
        _cost(now.cost_usd, now.cost_per_usable, before.cost_per_usable),
        _minutes(now, minutes, baseline),
        _kept(now, before),
        _lost(now, before),
    ]


def _rate(now: Counts, hours: float, *, knows_people: bool) -> Key:
    told = DEFINITIONS["usable_per_hour" if knows_people else "usable_per_engine_hour"]
    name = "Usable pictures an hour" if knows_people else "Usable an engine hour"
    likely = intervals.rate(now.usable, hours)
    if likely is None:
        return Key(name, "–", told, note="Nothing was made")
    note = f"{short(likely.low)} to {short(likely.high)} likely"
    return Key(name, short(now.usable / hours), told, note=note, which="usable")


def _cost(whole: Decimal, now: Decimal | None, before: Decimal | None) -> Key:
    name, told = "Cost per usable picture", DEFINITIONS["cost_per_usable"]
    note = f"{price_words(whole)} in all"
    if now is None:
        return Key(name, "–", told, note=note, which="asked")
    change, is_better = "", None
    if before is not None and now != before:
        sign, is_better = ("+", False) if now > before else (MINUS, True)
        change = f"{sign}{price_words(abs(now - before))}"
    return Key(name, price_words(now), told, "", change, is_better, note, "usable")


def _minutes(now: Counts, minutes: int | None, baseline: Baseline | None) -> Key:
    name, told = "People's minutes per usable", DEFINITIONS["minutes_per_usable"]
    if minutes is None:
        return Key(name, "–", told, note="Known by brand and person alone")
    note = f"{grouped(minutes)} min of work in all"
    if baseline is not None:
        by = f", stated by {display_name(baseline.stated_by)}" if baseline.stated_by else ""
        note = f"{baseline.minutes:f} min by hand{by}"
    if not now.usable:
        return Key(name, "–", told, note=note)
    return Key(name, short(minutes / now.usable), told, "min", note=note, which="usable")


def _kept(now: Counts, before: Counts) -> Key:
    rate = now.usable / now.made if now.made else None
    rate_before = before.usable / before.made if before.made else None
    note = f"{grouped(now.usable)} usable of {grouped(now.made)} made"
    return _percent("Kept", DEFINITIONS["usable_rate"], rate, rate_before, note, "made", True)


def _lost(now: Counts, before: Counts) -> Key:
    rate = now.lost / now.ended if now.ended else None
    rate_before = before.lost / before.ended if before.ended else None
    note = f"{grouped(now.failed)} failed, {grouped(now.blocked)} refused"
    told = f"{DEFINITIONS['failed']} {DEFINITIONS['blocked']}"
    return _percent("Failed or refused", told, rate, rate_before, note, "lost", False)


def _percent(
    name: str,
    told: str,
    now: float | None,
    before: float | None,
    note: str,
    which: str,
    more_is_better: bool,
) -> Key:
    if now is None:
        return Key(name, "–", told, note=note, which=which)
    change, is_better = "", None
    if before is not None and abs(now - before) >= 0.0005:
        change = f"{'+' if now > before else MINUS}{abs(now - before) * 100:.1f}"
        is_better = (now > before) == more_is_better
    return Key(name, f"{now * 100:.1f}", told, "%", change, is_better, note, which)


def short(value: float) -> str:
    """Three digits of a figure at most: 0.42, 7.3, 41, 1 208."""
    if value < 1:
        return f"{value:.2f}"
    return f"{value:.1f}" if value < 10 else grouped(round(value))
