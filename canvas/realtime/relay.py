"""What processes tell each other about their live boards: one message a batch and process, never
one for each client.

A relay only carries. It may lose messages, and does so whenever Redis is away; nothing rests on
one: ops lie in the database and are numbered, so that who missed some reads them there (each beat
asks for the newest numbers), people are told whole with each beat, and access is asked anew when
the line is back. Messages of one process arrive in its order.

Message: {"kind": str, "from": the process, ...}; plain values that msgpack takes.
"""

import asyncio
import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol
from uuid import UUID

logger = logging.getLogger(__name__)

Message = dict[str, Any]
Hear = Callable[[Message], None]

EVERYBODY = "everybody"
ALIVE = "alive"
"""What a process says to hear itself; nobody else minds."""
BEAT_S = 2.0
# So much silence of ourselves on the line is no delay any more.
MISSED_BEATS = 3
# While Redis is away: older ones are worth nothing, and must not fill the memory.
MAX_WAITING = 2_000
SEND_WITHIN_S = 5.0


def board_group(board_id: UUID) -> str:
    return f"board.{board_id.hex}"


class Relay(Protocol):
    """Every method may be called from any thread, and returns at once."""

    process: str
    """A name of this process that no other has had: short, letters and digits."""

    def listen(self, hear: Hear) -> None:
        """From now on `hear` gets what others say, and a {"kind": "beat", "is_up", "is_back"} every
        BEAT_S; on a thread of the relay's."""

    def send(self, group: str, message: Message) -> None: ...

    def follow(self, group: str) -> None: ...

    def unfollow(self, group: str) -> None: ...


class ChannelRelay:
    """Over a channel layer, which is opened on a thread with an event loop of its own: views and
    workers speak too, and have none. The thread begins with the first word."""

    def __init__(self, layer: Any) -> None:
        self.process = secrets.token_hex(3)
        self._layer = layer
        self._hear: Hear | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self._starting = threading.Lock()
        # Everything below is touched by the loop's own thread only.
        self._waiting: deque[tuple[str, Message]] = deque(maxlen=MAX_WAITING)
        self._woken = asyncio.Event()
        self._groups = {EVERYBODY}
        self._channel = ""
        self._is_up = True
        self._heard_at = 0.0
        self._serving: asyncio.Task[None]

    def listen(self, hear: Hear) -> None:
        self._hear = hear
        self._start()

    def send(self, group: str, message: Message) -> None:
        self._start()
        self._call(self._put, group, message | {"from": self.process})

    def follow(self, group: str) -> None:
        self._call(self._follow, group)

    def unfollow(self, group: str) -> None:
        self._call(self._unfollow, group)

    def stop(self) -> None:
        """Say nothing more. What waits is not sent: nothing rests on it."""
        if self._thread.is_alive():
            self._call(self._end)
            self._thread.join(SEND_WITHIN_S)

    def _start(self) -> None:
        if not self._thread.is_alive():
            with self._starting, suppress(RuntimeError):  # begun meanwhile
                self._thread.start()

    def _call(self, action: Callable[..., None], *values: Any) -> None:
        with suppress(RuntimeError):  # stopped meanwhile
            self._loop.call_soon_threadsafe(action, *values)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._serving = self._loop.create_task(self._serve())
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._serving)
        # The layer closes its connections with the loop.
        self._loop.close()

    def _end(self) -> None:
        self._serving.cancel()

    async def _serve(self) -> None:
        self._heard_at = time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._send_all())
            if self._hear is not None:
                tasks.create_task(self._receive_all(self._hear))
                tasks.create_task(self._beat(self._hear))

    def _put(self, group: str, message: Message) -> None:
        self._waiting.append((group, message))
        self._woken.set()

    def _follow(self, group: str) -> None:
        self._groups.add(group)
        self._loop.create_task(self._subscribe([group]))

    def _unfollow(self, group: str) -> None:
        self._groups.discard(group)
        self._loop.create_task(self._try(self._layer.group_discard, group, self._channel))

    async def _subscribe(self, groups: list[str]) -> None:
        """Does nothing where it is done already."""
        for group in groups:
            if group in self._groups and self._channel:
                await self._try(self._layer.group_add, group, self._channel)

    async def _send_all(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._waiting:
                group, message = self._waiting.popleft()
                await self._try(self._layer.group_send, group, message)

    async def _receive_all(self, hear: Hear) -> None:
        while True:
            try:
                self._channel = self._channel or await self._layer.new_channel()
                await self._subscribe(list(self._groups))
                while True:
                    message = await self._layer.receive(self._channel)
                    if message["from"] == self.process:
                        self._heard_at = time.monotonic()
                    elif message["kind"] != ALIVE:
                        hear(message)
            except Exception as error:
                self._note_failure(error)
                await asyncio.sleep(BEAT_S)

    async def _beat(self, hear: Hear) -> None:
        """We hear ourselves: that is how a line that is dead without a word is noticed."""
        while True:
            await asyncio.sleep(BEAT_S)
            was_up = self._is_up
            self._is_up = time.monotonic() - self._heard_at < MISSED_BEATS * BEAT_S
            if self._is_up != was_up:
                word = "is back" if self._is_up else "is silent: boards follow the database"
                logger.warning("the line to other processes %s", word)
            await self._subscribe(list(self._groups))
            self._put(EVERYBODY, {"kind": ALIVE, "from": self.process})
            is_back = self._is_up and not was_up
            hear({"kind": "beat", "from": "", "is_up": self._is_up, "is_back": is_back})

    async def _try(self, call: Callable[..., Any], *values: Any) -> None:
        try:
            async with asyncio.timeout(SEND_WITHIN_S):
                await call(*values)
        except Exception as error:
            self._note_failure(error)

    def _note_failure(self, error: Exception) -> None:
        logger.warning("the line to other processes: %s: %s", type(error).__name__, error)
