"""What people at sockets see."""

import asyncio
import json
import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from canvas.models import Board, Node, Op
from canvas.realtime import protocol
from canvas.realtime.consumers import MAX_BAD_FRAMES, BoardConsumer
from canvas.realtime.outlet import MAX_BACKLOG_FRAMES
from canvas.realtime.rooms import Rooms
from canvas.realtime.routing import sockets
from tests.integration.canvas.document_parts import create_note, new_id
from tests.integration.canvas.realtime.conftest import Come
from tests.integration.canvas.realtime.sockets import PATIENCE_S, Door, Person


async def test_an_op_reaches_everybody_and_is_its_own_acknowledgement(
    come: Come, board: Board
) -> None:
    mara, noor = await come("mara"), await come("noor")
    node_id = new_id()

    op_id = await mara.op(create_note(node_id, text="Warm light"))

    for person in (mara, noor):
        frame = await person.get("ops")
        assert [op["op_id"] for op in frame["ops"]] == [op_id]
        assert frame["ops"][0]["revision"] == 1
        assert frame["ops"][0]["changes"][0]["create"]["colour"] == "amber"
    assert await sync_to_async(Node.objects.filter(board=board, id=node_id).exists)()


async def test_the_server_fills_in_the_author(come: Come, board: Board) -> None:
    mara = await come("mara")
    await mara.op(create_note(new_id()))
    op = (await mara.get("ops"))["ops"][0]
    stored = await sync_to_async(Op.objects.get)(board=board)
    assert op["actor"] == f"u{stored.actor_id}"


async def test_two_people_who_edit_one_node_see_the_same(come: Come, board: Board) -> None:
    mara, noor = await come("mara"), await come("noor")
    node_id = new_id()
    await mara.op(create_note(node_id))
    await noor.reach(1)

    for step in range(20):
        await mara.op({"node": node_id, "set": {"x": step}})
        await noor.op({"node": node_id, "set": {"x": 100 + step}})
    await mara.reach(41)
    await noor.reach(41)

    assert mara.changes == noor.changes
    node = await sync_to_async(Node.objects.get)(board=board)
    assert mara.changes[-1]["set"]["x"] == node.x


async def test_who_comes_without_a_revision_is_sent_to_the_snapshot(
    come: Come, board: Board
) -> None:
    mara = await come("mara", hello=False)
    welcome = await mara.hello()
    assert welcome["snapshot_url"] == f"/boards/{board.id}/snapshot"
    assert "ops" not in welcome
    assert (welcome["revision"], welcome["role"], welcome["you"]) == (0, "designer", "u-mara")
    assert [person["name"] for person in welcome["people"]] == ["Mara"]


async def test_who_was_away_gets_what_was_missed(come: Come) -> None:
    mara, noor = await come("mara"), await come("noor")
    await mara.op(create_note(new_id()))
    await noor.reach(1)
    await noor.leave()
    for _ in range(5):
        await mara.op(create_note(new_id()))
    await mara.reach(6)

    again = await come("noor", hello=False)
    again.revision = 1
    welcome = await again.hello(1)

    assert [op["revision"] for op in welcome["ops"]] == [2, 3, 4, 5, 6]
    assert welcome["revision"] == 6


async def test_who_missed_nothing_gets_nothing(come: Come) -> None:
    mara = await come("mara", hello=False)
    welcome = await mara.hello(0)
    assert (welcome["ops"], welcome["revision"]) == ([], 0)


async def test_a_revision_from_the_future_gets_the_snapshot(come: Come) -> None:
    mara = await come("mara", hello=False)
    assert "snapshot_url" in await mara.hello(99)


async def test_after_a_restart_all_acknowledged_ops_are_there(
    come: Come, rooms: Rooms, door: Door
) -> None:
    mara = await come("mara")
    for _ in range(30):
        await mara.op(create_note(new_id()))
    await mara.reach(30)

    restarted = Rooms(storage=rooms._storage, admit=door.admit)
    noor = await come("noor", hello=False, to=sockets(restarted))
    noor.revision = 3
    welcome = await noor.hello(3)
    await noor.op(create_note(new_id()))
    await noor.reach(31)
    await noor.leave()
    restarted.close()

    assert [op["revision"] for op in welcome["ops"]] == list(range(4, 31))
    assert noor.changes[:27] == mara.changes[3:]


async def test_a_resent_op_is_acknowledged_again_to_its_author_alone(come: Come) -> None:
    mara, noor = await come("mara"), await come("noor")
    op_id = await mara.op(create_note(new_id()))
    await mara.get("ops")
    await mara.op(create_note(new_id()), op_id=op_id)

    again = await mara.get("ops")

    assert [(op["op_id"], op["revision"]) for op in again["ops"]] == [(op_id, 1)]
    await noor.op(create_note(new_id()))
    await noor.reach(2)
    assert len(noor.changes) == 2


