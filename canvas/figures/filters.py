"""Which pictures figures are of, as the address of the page says it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from assets.models import Generation
from assets.models.generation import CROP

PERIODS = {7: "7 days", 30: "30 days", 91: "Quarter"}
USUAL_DAYS = 30
NONE = "none"
"""Stands for pictures without a brand, a template or a person who is still there."""

DIMENSIONS = {
    "brand": "Brand",
    "template": "Template",
    "engine": "Engine",
    "tier": "Tier",
    "person": "Person",
}
_COLUMNS = {
    "brand": "brand_id",
    "template": "template_version__template_id",
    "engine": "engine",
    "tier": "tier",
    "person": "created_by_id",
}


@dataclass(frozen=True)
class Filter:
    """days: back from `until`. Each of the dimensions "" for any, NONE for those without."""

    until: datetime
    days: int = USUAL_DAYS
    brand: str = ""
    template: str = ""
    engine: str = ""
    tier: str = ""
    person: str = ""

    @classmethod
    def of(cls, query: QueryDict, now: datetime | None = None) -> "Filter":
        """What is no number and no id is read as if it were not there."""
        days = query.get("days", "")
        return cls(
            until=now or timezone.now(),
            days=int(days) if days.isdecimal() and int(days[:4]) in PERIODS else USUAL_DAYS,
            brand=_id(query.get("brand", "")),
            template=_id(query.get("template", "")),
            engine=query.get("engine", "").replace("\x00", "")[:64],
            tier=query.get("tier", "").replace("\x00", "")[:16],
            person=_number(query.get("person", "")),
        )

    @property
    def since(self) -> datetime:
        return self.until - timedelta(days=self.days)

    @property
    def before(self) -> "Filter":
        """The same span, just before this one."""
        return replace(self, until=self.since)

    @property
    def period(self) -> str:
        return PERIODS[self.days]

    def generations(self, workspace_id: UUID) -> "QuerySet[Generation]":
        """What engines were asked for in earnest: a crop and an edge blended anew ask none, and
        canaries and benchmarks are no work."""
        found = Generation.objects.filter(
            workspace_id=workspace_id,
            created_at__gte=self.since,
            created_at__lt=self.until,
            blend_of=None,
            canary=None,
            benchmarked=None,
        ).exclude(operation=CROP)
        for name, value in self._said.items():
            column = _COLUMNS[name]
            found = found.filter(**{column: None if value == NONE else value})
        return found.order_by()

    @property
    def _said(self) -> dict[str, str]:
        said = {name: getattr(self, name) for name in DIMENSIONS}
        return {name: value for name, value in said.items() if value}

    @property
    def query(self) -> str:
        return urlencode({"days": self.days} | self._said)

    def narrowed(self, dimension: str, value: Any) -> str:
        """The query of one group of a dimension."""
        key = NONE if value is None else str(value)
        said = {"days": str(self.days)} | self._said | {dimension: key}
        return urlencode(said)


def column_of(dimension: str) -> str:
    return _COLUMNS[dimension]


def _id(words: str) -> str:
    if words == NONE:
        return words
    try:
        return str(UUID(words))
    except ValueError:
        return ""


def _number(words: str) -> str:
    return words if words == NONE or (words.isdecimal() and len(words) < 10) else ""
