import asyncio
import functools
import json
from typing import Any

from canvas.realtime.outlet import MAX_BACKLOG_BYTES, MAX_BACKLOG_FRAMES, Outlet, text_message
from canvas.realtime.protocol import CloseCode


class WaitingServer:
    """Its `send` waits while it may not go, as uvicorn's does."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[Any] = asyncio.Queue()
        self.may_go = asyncio.Event()
        self.may_go.set()

    async def send(self, message: dict[str, Any]) -> None:
        await self.may_go.wait()
        self.sent.put_nowait(message.get("text", message.get("code")))


class BufferingProtocol:
    """Daphne's: it takes everything, and tells a producer when it is full."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.producer: Any = "the HTTP channel"

    def unregisterProducer(self) -> None:  # noqa: N802
        self.producer = None

    def registerProducer(self, producer: Any, streaming: bool) -> None:  # noqa: N802
        assert streaming
        assert self.producer is None
        self.producer = producer


async def _handle_reply(protocol: BufferingProtocol, message: dict[str, Any]) -> None:
    protocol.sent.append(message.get("text", message.get("code")))


def numbered(count: int) -> list[str]:
    return [str(number) for number in range(count)]


def test_frames_go_straight_on_while_the_socket_takes_them() -> None:
    protocol = BufferingProtocol()
    outlet = Outlet(functools.partial(_handle_reply, protocol), on_overflow=lambda: None)
    for text in numbered(3):
        outlet.push(text_message(text))
    assert protocol.sent == numbered(3)


async def test_a_socket_that_waits_gets_the_rest_in_order_later() -> None:
    server = WaitingServer()
    outlet = Outlet(server.send, on_overflow=lambda: None)
    server.may_go.clear()
    for text in numbered(5):
        outlet.push(text_message(text))
    assert server.sent.empty()

    server.may_go.set()

    assert [await server.sent.get() for _ in range(5)] == numbered(5)


def test_a_full_transport_gets_the_rest_when_it_has_room() -> None:
    protocol = BufferingProtocol()
    outlet = Outlet(functools.partial(_handle_reply, protocol), on_overflow=lambda: None)
    protocol.producer.pauseProducing()
    for text in numbered(5):
        outlet.push(text_message(text))
    assert protocol.sent == []

    protocol.producer.resumeProducing()

    assert protocol.sent == numbered(5)


def test_a_socket_too_slow_for_the_backlog_is_told_to_resync_once() -> None:
    protocol = BufferingProtocol()
    overflows: list[bool] = []
    outlet = Outlet(
        functools.partial(_handle_reply, protocol), on_overflow=lambda: overflows.append(True)
    )
    outlet.push(text_message("first"))
    protocol.producer.pauseProducing()
    for text in numbered(MAX_BACKLOG_FRAMES + 1):
        outlet.push(text_message(text))
    assert overflows == [True]

    protocol.producer.resumeProducing()

    assert protocol.sent[0] == "first"
    assert [json.loads(text) for text in protocol.sent[1:]] == [{"type": "resync"}]


def test_the_backlog_is_bounded_in_bytes_too() -> None:
    protocol = BufferingProtocol()
    overflows: list[bool] = []
    outlet = Outlet(
        functools.partial(_handle_reply, protocol), on_overflow=lambda: overflows.append(True)
    )
    protocol.producer.pauseProducing()
    for _ in range(3):
        outlet.push(text_message("x" * (MAX_BACKLOG_BYTES // 2)))
    assert overflows == [True]


def test_close_passes_what_waits_and_is_the_last() -> None:
    protocol = BufferingProtocol()
    outlet = Outlet(functools.partial(_handle_reply, protocol), on_overflow=lambda: None)
    protocol.producer.pauseProducing()
    outlet.push(text_message("waits"))

    outlet.close(4403)
    outlet.push(text_message("late"))

    assert protocol.sent == [4403]


def test_close_lets_go_of_the_transport_and_sends_a_plain_number() -> None:
    protocol = BufferingProtocol()
    outlet = Outlet(functools.partial(_handle_reply, protocol), on_overflow=lambda: None)

    outlet.close(CloseCode.ACCESS_ENDED)

    assert [type(code) for code in protocol.sent] == [int]
    assert protocol.producer is None


async def test_a_broken_socket_is_left_alone() -> None:
    async def send(message: dict[str, Any]) -> None:
        raise ConnectionError

    outlet = Outlet(send, on_overflow=lambda: None)
    outlet.push(text_message("a"))
    outlet.push(text_message("b"))
    outlet.close(1000)
