"""Making boards and naming them."""

import uuid

from django.contrib.auth.models import User

from assets.models import Workspace
from canvas.actions.ops import apply_changes
from canvas.models import Board

UNTITLED = "Untitled board"


def create_board(*, workspace: Workspace, user: User | None, title: str = UNTITLED) -> Board:
    """Access to the workspace is the caller's to check."""
    return Board.objects.create(workspace=workspace, title=title, created_by=user)


def rename_board(*, board_id: uuid.UUID, title: str, user_id: int) -> None:
    """By an op, like every change: open pages show the new title at once."""
    apply_changes(board_id=board_id, changes=[{"board": {"title": title}}], actor_id=user_id)
