"""The Figures page of a workspace: what was made, what of it could be used, and what that took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User

from assets.engines.registry import engine_label, known_tiers
from assets.figures import charts, intervals
from assets.generations.price import price_words
from assets.models import Attempt, Baseline, BrandKit, Template, Workspace
from canvas.access import display_name
from canvas.figures.counts import (
    Counts,
    Times,
    by_day,
    by_dimension,
    counts_of,
    times_by_tier,
    total,
    working_minutes,
)
from canvas.figures.filters import DIMENSIONS, NONE, PERIODS, Filter
from canvas.figures.keys import Key, keys_of, short
from canvas.home import Home
from canvas.words import grouped, percent

USUAL_DIMENSION = "engine"
WEEKLY_FROM = 60
"""Days: of longer times a point of the chart is a week."""


@dataclass(frozen=True)
class Row:
    """One group of the table: its name, its query, and its figures."""

    name: str
    query: str
    counts: Counts

    @property
    def usable_rate(self) -> str:
        return percent(self.counts.usable / self.counts.made) if self.counts.made else "–"

    @property
    def cost_per_usable(self) -> str:
        cost = self.counts.cost_per_usable
        return "–" if cost is None else price_words(cost)

    @property
    def edits_per_usable(self) -> str:
        edits = self.counts.edits_per_usable
        return "–" if edits is None else f"{edits:.1f}"

    @property
    def failed_rate(self) -> str:
        ended = self.counts.ended
        return percent((self.counts.failed + self.counts.blocked) / ended) if ended else "–"


@dataclass(frozen=True)
class Bucket:
    """A day or a week. minutes: of people."""

    label: str
    counts: Counts
    minutes: int

    @property
    def hours(self) -> float:
        return self.counts.engine_s / 3600 + self.minutes / 60


@dataclass(frozen=True)
class Figures:
    """Everything is read when it is first asked for. by: the dimension of the table."""

    home: Home
    filter: Filter
    by: str = USUAL_DIMENSION

    periods = PERIODS
    dimensions = DIMENSIONS

    @property
    def workspace(self) -> Workspace:
        return self.home.here.workspace

    @cached_property
    def counts_by_day(self) -> dict[str, Counts]:
        return by_day(self.filter, self.workspace.id)

    @cached_property
    def counts(self) -> Counts:
        return total(list(self.counts_by_day.values()))

    @cached_property
    def counts_before(self) -> Counts:
        before = self.filter.before
        return counts_of(before.generations(self.workspace.id), self.workspace.id)

    @cached_property
    def minutes_by_day(self) -> dict[str, int]:
        return working_minutes(self.filter, self.workspace.id)

    @property
    def minutes(self) -> int:
        return sum(self.minutes_by_day.values())

    @property
    def knows_minutes(self) -> bool:
        """Work on a board cannot be told apart by engine, tier or template."""
        return not (self.filter.engine or self.filter.tier or self.filter.template)

    @cached_property
    def baseline(self) -> Baseline | None:
        found = Baseline.objects.filter(workspace=self.workspace).select_related("stated_by")
        return found.first()

    @property
    def hours(self) -> float:
        minutes = self.minutes if self.knows_minutes else 0
        return self.counts.engine_s / 3600 + minutes / 60

    @cached_property
    def keys(self) -> list[Key]:
        minutes = self.minutes if self.knows_minutes else None
        return keys_of(self.counts, self.counts_before, minutes, self.hours, self.baseline)

    @cached_property
    def buckets(self) -> list[Bucket]:
        """From first to last day, those of nothing too."""
        counts = self.counts_by_day
        first, last = self.filter.since.date(), self.filter.until.date()
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        if self.filter.days < WEEKLY_FROM:
            return [self._bucket(_day(day), [day], counts) for day in days]
        weeks: dict[str, list[date]] = {}
        for day in days:
            weeks.setdefault(f"W {day.isocalendar().week}", []).append(day)
        return [self._bucket(week, inside, counts) for week, inside in weeks.items()]

    def _bucket(self, label: str, days: Sequence[date], counts: Mapping[str, Counts]) -> Bucket:
        found = [counts.get(day.isoformat(), Counts()) for day in days]
        minutes = sum(self.minutes_by_day.get(day.isoformat(), 0) for day in days)
        return Bucket(label, total(found), minutes if self.knows_minutes else 0)

    @cached_property
    def rate_plot(self) -> charts.Plot:
        values = []
        for bucket in self.buckets:
            usable, hours = bucket.counts.usable, bucket.hours
            likely = intervals.rate(usable, hours)
            if likely is None:
                values.append(charts.Value(bucket.label, None, "nothing was made"))
                continue
            words = f"{short(usable / hours)} an hour, {usable} usable in {hours:.1f} h"
            values.append(
                charts.Value(bucket.label, usable / hours, words, likely.low, likely.high)
            )
        rules = []
        if self.baseline is not None and self.knows_minutes and self.baseline.minutes > 0:
            by_hand = 60 / float(self.baseline.minutes)
            rules.append((by_hand, f"By hand {short(by_hand)}", "hand"))
        return charts.plot(values, rules=rules)

    @cached_property
    def funnel(self) -> list[charts.Bar]:
        counts = self.counts
        steps = [
            ("Asked for", counts.asked, "asked"),
            ("Made", counts.made, "made"),
            ("Decided on", counts.decided, "decided"),
            ("Built on", counts.built_on, "built_on"),
            ("Usable", counts.usable, "usable"),
        ]
        return [
            charts.Bar(
                label,
                grouped(value),
                value / counts.asked if counts.asked else 0,
                percent(value / counts.asked) if counts.asked else "",
                which,
                is_main=which == "usable",
            )
            for label, value, which in steps
        ]

    @cached_property
    def times(self) -> dict[str, Times]:
        found = times_by_tier(self.filter, self.workspace.id)
        order = [*known_tiers(), *sorted(found)]
        return {tier.capitalize(): found[tier] for tier in dict.fromkeys(order) if tier in found}

    @cached_property
    def time_rails(self) -> charts.Rails:
        rows = [
            (tier, times.preview[0], times.result[0] or 0.0, times.result[1] or 0.0)
            for tier, times in self.times.items()
        ]
        return charts.rails(rows, unit="s")

    @cached_property
    def rows(self) -> list[Row]:
        """Of the chosen dimension, the one with the most pictures first."""
        found = by_dimension(self.filter, self.workspace.id, self.by)
        names = self._names(self.by, list(found))
        rows = [
            Row(names.get(key, str(key)), self.filter.narrowed(self.by, key), counts)
            for key, counts in found.items()
        ]
        return sorted(rows, key=lambda row: (-row.counts.asked, row.name))

    def _names(self, dimension: str, keys: Sequence[Any]) -> dict[Any, str]:
        there = [key for key in keys if key is not None]
        names: dict[Any, str] = {}
        if dimension == "brand":
            names = dict(BrandKit.objects.filter(id__in=there).values_list("id", "name"))
        elif dimension == "template":
            names = dict(Template.objects.filter(id__in=there).values_list("id", "name"))
        elif dimension == "person":
            names = {one.pk: display_name(one) for one in User.objects.filter(id__in=there)}
        elif dimension == "engine":
            names = {key: engine_label(key) for key in there}
        elif dimension == "tier":
            names = {key: str(key).capitalize() for key in there}
        return names | {None: _WITHOUT.get(dimension, "–")}

    @cached_property
    def brands(self) -> list[tuple[str, str]]:
        found = BrandKit.objects.filter(workspace=self.workspace).values_list("id", "name")
        return [(str(id_), name) for id_, name in found]

    @cached_property
    def templates(self) -> list[tuple[str, str]]:
        found = Template.objects.filter(workspace=self.workspace).values_list("id", "name")
        return [(str(id_), name) for id_, name in found]

    @cached_property
    def engines(self) -> list[tuple[str, str]]:
        lines = Attempt.objects.filter(workspace=self.workspace)
        keys = sorted(lines.values_list("engine", flat=True).order_by().distinct())
        return [(key, engine_label(key)) for key in keys]

    @property
    def tiers(self) -> list[tuple[str, str]]:
        return [(tier, tier.capitalize()) for tier in known_tiers()]

    @cached_property
    def people(self) -> list[tuple[str, str]]:
        return [(str(one.user_id), display_name(one.user)) for one in self.home.people]

    @property
    def choices(self) -> list[tuple[str, str, list[tuple[str, str]], str]]:
        """Name, words for any, values with labels, and what is chosen."""
        named = [
            ("brand", "All brands", self.brands),
            ("template", "All templates", self.templates),
            ("engine", "All engines", self.engines),
            ("tier", "All tiers", self.tiers),
            ("person", "All people", self.people),
        ]
        shown = []
        for name, any_words, values in named:
            chosen = getattr(self.filter, name)
            more = [(NONE, _WITHOUT[name])] if name in _WITHOUT else []
            if values:
                shown.append((name, any_words, [*values, *more], chosen))
        return shown


_WITHOUT = {"brand": "No brand", "template": "No template", "person": "People who are gone"}


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def figures_of(home: Home, filter: Filter, by: str) -> Figures:
    return Figures(home, filter, by if by in DIMENSIONS else USUAL_DIMENSION)
