"""What the boards page shows of each board: its newest pictures, and how many there are."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from assets.models import Workspace
from canvas.models import Board, Node

COVER_PICTURES = 5


@dataclass(frozen=True)
class Card:
    board: Board
    cover: list[UUID]
    pictures: int


def cards_of(user: User, workspace: Workspace) -> list[Card]:
    """Boards of one workspace, last edited first, in one query."""
    boards = Board.objects.visible_to(user).filter(workspace=workspace).order_by("-edited_at")
    return [_card(board) for board in with_covers(boards)]


def card_of(board: Board) -> Card:
    return _card(with_covers(Board.objects.filter(id=board.id)).get())


def with_covers(boards: "QuerySet[Board]") -> "QuerySet[Board]":
    """Adds cover_0 to cover_4 (asset ids or None) and picture_count.

    Newest by revision, which the index of the nodes gives without sorting a large board.
    """
    pictures = Node.objects.filter(
        Q(props__candidate_of=None) | Q(props__candidate_of__isnull=True),
        board_id=OuterRef("id"),
        kind="image",
        deleted_at=None,
        asset__isnull=False,
    )
    newest = pictures.order_by("-revision", "id").values("asset_id")
    counted = pictures.order_by().values("board_id").annotate(n=Count("id")).values("n")
    # Without the field SQLite's text would come back as it is stored.
    covers = {
        f"cover_{i}": Subquery(newest[i : i + 1], output_field=UUIDField())
        for i in range(COVER_PICTURES)
    }
    return boards.annotate(picture_count=Coalesce(Subquery(counted), 0), **covers)


def _card(board: Board) -> Card:
    covers = [getattr(board, f"cover_{i}") for i in range(COVER_PICTURES)]
    pictures: int = board.picture_count  # type: ignore[attr-defined]  # annotated above
    return Card(board, [asset for asset in covers if asset is not None], pictures)
