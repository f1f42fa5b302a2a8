"""The Benchmarks page and that of one benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.contrib.auth.models import User

from assets.actions.benchmarks import Cell, dry_run, next_to_judge
from assets.engines.registry import known_tiers
from assets.engines.request import Operation
from assets.models import Benchmark, Generation, GenerationState, Workspace
from canvas.benchmarks.report import RunReport, Trend, trends_of
from canvas.home import Home
from canvas.models import Role

RECENT = 12
LOOKED_AT = 200
NAMES = {
    "text_to_image": "From words",
    "image_to_image": "After anchors",
    "inpaint": "Masked edit",
    "outpaint": "Extend",
    "upscale": "Enlarge",
}


@dataclass(frozen=True)
class Benchmarks:
    home: Home

    @property
    def workspace(self) -> Workspace:
        return self.home.here.workspace

    @cached_property
    def every(self) -> Sequence[Benchmark]:
        return list(Benchmark.objects.filter(workspace=self.workspace))

    @property
    def tiers(self) -> list[tuple[str, str]]:
        return [(tier, tier.capitalize()) for tier in known_tiers()]

    @cached_property
    def recent(self) -> list[tuple[str, Generation]]:
        """What was asked for here last, each brief once, edits and anchors first."""
        rows = Generation.objects.filter(
            workspace=self.workspace,
            state=GenerationState.SUCCEEDED,
            operation__in=[str(one) for one in Operation if str(one) in NAMES],
            blend_of=None,
            benchmarked=None,
            canary=None,
            edit__parts__isnull=True,
        ).order_by("-created_at")[:LOOKED_AT]
        seen: dict[tuple[str, str, object], Generation] = {}
        for row in rows:
            seen.setdefault((row.operation, row.prompt, row.source_id), row)
        order = sorted(seen.values(), key=lambda row: row.operation == "text_to_image")
        return [(NAMES[row.operation], row) for row in order[:RECENT]]


@dataclass(frozen=True)
class BenchmarkPage:
    home: Home
    benchmark: Benchmark
    user: User

    @cached_property
    def cells(self) -> list[Cell]:
        return dry_run(self.benchmark)

    @property
    def calls(self) -> int:
        return sum(not cell.why for cell in self.cells) * self.benchmark.copies

    @property
    def most_calls(self) -> int:
        return len(self.cells) * self.benchmark.copies

    @property
    def usd(self) -> Decimal:
        return sum((cell.usd for cell in self.cells), Decimal(0))

    @property
    def seconds(self) -> float:
        """Tiers side by side, the briefs of each one after the other."""
        tiers = self.benchmark.tiers
        by_tier = [sum(c.seconds for c in self.cells if c.tier == tier) for tier in tiers]
        return max(by_tier, default=0.0)

    @property
    def rows(self) -> list[tuple[str, str, list[Cell]]]:
        """Each brief with its cells, in the order of the tiers."""
        briefs = self.benchmark.briefs
        return [
            (NAMES[brief["operation"]], brief["prompt"], [c for c in self.cells if c.brief == n])
            for n, brief in enumerate(briefs)
        ]

    @cached_property
    def reports(self) -> list[RunReport]:
        return [RunReport(run) for run in self.benchmark.runs.all()]

    @property
    def newest(self) -> RunReport | None:
        return self.reports[-1] if self.reports else None

    @property
    def changed(self) -> list[str]:
        """Tiers whose engine is another one than in the run before the newest."""
        if len(self.reports) < 2:
            return []
        before, now = (one.run.engines for one in self.reports[-2:])
        return [tier for tier in now if tier in before and now[tier] != before[tier]]

    @cached_property
    def trends(self) -> list[Trend]:
        return trends_of(self.reports)

    @cached_property
    def left_to_judge(self) -> bool:
        newest = self.newest
        return newest is not None and next_to_judge(newest.run, self.user) is not None

    @property
    def may_route(self) -> bool:
        return self.home.here.role == Role.OWNER
