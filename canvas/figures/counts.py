"""What is counted of generations, by SQL alone: no figure reads rows one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Cast, Substr

from assets.engines.request import Operation
from assets.figures.intervals import quantile
from assets.generations.price import SMALLEST_USD
from assets.models import Generation, GenerationState
from canvas.figures.filters import NONE, Filter, column_of
from canvas.models import Decision, Node, Op

EDITS = (Operation.INPAINT, Operation.OUTPAINT, Operation.UPSCALE)
APPROVING = (Decision.Kind.APPROVE, Decision.Kind.APPROVE_WITH_CHANGES)
TIMED = 5_000
"""Pictures, the newest, that percentiles are of."""

MADE = Q(state=GenerationState.SUCCEEDED)


@dataclass(frozen=True)
class Counts:
    """cost_usd: the ledger's ended tries of them. engine_s: from start to end of the runs that
    made a picture."""

    asked: int = 0
    made: int = 0
    usable: int = 0
    decided: int = 0
    built_on: int = 0
    failed: int = 0
    blocked: int = 0
    cancelled: int = 0
    edits: int = 0
    cost_usd: Decimal = Decimal(0)
    engine_s: float = 0.0

    @property
    def cost_per_usable(self) -> Decimal | None:
        return self.cost_usd / self.usable if self.usable else None

    @property
    def edits_per_usable(self) -> float | None:
        return self.edits / self.usable if self.usable else None

    @property
    def ended(self) -> int:
        return self.made + self.lost

    @property
    def lost(self) -> int:
        return self.failed + self.blocked


def is_usable(workspace_id: UUID) -> Q:
    """Of generations: the last decision on the picture lets it through, or none was made and it is
    picked on a board."""
    here = Decision.objects.filter(board__workspace_id=workspace_id)
    later = Decision.objects.filter(asset_id=OuterRef("asset_id"), at__gt=OuterRef("at"))
    approved = here.filter(~Exists(later), kind__in=APPROVING).values("asset_id")
    picked = _marked(workspace_id).filter(props__mark="pick").values("asset_id")
    undecided = ~Q(result_id__in=here.values("asset_id"))
    return MADE & (Q(result_id__in=approved) | (Q(result_id__in=picked) & undecided))


def is_decided(workspace_id: UUID) -> Q:
    """Of generations: somebody decided on the picture, or marked it pick, maybe or reject."""
    decided = Decision.objects.filter(board__workspace_id=workspace_id).values("asset_id")
    marked = _marked(workspace_id).filter(props__mark__in=("pick", "maybe", "reject"))
    return MADE & (Q(result_id__in=decided) | Q(result_id__in=marked.values("asset_id")))


def _marked(workspace_id: UUID) -> "QuerySet[Node]":
    return Node.objects.filter(
        board__workspace_id=workspace_id,
        board__deleted_at=None,
        deleted_at=None,
        kind="image",
        props__has_key="mark",
        asset__isnull=False,
    ).order_by()


def counts_by(
    generations: "QuerySet[Generation]", workspace_id: UUID, column: str | None
) -> dict[Any, Counts]:
    """By the values of `column`; None: of all together, under the key None. Two queries."""
    rows = _grouped(generations, column).annotate(
        asked=Count("pk"),
        made=Count("pk", filter=MADE),
        failed=Count("pk", filter=Q(state=GenerationState.FAILED)),
        blocked=Count("pk", filter=Q(state=GenerationState.BLOCKED)),
        cancelled=Count("pk", filter=Q(state=GenerationState.CANCELLED)),
        edits=Count("pk", filter=MADE & Q(operation__in=EDITS)),
        cost_usd=Sum("cost_usd"),
        engine_s=Sum(Epoch("finished_at") - Epoch("started_at"), filter=MADE),
    )
    made = generations.filter(MADE)
    sources = Generation.objects.filter(workspace_id=workspace_id, source__isnull=False)
    parts = {
        "usable": made.filter(is_usable(workspace_id)),
        "decided": made.filter(is_decided(workspace_id)),
        "built_on": made.filter(result_id__in=sources.values("source_id")),
    }
    found = {row.pop("key", None): row for row in rows}
    for name, part in parts.items():
        for row in _grouped(part, column).annotate(n=Count("pk")):
            found.get(row.get("key"), {})[name] = row["n"]
    return {key: _counts(row) for key, row in found.items()}


def counts_of(generations: "QuerySet[Generation]", workspace_id: UUID) -> Counts:
    return counts_by(generations, workspace_id, None).get(None, Counts())


def _grouped(generations: "QuerySet[Generation]", column: str | None) -> Any:
    if column is None:
        # Without a group there is one row of sums, also of nothing.
        return generations.annotate(one=Cast("workspace_id", CharField())).values("one")
    return generations.annotate(key=F(column)).values("key")


def _counts(row: dict[str, Any]) -> Counts:
    row.pop("one", None)
    # SQLite adds decimals up as floats.
    row["cost_usd"] = (row["cost_usd"] or Decimal(0)).quantize(SMALLEST_USD)
    row["engine_s"] = row["engine_s"] or 0.0
    return Counts(**row)


def total(several: Sequence[Counts]) -> Counts:
    """Each picture was asked for on one day, and so on: counts add up."""
    sums = {name.name: sum(getattr(one, name.name) for one in several) for name in fields(Counts)}
    return Counts(**sums | {"cost_usd": Decimal(sums["cost_usd"])})


class Epoch(Func):
    """Seconds of a moment, for differences: of SQLite to 0.1 ms, and without a call into Python for
    each row, which a difference of moments would be there."""

    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template="(julianday(%(expressions)s) * 86400)")

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="EXTRACT(EPOCH FROM %(expressions)s)::float8"
        )


def by_dimension(filter: Filter, workspace_id: UUID, dimension: str) -> dict[Any, Counts]:
    return counts_by(filter.generations(workspace_id), workspace_id, column_of(dimension))


def by_day(filter: Filter, workspace_id: UUID) -> dict[str, Counts]:
    """By the day (UTC, "2026-11-25") that it was asked for."""
    days = filter.generations(workspace_id).annotate(day=stamp("created_at", 10))
    return counts_by(days, workspace_id, "day")


def stamp(column: str, characters: int) -> Substr:
    """The beginning of a moment as text: 10 characters are its day, 16 its minute. Both databases
    write it so, in UTC; cutting it needs no call into Python for each row on SQLite."""
    return Substr(Cast(column, CharField()), 1, characters)


def working_minutes(filter: Filter, workspace_id: UUID) -> dict[str, int]:
    """By day: minutes in which somebody did something, of each person by themselves: changed a
    board, asked for a picture, or decided on one."""
    between = (filter.since, filter.until)
    ops = Op.objects.filter(
        board__workspace_id=workspace_id, committed_at__range=between, actor__isnull=False
    )
    asked = filter.generations(workspace_id).filter(created_by__isnull=False)
    decided = Decision.objects.filter(
        board__workspace_id=workspace_id, at__range=between, user__isnull=False
    )
    if filter.brand:
        brand = None if filter.brand == NONE else UUID(filter.brand)
        ops, decided = ops.filter(board__brand_id=brand), decided.filter(board__brand_id=brand)
    if filter.person and filter.person != NONE:
        person = int(filter.person)
        ops, decided = ops.filter(actor_id=person), decided.filter(user_id=person)
    minutes = _minutes(ops, "actor_id", "committed_at").union(
        _minutes(asked, "created_by_id", "created_at"), _minutes(decided, "user_id", "at")
    )
    found: dict[str, int] = {}
    for _, minute in minutes:
        found[minute[:10]] = found.get(minute[:10], 0) + 1
    return found


def _minutes(rows: "QuerySet[Any]", person: str, moment: str) -> Any:
    told = rows.order_by().annotate(minute=stamp(moment, 16))
    return told.values_list(person, "minute").distinct()


@dataclass(frozen=True)
class Times:
    """Seconds: from asking. of: how many pictures. preview: of those whose engine sent any."""

    of: int
    queue: tuple[float | None, float | None]
    preview: tuple[float | None, float | None]
    result: tuple[float | None, float | None]


def times_by_tier(filter: Filter, workspace_id: UUID) -> dict[str, Times]:
    """p50 and p95 by tier, of the newest TIMED pictures of the filter."""
    rows = (
        filter.generations(workspace_id)
        .filter(MADE)
        .order_by("-created_at")
        .values_list("tier", "created_at", "started_at", "finished_at", "facts__first_preview_s")
    )
    queued: dict[str, list[float]] = {}
    previews: dict[str, list[float]] = {}
    results: dict[str, list[float]] = {}
    for tier, asked, started, finished, preview in rows[:TIMED]:
        if started is None or finished is None:
            continue
        waited = (started - asked).total_seconds()
        queued.setdefault(tier, []).append(waited)
        results.setdefault(tier, []).append((finished - asked).total_seconds())
        if isinstance(preview, int | float):
            previews.setdefault(tier, []).append(waited + preview)
    return {
        tier: Times(
            of=len(results[tier]),
            queue=_two(queued[tier]),
            preview=_two(previews.get(tier, ())),
            result=_two(results[tier]),
        )
        for tier in results
    }


def _two(values: Iterable[float]) -> tuple[float | None, float | None]:
    ordered = sorted(values)
    return quantile(ordered, 0.5), quantile(ordered, 0.95)
