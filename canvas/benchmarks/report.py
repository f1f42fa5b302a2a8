"""What a run of a benchmark says: by tier, with intervals, and whether there is a winner."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from statistics import fmean
from typing import Any

from assets.figures import charts, intervals
from assets.figures.intervals import Interval
from assets.generations.states import CANCELLABLE
from assets.models import Benchmark, BenchmarkPicture, BenchmarkRun, GenerationState, Judgement
from canvas.audit_chain import guarded
from canvas.echo import Echo
from canvas.words import day_and_time


@dataclass(frozen=True)
class TierReport:
    """Of one tier in one run. judged: verdicts, without repeats. review_s: of those judgements."""

    tier: str
    engine: Mapping[str, str]
    asked: int
    made: int
    failed: int
    refused: int
    judged: int
    usable: int
    fixable: int
    cost_usd: Decimal
    engine_s: float
    review_s: float
    latencies: Sequence[float] = ()
    shifts: Sequence[float] = ()
    seams: Sequence[float] = ()
    rings: Sequence[float] = ()

    @property
    def hours(self) -> float:
        return (self.engine_s + self.review_s) / 3600

    @property
    def per_hour(self) -> float | None:
        return self.usable / self.hours if self.judged and self.hours > 0 else None

    @property
    def per_hour_likely(self) -> Interval | None:
        """Of the usable of the judged (Wilson), for the same time."""
        if not self.judged or self.hours <= 0:
            return None
        share = intervals.share(self.usable, self.judged)
        return Interval(share.low * self.judged / self.hours, share.high * self.judged / self.hours)

    @property
    def usd_per_usable(self) -> Decimal | None:
        return self.cost_usd / self.usable if self.usable else None

    @property
    def usable_percent(self) -> float | None:
        return 100 * self.usable / self.judged if self.judged else None

    @property
    def failed_percent(self) -> float:
        return 100 * self.failed / self.asked if self.asked else 0.0

    @property
    def refused_percent(self) -> float:
        return 100 * self.refused / self.asked if self.asked else 0.0

    @property
    def p50(self) -> float | None:
        return intervals.quantile(sorted(self.latencies), 0.5)

    @property
    def p95(self) -> float | None:
        return intervals.quantile(sorted(self.latencies), 0.95)

    @property
    def shift_px(self) -> float | None:
        return fmean(self.shifts) if self.shifts else None

    @property
    def seam(self) -> float | None:
        return fmean(self.seams) if self.seams else None

    @property
    def ring_levels(self) -> float | None:
        return fmean(self.rings) if self.rings else None


@dataclass
class _Sums:
    numbers: dict[str, Any] = field(default_factory=lambda: {"cost_usd": Decimal(0)})
    lists: dict[str, list[float]] = field(default_factory=dict)

    def add(self, **more: Any) -> None:
        for key, value in more.items():
            self.numbers[key] = self.numbers.get(key, 0) + value


@dataclass(frozen=True)
class RunReport:
    run: BenchmarkRun

    @cached_property
    def pictures(self) -> list[BenchmarkPicture]:
        return list(self.run.pictures.select_related("generation"))

    @property
    def engines(self) -> dict[str, Mapping[str, str]]:
        """In the order of the benchmark's tiers: PostgreSQL keeps keys in an order of its own."""
        return {tier: self.run.engines[tier] for tier in self.run.benchmark.tiers}

    @cached_property
    def judgements(self) -> list[Judgement]:
        return list(Judgement.objects.filter(picture__run=self.run))

    @property
    def ended(self) -> int:
        return sum(one.generation.state not in CANCELLABLE for one in self.pictures)

    @property
    def is_running(self) -> bool:
        return self.ended < len(self.pictures)

    @cached_property
    def tiers(self) -> list[TierReport]:
        """The one with the most usable an hour first."""
        verdicts: dict[int, list[Judgement]] = {}
        for judged in self.judgements:
            if not judged.is_repeat:
                verdicts.setdefault(judged.picture_id, []).append(judged)
        found = [self._tier(tier, engine, verdicts) for tier, engine in self.engines.items()]
        return sorted(found, key=lambda one: -(one.per_hour or -1))

    def _tier(
        self, tier: str, engine: Mapping[str, str], verdicts: Mapping[int, list[Judgement]]
    ) -> TierReport:
        sums = _Sums()
        of_tier = [one for one in self.pictures if one.tier == tier]
        for picture in of_tier:
            _add_picture(sums, picture)
            for judged in verdicts.get(picture.id, ()):
                sums.add(
                    judged=1,
                    review_s=judged.seconds,
                    usable=int(judged.verdict == Judgement.Verdict.USABLE),
                    fixable=int(judged.verdict == Judgement.Verdict.FIXABLE),
                )
        counts = ("made", "failed", "refused", "judged", "usable", "fixable")
        told = {key: sums.numbers.get(key, 0) for key in (*counts, "engine_s", "review_s")}
        told |= sums.lists
        return TierReport(tier, engine, len(of_tier), cost_usd=sums.numbers["cost_usd"], **told)

    @cached_property
    def winner(self) -> TierReport | None:
        """None where the first two overlap, or nothing was judged of one of them."""
        if len(self.tiers) < 2:
            return None
        first = self.tiers[0]
        likely = first.per_hour_likely
        if likely is None:
            return None
        rest = [one.per_hour_likely for one in self.tiers[1:] if one.made]
        if any(one is None or likely.overlaps(one) for one in rest):
            return None
        return first

    @property
    def is_judged(self) -> bool:
        """Something of each tier that made something."""
        made = [one for one in self.tiers if one.made]
        return bool(made) and all(one.judged for one in made)

    @cached_property
    def repeats(self) -> tuple[int, int]:
        """Judged twice by one person: how many alike, of how many."""
        firsts = {
            (j.picture_id, j.person_id): j.verdict for j in self.judgements if not j.is_repeat
        }
        again = [j for j in self.judgements if j.is_repeat]
        pairs = [(j.verdict, firsts.get((j.picture_id, j.person_id))) for j in again]
        return sum(one == other for one, other in pairs), len(pairs)

    @property
    def judges(self) -> int:
        return len({judged.person_id for judged in self.judgements})


