"""The rooms of this process: opened when somebody comes, dropped when nobody is left.

Sockets use it on the event loop. `announce`, `progress`, `end_progress`, `comments`, `recheck`,
`content` and `people` may be called from any thread; without a running room they do nothing here.
With a relay what concerns a board reaches its rooms in other processes too, and theirs reaches
ours.
"""

import asyncio
import base64
import concurrent.futures
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol
from uuid import UUID

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DatabaseError, connection

from canvas.document.snapshot import BoardContent
from canvas.realtime.batch import Batch
from canvas.realtime.elsewhere import Elsewhere
from canvas.realtime.handshake import Verdict, admit, admit_link
from canvas.realtime.relay import EVERYBODY, ChannelRelay, Message, Relay, board_group
from canvas.realtime.room import RETRY_PAUSES_S, Member, Room
from canvas.realtime.storage import BoardStorage, DatabaseStorage, DatabaseThreads

logger = logging.getLogger(__name__)

READERS = 2
# SQLite has one writer anyway, and one that waits in line is quicker than two that poll for the
# lock; PostgreSQL commits different boards at once.
WRITERS = {"sqlite": 1}
MANY_WRITERS = 4
# The loop answers in milliseconds unless it is overloaded: then the database is asked instead.
CONTENT_TIMEOUT_S = 2.0

Admit = Callable[[str, UUID], Verdict]


class Visitor(Member, Protocol):
    """A member whose right to be here can be asked again.

    link_id: of one who came by a link to pictures, and only listens; None for all others.
    """

    board_id: UUID
    session_key: str
    link_id: UUID | None

    def take_verdict(self, verdict: Verdict) -> None: ...


