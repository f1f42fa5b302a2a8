"""Daphne, as `manage.py serve` runs it: bounded frames, a short goodbye, failures in words."""

from collections.abc import Callable
from typing import Any

from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server

from canvas.realtime.protocol import MAX_INBOUND_BYTES
from canvas.requests import BoundedRequest

HANDSHAKE_WITHIN_S = 5
CLOSE_HANDSHAKE_WITHIN_S = 1
# A socket that went away without a word is noticed after the two together.
PING_EVERY_S, PONG_WITHIN_S = 20, 20


class BoardServer(Server):  # type: ignore[misc]  # daphne has no types
    """`run` returns after SIGINT or SIGTERM, or at once with `failure` set when it cannot listen.

    ready: called once, when connections are accepted.
    """

    def __init__(
        self,
        application: Any,
        *,
        host: str,
        port: int,
        close_within_s: float,
        ready: Callable[[], None],
    ) -> None:
        super().__init__(
            application,
            endpoints=build_endpoint_description_strings(host=host, port=port),
            ready_callable=self._listen,
            verbosity=0,
            ping_interval=PING_EVERY_S,
            ping_timeout=PONG_WITHIN_S,
            websocket_handshake_timeout=HANDSHAKE_WITHIN_S,
            # Of one frame or message of a client, also after decompression.
            websocket_max_message_size=MAX_INBOUND_BYTES,
            websocket_max_frame_size=MAX_INBOUND_BYTES,
            application_close_timeout=close_within_s,
            server_name="anchorboard",
        )
        self.failure = ""
        self._ready = ready
        self._close_within_s = close_within_s

    def _listen(self) -> None:
        """The sockets' factory is there from now on. Autobahn would drop a connection that breaks
        the rules without a word: this way the browser learns the code (1009: too large)."""
        self.ws_factory.setProtocolOptions(
            failByDrop=False, closeHandshakeTimeout=CLOSE_HANDSHAKE_WITHIN_S
        )
        build = self.http_factory.buildProtocol

        def build_bounded(address: Any) -> Any:
            protocol = build(address)
            protocol.requestFactory = BoundedRequest
            return protocol

        self.http_factory.buildProtocol = build_bounded
        from twisted.internet import reactor  # installed by daphne.server, not before

        # Not yet: until then a signal to stop would end the process on the spot.
        reactor.callWhenRunning(self._ready)

    async def handle_reply(self, protocol: Any, message: Any) -> None:
        """Whoever streams waits where the client is slow."""
        await super().handle_reply(protocol, message)
        if message.get("more_body") and isinstance(protocol, BoundedRequest):
            await protocol.wait_for_room()

    def kill_all_applications(self) -> Any:
        """Daphne waits for them without end: one that does not heed its cancellation, or a view
        that is still at work in a thread, would keep the whole process."""
        from twisted.internet import reactor  # installed by daphne.server, not before

        dead = super().kill_all_applications()
        return dead.addTimeout(self._close_within_s, reactor).addErrback(lambda failure: None)

    def listen_error(self, failure: Any) -> None:
        self.failure = failure.getErrorMessage()
        self.stop()
