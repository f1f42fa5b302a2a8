"""The socket of one person on one board: parse, check role and rate, hand on. No rules, no ORM."""

import asyncio
import logging
import time
from collections import deque
from typing import Any
from uuid import UUID

from channels.consumer import AsyncConsumer
from django.db import DatabaseError
from django.utils import timezone

from canvas.access import BoardAccess
from canvas.actions.ops import Submission
from canvas.document.marks import only_marks
from canvas.errors import NotFound, ProtocolError
from canvas.realtime import protocol
from canvas.realtime.handshake import Scope, Verdict, session_key
from canvas.realtime.outlet import Message, Outlet, text_message
from canvas.realtime.protocol import BadOp, CloseCode, ErrorFrame, FrameTooLarge, Nack
from canvas.realtime.room import Room
from canvas.realtime.rooms import Rooms

logger = logging.getLogger(__name__)

MAX_BAD_FRAMES = 10
# So a frame of 256 KiB counts as 33 small ones, and a socket brings 1.6 MB a second at most.
BYTES_A_TOKEN = 8 * 1024
BURST_S = 2
# Timers of the event loop should not run for months.
MAX_TIMER_S = 24 * 3600.0


class TokenBucket:
    """`rate` tokens a second, `BURST_S` seconds' worth at most."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._most = self._tokens = rate * BURST_S
        self._filled_at = time.monotonic()

    def take(self, tokens: float) -> float:
        """Seconds until they are there: 0 at once. What was not there is owed."""
        now = time.monotonic()
        self._tokens = min(self._most, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now
        self._tokens -= tokens
        return max(0.0, -self._tokens / self._rate)


class BoardConsumer(AsyncConsumer):  # type: ignore[misc]
    """Calls its handlers directly: AsyncConsumer's own dispatch hops to the one shared synchronous
    thread for every message, which took a third to a half of all CPU (live.md)."""

    access: BoardAccess
    board_id: UUID
    session_key: str
    link_id = None

    def __init__(self, *, rooms: Rooms, ops_per_second: int) -> None:
        self._rooms = rooms
        self._room: Room | None = None
        self._bucket = TokenBucket(ops_per_second)
        self._bad_frames = 0
        self._has_joined = self._is_closed = False
        # Ops that came too fast, each with the time when it is its turn.
        self._held: deque[tuple[float, Submission]] = deque()
        self._release: asyncio.TimerHandle | None = None
        self._expiry: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        self.board_id = scope["url_route"]["kwargs"]["board_id"]
        self.session_key = session_key(scope)
        self._outlet = Outlet(send, on_overflow=self._fall_behind)
        try:
            while (message := await receive())["type"] != "websocket.disconnect":
                if message["type"] == "websocket.connect":
                    await self._connect(send)
                elif not self._is_closed:
                    await self._receive(message)
        except asyncio.CancelledError:
            self.close(CloseCode.RESTARTING)
            raise
        finally:
            self._leave()
            self._outlet.abandon()

    async def _connect(self, send: Any) -> None:
        """Always accepted, then perhaps closed: a page cannot read why a handshake failed."""
        rechecks = self._rooms.rechecks
        try:
            verdict = await self._rooms.admit(self.session_key, self.board_id)
            await send({"type": "websocket.accept"})
            if verdict.access is None:
                known = verdict.is_signed_in
                self.close(CloseCode.NO_SUCH_BOARD if known else CloseCode.SIGNED_OUT)
                return
            self.access = verdict.access
            self._room = await self._rooms.enter(self)
            if self._is_closed:
                self._leave()
            elif self._rooms.rechecks != rechecks:
                # Access may have ended after it was looked up and before anybody knew of us.
                self._rooms.check(self)
        except NotFound:
            self.close(CloseCode.NO_SUCH_BOARD)
        except DatabaseError:
            logger.exception("could not open board %s", self.board_id)
            self.close(CloseCode.RESTARTING)
        else:
            self._check_at_end(verdict)

    async def _receive(self, message: Message) -> None:
        text = message.get("text")
        try:
            if text is None:
                raise ProtocolError("Frames are text.", code="bad_frame")
            wait_s = self._bucket.take(1 + len(text) // BYTES_A_TOKEN)
            if wait_s > BURST_S:
                self.close(CloseCode.TOO_MANY_FRAMES)
                return
            await self._take(protocol.parse(text), wait_s)
        except FrameTooLarge:
            self.close(CloseCode.FRAME_TOO_LARGE)
        except BadOp as error:
            self._refuse_op(error.op_id, error.code, error.message)
            self._count_bad_frame()
        except ProtocolError as error:
            self._say(ErrorFrame(error.code, error.message))
            self._count_bad_frame()

    async def _take(self, frame: protocol.ClientFrame, wait_s: float) -> None:
        room = self._room
        if room is None:
            return
        if isinstance(frame, protocol.SubmitOp):
            self._take_op(frame, room, wait_s)
        elif wait_s > 0:
            # Pointers that come too fast are left out; what wants an answer gets this one.
            if not isinstance(frame, protocol.Show):
                self._say(ErrorFrame("rate_limited", "Too many frames: wait a second."))
        elif isinstance(frame, protocol.Hello):
            await room.join(self, frame.revision)
            self._has_joined = True
        elif isinstance(frame, protocol.Ping):
            self.push(text_message(protocol.PONG))
        elif self._must_join_first():
            shown = protocol.of_guest(frame.shown) if self.access.is_guest else frame.shown
            room.show(self, shown)

    def _take_op(self, frame: protocol.SubmitOp, room: Room, wait_s: float) -> None:
        may_submit = self.access.may_edit or (self.access.may_mark and only_marks(frame.changes))
        if not may_submit:
            message = "You can look at this board, but not change it."
            self._refuse_op(frame.op_id, "read_only", message)
        elif self._must_join_first():
            submission = Submission(frame.op_id, frame.changes, self.access.user_id)
            if wait_s > 0 or self._held:
                self._held.append((time.monotonic() + wait_s, submission))
                self._release_later()
            else:
                room.submit(self, submission)

    def _release_later(self) -> None:
        """Held and not refused: who was offline has a lot to say, and none of it may be lost."""
        if self._release is None and self._held:
            wait_s = self._held[0][0] - time.monotonic()
            loop = asyncio.get_running_loop()
            self._release = loop.call_later(max(0.0, wait_s), self._submit_held)

    def _submit_held(self) -> None:
        self._release = None
        while self._room is not None and self._held and self._held[0][0] <= time.monotonic():
            self._room.submit(self, self._held.popleft()[1])
        self._release_later()

    def _must_join_first(self) -> bool:
        if not self._has_joined:
            raise ProtocolError("The first frame is 'hello'.", code="hello_first")
        return True

    # What rooms call

    def push(self, message: Message) -> None:
        self._outlet.push(message)

    def close(self, code: int) -> None:
        if not self._is_closed:
            self._is_closed = True
            self._leave()
            self._outlet.close(code)

    def take_verdict(self, verdict: Verdict) -> None:
        """The door was asked again."""
        if verdict.access is None:
            was_member = self.access.user_id is not None
            is_signed_out = was_member and not verdict.is_signed_in
            self.close(CloseCode.SIGNED_OUT if is_signed_out else CloseCode.ACCESS_ENDED)
            return
        is_other_role = verdict.access.may_do != self.access.may_do
        self.access = verdict.access
        if is_other_role and self._room is not None:
            # The new role is in the welcome that answers its next `hello`.
            self._room.fall_behind(self)
            self.push(text_message(protocol.RESYNC))
        self._check_at_end(verdict)

    def _check_at_end(self, verdict: Verdict) -> None:
        """A link or session that expires ends the socket without anybody's doing."""
        if self._expiry is not None:
            self._expiry.cancel()
        if verdict.ends_at is not None and not self._is_closed:
            left_s = (verdict.ends_at - timezone.now()).total_seconds()
            loop = asyncio.get_running_loop()
            wait_s = min(max(left_s, 0.0) + 0.05, MAX_TIMER_S)
            self._expiry = loop.call_later(wait_s, self._rooms.check, self)

    def _fall_behind(self) -> None:
        if self._room is not None:
            self._room.fall_behind(self)

    def _leave(self) -> None:
        for timer in (self._expiry, self._release):
            if timer is not None:
                timer.cancel()
        self._held.clear()
        room, self._room = self._room, None
        self._rooms.leave(self, room)

    def _say(self, frame: Nack | ErrorFrame) -> None:
        self.push(text_message(frame.dump()))

    def _refuse_op(self, op_id: UUID, code: str, message: str) -> None:
        self._say(Nack(op_id, code, message))

    def _count_bad_frame(self) -> None:
        self._bad_frames += 1
        if self._bad_frames >= MAX_BAD_FRAMES:
            self.close(CloseCode.BAD_PROTOCOL)
