"""The Drift page: for each watch a control chart, what broke it, and before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from assets.actions.canaries import references_of
from assets.drift.control import SIGMAS, Limits, creeps_from
from assets.drift.features import VERSION
from assets.drift.pauses import name_of
from assets.drift.words import reasons
from assets.engines.registry import engine_label, known_tiers
from assets.figures import charts
from assets.models import Asset, BrandKit, CanaryRun, DriftWatch, Generation, Template, Workspace
from canvas.actions.drift import restorable
from canvas.home import Home
from canvas.models import Role
from canvas.words import day_and_time

MOST_POINTS = 120
"""Pictures on a chart, the newest."""


@dataclass(frozen=True)
class Point:
    at: datetime
    score: float
    engine: str
    version: str
    wording: int | None
    asset: UUID


@dataclass(frozen=True)
class Pair:
    """The same canary, drawn by the last good run and by the last one: what changed, in words."""

    before: UUID
    after: UUID
    words: str


@dataclass(frozen=True)
class Watched:
    watch: DriftWatch

    @property
    def name(self) -> str:
        return name_of(self.watch)

    @cached_property
    def limits(self) -> Limits | None:
        return references_of(self.watch)

    @cached_property
    def reference_count(self) -> int:
        return self.watch.references.count()

    @cached_property
    def points(self) -> list[Point]:
        """Oldest first: pictures of the watch as people made them, and its canaries."""
        if self.limits is None:
            return []
        watch = self.watch
        made = Q(tier=watch.tier)
        if watch.brand_id is not None:
            made &= Q(brand_id=watch.brand_id)
        if watch.template_id is not None:
            made &= Q(template_version__template_id=watch.template_id)
        # Edits show their source first of all.
        made &= Q(operation__in=("text_to_image", "image_to_image"), canary=None)
        rows = (
            Generation.objects.filter(
                made | Q(canary__run__watch=watch),
                workspace_id=watch.workspace_id,
                result__look__version=VERSION,
            )
            .select_related("result__look", "template_version")
            .order_by("-created_at", "-id")[:MOST_POINTS]
        )
        return [self._point(row) for row in reversed(rows)]

    def _point(self, row: Generation) -> Point:
        assert row.result is not None and self.limits is not None
        wording = row.template_version.number if row.template_version else None
        score = self.limits.score(row.result.look.features)
        return Point(row.created_at, score, row.engine, row.engine_version, wording, row.result.id)

    @property
    def outside(self) -> list[Point]:
        return [one for one in self.points if self.limits and one.score > self.limits.limit]

    @cached_property
    def alarms(self) -> list[str]:
        """What changed and what broke the limits, the newest last."""
        said = [f"{words}, {day_and_time(self.points[n].at)}." for n, words in self._changes]
        if self.limits is None:
            return said
        if outside := self.outside:
            count = f"{len(outside)} of {len(self.points)} pictures"
            said.append(f"{count} lie beyond the limit, the last {day_and_time(outside[-1].at)}.")
        creep = creeps_from([one.score for one in self.points], self.limits)
        if creep is not None and not outside:
            since = day_and_time(self.points[creep].at)
            said.append(f"It creeps: the weighted mean is above its limit since {since}.")
        return said

    @cached_property
    def _changes(self) -> list[tuple[int, str]]:
        """Before which points an engine, its version or the wording became another one."""
        found = []
        for number in range(1, len(self.points)):
            before, after = self.points[number - 1], self.points[number]
            if (before.engine, before.version) != (after.engine, after.version):
                found.append((number, f"Engine {_engine(before)} to {_engine(after)}"))
            if before.wording != after.wording and None not in (before.wording, after.wording):
                found.append((number, f"Wording v{before.wording} to v{after.wording}"))
        return found

    @cached_property
    def plot(self) -> charts.Plot:
        assert self.limits is not None
        limit = self.limits.limit
        values = [
            charts.Value(f"{p.at:%-d %b}", p.score, f"{p.score:.2f}", is_bad=p.score > limit)
            for p in self.points
        ]
        rules = [
            (limit, f"Limit {limit:.2f}", "limit"),
            (self.limits.mean, f"Mean {self.limits.mean:.2f}", "mean"),
        ]
        marks = [(number, words.split(" ")[0].lower()) for number, words in self._changes[-4:]]
        return charts.plot(values, rules=rules, marks=marks, digits=2)

    @cached_property
    def last_run(self) -> CanaryRun | None:
        return self.watch.runs.last()

    @property
    def is_drawing(self) -> bool:
        return self.last_run is not None and self.last_run.judged_at is None

    @cached_property
    def pairs(self) -> list[Pair]:
        after = self.watch.runs.exclude(judged_at=None).last()
        good = self.watch.runs.filter(is_good=True)
        before = good.exclude(id=after.id).last() if after else None
        if before is None or after is None:
            return []
        pictures = [_pictures(run) for run in (before, after)]
        return [
            Pair(
                pictures[0][place].id,
                pictures[1][place].id,
                ", ".join(
                    reasons(pictures[1][place].look.features, pictures[0][place].look.features)
                )
                or "no difference that can be named",
            )
            for place in sorted(pictures[0].keys() & pictures[1].keys())
        ]

    @cached_property
    def good_version(self) -> CanaryRun | None:
        return restorable(self.watch)


def _pictures(run: CanaryRun) -> dict[int, Asset]:
    """By the place of the canary, those that came and were measured."""
    rows = run.canaries.exclude(generation__result__look=None)
    found = rows.select_related("generation__result__look")
    return {one.place: one.generation.result for one in found if one.generation.result is not None}


def _engine(point: Point) -> str:
    return f"{engine_label(point.engine)} {point.version}".strip()


@dataclass(frozen=True)
class Radar:
    home: Home

    sigmas = int(SIGMAS)

    @property
    def workspace(self) -> Workspace:
        return self.home.here.workspace

    @property
    def may_restore(self) -> bool:
        return self.home.here.role == Role.OWNER

    @cached_property
    def watched(self) -> Sequence[Watched]:
        rows = DriftWatch.objects.filter(workspace=self.workspace)
        related = ("brand", "template", "workspace", "overridden_by")
        return [Watched(watch) for watch in rows.select_related(*related)]

    @cached_property
    def brands(self) -> list[BrandKit]:
        return list(BrandKit.objects.filter(workspace=self.workspace, archived_at=None))

    @cached_property
    def templates(self) -> list[Template]:
        return list(Template.objects.filter(workspace=self.workspace, deleted_at=None))

    @property
    def tiers(self) -> list[tuple[str, str]]:
        return [(tier, tier.capitalize()) for tier in known_tiers()]
