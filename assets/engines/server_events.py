"""Server-sent events out of a stream of bytes.

Source: HTML Living Standard, 9.2 "Server-sent events". Lines end at CR, LF or CRLF only: JSON may
hold other line separators.
"""

import re
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass

_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True)
class ServerEvent:
    """name: "" where the stream names none. data: its lines, joined."""

    name: str
    data: str


async def read_events(chunks: AsyncIterable[bytes]) -> AsyncIterator[ServerEvent]:
    """Whole events as they come; one that the stream breaks off is dropped, by the standard."""
    name, data = "", list[bytes]()
    async for line in _lines(chunks):
        if not line:
            if data:
                yield ServerEvent(name, b"\n".join(data).decode("utf-8", "replace"))
            name, data = "", []
            continue
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            data.append(value)
        elif field == b"event":
            name = value.decode("utf-8", "replace")


async def _lines(chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """Looks at every byte once, also where one line holds a picture of many megabytes."""
    rest = bytearray()
    is_after_cr = False
    async for chunk in chunks:
        if is_after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]  # the second half of CRLF
        is_after_cr = chunk.endswith(b"\r")
        looked_at, start = len(rest), 0
        rest += chunk
        for end in _LINE_END.finditer(rest, looked_at):
            yield bytes(rest[start : end.start()])
            start = end.end()
        del rest[:start]
    if rest:
        yield bytes(rest)
