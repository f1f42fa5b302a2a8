"""HTTP requests as Daphne takes them in: bounded while they arrive, and read once."""

from typing import Any

from daphne.http_protocol import WebRequest
from django.conf import settings

# Room for the boundaries, headers and small fields of a multipart body around its file.
FORM_BYTES = 64 * 1024

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

    def gotLength(self, length: int | None) -> None:  # noqa: N802
        self.requestHeaders.removeHeader(ROOT_PATH)
        self._is_too_long = length is not None and length > most_body_bytes()
        super().gotLength(0 if self._is_too_long else length)

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        if not self._is_too_long and self.content.tell() + len(data) > most_body_bytes():
            # In chunks, so without a stated length.
            self._is_too_long = True
            self.content.seek(0)
            self.content.truncate()
        if not self._is_too_long:
            super().handleContentChunk(data)


def most_body_bytes() -> int:
    """The longest body of any request: an upload's."""
    return int(settings.MAX_UPLOAD_BYTES) + FORM_BYTES