async def test_a_refused_op_is_told_to_its_author_alone(come: Come) -> None:
    mara, noor = await come("mara"), await come("noor")
    op_id = await mara.op({"node": new_id(), "set": {"x": 1}})
    nack = await mara.get("nack")
    assert (nack["op_id"], nack["code"]) == (op_id, "no_such_node")
    await mara.op(create_note(new_id()))
    await noor.reach(1)
    assert noor.kept("nack") == []


async def test_a_reviewer_marks_pictures_and_changes_nothing_else(come: Come, door: Door) -> None:
    door.let_in("rita", role="reviewer", user_id=door.user_id("noor"))
    mara, rita = await come("mara"), await come("rita")
    note = new_id()
    await mara.op(create_note(note))
    await rita.reach(1)

    moved = await rita.op({"node": note, "set": {"mark": "pick", "x": 5}})
    assert (await rita.get("nack"))["code"] == "read_only"
    # It is let through, to the rules of the board: notes have no marks.
    marked = await rita.op({"node": note, "set": {"mark": "pick"}})
    nack = await rita.get("nack")
    assert (nack["op_id"], nack["code"]) == (marked, "unknown_key") and marked != moved


async def test_a_viewer_changes_nothing(come: Come, board: Board) -> None:
    guest = await come("guest")
    op_id = await guest.op(create_note(new_id()))
    nack = await guest.get("nack")
    assert (nack["op_id"], nack["code"]) == (op_id, "read_only")
    assert await sync_to_async(Op.objects.count)() == 0


async def test_an_op_before_hello_is_refused(come: Come) -> None:
    mara = await come("mara", hello=False)
    await mara.op(create_note(new_id()))
    assert (await mara.get("error"))["code"] == "hello_first"


async def test_a_forged_author_is_refused(come: Come) -> None:
    mara = await come("mara")
    op_id = str(uuid.uuid4())
    await mara.send(type="op", op_id=op_id, changes=[create_note(new_id())], actor="u1")
    nack = await mara.get("nack")
    assert (nack["op_id"], nack["code"]) == (op_id, "unknown_key")


async def test_bad_frames_are_answered_and_end_the_socket_when_they_go_on(come: Come) -> None:
    mara, noor = await come("mara"), await come("noor")
    await mara.socket.send_to(text_data="{")
    assert (await mara.get("error"))["code"] == "bad_json"
    await mara.socket.send_to(bytes_data=b"\x00")
    assert (await mara.get("error"))["code"] == "bad_frame"
    for _ in range(MAX_BAD_FRAMES - 2):
        await mara.send(type="nonsense")
    assert await mara.closed_with() == 4400
    await noor.op(create_note(new_id()))
    await noor.reach(1)


async def test_a_frame_too_large_ends_the_socket(come: Come) -> None:
    mara = await come("mara")
    await mara.socket.send_to(text_data=" " * (protocol.MAX_INBOUND_BYTES + 1))
    assert await mara.closed_with() == 1009


async def test_ping_is_answered(come: Come) -> None:
    mara = await come("mara")
    await mara.send(type="ping")
    assert await mara.get("pong")


def at_most(ops_per_second: int, rooms: Rooms, board: Board) -> Any:
    consumer: Any = BoardConsumer.as_asgi(rooms=rooms, ops_per_second=ops_per_second)

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await consumer({**scope, "url_route": {"kwargs": {"board_id": board.id}}}, receive, send)

    return application


async def test_ops_that_come_too_fast_wait_their_turn_and_are_kept_in_order(
    rooms: Rooms, come: Come, board: Board
) -> None:
    mara = await come("mara", to=at_most(20, rooms, board))
    started = time.monotonic()
    for number in range(60):
        await mara.op(create_note(new_id(), x=number))

    await mara.reach(60)

    assert time.monotonic() - started > 0.8
    assert [change["create"]["x"] for change in mara.changes] == list(range(60))


async def test_a_socket_that_floods_is_closed(rooms: Rooms, come: Come, board: Board) -> None:
    mara = await come("mara", to=at_most(1, rooms, board))
    for _ in range(5):
        await mara.op(create_note(new_id()))
    assert await mara.closed_with() == 4429


async def test_presence_is_merged_and_told_to_others(come: Come) -> None:
    mara, noor = await come("mara"), await come("noor")
    await mara.send(type="presence", cursor=[1, 2])
    await mara.send(type="presence", cursor=[3, 4], selection=[])

    frame = await noor.get(
        "presence", lambda f: f["people"].get("u-mara", {}).get("cursor") == [3, 4]
    )

    assert frame["people"]["u-mara"]["name"] == "Mara"
    await mara.leave()
    await noor.get("presence", lambda f: f["people"].get("u-mara", 0) is None)


async def test_who_comes_sees_where_the_others_are(come: Come) -> None:
    mara = await come("mara")
    await mara.send(type="presence", cursor=[5, 6])
    await mara.get("presence", lambda f: "cursor" in f["people"].get("u-mara", {}))

    noor = await come("noor")

    shown = await noor.get("presence")
    assert shown["people"]["u-mara"]["cursor"] == [5, 6]


