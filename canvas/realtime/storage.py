"""What rooms ask of the database, each on a thread that may wait: the event loop never does."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from canvas.actions.op_rows import BoardRows, OpRow
from canvas.actions.ops import CommitResult, Submission, commit_ops
from canvas.document.changes import Item
from canvas.document.snapshot import BoardContent
from canvas.errors import NotFound
from canvas.models import Board

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Missed:
    """What was committed after a revision: the ops, and what they touched as it is now."""

    ops: list[OpRow]
    nodes: list[Item]
    edges: list[Item]
    title: str


class BoardStorage(Protocol):
    """What a room stands on. Every method blocks and may raise NotFound or a DatabaseError."""

    def read(self, board_id: UUID) -> BoardContent: ...

    def missed(self, board_id: UUID, since: int, most: int) -> Missed: ...

    def ops_since(self, board_id: UUID, since: int, most: int) -> list[OpRow]: ...

    def commit(self, board_id: UUID, submissions: Sequence[Submission]) -> CommitResult: ...

    def revisions(self, board_ids: Sequence[UUID]) -> dict[UUID, int]: ...


class DatabaseStorage:
    """The tables of canvas.models.board."""

    def read(self, board_id: UUID) -> BoardContent:
        with _one_state() as cursor:
            rows = BoardRows(connection, cursor, board_id)
            board = rows.board()
            if board is None:
                raise NotFound("The board is not there any more.")
            content = BoardContent(board.revision, board.title)
            content.nodes.update(rows.encoded_nodes())
            content.take_edges(rows.edges_since(0))
            return content

    def missed(self, board_id: UUID, since: int, most: int) -> Missed:
        with _one_state() as cursor:
            rows = BoardRows(connection, cursor, board_id)
            board = rows.board()
            if board is None:
                raise NotFound("The board is not there any more.")
            return Missed(
                rows.ops_since(since, most),
                list(rows.nodes_since(since)),
                list(rows.edges_since(since)),
                board.title,
            )

    def ops_since(self, board_id: UUID, since: int, most: int) -> list[OpRow]:
        with connection.cursor() as cursor:
            return BoardRows(connection, cursor, board_id).ops_since(since, most)

    def commit(self, board_id: UUID, submissions: Sequence[Submission]) -> CommitResult:
        return commit_ops(board_id, submissions)

    def revisions(self, board_ids: Sequence[UUID]) -> dict[UUID, int]:
        boards = Board.objects.filter(id__in=board_ids)
        return dict(boards.values_list("id", "revision"))


class DatabaseThreads:
    """Threads that may wait for the database. On SQLite each keeps its connection for as long as it
    is sound; one of PostgreSQL's goes back to its pool, which tries it before it is used again."""

    def __init__(self, count: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=name)

    async def run(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, lambda: _guarded(call, *args, **kwargs))

    def close(self) -> None:
        """Waits for what runs. The connections end with their threads."""
        self._pool.shutdown(wait=True)


def _guarded(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    try:
        return call(*args, **kwargs)
    except Exception:
        # A server that was restarted left a dead connection: the next call opens a new one.
        _let_go()
        raise
    finally:
        if connection.vendor != "sqlite":
            _let_go()


def _let_go() -> None:
    if not connection.in_atomic_block:
        connection.close()


@contextmanager
def _one_state() -> Iterator[CursorWrapper]:
    """Several reads of one moment. Not `atomic`: that takes SQLite's write lock here (settings)."""
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            yield cursor
            return
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("BEGIN" if is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        try:
            yield cursor
        finally:
            cursor.execute("ROLLBACK")
