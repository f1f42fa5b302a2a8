"""The way out to one socket: straight on while it takes frames, a bounded backlog when not.

A task and a queue per socket and frame is what makes plain Channels slow (live.md). Here a frame is
handed to the server by one step of its `send` coroutine, which is all it takes while the socket
is not blocked. Two kinds of server say in two ways that it is:
- uvicorn's `send` waits: the coroutine stops at a future, and is gone on with in a task;
- Daphne's `send` never waits and buffers without bound, so its transport is asked to say when it is
  full and when it has room again, as a Twisted producer.
"""

import asyncio
import logging
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

from autobahn.exception import Disconnected

from canvas.realtime import protocol

logger = logging.getLogger(__name__)

Message = dict[str, Any]
Send = Callable[[Message], Coroutine[Any, Any, None]]

# What servers raise for a socket that has gone away meanwhile: autobahn, and uvicorn's OSError.
GONE = (Disconnected, OSError)

MAX_BACKLOG_FRAMES = 200
MAX_BACKLOG_BYTES = 8 * 1024 * 1024


def text_message(frame: str) -> Message:
    """What the server is given; one for all the sockets that get the same frame."""
    return {"type": "websocket.send", "text": frame}


class Outlet:
    """Frames to one socket, in order. `on_overflow` is called once when it was too slow: what was
    waiting is dropped, and `resync` is the next thing it gets."""

    def __init__(self, send: Send, *, on_overflow: Callable[[], None]) -> None:
        self._send = send
        self._on_overflow = on_overflow
        self._backlog: deque[Message] = deque()
        self._backlog_bytes = 0
        self._is_full = False
        self._is_closed = False
        self._waiting: asyncio.Task[None] | None = None
        self._protocol = _daphne_protocol(send)
        if self._protocol is not None:
            self._protocol.unregisterProducer()
            self._protocol.registerProducer(self, True)

    def push(self, message: Message) -> None:
        """Never waits. From the event loop's thread only."""
        if self._is_closed:
            return
        if self._is_full or self._waiting is not None:
            self._keep(message)
        else:
            self._pass_on(message)

    def close(self, code: int) -> None:
        """The last thing this socket gets, ahead of what waits."""
        if self._is_closed:
            return
        self._backlog.clear()
        self._is_full = False
        # A plain int: autobahn refuses members of an enumeration.
        goodbye = {"type": "websocket.close", "code": int(code)}
        if self._waiting is None:
            self._pass_on(goodbye)
        else:
            self._backlog.append(goodbye)
        self._is_closed = True
        self._let_go()

    def abandon(self) -> None:
        """The socket is gone: nothing more is sent, and nothing is left running."""
        self._is_closed = True
        self._backlog.clear()
        self._let_go()
        if self._waiting is not None:
            self._waiting.cancel()

    def _let_go(self) -> None:
        # A transport with a producer stays open until the producer is gone: the page on the other
        # side would see its socket live on after the close frame.
        if self._protocol is not None:
            self._protocol.unregisterProducer()
            self._protocol = None

    # What Twisted's transport calls, on the loop's thread.

    def pauseProducing(self) -> None:  # noqa: N802
        self._is_full = True

    def resumeProducing(self) -> None:  # noqa: N802
        self._is_full = False
        self._empty_backlog()

    def stopProducing(self) -> None:  # noqa: N802
        self._is_closed = True
        self._backlog.clear()

    def _keep(self, message: Message) -> None:
        self._backlog.append(message)
        self._backlog_bytes += len(message.get("text", ""))
        if len(self._backlog) > MAX_BACKLOG_FRAMES or self._backlog_bytes > MAX_BACKLOG_BYTES:
            self._backlog.clear()
            self._backlog.append(text_message(protocol.RESYNC))
            self._backlog_bytes = 0
            self._on_overflow()

    def _pass_on(self, message: Message) -> None:
        step = self._send(message)
        try:
            future = step.send(None)
        except StopIteration:
            return
        except GONE:
            # The consumer is told by a disconnect.
            self._is_closed = True
            return
        except Exception:
            logger.warning("the server did not take a frame", exc_info=True)
            self._is_closed = True
            return
        self._waiting = asyncio.ensure_future(self._wait(_go_on(step, future)))

    async def _wait(self, rest: Awaitable[None]) -> None:
        try:
            await rest
        except GONE:
            self._is_closed = True
            self._backlog.clear()
        except Exception:
            logger.warning("the server did not take a frame", exc_info=True)
            self._is_closed = True
            self._backlog.clear()
        finally:
            self._waiting = None
        self._empty_backlog()

    def _empty_backlog(self) -> None:
        while self._backlog and not self._is_full and self._waiting is None:
            message = self._backlog.popleft()
            self._backlog_bytes -= len(message.get("text", ""))
            self._pass_on(message)
        if not self._backlog:
            self._backlog_bytes = 0


def _daphne_protocol(send: Any) -> Any:
    """The WebSocket protocol behind Daphne's `send`, which is a partial of it; or None."""
    for argument in getattr(send, "args", ()):
        if hasattr(argument, "registerProducer"):
            return argument
    return None


@types.coroutine
def _go_on(step: Coroutine[Any, Any, None], future: Any) -> Generator[Any, Any, None]:
    """The rest of a coroutine that has stopped at its first real wait, `future`."""
    while True:
        try:
            future = step.send((yield future))
        except StopIteration:
            return
