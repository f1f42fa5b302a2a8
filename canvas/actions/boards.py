"""Making boards and naming them."""

import uuid

from django.contrib.auth.models import User
from django.db import transaction

from assets.models import Workspace
from canvas.actions.ops import apply_changes
from canvas.actions.projects import move_board
from canvas.models import Board, Membership

UNTITLED = "Untitled board"


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