def _add_picture(sums: _Sums, picture: BenchmarkPicture) -> None:
    made = picture.generation
    sums.add(
        made=int(made.state == GenerationState.SUCCEEDED),
        failed=int(made.state == GenerationState.FAILED),
        refused=int(made.state == GenerationState.BLOCKED),
        cost_usd=made.cost_usd,
    )
    if made.state != GenerationState.SUCCEEDED or made.duration_s is None:
        return
    sums.add(engine_s=made.duration_s)
    measured = {"latencies": made.duration_s} | _edit_figures(made.facts)
    for key, value in measured.items():
        sums.lists.setdefault(key, []).append(value)


def _edit_figures(facts: Mapping[str, Any]) -> dict[str, float]:
    """Of an edit, as the compositing measured it before it put things right."""
    found: dict[str, float] = {}
    registration, seam, colour = (facts.get(key) for key in ("registration", "seam", "colour"))
    if isinstance(registration, dict) and registration.get("measured"):
        x, y = registration["shift_px"]
        found["shifts"] = float((x**2 + y**2) ** 0.5)
    if isinstance(seam, dict) and isinstance(seam.get("score"), int | float):
        found["seams"] = float(seam["score"])
    if isinstance(colour, dict) and "ring_difference_before" in colour:
        found["rings"] = float(colour["ring_difference_before"])
    return found


@dataclass(frozen=True)
class Trend:
    """One tier over the runs: marks where its engine was another one."""

    tier: str
    plot: charts.Plot


def trends_of(reports: Sequence[RunReport]) -> list[Trend]:
    found = []
    for tier in dict.fromkeys(tier for one in reports for tier in one.engines):
        there = [(r, t) for r in reports for t in r.tiers if t.tier == tier and t.per_hour]
        if len(there) < 2:
            continue
        values = []
        for report, of_tier in there:
            likely, value = of_tier.per_hour_likely, of_tier.per_hour or 0
            words = f"{value:.1f} usable an hour"
            low, high = (likely.low, likely.high) if likely else (value, value)
            values.append(charts.Value(day_and_time(report.run.begun_at), value, words, low, high))
        marks = [
            (number, there[number][1].engine["version"][:24])
            for number in range(1, len(there))
            if there[number][1].engine != there[number - 1][1].engine
        ]
        found.append(Trend(tier, charts.plot(values, marks=marks)))
    return found


COLUMNS = (
    *("run", "brief", "operation", "prompt", "tier", "engine", "engine version", "copy"),
    *("state", "seconds", "cost USD", "shift px", "seam", "ring levels", "verdict", "repeat"),
)


def csv_rows(benchmark: Benchmark, reports: Iterable[RunReport]) -> Iterator[str]:
    """Every picture of every run with its verdicts, and the cells that were not asked for."""
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for number, report in enumerate(reports, 1):
        verdicts: dict[tuple[int, bool], list[str]] = {}
        for one in report.judgements:
            verdicts.setdefault((one.picture_id, one.is_repeat), []).append(one.verdict)
        for picture in report.pictures:
            made, brief = picture.generation, benchmark.briefs[picture.brief]
            edit = _edit_figures(made.facts)
            told = [number, picture.brief + 1, brief["operation"], guarded(brief["prompt"])]
            told += [picture.tier, made.engine, made.engine_version, picture.copy + 1, made.state]
            told += [made.duration_s or "", made.cost_usd]
            told += [edit.get(key, "") for key in ("shifts", "seams", "rings")]
            told += [" ".join(verdicts.get((picture.id, again), [])) for again in (False, True)]
            yield writer.writerow(told)
        for brief_number, tier, why in report.run.cannot:
            brief = benchmark.briefs[brief_number]
            head = [number, brief_number + 1, brief["operation"], guarded(brief["prompt"]), tier]
            yield writer.writerow([*head, "", "", "", f"cannot: {why}"])
