"""What may be used in a month: set, checked before anything is begun, and told in time."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from assets.errors import BudgetExceeded, InvalidRequest
from assets.generations.price import exact_words
from assets.models import Attempt, BrandKit, Budget, Totals, Workspace

MOST_USD = Decimal(1_000_000)


@dataclass(frozen=True)
class BudgetState:
    """A limit and what of it is used in the month."""

    budget: Budget
    totals: Totals

    @property
    def left_usd(self) -> Decimal | None:
        hard = self.budget.hard_usd
        return None if hard is None else max(Decimal(0), hard - self.totals.used)

    @property
    def is_over_soft(self) -> bool:
        return self.budget.soft_usd is not None and self.totals.used >= self.budget.soft_usd


def set_budget(
    *,
    workspace: Workspace,
    person: User | None,
    soft_usd: Decimal | None,
    hard_usd: Decimal | None,
    brand: BrandKit | None = None,
) -> None:
    """person, brand: one of them at most; neither is the whole workspace. Without any limit
    there is no budget. Raises InvalidRequest for amounts that are none, or a warning that would
    come after the limit."""
    for amount in (soft_usd, hard_usd):
        if amount is not None and not (amount.is_finite() and 0 <= amount <= MOST_USD):
            raise InvalidRequest("A limit is $0 to $1,000,000. Change it.", code="bad_limit")
    if soft_usd is not None and hard_usd is not None and soft_usd > hard_usd:
        raise InvalidRequest(
            "The warning is above the limit, so it would never be given. Lower it.",
            code="bad_limit",
        )
    with transaction.atomic():
        # Held by whoever asks for pictures: a limit changes between two requests, not within one.
        Workspace.objects.select_for_update().get(id=workspace.id)
        if soft_usd is None and hard_usd is None:
            Budget.objects.filter(workspace=workspace, person=person, brand=brand).delete()
        else:
            Budget.objects.update_or_create(
                workspace=workspace,
                person=person,
                brand=brand,
                defaults={"soft_usd": soft_usd, "hard_usd": hard_usd},
            )


def check_budgets(
    *,
    workspace: Workspace,
    person: User | None,
    more_usd: Decimal,
    now: datetime,
    brand: BrandKit | None = None,
) -> None:
    """Raises BudgetExceeded where `more_usd` would go beyond a hard limit: the workspace's, the
    person's or the brand's.

    Inside the transaction that then reserves it: the rows of the limits are held until it ends, so
    that two requests never take the same last dollar. What is free is always allowed.
    """
    if more_usd <= 0:
        return
    for state in _states(workspace, person, brand, now, lock=True):
        left, hard = state.left_usd, state.budget.hard_usd
        if hard is not None and left is not None and more_usd > left:
            raise BudgetExceeded(
                f"This would cost {exact_words(more_usd)}, and {exact_words(left)} is left of "
                f"{_whose(state.budget)} {exact_words(hard)} for "
                f"{now:%B}. Choose a cheaper tier or fewer pictures, or ask an owner to raise it."
            )


def left_usd(
    *, workspace: Workspace, person: User | None, now: datetime, brand: BrandKit | None = None
) -> Decimal | None:
    """What may still be asked for before the tightest hard limit; None: there is none."""
    states = _states(workspace, person, brand, now)
    left = [state.left_usd for state in states if state.left_usd is not None]
    return min(left, default=None)


def soft_notice(
    *, workspace: Workspace, person: User | None, now: datetime, brand: BrandKit | None = None
) -> str:
    """A sentence for whoever has passed a soft limit, or ""."""
    for state in _states(workspace, person, brand, now):
        if state.is_over_soft:
            of = state.budget.hard_usd
            whole = f" of {exact_words(of)}" if of is not None else ""
            return (
                f"{exact_words(state.totals.used)}{whole} of {_whose(state.budget)} budget for "
                f"{now:%B} is used."
            )
    return ""


def _states(
    workspace: Workspace,
    person: User | None,
    brand: BrandKit | None,
    now: datetime,
    *,
    lock: bool = False,
) -> list[BudgetState]:
    scope = Q(person=None, brand=None)
    if person is not None:
        scope |= Q(person=person)
    if brand is not None:
        scope |= Q(brand=brand)
    budgets = Budget.objects.filter(scope, workspace=workspace).order_by("id")
    if lock:
        budgets = budgets.select_for_update()
    return [BudgetState(budget, totals_of(budget, now)) for budget in budgets]


def totals_of(budget: Budget, now: datetime) -> Totals:
    """The month's sums of the lines that a limit counts."""
    lines = Attempt.objects.filter(workspace_id=budget.workspace_id).of_month(now)
    if budget.person_id is not None:
        lines = lines.filter(person_id=budget.person_id)
    if budget.brand_id is not None:
        lines = lines.filter(brand_id=budget.brand_id)
    return lines.totals()


def _whose(budget: Budget) -> str:
    if budget.brand is not None:
        return f"{budget.brand.name}’s"
    return "the workspace's" if budget.person_id is None else "your"
