"""The pictures that stand behind a figure, and the table of figures as a file."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from assets.models import Generation, GenerationState, Workspace
from canvas.audit_chain import guarded
from canvas.echo import Echo
from canvas.figures.counts import MADE, is_decided, is_usable
from canvas.figures.filters import Filter
from canvas.figures.page import Figures
from canvas.home import Home
from canvas.models import Board, Node

A_PAGE = 60
TITLES = {
    "asked": "asked for",
    "made": "made",
    "usable": "usable",
    "decided": "decided on",
    "built_on": "built on",
    "failed": "failed",
    "blocked": "refused",
    "lost": "failed or refused",
}


@dataclass(frozen=True)
class Shown:
    """A picture, or what was to be one, and where it lies: None on no board of this person."""

    generation: Generation
    board: UUID | None
    node: UUID | None


@dataclass(frozen=True)
class Behind:
    home: Home
    filter: Filter
    which: str
    page_number: str = "1"

    @property
    def workspace(self) -> Workspace:
        return self.home.here.workspace

    @property
    def title(self) -> str:
        return TITLES[self.which]

    @cached_property
    def generations(self) -> "QuerySet[Generation]":
        """Newest first."""
        every, here = self.filter.generations(self.workspace.id), self.workspace.id
        sources = Generation.objects.filter(workspace_id=here, source__isnull=False)
        lost = [GenerationState.FAILED, GenerationState.BLOCKED]
        parts = {
            "asked": Q(),
            "made": MADE,
            "usable": is_usable(here),
            "decided": is_decided(here),
            "built_on": MADE & Q(result_id__in=sources.values("source_id")),
            "failed": Q(state=GenerationState.FAILED),
            "blocked": Q(state=GenerationState.BLOCKED),
            "lost": Q(state__in=lost),
        }
        return every.filter(parts[self.which]).order_by("-created_at", "-id")

    @cached_property
    def page(self) -> "Page[Generation]":
        return Paginator(self.generations, A_PAGE).get_page(self.page_number)

    @cached_property
    def shown(self) -> list[Shown]:
        on_page = list(self.page.object_list)
        boards = Board.objects.visible_to(self.home.user)
        nodes = Node.objects.filter(
            generation__in=[one.id for one in on_page], deleted_at=None, board__in=boards
        )
        places = {
            generation: (board, node)
            for generation, board, node in nodes.values_list("generation_id", "board_id", "id")
        }
        return [Shown(one, *places.get(one.id, (None, None))) for one in on_page]


COLUMNS = (
    "asked",
    "made",
    "usable",
    "usable of made",
    "decided on",
    "built on",
    "failed",
    "refused",
    "cancelled",
    "edits",
    "cost USD",
    "cost per usable USD",
    "engine seconds",
)


def csv_rows(figures: Figures) -> Iterator[str]:
    """The table of the page, by its dimension, and all together as the last row."""
    writer = csv.writer(Echo())
    yield writer.writerow([figures.by, *COLUMNS])
    named = [(row.name, row.counts) for row in figures.rows]
    for name, counts in [*named, ("all", figures.counts)]:
        share = f"{counts.usable / counts.made:.4f}" if counts.made else ""
        each = counts.cost_per_usable
        cost = "" if each is None else f"{each:.4f}"
        told = [counts.asked, counts.made, counts.usable, share, counts.decided, counts.built_on]
        told += [counts.failed, counts.blocked, counts.cancelled, counts.edits, counts.cost_usd]
        yield writer.writerow([guarded(name), *told, cost, f"{counts.engine_s:.1f}"])
