"""The fake provider server: real HTTP and WebSockets on loopback, in a thread of its own.

    with FakeServer({"gemini": Gemini()}) as server:
        play = server.play("gemini", "rate limited once")
        ...                                  # anything that speaks to play.url
        assert len(play.calls) == 2

Every play has an address of its own, so tests do not see each other's calls.
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from itertools import count
from types import TracebackType
from typing import Any, Self

import uvicorn

from tests.providers.modes import CutOff, played, send_answer
from tests.providers.provider import GENERAL_MODES, FakeProvider, Play
from tests.providers.wire import Call, query_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

START_S = 10


class FakeServer:
    """providers: by the name that `play` asks for. faults: errors of the fake itself."""

    def __init__(self, providers: Mapping[str, FakeProvider]) -> None:
        self._providers = providers
        self._plays: dict[str, Play] = {}
        self._numbers = count(1)
        self.faults: list[Exception] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server = uvicorn.Server(
            uvicorn.Config(
                self._serve,
                http="h11",
                ws="websockets-sansio",
                lifespan="off",
                log_config=None,
                log_level="critical",  # what `_serve` raises it raises on purpose: no news
                interface="asgi3",
                timeout_graceful_shutdown=1,
            )
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def play(self, name: str, mode: str = "ok", *, at: str | None = None) -> Play:
        """One provider in one mode. Raises KeyError, ValueError for what there is not."""
        provider = self._providers[name]
        if mode not in GENERAL_MODES | provider.own_modes:
            raise ValueError(f"{name} does not play {mode!r}")
        number = f"{name}-{next(self._numbers)}"
        play = Play(provider, mode, at, f"{self.origin}/{number}")
        self._plays[number] = play
        return play

    def __enter__(self) -> Self:
        self._thread.start()
        started = threading.Event()
        for _ in range(START_S * 100):
            if self._server.started:
                return self
            started.wait(0.01)
        raise TimeoutError("the fake provider server did not start")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(START_S)
        self._socket.close()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._answer(scope, receive, send)
        except CutOff:
            raise  # the server ends the connection of an app that raises
        except Exception as error:
            self.faults.append(error)
            raise

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        number, _, path = scope["path"].lstrip("/").partition("/")
        play = self._plays[number]
        call = Call(
            method=scope.get("method", "WEBSOCKET"),
            path=f"/{path}",
            query=query_of(scope["query_string"]),
            headers={name.decode(): value.decode() for name, value in scope["headers"]},
            body=await _body(receive) if scope["type"] == "http" else b"",
        )
        play.calls.append(call)
        play.is_called.set()
        if scope["type"] == "websocket":
            await play.provider.talk(call, play, receive, send)
            return
        await _until_dropped(_answer(call, play, send), call, receive)


async def _body(receive: Receive) -> bytes:
    pieces = []
    while True:
        message = await receive()
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(pieces)


async def _answer(call: Call, play: Play, send: Send) -> None:
    await send_answer(await played(call, play), call, send)


async def _until_dropped(work: Awaitable[None], call: Call, receive: Receive) -> None:
    """End the work when the client goes away first."""
    answering = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(receive())
    await asyncio.wait({answering, gone}, return_when=asyncio.FIRST_COMPLETED)
    if not answering.done():
        call.dropped.set()
    for task in (answering, gone):
        task.cancel()
    for task in (gone, answering):
        with suppress(asyncio.CancelledError):
            await task
