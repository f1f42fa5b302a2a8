"""What `outlet.py` takes for granted of Daphne, asked of Daphne itself."""

import asyncio
from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol

from canvas.realtime.outlet import Outlet, text_message


class Transport:
    """Twisted's, as far as producers go: one at a time, and one is there already."""

    def __init__(self) -> None:
        self.producer: Any = "the HTTP channel's"

    def unregisterProducer(self) -> None:  # noqa: N802
        self.producer = None

    def registerProducer(self, producer: Any, streaming: bool) -> None:  # noqa: N802
        assert self.producer is None
        assert streaming
        self.producer = producer


async def test_daphnes_transport_tells_the_outlet_when_it_is_full() -> None:
    sends: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        sends.append(send)

    server = Server(application, endpoints=["tcp:0"])
    protocol = WebSocketProtocol()
    protocol.transport = transport = Transport()
    server.connections = {protocol: {}}
    sent: list[Any] = []
    protocol.handle_reply = sent.append
    server.create_application(protocol, {"type": "websocket"})
    await asyncio.sleep(0)

    outlet = Outlet(sends[0], on_overflow=lambda: None)
    assert transport.producer is outlet
    outlet.push(text_message("at once"))
    transport.producer.pauseProducing()
    outlet.push(text_message("later"))
    assert [message["text"] for message in sent] == ["at once"]
    transport.producer.resumeProducing()
    assert [message["text"] for message in sent] == ["at once", "later"]
