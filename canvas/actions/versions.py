"""Versions of a board: kept by a person under a name, or by themselves while it changes."""

import gzip
import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.db.models import F, Max, Q
from django.utils import timezone

from canvas.actions.boards import board_of_snapshot
from canvas.actions.contents import board_content
from canvas.errors import CanvasError, NotFound
from canvas.models import Board, BoardVersion
from canvas.words import day_and_time

logger = logging.getLogger(__name__)

KEEP_EVERY = timedelta(hours=1)
HOURLY_FOR = timedelta(days=1)
DAILY_FOR = timedelta(days=30)
GZIP_LEVEL = 6


def save_version(*, board: Board, user: User | None, name: str = "") -> BoardVersion:
    """Keep the board as it is now. name: "" for one that was kept by itself."""
    content = board_content(board.id)
    return BoardVersion.objects.create(
        board=board,
        revision=content.revision,
        name=name,
        node_count=len(content.nodes),
        content=gzip.compress(content.to_json(), GZIP_LEVEL, mtime=0),
        created_by=user,
        created_at=timezone.now(),
    )


def rename_version(*, board: Board, version_id: UUID, name: str) -> BoardVersion:
    """With a name it stays for good; without one it goes in its time. Raises NotFound."""
    version = version_of(board, version_id)
    version.name = name
    version.save(update_fields=["name"])
    return version


def delete_version(*, board: Board, version_id: UUID) -> None:
    version_of(board, version_id).delete()


def restore_as_copy(*, board: Board, version_id: UUID, user: User) -> Board:
    """A new board that is as the version was. Raises NotFound, CanvasError."""
    version = version_of(board, version_id)
    snapshot = read_content(version)
    suffix = f" ({version.name or day_and_time(version.created_at)})"
    return board_of_snapshot(beside=board, user=user, snapshot=snapshot, suffix=suffix)


def version_of(board: Board, version_id: UUID) -> BoardVersion:
    version = BoardVersion.objects.filter(board=board, id=version_id).first()
    if version is None:
        raise NotFound("This version is not there any more. Reload the list.")
    return version


def read_content(version: BoardVersion) -> dict[str, Any]:
    """`{revision, title, nodes, edges}`. Raises CanvasError for what cannot be read."""
    try:
        snapshot: dict[str, Any] = orjson.loads(gzip.decompress(bytes(version.content)))
    except (OSError, EOFError, orjson.JSONDecodeError) as error:
        raise CanvasError(
            "This version cannot be read any more. Restore another one.", code="version_unreadable"
        ) from error
    return snapshot


def keep_versions(*, now: datetime) -> int:
    """Keep a version of every board that changed since its last one, an hour ago or more; drop
    what is older than it is kept for. Returns how many were kept."""
    kept = 0
    changed = (
        Board.objects.live()
        .annotate(last=Max("versions__revision"), last_at=Max("versions__created_at"))
        .filter(Q(last=None, revision__gt=0) | Q(last__lt=F("revision")))
        .filter(Q(last_at=None) | Q(last_at__lte=now - KEEP_EVERY))
    )
    for board in changed:
        try:
            save_version(board=board, user=None)
        except (CanvasError, DatabaseError):  # gone meanwhile, or its turn comes again
            logger.exception("no version was kept of board %s", board.id)
        else:
            kept += 1
    _drop_old(now)
    return kept


def _drop_old(now: datetime) -> None:
    """Of those kept by themselves: all of the last day, then the last one of each day, for 30."""
    own = BoardVersion.objects.filter(name="")
    own.filter(created_at__lt=now - DAILY_FOR).delete()
    older = own.filter(created_at__lt=now - HOURLY_FOR).order_by("board_id", "-created_at")
    seen: set[tuple[UUID, object]] = set()
    surplus = []
    for version_id, board_id, created_at in older.values_list("id", "board_id", "created_at"):
        day = (board_id, timezone.localdate(created_at))
        if day in seen:
            surplus.append(version_id)
        seen.add(day)
    BoardVersion.objects.filter(id__in=surplus).delete()
