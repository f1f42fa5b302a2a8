"""Rooms of one board in two processes, over a line that can be told to lose and to hold back."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from uuid import UUID

import msgpack
import pytest
from asgiref.sync import sync_to_async

from canvas.actions.ops import apply_changes
from canvas.models import Board
from canvas.realtime.batch import MAX_TOLD_BYTES
from canvas.realtime.elsewhere import SILENT_AFTER_S, Elsewhere
from canvas.realtime.relay import Hear, Message
from canvas.realtime.rooms import Rooms
from canvas.realtime.routing import sockets
from canvas.realtime.storage import DatabaseStorage, Missed
from tests.integration.canvas.document_parts import create_note, new_id
from tests.integration.canvas.realtime.sockets import PATIENCE_S, Door, Person

Come = Callable[..., Any]
TOLD = {"sequence": 1_000_001, "fraction": 0.5, "stage": "making", "elapsed_s": 2.0}


class Line:
    """loses: messages of these kinds never arrive. holds: all wait until `let_go`."""

    def __init__(self) -> None:
        self.relays: list[LineRelay] = []
        self.loses: set[str] = set()
        self.holds = False
        self._held: list[tuple[LineRelay, Message]] = []

    def carry(self, group: str, message: Message) -> None:
        if message["kind"] in self.loses:
            return
        for relay in self.relays:
            if group in relay.groups and relay.process != message["from"]:
                copy = msgpack.unpackb(msgpack.packb(message))
                if self.holds:
                    self._held.append((relay, copy))
                else:
                    relay.hear(copy)

    def let_go(self, *, backwards: bool = False) -> None:
        self.holds = False
        held, self._held = self._held, []
        for relay, message in reversed(held) if backwards else held:
            relay.hear(message)


class LineRelay:
    def __init__(self, line: Line, process: str) -> None:
        self.process = process
        self.groups = {"everybody"}
        self._line = line
        line.relays.append(self)

    def listen(self, hear: Hear) -> None:
        self.hear = hear

    def send(self, group: str, message: Message) -> None:
        self._line.carry(group, message | {"from": self.process})

    def follow(self, group: str) -> None:
        self.groups.add(group)

    def unfollow(self, group: str) -> None:
        self.groups.discard(group)

    def beat(self, *, is_up: bool = True, is_back: bool = False) -> None:
        self.hear({"kind": "beat", "from": "", "is_up": is_up, "is_back": is_back})


class CountingStorage(DatabaseStorage):
    def __init__(self) -> None:
        self.reads = 0

    def missed(self, board_id: UUID, since: int, most: int) -> Missed:
        self.reads += 1
        return super().missed(board_id, since, most)


class Process:
    def __init__(self, line: Line, name: str, door: Door) -> None:
        self.relay = LineRelay(line, name)
        self.storage = CountingStorage()
        self.rooms = Rooms(storage=self.storage, admit=door.admit, relay=self.relay)
        self.rooms.listen()
        self.application = sockets(self.rooms)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def one(line: Line, door: Door) -> Iterator[Process]:
    process = Process(line, "aaa", door)
    yield process
    process.rooms.close()


@pytest.fixture
def two(line: Line, door: Door) -> Iterator[Process]:
    process = Process(line, "bbb", door)
    yield process
    process.rooms.close()


@pytest.fixture
async def both(come: Come, one: Process, two: Process) -> AsyncIterator[tuple[Person, Person]]:
    """Mara through one process, Noor through the other."""
    yield await come("mara", to=one.application), await come("noor", to=two.application)


async def test_an_op_reaches_the_other_process_in_one_message_without_a_read(
    both: tuple[Person, Person], two: Process, board: Board
) -> None:
    mara, noor = both
    node_id = new_id()
    await mara.op(create_note(node_id))
    await mara.reach(1)
    await noor.reach(1)

    await noor.op({"node": node_id, "set": {"x": 7}})
    await mara.reach(2)
    await noor.reach(2)

    assert mara.changes == noor.changes
    assert two.storage.reads == 0
    content = await sync_to_async(two.rooms.content)(board.id)
    assert content is not None
    assert b'"x":7.0' in content.nodes[node_id]


async def test_what_was_lost_on_the_way_is_read_after_the_next_beat(
    both: tuple[Person, Person], two: Process, line: Line
) -> None:
    mara, noor = both
    line.loses = {"batch"}
    await mara.op(create_note(new_id()))
    await mara.reach(1)

    two.relay.beat()

    await noor.reach(1)
    assert noor.changes == mara.changes


async def test_batches_that_pass_each_other_are_taken_in_order(
    both: tuple[Person, Person], line: Line
) -> None:
    mara, noor = both
    line.holds = True
    for number in range(1, 4):
        await mara.op(create_note(new_id()))
        await mara.reach(number)

    line.let_go(backwards=True)

    await noor.reach(3)
    assert noor.changes == mara.changes


async def test_both_write_at_once_and_end_alike(
    both: tuple[Person, Person], one: Process, two: Process, board: Board
) -> None:
    mara, noor = both
    node_id = new_id()
    await mara.op(create_note(node_id))
    await noor.reach(1)
    for step in range(40):
        await mara.op({"node": node_id, "set": {"x": step}})
        await noor.op({"node": node_id, "set": {"x": -step}})

    await mara.reach(81)
    await noor.reach(81)

    assert mara.changes == noor.changes
    ours = await sync_to_async(one.rooms.content)(board.id)
    theirs = await sync_to_async(two.rooms.content)(board.id)
    assert ours == theirs
    assert ours is not None
    assert (await asyncio.to_thread(two.storage.read, board.id)).revision == ours.revision == 81


async def test_what_a_worker_commits_reaches_all(
    both: tuple[Person, Person], line: Line, board: Board
) -> None:
    mara, noor = both
    worker = Rooms(
        storage=DatabaseStorage(), admit=lambda *_: pytest.fail(), relay=LineRelay(line, "www")
    )
    op = await sync_to_async(apply_changes)(board_id=board.id, changes=[create_note(new_id())])

    worker.announce(board.id, op.revision)

    await mara.reach(1)
    await noor.reach(1)
    worker.close()


async def test_a_large_batch_is_read_from_the_database(
    both: tuple[Person, Person], two: Process
) -> None:
    mara, noor = both
    text = "long " * 1_900
    told = MAX_TOLD_BYTES // len(text) // 20 + 1
    for _ in range(told):
        await mara.op(*[create_note(new_id(), text=text) for _ in range(20)])
    await mara.reach(told)
    await noor.reach(told)
    assert noor.changes == mara.changes


async def test_people_see_each_other_across_processes(
    both: tuple[Person, Person], one: Process, two: Process, board: Board
) -> None:
    mara, noor = both
    seen = await mara.get("presence", lambda frame: "u-noor.bbb" in frame["people"])
    assert seen["people"]["u-noor.bbb"]["name"] == "Noor"

    await noor.send(type="presence", cursor=[3, 4])
    await mara.get("presence", lambda frame: _cursor(frame, "u-noor.bbb") == [3, 4])
    one.relay.beat()
    await until(lambda: two.rooms._elsewhere.on(board.id))
    here = await sync_to_async(two.rooms.people)([board.id])
    assert {card["key"] for card in here[board.id]} == {"u-mara.aaa", "u-noor.bbb"}

    await noor.leave()
    await mara.get("presence", lambda frame: frame["people"].get("u-noor.bbb", 0) is None)


async def test_who_comes_later_sees_those_of_the_other_process(
    come: Come, one: Process, two: Process, board: Board
) -> None:
    mara = await come("mara", to=one.application)
    await mara.send(type="presence", cursor=[1, 2])
    await mara.get("presence", lambda frame: _cursor(frame, "u-mara.aaa") == [1, 2])
    one.relay.beat()
    await until(lambda: two.rooms._elsewhere.on(board.id))
    noor = await come("noor", to=two.application, hello=False)

    welcome = await noor.hello()

    assert {person["key"] for person in welcome["people"]} == {"u-mara.aaa", "u-noor.bbb"}
    await noor.get("presence", lambda frame: _cursor(frame, "u-mara.aaa") == [1, 2])


async def test_the_people_of_a_process_that_died_go(
    both: tuple[Person, Person], one: Process, two: Process, board: Board
) -> None:
    mara, _ = both
    clock = [0.0]
    one.rooms._elsewhere = Elsewhere(lambda: clock[0])
    await mara.get("presence", lambda frame: "u-noor.bbb" in frame["people"])
    two.relay.beat()
    await until(lambda: one.rooms._elsewhere.on(board.id))

    clock[0] = SILENT_AFTER_S + 1
    one.relay.beat()

    await mara.get("presence", lambda frame: frame["people"].get("u-noor.bbb", 0) is None)


async def test_access_that_ends_closes_sockets_of_every_process(
    both: tuple[Person, Person], one: Process, door: Door
) -> None:
    _, noor = both
    door.shut("noor")
    one.rooms.recheck(session_key="noor")
    assert await noor.closed_with() == 4403


@pytest.mark.parametrize("line_is", [{"is_up": False}, {"is_back": True}])
async def test_access_is_asked_anew_while_the_line_is_dead_and_when_it_is_back(
    both: tuple[Person, Person], two: Process, door: Door, line: Line, line_is: dict[str, bool]
) -> None:
    _, noor = both
    line.loses = {"recheck"}
    door.shut("noor")
    two.relay.beat(**line_is)
    assert await noor.closed_with() == 4403


async def test_progress_is_told_in_every_process(
    both: tuple[Person, Person], one: Process, board: Board
) -> None:
    mara, noor = both
    generation = UUID(new_id())
    one.rooms.progress([board.id], generation, TOLD, None)
    for person in (mara, noor):
        frame = await person.get("progress")
        assert frame["generations"] == {str(generation): TOLD}


async def test_a_snapshot_is_never_older_than_what_its_reader_has_seen(
    both: tuple[Person, Person], two: Process, board: Board, line: Line
) -> None:
    mara, _ = both
    line.holds = True
    await mara.op(create_note(new_id()))
    await mara.reach(1)

    assert await sync_to_async(two.rooms.content)(board.id, least=1) is None
    line.let_go()


async def until(is_so: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():  # noqa: ASYNC110  # rooms have no event for it
            await asyncio.sleep(0.01)


def _cursor(frame: dict[str, Any], key: str) -> Any:
    return (frame["people"].get(key) or {}).get("cursor")
