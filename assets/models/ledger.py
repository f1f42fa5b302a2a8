"""What generations cost: a line for each attempt, and the limits of a month."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum

from assets.generations.bills import Bill
from assets.models.brand import BrandKit
from assets.models.generation import OPERATIONS, Generation
from assets.models.money import UsdField
from assets.models.workspace import Workspace


class Totals(NamedTuple):
    """US dollars. spent: charged, or perhaps charged; reserved: set aside for what is not done."""

    spent: Decimal
    reserved: Decimal

    @property
    def used(self) -> Decimal:
        return self.spent + self.reserved


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of_month(self, moment: datetime) -> "AttemptQuerySet":
        """Of the calendar month (UTC) that `moment` lies in."""
        start = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        end = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
        return self.filter(reserved_at__gte=start, reserved_at__lt=end)

    def totals(self) -> Totals:
        is_reserved = Q(state=Attempt.State.RESERVED)
        sums = self.aggregate(
            spent=Sum("amount_usd", filter=~is_reserved),
            reserved=Sum("amount_usd", filter=is_reserved),
        )
        return Totals(sums["spent"] or Decimal(0), sums["reserved"] or Decimal(0))

    def charged(self) -> Bill:
        """What the ended ones cost together, for certain or perhaps."""
        ended = self.exclude(state=Attempt.State.RESERVED)
        is_perhaps = ended.filter(is_certain=False).exists()
        return Bill(ended.totals().spent, is_certain=not is_perhaps)


class Attempt(models.Model):
    """A line of the ledger: one try of a generation. Every sum that is shown is a sum of lines.

    It is there from the moment that the try is asked for, `reserved` with the price that was told
    (`quoted_usd`), and ends `settled` with what was charged, or `released` when nothing was.
    amount_usd: what the line counts: set aside, charged, or 0.
    is_certain: False where the provider may have charged it, and nobody can tell; it counts then.
    calls: engine calls that were begun. number: the generation's `attempt` while it runs.
    """

    class State(models.TextChoices):
        RESERVED = "reserved"
        SETTLED = "settled"
        RELEASED = "released"

    class Outcome(models.TextChoices):
        PENDING = "", "Not done"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        REPEATED = "repeated", "Failed, tried again"
        BLOCKED = "blocked", "Refused"
        CANCELLED = "cancelled"
        INTERRUPTED = "interrupted"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="attempts")
    generation = models.ForeignKey(
        Generation, on_delete=models.SET_NULL, null=True, related_name="attempts"
    )
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    brand = models.ForeignKey(BrandKit, on_delete=models.SET_NULL, null=True, related_name="+")
    operation = models.CharField(max_length=16, choices=OPERATIONS)
    tier = models.CharField(max_length=16)
    engine = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RESERVED)
    outcome = models.CharField(
        max_length=12, choices=Outcome.choices, default=Outcome.PENDING, blank=True
    )
    code = models.CharField(max_length=40, blank=True)
    quoted_usd = UsdField()
    amount_usd = UsdField()
    is_certain = models.BooleanField(default=True)
    calls = models.PositiveSmallIntegerField(default=0)
    reserved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["generation", "number"], name="attempt_once_per_generation"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "reserved_at"], name="attempt_by_month"),
        ]

    def __str__(self) -> str:
        return f"{self.generation_id} #{self.number}: {self.amount_usd} ({self.state})"


class Budget(models.Model):
    """What may be used in a calendar month (UTC), by a whole workspace, by one person in it
    or for one brand of it; never for a person and a brand together.

    soft_usd: from there on people are told. hard_usd: beyond it nothing is begun. None: no limit.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="budgets")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    brand = models.ForeignKey(BrandKit, on_delete=models.CASCADE, null=True, related_name="+")
    soft_usd = UsdField(null=True)
    hard_usd = UsdField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(person=None, brand=None),
                name="budget_of_workspace",
            ),
            models.UniqueConstraint(
                fields=["workspace", "person"],
                condition=Q(person__isnull=False),
                name="budget_of_person",
            ),
            models.UniqueConstraint(
                fields=["brand"], condition=Q(brand__isnull=False), name="budget_of_brand"
            ),
            models.CheckConstraint(
                condition=Q(person=None) | Q(brand=None), name="budget_of_one_or_the_other"
            ),
        ]

    def __str__(self) -> str:
        whose = self.person_id or self.brand_id or "all"
        return f"{self.workspace_id}, {whose}: {self.soft_usd}, {self.hard_usd}"
