"""HTTP requests as Daphne takes them in: bounded while they arrive, and read once."""

import asyncio
from typing import Any

from daphne.http_protocol import WebRequest
from django.conf import settings

# Room for the boundaries, headers and small fields of a multipart body around its file.
FORM_BYTES = 64 * 1024

BUNDLES_PATH = "/boards/import/"
"""Where files come that hold whole boards. As text: urls.py is not read on the event loop."""

ROOT_PATH = b"daphne-root-path"
"""By this header a request could say where the site begins: only for proxies, and we ask none."""


class BoundedRequest(WebRequest):  # type: ignore[misc]  # daphne has no types
    """Of a body that is too long nothing is kept: Django sees its stated length, or an empty body,
    and refuses it in words. A connection that is cut instead says nothing to whoever uploads.

    Twisted would parse forms too, on the event loop, for nobody: 50 MB of picture stopped every
    socket for 4 s, 50 MB of line breaks for 37 s.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, parsePOSTFormSubmission=False)
        self._is_too_long = False
        self._most = most_body_bytes()
        self._is_told = False
        self._has_room = asyncio.Event()
        self._has_room.set()

    def gotLength(self, length: int | None) -> None:  # noqa: N802
        self.requestHeaders.removeHeader(ROOT_PATH)
        self._most = most_body_bytes(self._asked_path())
        self._is_too_long = length is not None and length > self._most
        super().gotLength(0 if self._is_too_long else length)

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        if not self._is_too_long and self.content.tell() + len(data) > self._most:
            # In chunks, so without a stated length.
            self._is_too_long = True
            self.content.seek(0)
            self.content.truncate()
        if not self._is_too_long:
            super().handleContentChunk(data)

    def handle_reply(self, message: dict[str, Any]) -> None:
        """From the first piece of a stream on the transport says when its buffer is full."""
        if message.get("more_body") and not self._is_told and self.channel is not None:
            self._is_told = True
            self.registerProducer(self, streaming=True)
        elif not message.get("more_body"):
            self._let_go()
        super().handle_reply(message)

    async def wait_for_room(self) -> None:
        """Until the client has taken most of what was sent: Daphne takes whatever it is given, so
        that a stream to a slow client would all lie in memory."""
        await self._has_room.wait()

    def pauseProducing(self) -> None:  # noqa: N802
        self._has_room.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        self._has_room.set()

    def stopProducing(self) -> None:  # noqa: N802
        self._has_room.set()

    def connectionLost(self, reason: Any) -> None:  # noqa: N802
        self._has_room.set()
        super().connectionLost(reason)

    def handle_exception(self, exception: BaseException) -> None:
        """In the middle of an answer there is no other way to say that the rest will not come."""
        if self._response_started and self.channel is not None:
            self._let_go()
            self.channel.loseConnection()
        else:
            super().handle_exception(exception)

    def _let_go(self) -> None:
        if self._is_told:
            self._is_told = False
            self.unregisterProducer()

    def _asked_path(self) -> str:
        """Of the request line. Twisted tells a request its address only once all of it is there."""
        line: bytes = getattr(self.channel, "_path", b"")
        return line.partition(b"?")[0].decode("latin-1")


def most_body_bytes(path: str = "") -> int:
    """The longest body of a request: a bundle's where those are taken, else a picture's."""
    most = settings.MAX_BUNDLE_BYTES if path == BUNDLES_PATH else settings.MAX_UPLOAD_BYTES
    return int(most) + FORM_BYTES
