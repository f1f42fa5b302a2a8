"""What the boards page shows of each board, and how a page learns that it has changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from canvas.models import Board, Node
from canvas.realtime.rooms import rooms
from canvas.roles import EDITING_ROLES, effective_role
from canvas.words import ago

MOST_FACES = 3
# A picture with one of these is kept beside another one, without being drawn.
_ASIDE = ("candidate_of", "version_of")
# A board that is being worked on is drawn anew no more often.
REDRAWN_EVERY = timedelta(seconds=3)


@dataclass(frozen=True)
class Card:
    """people: who is on the board now, as {"key", "name", "colour"}, each person once.
    cover_revision: of the thumbnail to show."""

    board: Board
    pictures: int
    is_empty: bool
    cover_revision: int
    may_edit: bool
    people: list[dict[str, Any]] = field(default_factory=list)

    @property
    def faces(self) -> list[dict[str, Any]]:
        return self.people[:MOST_FACES]

    @property
    def more_people(self) -> int:
        return len(self.people) - len(self.faces)

    @property
    def tag(self) -> str:
        """Short, and another one when the card would look different."""
        board = self.board
        told = [board.title, ago(board.edited_at), self.cover_revision, self.pictures]
        told += [self.is_empty, self.may_edit, board.project_id]
        told += [f"{person['key']} {person['name']}" for person in self.people]
        return hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()[:8]


def cards_of(
    boards: "QuerySet[Board]", *, role: str, project_roles: Mapping[UUID, str]
) -> list[Card]:
    """In one query. role, project_roles: of the person who looks."""
    found = list(_with_facts(boards))
    here = rooms.people([board.id for board in found])
    now = timezone.now()
    return [_card(board, role, project_roles, here.get(board.id, []), now) for board in found]


def _with_facts(boards: "QuerySet[Board]") -> "QuerySet[Board]":
    live = Node.objects.filter(board_id=OuterRef("id"), deleted_at=None)
    # As a person counts: a stack of versions is one picture, undecided results are none yet.
    pictures = (
        live.filter(
            *map(_is_unset, _ASIDE),
            kind="image",
            asset__isnull=False,
        )
        .order_by()
        .values("board_id")
        .annotate(n=Count("id"))
        .values("n")
    )
    return boards.select_related("project").annotate(
        picture_count=Coalesce(Subquery(pictures), 0),
        has_nodes=Exists(live),
        drawn_revision=F("thumbnail__revision"),
        drawn_at=F("thumbnail__made_at"),
    )


def _is_unset(prop: str) -> Q:
    return Q(**{f"props__{prop}": None}) | Q(**{f"props__{prop}__isnull": True})


def _card(
    board: Any,
    role: str,
    project_roles: Mapping[UUID, str],
    people: list[dict[str, Any]],
    now: datetime,
) -> Card:
    """board: a Board with the annotations of `_with_facts`."""
    is_fresh = board.drawn_at is not None and now - board.drawn_at < REDRAWN_EVERY
    own = project_roles.get(board.project_id)
    return Card(
        board=board,
        pictures=board.picture_count,
        is_empty=not board.has_nodes,
        cover_revision=board.drawn_revision if is_fresh else board.revision,
        may_edit=effective_role(role, own) in EDITING_ROLES,
        people=_each_once(people),
    )


def _each_once(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A person with two windows is `u5` and `u5.2`."""
    found: dict[str, dict[str, Any]] = {}
    for person in people:
        found.setdefault(person["key"].partition(".")[0], person)
    return list(found.values())