async def test_two_windows_of_one_person_have_two_pointers(come: Come) -> None:
    first = await come("mara")
    second = await come("mara", hello=False)
    welcome = await second.hello()
    assert welcome["you"] == "u-mara.2"
    await second.send(type="presence", cursor=[1, 1])
    await first.get("presence", lambda f: "cursor" in f["people"].get("u-mara.2", {}))


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "http://testserver.evil.example"]
)
async def test_other_sites_open_no_socket(application: Any, board: Board, origin: str) -> None:
    person = Person(application, board.id, "mara", origin=origin)
    assert not await person.open()


async def test_an_unknown_address_opens_no_socket(application: Any) -> None:
    person = Person(application, uuid.uuid4(), "mara")
    person.socket.scope["path"] = "/ws/elsewhere/"
    assert not await person.open()


async def test_strangers_and_other_boards_are_turned_away(application: Any, board: Board) -> None:
    for key, board_id, code in [("stranger", board.id, 4401), ("mara", uuid.uuid4(), 4404)]:
        person = Person(application, board_id, key)
        await person.open()
        assert await person.closed_with() == code
        await person.leave()


async def test_a_board_deleted_meanwhile_turns_away(
    application: Any, board: Board, door: Door
) -> None:
    await sync_to_async(Board.objects.all().delete)()
    person = Person(application, board.id, "mara")
    await person.open()
    assert await person.closed_with() == 4404
    await person.leave()


async def test_revoked_access_ends_the_socket_within_a_second(
    come: Come, rooms: Rooms, door: Door
) -> None:
    mara, guest = await come("mara"), await come("guest")
    door.shut("guest")

    async with asyncio.timeout(1):
        rooms.recheck(session_key="guest")
        assert await guest.closed_with() == 4403

    await mara.op(create_note(new_id()))
    await mara.reach(1)
    assert guest.revision == 0


async def test_the_others_who_were_asked_again_stay(come: Come, rooms: Rooms, board: Board) -> None:
    mara = await come("mara")
    rooms.recheck(board_id=board.id)
    await mara.op(create_note(new_id()))
    await mara.reach(1)


async def test_signing_out_ends_the_socket(come: Come, rooms: Rooms, door: Door) -> None:
    mara = await come("mara")
    door.shut("mara", is_signed_in=False)
    rooms.recheck(session_key="mara")
    assert await mara.closed_with() == 4401


async def test_a_link_that_expires_ends_the_socket(come: Come, door: Door) -> None:
    door.let_in("late", role="viewer", ends_at=timezone.now() + timedelta(milliseconds=200))
    late = await come("late")
    door.shut("late")
    assert await late.closed_with() == 4403


async def test_another_role_is_told_by_a_new_welcome(come: Come, rooms: Rooms, door: Door) -> None:
    mara = await come("mara")
    user_id = door.admit("mara", door._board.id).access.user_id  # type: ignore[union-attr]
    door.let_in("mara", role="viewer", user_id=user_id)
    rooms.recheck(user_id=user_id)
    await mara.get("resync")

    assert (await mara.hello(0))["role"] == "viewer"
    await mara.op(create_note(new_id()))
    assert (await mara.get("nack"))["code"] == "read_only"


async def test_a_slow_socket_is_told_to_resync_and_misses_nothing(
    come: Come, application: Any, board: Board
) -> None:
    """Its server's `send` waits, as uvicorn's does when a network is full."""
    mara = await come("mara")
    may_go = asyncio.Event()
    may_go.set()
    inbox: asyncio.Queue[Any] = asyncio.Queue()
    outbox: asyncio.Queue[Any] = asyncio.Queue()

    async def send(message: Any) -> None:
        await may_go.wait()
        outbox.put_nowait(message)

    async def next_frame(kind: str) -> Any:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = await outbox.get()
                if message["type"] == "websocket.send":
                    frame = json.loads(message["text"])
                    if frame["type"] == kind:
                        return frame

    scope = {**mara.socket.scope, "headers": Person(None, board.id, "noor").socket.scope["headers"]}
    task = asyncio.ensure_future(application(scope, inbox.get, send))
    inbox.put_nowait({"type": "websocket.connect"})
    inbox.put_nowait({"type": "websocket.receive", "text": '{"type": "hello"}'})
    await next_frame("welcome")

    may_go.clear()
    for revision in range(1, MAX_BACKLOG_FRAMES + 11):
        await mara.op(create_note(new_id()))
        await mara.reach(revision)
    may_go.set()

    await next_frame("resync")
    inbox.put_nowait({"type": "websocket.receive", "text": '{"type": "hello", "revision": 5}'})
    welcome = await next_frame("welcome")
    revisions = [op["revision"] for op in welcome["ops"]]
    assert revisions == list(range(6, MAX_BACKLOG_FRAMES + 11))
    inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
    await task
