"""Making boards, naming them, and what becomes of those that nobody wants any more."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from assets.models import Workspace
from canvas.actions.contents import board_content, fill_board
from canvas.actions.ops import apply_changes
from canvas.actions.projects import move_board
from canvas.models import Board, Membership
from canvas.signals import ask_again_on_commit

UNTITLED = "Untitled board"
COPY = " (copy)"
MAX_TITLE = 120

TRASH_FOR = timedelta(days=30)
"""So long things and boards can be brought back."""


def create_board(*, workspace: Workspace, user: User | None, title: str = UNTITLED) -> Board:
    """Access to the workspace is the caller's to check."""
    return Board.objects.create(workspace=workspace, title=title, created_by=user)


def create_board_in_project(*, actor: Membership, project_id: uuid.UUID) -> Board:
    """Raises NotFound or AccessDenied, as moving it there would."""
    with transaction.atomic():
        board = create_board(workspace=actor.workspace, user=actor.user)
        move_board(board=board, project_id=project_id, actor=actor)
    return board


def rename_board(*, board_id: uuid.UUID, title: str, user_id: int) -> None:
    """By an op, like every change: open pages show the new title at once."""
    apply_changes(board_id=board_id, changes=[{"board": {"title": title}}], actor_id=user_id)


def duplicate_board(*, board: Board, user: User) -> Board:
    """A new board of the same workspace with all that lives on this one; what is still being made
    stays on the old one alone."""
    snapshot = orjson.loads(board_content(board.id).to_json())
    return board_of_snapshot(beside=board, user=user, snapshot=snapshot, suffix=COPY)


def board_of_snapshot(*, beside: Board, user: User, snapshot: dict[str, Any], suffix: str) -> Board:
    """A new board with what the snapshot holds, where `beside` stands: in its project too, so that
    who may edit that one may edit this one. suffix: ends its title."""
    title = (snapshot["title"][: max(0, MAX_TITLE - len(suffix))] + suffix)[:MAX_TITLE]
    with transaction.atomic():
        copy = Board.objects.create(
            workspace=beside.workspace, project_id=beside.project_id, title=title, created_by=user
        )
        fill_board(copy.id, nodes=snapshot["nodes"], edges=snapshot["edges"])
    return copy


def delete_board(*, board: Board, user: User) -> None:
    """Into the trash of its workspace; open pages are cut off. Twice is harmless."""
    with transaction.atomic():
        Board.objects.live().filter(id=board.id).update(deleted_at=timezone.now(), deleted_by=user)
        _tell(board)


def restore_board(*, board: Board) -> None:
    Board.objects.filter(id=board.id).update(deleted_at=None, deleted_by=None)


def destroy_board(*, board: Board) -> None:
    """For good: its things, their history, versions and links. Pictures stay in the workspace."""
    with transaction.atomic():
        Board.objects.filter(id=board.id).exclude(deleted_at=None).delete()
        _tell(board)


def empty_trash(*, now: datetime) -> int:
    """Boards that were deleted longer ago than they are kept for go for good; how many."""
    old = Board.objects.filter(deleted_at__lt=now - TRASH_FOR)
    count = old.count()
    old.delete()
    return count


def _tell(board: Board) -> None:
    ask_again_on_commit(delete_board, board_id=board.id)
