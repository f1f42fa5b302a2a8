"""A room and its database: what others commit, what fails, and what is kept."""

import asyncio
import json
import threading
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import IntegrityError, OperationalError, connection

from canvas.actions.ops import CommitResult, Submission, apply_changes
from canvas.models import Board, Node, Op
from canvas.realtime.handshake import Verdict
from canvas.realtime.rooms import Rooms
from canvas.realtime.routing import sockets
from canvas.realtime.storage import DatabaseStorage
from tests.integration.canvas.document_parts import create_frame, create_note, new_id
from tests.integration.canvas.realtime.conftest import Come
from tests.integration.canvas.realtime.sockets import PATIENCE_S, Door, Person


class FailingStorage(DatabaseStorage):
    """The database, with failures to order: `error` is raised for groups that `spoils` picks."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.spoils = lambda submissions: True

    def commit(self, board_id: UUID, submissions: Sequence[Submission]) -> CommitResult:
        if self.error is not None and self.spoils(submissions):
            raise self.error
        return super().commit(board_id, submissions)


@pytest.fixture
def storage() -> FailingStorage:
    return FailingStorage()


@pytest.fixture
def rooms(door: Door, storage: FailingStorage) -> Any:
    rooms = Rooms(storage=storage, admit=door.admit, retry_pauses_s=(0.01, 0.01))
    yield rooms
    rooms.close()


async def test_ops_committed_elsewhere_reach_the_room_when_announced(
    come: Come, rooms: Rooms, board: Board
) -> None:
    mara = await come("mara")
    node_id = new_id()
    op = await sync_to_async(apply_changes)(board_id=board.id, changes=[create_note(node_id)])

    rooms.announce(board.id, op.revision)
    await mara.reach(1)

    assert mara.changes == op.changes
    content = await sync_to_async(rooms.content)(board.id)
    assert content is not None
    assert list(content.nodes) == [node_id]


async def test_a_gap_left_by_others_is_filled_in_order(come: Come, board: Board) -> None:
    mara = await come("mara")
    for _ in range(3):
        await sync_to_async(apply_changes)(board_id=board.id, changes=[create_note(new_id())])

    op_id = await mara.op(create_note(new_id()))
    await mara.reach(4)

    assert len(mara.changes) == 4
    stored = await sync_to_async(Op.objects.get)(board=board, op_id=op_id)
    assert stored.revision == 4


async def test_more_than_is_kept_makes_everybody_resume(
    come: Come, rooms: Rooms, board: Board
) -> None:
    mara = await come("mara")
    await sync_to_async(apply_changes)(board_id=board.id, changes=[create_note(new_id())])
    # Ops that are gone from the table, as after a restored backup.
    await sync_to_async(Board.objects.filter(id=board.id).update)(revision=10)
    op = await sync_to_async(apply_changes)(board_id=board.id, changes=[create_note(new_id())])

    rooms.announce(board.id, op.revision)
    await mara.get("resync")
    welcome = await mara.hello(0)

    assert welcome["revision"] == 11
    assert "snapshot_url" in welcome


async def test_a_database_that_stays_away_refuses_and_the_room_goes_on(
    come: Come, storage: FailingStorage
) -> None:
    mara = await come("mara")
    storage.error = OperationalError("database is locked")
    op_id = await mara.op(create_note(new_id()))
    nack = await mara.get("nack")
    assert (nack["op_id"], nack["code"]) == (op_id, "unavailable")
    assert "locked" not in nack["message"]

    storage.error = None
    await mara.op(create_note(new_id()), op_id=op_id)
    await mara.reach(1)


async def test_a_database_that_comes_back_refuses_nothing(
    come: Come, storage: FailingStorage
) -> None:
    mara = await come("mara")
    storage.error = OperationalError("disk I/O error")

    def once(submissions: Sequence[Submission]) -> bool:
        storage.spoils = lambda submissions: False
        return True

    storage.spoils = once
    await mara.op(create_note(new_id()))
    await mara.reach(1)
    assert mara.kept("nack") == []


async def test_an_op_that_spoils_its_group_is_refused_alone(
    come: Come, storage: FailingStorage
) -> None:
    mara, noor = await come("mara"), await come("noor")
    bad = str(uuid4())
    storage.error = IntegrityError("no such user")
    storage.spoils = lambda submissions: any(str(one.op_id) == bad for one in submissions)

    await mara.op(create_note(new_id()))
    await mara.op(create_note(new_id()), op_id=bad)
    await mara.op(create_note(new_id()))

    await noor.reach(2)
    nack = await mara.get("nack")
    assert (nack["op_id"], nack["code"]) == (bad, "op_failed")


async def test_two_windows_that_send_the_same_op_are_both_answered(
    come: Come, storage: FailingStorage
) -> None:
    """As the windows of one person do after the server was gone: they share what was kept."""
    mara, noor = await come("mara"), await come("noor")
    old, bad, frame = await mara.op(create_note(new_id())), str(uuid4()), new_id()
    for person in (mara, noor):
        await person.reach(1)
    has_begun, may_end = threading.Event(), threading.Event()

    def hold(submissions: Sequence[Submission]) -> bool:
        has_begun.set()
        may_end.wait(PATIENCE_S)
        return False

    storage.error, storage.spoils = OperationalError("never raised"), hold
    await mara.op(create_note(new_id()))
    await asyncio.to_thread(has_begun.wait, PATIENCE_S)
    for person in (mara, noor):  # both in the group that comes next
        await person.op(create_note(new_id()), op_id=old)
        await person.op({"node": frame, "create": {"kind": "frame"}}, op_id=bad)
        await person.send(type="ping")
        await person.get("pong")
    may_end.set()

    for person in (mara, noor):
        await person.get("ops", lambda frame: frame["ops"][0]["op_id"] == old)
        await person.get("nack", lambda frame: frame["op_id"] == bad)


async def test_views_and_sockets_write_at_once_and_nothing_is_lost(
    come: Come, rooms: Rooms, board: Board
) -> None:
    mara, noor = await come("mara"), await come("noor")
    count, failures = 40, []

    def write() -> None:
        try:
            for _ in range(count):
                op = apply_changes(board_id=board.id, changes=[create_note(new_id())])
                rooms.announce(board.id, op.revision)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    sent = [await person.op(create_note(new_id())) for _ in range(count) for person in (mara, noor)]
    await mara.reach(4 * count)
    await noor.reach(4 * count)
    for thread in threads:
        await asyncio.to_thread(thread.join)

    assert failures == []
    assert mara.changes == noor.changes
    stored = await sync_to_async(
        lambda: list(Op.objects.order_by("revision").values_list("op_id", flat=True))
    )()
    assert {UUID(op_id) for op_id in sent} <= set(stored)
    assert await sync_to_async(Node.objects.count)() == 4 * count
    content = await sync_to_async(rooms.content)(board.id)
    assert content is not None
    assert len(content.nodes) == 4 * count


async def test_the_rooms_content_is_the_databases(come: Come, rooms: Rooms, board: Board) -> None:
    mara = await come("mara")
    frame, note, gone, edge = new_id(), new_id(), new_id(), new_id()
    line = {"source": note, "target": frame, "role": "anchor", "strength": 0.25}
    await mara.op(create_frame(frame), create_note(note, parent=frame), create_note(gone))
    await mara.op({"edge": edge, "create": line}, {"board": {"title": "Autumn"}})
    await mara.op({"node": note, "set": {"text": "Grüße"}}, {"node": gone, "delete": True})
    await mara.reach(3)

    kept = await sync_to_async(rooms.content)(board.id)
    read = await sync_to_async(DatabaseStorage().read)(board.id)

    assert kept is not None
    ours, theirs = json.loads(kept.to_json()), json.loads(read.to_json())
    for content in (ours, theirs):
        content["nodes"].sort(key=lambda node: node["id"])
    assert ours == theirs
    assert ours["title"] == "Autumn"
    assert {node["id"] for node in ours["nodes"]} == {frame, note}
    assert ours["edges"] == [{"id": edge, **line}]


async def test_a_room_is_dropped_when_nobody_is_left(
    come: Come, rooms: Rooms, board: Board
) -> None:
    mara = await come("mara")
    assert board.id in rooms._rooms
    await mara.leave()
    assert rooms._rooms == {}
    assert await sync_to_async(rooms.content)(board.id) is None


async def test_many_who_come_at_once_share_one_room(come: Come, rooms: Rooms) -> None:
    people = await asyncio.gather(*(come("mara") for _ in range(8)))
    assert len(rooms._rooms) == 1
    await people[0].op(create_note(new_id()))
    for person in people:
        await person.reach(1)


async def test_access_that_ends_while_somebody_comes_in_is_noticed(
    rooms: Rooms, door: Door, board: Board, storage: FailingStorage
) -> None:
    asked: list[str] = []

    def admit(key: str, board_id: UUID) -> Verdict:
        verdict = door.admit(key, board_id)
        asked.append(key)
        if len(asked) == 1:
            # Between the answer and the entry.
            door.shut(key)
            slow.recheck(session_key=key)
        return verdict

    slow = Rooms(storage=storage, admit=admit)
    # Rooms that have seen a socket know their loop.
    slow._loop = asyncio.get_running_loop()
    mara = Person(sockets(slow), board.id, "mara")
    await mara.open()
    assert await mara.closed_with() == 4403
    await mara.leave()
    slow.close()


async def test_progress_is_told_with_its_newest_preview(
    come: Come, rooms: Rooms, board: Board
) -> None:
    mara, generation_id = await come("mara"), uuid4()
    first = {"sequence": 1_000_001, "fraction": 0.25, "stage": "making", "elapsed_s": 2.0}
    await asyncio.to_thread(rooms.progress, [board.id], generation_id, first, b"webp")
    frame = await mara.get("progress")
    told = frame["generations"][str(generation_id)]
    assert told == first | {"preview": "data:image/webp;base64,d2VicA=="}

    second = first | {"sequence": 1_000_002, "fraction": 0.5}
    await asyncio.to_thread(rooms.progress, [board.id], generation_id, second, None)
    # Late, and twice: neither takes anything back.
    for late in (first, second):
        await asyncio.to_thread(rooms.progress, [board.id], generation_id, late, None)
    await mara.get("progress", lambda f: f["generations"][str(generation_id)]["fraction"] == 0.5)
    noor = await come("noor", hello=False)
    welcome = await noor.hello()
    told = welcome["progress"][str(generation_id)]
    assert told | {"elapsed_s": 2.0} == second
    assert told["elapsed_s"] > 2.0
    assert (await noor.get("progress"))["generations"][str(generation_id)]["preview"]

    await asyncio.to_thread(rooms.end_progress, generation_id)
    late = await come("mara", hello=False)
    assert (await late.hello())["progress"] == {}


async def test_a_long_absence_is_mended_by_the_snapshot(come: Come) -> None:
    mara = await come("mara")
    node_id = new_id()
    await mara.op(create_note(node_id))
    for step in range(10):
        await mara.op({"node": node_id, "set": {"text": str(step) * 9_000}})
    await mara.reach(11)

    noor = await come("noor", hello=False)

    assert "snapshot_url" in await noor.hello(1)
    assert "ops" in await noor.hello(10)


async def test_ops_larger_than_a_frame_together_come_in_several(come: Come) -> None:
    mara = await come("mara")
    for _ in range(6):
        await mara.op(*[create_note(new_id(), text="t" * 9_000) for _ in range(10)])
    await mara.reach(6)

    noor = await come("noor", hello=False)
    noor.revision = 1
    welcome = await noor.hello(1)
    assert 0 < len(welcome["ops"]) < 5
    await noor.reach(6)
    assert noor.changes == mara.changes[10:]


async def test_announcing_without_a_loop_does_nothing(rooms: Rooms, board: Board) -> None:
    rooms.announce(board.id, 1)
    rooms.recheck(board_id=board.id)
    assert rooms.content(board.id) is None


async def test_a_board_deleted_under_its_people_closes_their_sockets(
    come: Come, board: Board
) -> None:
    mara = await come("mara")
    await sync_to_async(Board.objects.all().delete)()
    await mara.op(create_note(new_id()))
    async with asyncio.timeout(PATIENCE_S):
        assert await mara.closed_with() == 4404
