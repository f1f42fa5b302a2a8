"""What guests hear of hidden things: nothing, and at once when they are shown."""

from typing import Any

from asgiref.sync import sync_to_async

from canvas.actions.ops import apply_changes
from canvas.models import Board
from canvas.realtime.rooms import Rooms
from tests.integration.canvas.document_parts import (
    create_frame,
    create_note,
    create_placeholder,
    make_asset,
    make_generation,
    new_id,
    place,
)
from tests.integration.canvas.realtime.conftest import Come
from tests.integration.canvas.realtime.sockets import Person


def hidden(node_id: str, is_hidden: bool = True) -> dict[str, Any]:
    return {"node": node_id, "set": {"hidden": is_hidden}}


async def load_anew(guest: Person) -> None:
    """The answer to a resync of one who has what they had."""
    await guest.get("resync")
    welcome = await guest.hello(guest.revision)
    assert "ops" not in welcome


async def test_ops_on_hidden_things_reach_members_and_no_guest(come: Come) -> None:
    mara, noor, guest = await come("mara"), await come("noor"), await come("guest")
    note, frame, inside, shown = (new_id() for _ in range(4))
    await mara.op(create_note(note), create_frame(frame))
    await guest.reach(1)
    await mara.op(hidden(frame), hidden(note))
    await load_anew(guest)

    guest.changes.clear()
    await mara.op({"node": note, "set": {"text": "secret"}})
    await mara.op(create_note(inside, parent=frame, text="secret"))
    await mara.op({"node": inside, "set": {"text": "secret too"}}, create_note(shown))
    for person in (guest, noor):
        await person.reach(5)

    assert [list(change) for change in guest.changes] == [["node", "create"]]
    assert guest.changes[0]["node"] == shown
    assert "secret too" in str(noor.changes)


async def test_what_is_shown_again_is_loaded_at_once(come: Come) -> None:
    mara = await come("mara")
    note, frame = new_id(), new_id()
    await mara.op(create_note(note), create_frame(frame))
    await mara.op({"node": note, "set": {"parent": frame}}, hidden(frame))
    await mara.reach(2)
    guest = await come("guest")
    await mara.op({"node": note, "set": {"parent": None}})
    await load_anew(guest)
    await mara.op(hidden(frame, False))
    await load_anew(guest)
    await mara.op({"node": note, "set": {"text": "hello"}})
    await guest.reach(5)
    assert guest.changes[-1] == {"node": note, "set": {"text": "hello"}}


async def test_a_guest_who_was_away_gets_no_ops_of_what_was_hidden(come: Come) -> None:
    mara = await come("mara")
    note = new_id()
    await mara.op(create_note(note))
    await mara.op(hidden(note))
    await mara.op({"node": note, "set": {"text": "secret"}})
    await mara.reach(3)
    guest = await come("guest", hello=False)
    assert "ops" not in await guest.hello(1)
    await mara.op({"node": note, "delete": True})
    await mara.reach(4)
    assert "ops" not in await guest.hello(1)
    assert (await guest.hello(4))["ops"] == []


async def test_how_far_a_hidden_placeholder_is_reaches_no_guest(
    come: Come, rooms: Rooms, board: Board
) -> None:
    generations = [await sync_to_async(make_generation)(board.workspace) for _ in range(2)]
    nodes = [new_id(), new_id()]
    creates = [create_placeholder(*pair) for pair in zip(nodes, generations, strict=True)]
    await sync_to_async(apply_changes)(board_id=board.id, changes=creates)
    await sync_to_async(apply_changes)(board_id=board.id, changes=[hidden(nodes[0])])
    guest, mara = await come("guest"), await come("mara")
    told = {"sequence": 1_000_001, "fraction": 0.5, "stage": "making", "elapsed_s": 2.0}
    for generation in generations:
        rooms.progress([board.id], generation.id, told, None)
    secret, shown = (str(generation.id) for generation in generations)
    await mara.get("progress", lambda frame: secret in frame["generations"])
    told = await guest.get("progress", lambda frame: shown in frame["generations"])
    assert list(told["generations"]) == [shown]
    late = await come("guest", hello=False)
    assert list((await late.hello())["progress"]) == [shown]


async def test_that_somebody_commented_reaches_members_and_no_guest_who_looks(
    come: Come, rooms: Rooms, board: Board
) -> None:
    mara, guest = await come("mara"), await come("guest")

    await sync_to_async(rooms.comments)(board.id)

    assert await mara.get("comments") == {"type": "comments"}
    await mara.op(create_note(new_id()))
    await guest.reach(1)
    assert guest.kept("comments") == []


async def test_marks_and_rejected_pictures_reach_members_and_no_guest(
    come: Come, board: Board
) -> None:
    mara, noor, guest = await come("mara"), await come("noor"), await come("guest")
    picture = await sync_to_async(make_asset)(board.workspace)
    node = new_id()
    made = {"kind": "image", **place(), "asset": str(picture.id)}
    await mara.op({"node": node, "create": made | {"image_width": 8, "image_height": 8}})
    await mara.op({"node": node, "set": {"mark": "pick", "mark_reason": "light"}})
    for person in (noor, guest):
        await person.reach(2)
    assert "light" in str(noor.changes)
    assert [list(change) for change in guest.changes] == [["node", "create"]]
    await mara.op({"node": node, "set": {"mark": "reject"}})
    await load_anew(guest)
