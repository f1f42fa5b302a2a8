"""What a workspace's pictures cost: the lines of its ledger, by filter, and their sums."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from assets.actions.budgets import BudgetState, totals_of
from assets.models import Attempt, BrandKit, Budget, Totals, Workspace
from assets.models.ledger import AttemptQuerySet
from canvas.access import display_name
from canvas.echo import Echo
from canvas.home import Home
from canvas.models import Role

LINES_A_PAGE = 50
OF_BRAND = "brand-"
GONE = "gone"
"""Stands for the lines of people whose accounts are no more."""


@dataclass(frozen=True)
class Filter:
    """month: its first moment, UTC. Each of the others "" for any."""

    month: datetime
    person: str = ""
    engine: str = ""
    outcome: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Filter":
        """What is no month, person or outcome is read as if it were not there."""
        person = query.get("person", "")
        outcome = query.get("outcome", "")
        return cls(
            month=_month(query.get("month", "")) or _start_of_month(timezone.now()),
            person=person if person == GONE or person.isdecimal() and len(person) < 10 else "",
            engine=query.get("engine", "").replace("\x00", "")[:64],
            outcome=outcome if outcome in (*Attempt.Outcome.values, PENDING) else "",
        )

    def lines(self, workspace_id: Any) -> AttemptQuerySet:
        lines = Attempt.objects.filter(workspace_id=workspace_id).of_month(self.month)
        if self.person:
            lines = lines.filter(person_id=None if self.person == GONE else int(self.person))
        if self.engine:
            lines = lines.filter(engine=self.engine)
        if self.outcome:
            lines = lines.filter(outcome="" if self.outcome == PENDING else self.outcome)
        return lines.select_related("person", "brand").order_by("-reserved_at", "-id")

    @property
    def query(self) -> str:
        """For addresses; `page` and the like are added behind it."""
        said = {"person": self.person, "engine": self.engine, "outcome": self.outcome}
        return urlencode({"month": f"{self.month:%Y-%m}"} | {k: v for k, v in said.items() if v})


PENDING = "pending"
"""The outcome of what has none yet, as addresses say it."""

OUTCOMES = [(PENDING, "Not done"), *Attempt.Outcome.choices[1:]]


def _month(words: str) -> datetime | None:
    try:
        month = datetime.strptime(words, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        return None
    return month if 2000 <= month.year < 3000 else None


def _start_of_month(moment: datetime) -> datetime:
    in_utc = moment.astimezone(UTC)
    return in_utc.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class LimitRow:
    """One line of the limits: the workspace's, a member's or a brand's. budget: None without
    limits."""

    person: User | None
    totals: Totals
    budget: Budget | None
    brand: BrandKit | None = None

    @property
    def key(self) -> str:
        """As addresses say it; see `limit` in canvas/views/spending.py."""
        if self.brand is not None:
            return f"{OF_BRAND}{self.brand.id}"
        return "all" if self.person is None else str(self.person.pk)

    @property
    def name(self) -> str:
        if self.brand is not None:
            return self.brand.name
        return "the workspace" if self.person is None else display_name(self.person)

    @property
    def soft_usd(self) -> Decimal | None:
        return self.budget.soft_usd if self.budget else None

    @property
    def hard_usd(self) -> Decimal | None:
        return self.budget.hard_usd if self.budget else None

    @property
    def is_over_soft(self) -> bool:
        return self.budget is not None and BudgetState(self.budget, self.totals).is_over_soft


@dataclass(frozen=True)
class Spending:
    """The page of one workspace. Everything is read when it is first asked for."""

    home: Home
    filter: Filter
    page_number: str = "1"

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def workspace(self) -> Workspace:
        return self.home.here.workspace

    @cached_property
    def lines(self) -> AttemptQuerySet:
        return self.filter.lines(self.workspace.id)

    @cached_property
    def totals(self) -> Totals:
        """Of the lines that the filter leaves: of all of them, not of the page."""
        return self.lines.totals()

    @cached_property
    def page(self) -> "Page[Attempt]":
        return Paginator(self.lines, LINES_A_PAGE).get_page(self.page_number)

    @cached_property
    def months(self) -> list[datetime]:
        """Newest first; this one and the one that is shown are always among them."""
        lines = Attempt.objects.filter(workspace=self.workspace)
        months = set(lines.datetimes("reserved_at", "month", tzinfo=UTC))
        return sorted(months | {self.filter.month, _start_of_month(self.now)}, reverse=True)

    @cached_property
    def engines(self) -> list[str]:
        lines = Attempt.objects.filter(workspace=self.workspace)
        return sorted(lines.values_list("engine", flat=True).order_by().distinct())

    @cached_property
    def people(self) -> list[User]:
        """Members, and whoever else has lines here."""
        there = {one.user_id: one.user for one in self.home.people}
        lines = Attempt.objects.filter(workspace=self.workspace).exclude(person_id__in=there)
        gone = User.objects.filter(id__in=lines.values("person_id"))
        return [*there.values(), *gone]

    outcomes = OUTCOMES

    @property
    def may_limit(self) -> bool:
        return self.home.here.role == Role.OWNER

    @cached_property
    def limit_rows(self) -> list[LimitRow]:
        rows = Budget.objects.filter(workspace=self.workspace)
        return self._limits_of_people(rows) + self._limits_of_brands(rows)

    def _limits_of_people(self, known: "QuerySet[Budget]") -> list[LimitRow]:
        budgets = {budget.person_id: budget for budget in known.filter(brand=None)}
        rows = []
        for person in (None, *(one.user for one in self.home.people)):
            budget = budgets.get(person.pk if person else None)
            used = totals_of(Budget(workspace=self.workspace, person=person), self.now)
            rows.append(LimitRow(person, used, budget))
        return rows

    def _limits_of_brands(self, known: "QuerySet[Budget]") -> list[LimitRow]:
        budgets = {budget.brand_id: budget for budget in known.exclude(brand=None)}
        return [
            LimitRow(
                None,
                totals_of(Budget(workspace=self.workspace, brand=brand), self.now),
                budgets.get(brand.id),
                brand,
            )
            for brand in self.workspace.brands.filter(archived_at=None)
        ]


COLUMNS = (
    "asked for (UTC)",
    "ended (UTC)",
    "person",
    "e-mail",
    "brand",
    "operation",
    "tier",
    "engine",
    "outcome",
    "code",
    "engine calls",
    "quoted USD",
    "amount USD",
    "state",
    "certain",
    "generation",
    "try",
)


def csv_rows(lines: Iterable[Attempt]) -> Iterator[str]:
    """The lines as CSV, head first. The amounts add up to what the page shows."""
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for line in lines:
        yield writer.writerow([_cell(value) for value in _values(line)])


def _values(line: Attempt) -> Iterator[Any]:
    for moment in (line.reserved_at, line.ended_at):
        yield f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else ""
    yield display_name(line.person) if line.person else ""
    yield line.person.email if line.person else ""
    yield line.brand.name if line.brand else ""
    yield from (line.operation, line.tier, line.engine)
    yield from (line.get_outcome_display(), line.code, line.calls)
    yield from (line.quoted_usd, line.amount_usd, line.state)
    yield "yes" if line.is_certain else "no"
    yield from (line.generation_id or "", line.number)


def _cell(value: Any) -> str:
    """A name that begins like a formula is kept from being one in a spreadsheet."""
    words = str(value)
    return f"'{words}" if words[:1] in "=+-@\t\r" and words else words
