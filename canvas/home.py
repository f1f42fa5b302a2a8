"""What the pages around the boards show: workspaces, projects, members, and the cards of a list."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from canvas.cards import Card, cards_of
from canvas.models import Board, Membership, Project, ProjectRole
from canvas.roles import EDITING_ROLES, MANAGING_ROLES, effective_role

MOST_RECENT = 24
MOST_CARDS = 60
"""More are shown on request: each is a picture to load and a line to keep up to date."""

ALL, RECENT, ARCHIVED = "all", "recent", "archived"
LISTS = (ALL, RECENT, ARCHIVED)


@dataclass(frozen=True)
class Home:
    """One person's view of one workspace. Everything is read when it is first asked for.

    listing: one of LISTS, or "" with `project` chosen, or neither on pages that list no boards.
    """

    user: User
    here: Membership
    listing: str = ""
    project: Project | None = None
    shows_every: bool = False

    @property
    def may_edit(self) -> bool:
        return self.here.role in EDITING_ROLES

    @property
    def may_manage(self) -> bool:
        return self.here.role in MANAGING_ROLES

    @property
    def may_make(self) -> bool:
        """Boards, where this page would put them."""
        role = self.roles.get(self.project.id) if self.project else None
        is_open = self.project is None or self.project.archived_at is None
        may_edit = effective_role(self.here.role, role) in EDITING_ROLES
        return is_open and may_edit and self.listing != ARCHIVED

    @cached_property
    def memberships(self) -> list[Membership]:
        return list(memberships_of(self.user))

    @cached_property
    def projects(self) -> list[Project]:
        """All of the workspace, with `board_count`."""
        projects = Project.objects.filter(workspace_id=self.here.workspace_id)
        counted = Count("boards", filter=Q(boards__in=Board.objects.visible_to(self.user)))
        return list(projects.annotate(board_count=counted).order_by("position", "created_at"))

    @property
    def open_projects(self) -> list[Project]:
        return [project for project in self.projects if project.archived_at is None]

    @property
    def archived_projects(self) -> list[Project]:
        return [project for project in self.projects if project.archived_at is not None]

    @cached_property
    def roles(self) -> dict[UUID, str]:
        """Where this person has another role than in the workspace: by project."""
        own = ProjectRole.objects.filter(
            user=self.user, project__workspace_id=self.here.workspace_id
        )
        return dict(own.values_list("project_id", "role"))

    @cached_property
    def people(self) -> list[Membership]:
        return list(
            Membership.objects.filter(workspace_id=self.here.workspace_id, user__is_active=True)
            .select_related("user", "workspace")
            .order_by("created_at")
        )

    @cached_property
    def board_count(self) -> int:
        return self._listed(ALL).count()

    @cached_property
    def boards(self) -> "QuerySet[Board]":
        if self.project is not None:
            return self._mine.filter(project=self.project).order_by("-edited_at")
        return self._listed(self.listing)

    @cached_property
    def cards(self) -> list[Card]:
        boards = self.boards if self.shows_every else self.boards[: MOST_CARDS + 1]
        return cards_of(boards, role=self.here.role, project_roles=self.roles)

    def card_of(self, board: Board) -> Card:
        """Of one board that this person has access to."""
        boards = Board.objects.filter(id=board.id)
        return cards_of(boards, role=self.here.role, project_roles=self.roles)[0]

    @property
    def shown_cards(self) -> list[Card]:
        return self.cards if self.shows_every else self.cards[:MOST_CARDS]

    @property
    def has_more(self) -> bool:
        return len(self.cards) > len(self.shown_cards)

    @property
    def nav_tag(self) -> str:
        """Short, and another one when the lists beside the boards have changed."""
        told = [self.here.workspace.name, self.here.role, str(self.board_count)]
        for project in self.projects:
            count: int = project.board_count  # type: ignore[attr-defined]  # annotated
            told += [project.id.hex, project.name, f"{project.colour} {count}"]
            told.append(str(project.archived_at is None))
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:8]

    @property
    def _mine(self) -> "QuerySet[Board]":
        return Board.objects.visible_to(self.user).filter(workspace_id=self.here.workspace_id)

    def _listed(self, which: str) -> "QuerySet[Board]":
        if which == ARCHIVED:
            return self._mine.filter(project__archived_at__isnull=False).order_by("-edited_at")
        unarchived = self._mine.filter(project__archived_at=None)
        if which == RECENT:
            opened = unarchived.filter(
                visits__user=self.user,
                visits__opened_at__gt=timezone.now() - timedelta(days=365),
            )
            recent = opened.order_by("-visits__opened_at").values_list("id", flat=True)
            return opened.filter(id__in=list(recent[:MOST_RECENT])).order_by("-visits__opened_at")
        return unarchived.order_by("-edited_at")


def memberships_of(user: User) -> "QuerySet[Membership]":
    """Of one person, with `people_count`, oldest first."""
    return (
        Membership.objects.filter(user=user)
        .select_related("workspace")
        .annotate(people_count=Count("workspace__memberships"))
        .order_by("created_at")
    )