class Rooms:
    """`admit` answers who may enter, on a thread of ours.

    relay: to the rooms of other processes; None where this one is alone.
    """

    def __init__(
        self,
        *,
        storage: BoardStorage,
        admit: Admit,
        retry_pauses_s: Sequence[float] = RETRY_PAUSES_S,
        relay: Relay | None = None,
    ) -> None:
        self._storage = storage
        self._retry_pauses_s = retry_pauses_s
        self._admit = admit
        self._readers = DatabaseThreads(READERS, "room-reader")
        self._writer = DatabaseThreads(WRITERS.get(connection.vendor, MANY_WRITERS), "room-writer")
        self._rooms: dict[UUID, Room] = {}
        self._openings: dict[UUID, asyncio.Task[None]] = {}
        self._visitors: set[Visitor] = set()
        self._checks: set[asyncio.Task[None]] = set()
        self.rechecks = 0
        """How often `recheck` was asked: whoever is just coming in compares."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._relay = relay
        self._elsewhere = Elsewhere()
        self._beating: asyncio.Task[None] | None = None
        self._is_heard = True

    @property
    def open_boards(self) -> int:
        return len(self._rooms)

    @property
    def open_sockets(self) -> int:
        return len(self._visitors)

    @property
    def is_heard(self) -> bool:
        """Whether the line to other processes works; so it does where there are none."""
        return self._is_heard

    def listen(self) -> None:
        """Hear other processes from now on. From the one that serves sockets, once."""
        if self._relay is not None:
            self._relay.listen(self._hear)

    # On the event loop

    async def admit(self, session_key: str, board_id: UUID) -> Verdict:
        """Raises a DatabaseError."""
        return await self._readers.run(self._admit, session_key, board_id)

    async def admit_link(self, session_key: str, link_id: UUID) -> Verdict:
        """Raises a DatabaseError."""
        return await self._readers.run(admit_link, session_key, link_id)

    async def enter(self, visitor: Visitor) -> Room:
        """The room of the visitor's board, open, with the visitor in it. Raises NotFound or a
        DatabaseError."""
        room = await self._room_for(visitor)
        room.enter(visitor)
        return room

    async def attend(self, visitor: Visitor) -> Room:
        """The same for one who only listens: nobody sees them there."""
        room = await self._room_for(visitor)
        room.attend(visitor)
        return room

    async def _room_for(self, visitor: Visitor) -> Room:
        self._loop = asyncio.get_running_loop()
        self._visitors.add(visitor)
        try:
            return await self._open_room(visitor.board_id)
        except BaseException:
            self._visitors.discard(visitor)
            raise

    def leave(self, visitor: Visitor, room: Room | None) -> None:
        self._visitors.discard(visitor)
        if room is not None:
            room.leave(visitor)

    def check(self, visitor: Visitor) -> None:
        """Ask again whether this visitor may be here."""
        task = asyncio.ensure_future(self._check(visitor))
        self._checks.add(task)
        task.add_done_callback(self._checks.discard)

    def close(self) -> None:
        """Stop all; waits for the threads."""
        for task in [*self._openings.values(), *self._checks]:
            task.cancel()
        for room in self._rooms.values():
            room.close()
        self._readers.close()
        self._writer.close()

    async def _open_room(self, board_id: UUID) -> Room:
        while True:
            room = self._rooms.get(board_id)
            if room is None:
                room = self._rooms[board_id] = self._new_room(board_id)
                self._openings[board_id] = asyncio.ensure_future(self._open(room))
            if opening := self._openings.get(board_id):
                # Others wait for the same opening: one who goes away must not stop it.
                await asyncio.shield(opening)
            if self._rooms.get(board_id) is room:
                return room

    def _new_room(self, board_id: UUID) -> Room:
        relay = self._relay

        def tell(kind: str, values: dict[str, Any]) -> None:
            self._tell_board(board_id, kind, **values)

        if relay is not None:
            relay.follow(board_group(board_id))
        room = Room(
            board_id,
            storage=self._storage,
            readers=self._readers,
            writer=self._writer,
            on_idle=self._drop,
            retry_pauses_s=self._retry_pauses_s,
            tell=None if relay is None else tell,
            mark="" if relay is None else relay.process,
        )
        room.hear_everyone(self._elsewhere.on(board_id))
        return room

    async def _open(self, room: Room) -> None:
        try:
            await room.open()
        except BaseException:
            self._forget(room)
            raise
        finally:
            del self._openings[room.board_id]

    def _drop(self, room: Room) -> None:
        if self._rooms.get(room.board_id) is room and room.board_id not in self._openings:
            room.close()
            self._forget(room)

    def _forget(self, room: Room) -> None:
        del self._rooms[room.board_id]
        if self._relay is not None:
            self._relay.unfollow(board_group(room.board_id))

    async def _check(self, visitor: Visitor) -> None:
        try:
            if visitor.link_id is None:
                verdict = await self.admit(visitor.session_key, visitor.board_id)
            else:
                verdict = await self.admit_link(visitor.session_key, visitor.link_id)
        except DatabaseError:
            # Not known is not allowed: it may come back and be asked at the door.
            logger.exception("could not check access to board %s", visitor.board_id)
            verdict = Verdict(None, is_signed_in=True)
        if visitor in self._visitors:
            visitor.take_verdict(verdict)

    # From any thread

    def announce(self, board_id: UUID, revision: int) -> None:
        """Ops up to `revision` were committed outside the room."""
        self._on_loop(self._announce, board_id, revision)
        self._tell_board(board_id, "revision", revision=revision)

    def progress(
        self,
        board_ids: Iterable[UUID],
        generation_id: UUID,
        told: dict[str, Any],
        preview: bytes | None,
    ) -> None:
        """told: see `assets.generations.news.Told`. preview: a WebP."""
        url = None
        if preview is not None:
            url = "data:image/webp;base64," + base64.b64encode(preview).decode()
        boards = list(board_ids)
        self._on_loop(self._progress, boards, str(generation_id), told, url)
        for board_id in boards:
            values = {"generation": str(generation_id), "told": told, "preview": url}
            self._tell_board(board_id, "progress", **values)

    def end_progress(self, generation_id: UUID) -> None:
        """It runs no more: who comes now is not told how far it was."""
        self._on_loop(self._end_progress, str(generation_id))
        self._tell_all("end_progress", generation=str(generation_id))

    def comments(self, board_id: UUID) -> None:
        """Somebody said something there."""
        self._on_loop(self._comments, board_id)
        self._tell_board(board_id, "comments")

    def recheck(
        self,
        *,
        board_id: UUID | None = None,
        user_id: int | None = None,
        link_id: UUID | None = None,
        session_key: str | None = None,
    ) -> None:
        """Access may have changed for whoever matches one of these."""
        self._on_loop(self._recheck, board_id, user_id, link_id, session_key)
        self._tell_all(
            "recheck",
            board=board_id and board_id.hex,
            user=user_id,
            link=link_id and link_id.hex,
            session=session_key,
        )

    def content(self, board_id: UUID, *, least: int = 0) -> BoardContent | None:
        """What lives on a board, from its room; None: there is no room, or it does not answer.

        least: a revision that the asker has seen, perhaps through another process, of which word
        is on its way to this one: None then, too. Waits for the event loop, so never from it.
        """
        answer: concurrent.futures.Future[BoardContent | None] = concurrent.futures.Future()

        def copy() -> None:
            room = None if board_id in self._openings else self._rooms.get(board_id)
            is_late = room is None or (self._relay is not None and room.revision < least)
            answer.set_result(None if room is None or is_late else room.content.copy())

        if not self._on_loop(copy):
            return None
        try:
            return answer.result(CONTENT_TIMEOUT_S)
        except concurrent.futures.TimeoutError:
            return None

    def people(self, board_ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
        """Who is on these boards now, as {"key", "name", "colour"}; boards without anybody are left
        out. Waits for the event loop, so never from it."""
        wanted = list(board_ids)
        people = self._elsewhere.cards(wanted)
        answer: concurrent.futures.Future[dict[UUID, list[dict[str, Any]]]] = (
            concurrent.futures.Future()
        )

        def look() -> None:
            found = {board_id: self._rooms.get(board_id) for board_id in wanted}
            # A room knows of everybody, wherever they came in.
            answer.set_result(
                {board_id: room.presence.cards() for board_id, room in found.items() if room}
            )

        if not self._on_loop(look):
            return people
        try:
            return people | answer.result(CONTENT_TIMEOUT_S)
        except concurrent.futures.TimeoutError:
            return people

    def _on_loop(self, call: Callable[..., None], *values: Any) -> bool:
        if self._loop is None:
            return False
        try:
            self._loop.call_soon_threadsafe(call, *values)
        except RuntimeError:
            # The loop is closed: the server is going down.
            return False
        return True

    def _announce(self, board_id: UUID, revision: int) -> None:
        if room := self._rooms.get(board_id):
            room.hear_of(revision)

    def _comments(self, board_id: UUID) -> None:
        if room := self._rooms.get(board_id):
            room.tell_comments()

    def _progress(
        self, board_ids: list[UUID], generation_id: str, told: dict[str, Any], preview: str | None
    ) -> None:
        for board_id in board_ids:
            if room := self._rooms.get(board_id):
                room.news.tell_progress(generation_id, told, preview)

    def _end_progress(self, generation_id: str) -> None:
        for room in self._rooms.values():
            room.news.end_progress(generation_id)

    def _recheck(
        self,
        board_id: UUID | None,
        user_id: int | None,
        link_id: UUID | None,
        session_key: str | None,
    ) -> None:
        self.rechecks += 1
        for visitor in list(self._visitors):
            access = visitor.access
            if (
                (board_id is not None and visitor.board_id == board_id)
                or (user_id is not None and access.user_id == user_id)
                or (link_id is not None and access.link_id == link_id)
                or (session_key is not None and visitor.session_key == session_key)
            ):
                self.check(visitor)

    # Other processes

    def _tell_board(self, board_id: UUID, kind: str, **values: Any) -> None:
        if self._relay is not None:
            group = board_group(board_id)
            self._relay.send(group, {"kind": kind, "board": board_id.hex, **values})

    def _tell_all(self, kind: str, **values: Any) -> None:
        if self._relay is not None:
            self._relay.send(EVERYBODY, {"kind": kind, **values})

    def _hear(self, message: Message) -> None:
        """On the relay's thread."""
        if message["kind"] == "everyone":
            boards = {UUID(board): people for board, people in message["boards"].items()}
            self._elsewhere.hear(message["from"], boards)
        elif message["kind"] == "beat":
            self._elsewhere.drop_silent()
            self._is_heard = message["is_up"]
        self._on_loop(self._take, message)

    def _take(self, message: Message) -> None:
        match message["kind"]:
            case "beat":
                if self._beating is None or self._beating.done():
                    self._beating = asyncio.ensure_future(self._beat(message))
            case "everyone":
                for room in self._rooms.values():
                    room.hear_everyone(self._elsewhere.on(room.board_id))
            case "end_progress":
                self._end_progress(message["generation"])
            case "recheck":
                board, link = message["board"], message["link"]
                self._recheck(
                    board and UUID(board), message["user"], link and UUID(link), message["session"]
                )
            case _ if "board" in message:
                found = self._rooms.get(UUID(message["board"]))
                if found is not None:
                    _tell_room(found, message)

    async def _beat(self, message: Message) -> None:
        """Whatever was lost on the way is made good here."""
        boards = {
            board_id.hex: room.presence.own() for board_id, room in self._rooms.items() if room.keys
        }
        self._tell_all("everyone", boards=boards)
        for room in self._rooms.values():
            room.hear_everyone(self._elsewhere.on(room.board_id))
        if message["is_back"] or (not message["is_up"] and not self._checks):
            for visitor in list(self._visitors):
                self.check(visitor)
        if not self._rooms:
            return
        try:
            found = await self._readers.run(self._storage.revisions, list(self._rooms))
        except DatabaseError as error:
            logger.warning("could not ask for the revisions of open boards: %s", error)
            return
        for board_id, revision in found.items():
            self._announce(board_id, revision)


def _tell_room(room: Room, message: Message) -> None:
    match message["kind"]:
        case "batch":
            room.hear_batch(message["first"], message["last"], Batch.heard(message))
        case "revision":
            room.hear_of(message["revision"])
        case "people":
            room.hear_people(message["from"], message["people"])
        case "comments":
            room.tell_comments()
        case "progress":
            room.news.tell_progress(message["generation"], message["told"], message["preview"])


def _relay() -> Relay | None:
    return ChannelRelay(get_channel_layer()) if settings.REDIS_URL else None


rooms = Rooms(storage=DatabaseStorage(), admit=admit, relay=_relay())
"""The rooms of this process. Consumers are given theirs by routing.py."""
