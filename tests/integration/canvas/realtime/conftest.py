"""A board with a door, rooms of the test's own, and people."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest

from canvas.models import Board
from canvas.realtime.rooms import Rooms
from canvas.realtime.routing import sockets
from canvas.realtime.storage import DatabaseStorage
from tests.factories import make_board, make_member
from tests.integration.canvas.realtime.sockets import Door, Person

Come = Callable[..., Awaitable[Person]]


@pytest.fixture
def board(transactional_db: None) -> Board:
    return make_board()


@pytest.fixture
def door(board: Board) -> Door:
    door = Door(board)
    for name in ("mara", "noor"):
        door.let_in(name, user_id=make_member(board.workspace, name=name).pk)
    door.let_in("guest", role="viewer", link_id=uuid.uuid4())
    return door


@pytest.fixture
def rooms(door: Door) -> Iterator[Rooms]:
    rooms = Rooms(storage=DatabaseStorage(), admit=door.admit)
    yield rooms
    rooms.close()


@pytest.fixture
def application(rooms: Rooms) -> Any:
    return sockets(rooms)


@pytest.fixture
async def come(application: Any, board: Board) -> AsyncIterator[Come]:
    """`await come("mara")`: she has opened the socket and said hello (`hello=False`: not yet)."""
    here: list[Person] = []

    async def come(
        key: str, *, revision: int | None = None, hello: bool = True, to: Any = application
    ) -> Person:
        person = Person(to, board.id, key)
        here.append(person)
        assert await person.open()
        if hello:
            await person.hello(revision)
        return person

    yield come
    for person in here:
        await person.leave()
