"""Reads brands: those of a workspace, the one that is asked for, what its page shows."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from assets.actions.budgets import BudgetState, totals_of
from assets.formats import FORMATS, Format
from assets.models import (
    AnchorPack,
    BrandKit,
    Budget,
    GenerationState,
    PolicyTerm,
    TemplateApproval,
    Totals,
)
from assets.policy import terms_of
from canvas.engine_list import ListedEngine, engines_of
from canvas.errors import NotFound
from canvas.home import Home
from canvas.models import Board, Role
from canvas.risk import Risk, classify
from canvas.risk_facts import uses_of


def brands_of(workspace_id: UUID) -> QuerySet[BrandKit]:
    """Those that can be chosen, by name."""
    return BrandKit.objects.filter(workspace_id=workspace_id, archived_at=None)


def brand_of(workspace_id: UUID, brand_id: UUID) -> BrandKit:
    """Raises NotFound."""
    brand = brands_of(workspace_id).select_related("workspace").filter(id=brand_id).first()
    if brand is None:
        raise NotFound("This brand is not there any more. Choose another one.")
    return brand


def brand_of_board(board: Board) -> BrandKit | None:
    if board.brand_id is None:
        return None
    return brands_of(board.workspace_id).filter(id=board.brand_id).first()


def risk_for(brand: BrandKit | None, *prompts: str) -> str:
    """The class that a picture is made for: by the brand's use and by what prompts speak of."""
    if brand is None:
        return ""
    uses = uses_of(brand.workspace_id)
    return classify(use=brand.default_use, uses=uses, prompts=prompts).risk


def told_of(brand: BrandKit) -> dict[str, Any]:
    """Plain JSON for a board's page. words: lines that can be put into a prompt, by kind."""
    kinds = {"Light": brand.light, "Camera": brand.camera, "Tone": brand.tone}
    return {
        "id": str(brand.id),
        "name": brand.name,
        "colour": brand.colour,
        "words": {kind: text.splitlines() for kind, text in kinds.items() if text},
    }


@dataclass(frozen=True)
class BrandPage:
    """One brand as its page shows it. Everything is read when it is first asked for."""

    home: Home
    brand: BrandKit

    risks = list(Risk)
    groups = PolicyTerm.Group.choices
    actions = PolicyTerm.Action.choices

    @property
    def may_manage(self) -> bool:
        return self.home.may_manage

    @property
    def may_limit(self) -> bool:
        return self.home.here.role == Role.OWNER

    @property
    def palette_lines(self) -> str:
        return "\n".join(f"{one['name']} {one['hex']}".strip() for one in self.brand.palette)

    @cached_property
    def uses(self) -> list[str]:
        return list(uses_of(self.brand.workspace_id))

    @property
    def formats(self) -> tuple[Format, ...]:
        return FORMATS

    @cached_property
    def terms(self) -> list[PolicyTerm]:
        rows = terms_of(self.brand.workspace_id, self.brand.id)
        return [term for term in rows if term.brand_id is not None]

    @cached_property
    def shared_term_count(self) -> int:
        return len(terms_of(self.brand.workspace_id))

    @cached_property
    def packs(self) -> list[AnchorPack]:
        """This brand's, and those of none."""
        rows = AnchorPack.objects.filter(workspace_id=self.brand.workspace_id, deleted_at=None)
        mine = rows.filter(Q(brand=self.brand) | Q(brand=None))
        return list(mine.annotate(count=Count("versions")).order_by("name", "id"))

    @cached_property
    def engine_rows(self) -> list[tuple[ListedEngine, list[tuple[Risk, bool]]]]:
        """Each engine with whether it is allowed, by class."""
        allowed = {risk: self.brand.engines.get(risk) for risk in Risk}
        return [
            (engine, [(risk, keys is None or engine.key in keys) for risk, keys in allowed.items()])
            for engine in engines_of(self.brand.workspace_id)
        ]

    @cached_property
    def approvals(self) -> list[TemplateApproval]:
        rows = self.brand.approvals.filter(version__template__deleted_at=None)
        related = rows.select_related("version__template", "approved_by")
        return list(related.order_by("version__template__name", "-version__number"))

    @cached_property
    def made_count(self) -> int:
        return self.brand.generations.filter(state=GenerationState.SUCCEEDED).count()

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @cached_property
    def budget(self) -> BudgetState:
        """Of this month; without limits where none are set."""
        row = Budget.objects.filter(brand=self.brand).select_related("brand").first()
        budget = row or Budget(workspace_id=self.brand.workspace_id, brand=self.brand)
        return BudgetState(budget, totals_of(budget, self.now))

    @property
    def totals(self) -> Totals:
        return self.budget.totals
