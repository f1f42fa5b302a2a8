"""The socket of a guest's page of pictures: says that something is new, and ends with the link.

No op, no name and no id passes here: what is new the page asks for by HTTP, where it is cut to what
its link shows.
"""

import asyncio
import logging
from typing import Any
from uuid import UUID

from channels.consumer import AsyncConsumer
from django.db import DatabaseError
from django.utils import timezone

from canvas.access import BoardAccess
from canvas.errors import NotFound
from canvas.realtime import protocol
from canvas.realtime.consumers import MAX_TIMER_S, TokenBucket
from canvas.realtime.handshake import Scope, Verdict, session_key
from canvas.realtime.outlet import Message, Outlet, text_message
from canvas.realtime.protocol import CloseCode
from canvas.realtime.room import Room
from canvas.realtime.rooms import Rooms

logger = logging.getLogger(__name__)

# A page says `ping` now and then, and nothing else.
FRAMES_PER_SECOND = 5
RIGHTS = '{"type": "rights"}'


class LinkConsumer(AsyncConsumer):  # type: ignore[misc]
    """See BoardConsumer of why it calls its handlers directly."""

    access: BoardAccess
    board_id: UUID
    session_key: str

    def __init__(self, *, rooms: Rooms) -> None:
        self._rooms = rooms
        self._room: Room | None = None
        self._bucket = TokenBucket(FRAMES_PER_SECOND)
        self._is_closed = False
        self._expiry: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        self.link_id: UUID = scope["url_route"]["kwargs"]["link_id"]
        self.session_key = session_key(scope)
        self._outlet = Outlet(send, on_overflow=lambda: None)
        try:
            while (message := await receive())["type"] != "websocket.disconnect":
                if message["type"] == "websocket.connect":
                    await self._connect(send)
                elif not self._is_closed:
                    self._receive(message)
        except asyncio.CancelledError:
            self.close(CloseCode.RESTARTING)
            raise
        finally:
            self._leave()
            self._outlet.abandon()

    async def _connect(self, send: Any) -> None:
        rechecks = self._rooms.rechecks
        try:
            verdict = await self._rooms.admit_link(self.session_key, self.link_id)
            await send({"type": "websocket.accept"})
            if verdict.access is None:
                self.close(CloseCode.ACCESS_ENDED)
                return
            self.access, self.board_id = verdict.access, verdict.access.board_id
            self._room = await self._rooms.attend(self)
            if self._is_closed:
                self._leave()
            elif self._rooms.rechecks != rechecks:
                # Access may have ended after it was looked up and before anybody knew of us.
                self._rooms.check(self)
        except NotFound:
            self.close(CloseCode.ACCESS_ENDED)
        except DatabaseError:
            logger.exception("could not open link %s", self.link_id)
            self.close(CloseCode.RESTARTING)
        else:
            self._check_at_end(verdict)

    def _receive(self, message: Message) -> None:
        if self._bucket.take(1) > 0:
            self.close(CloseCode.TOO_MANY_FRAMES)
        elif message.get("text") is not None:
            self.push(text_message(protocol.PONG))

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
            self.close(CloseCode.ACCESS_ENDED)
            return
        before, self.access = self.access, verdict.access
        if _rights(before) != _rights(self.access):
            self.push(text_message(RIGHTS))
        self._check_at_end(verdict)

    def _check_at_end(self, verdict: Verdict) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
        if verdict.ends_at is not None and not self._is_closed:
            left_s = (verdict.ends_at - timezone.now()).total_seconds()
            wait_s = min(max(left_s, 0.0) + 0.05, MAX_TIMER_S)
            loop = asyncio.get_running_loop()
            self._expiry = loop.call_later(wait_s, self._rooms.check, self)

    def _leave(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
        room, self._room = self._room, None
        self._rooms.leave(self, room)


def _rights(access: BoardAccess) -> tuple[bool, ...]:
    return (access.may_comment, access.may_decide, access.may_download, access.sees_people)
