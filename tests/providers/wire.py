"""What comes in to the fake providers and what goes out: plain values."""

import json
import threading
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Any
from urllib.parse import parse_qs

Json = Any


@dataclass(frozen=True)
class Part:
    """One part of a multipart form. file_name: None for a text field."""

    name: str
    content: bytes
    content_type: str
    file_name: str | None


@dataclass
class Call:
    """One request. path: below the provider's own address. route: the provider's name for it.

    dropped: set when the client went away before it had the whole answer. sent: bytes of body.
    """

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    route: str = ""
    sent: int = 0
    dropped: threading.Event = field(default_factory=threading.Event)

    @property
    def json(self) -> Json:
        return json.loads(self.body)

    @property
    def parts(self) -> list[Part]:
        """Raises ValueError for a body that is no multipart form."""
        boundary = self._boundary()
        return [_part(piece) for piece in self.body.split(b"--" + boundary)[1:-1]]

    @property
    def fields(self) -> dict[str, str]:
        """The text fields of a multipart form."""
        return {part.name: part.content.decode() for part in self.parts if part.file_name is None}

    def files(self, *names: str) -> list[bytes]:
        return [part.content for part in self.parts if part.file_name and part.name in names]

    def _boundary(self) -> bytes:
        head = Message()
        head["Content-Type"] = self.headers.get("content-type", "")
        boundary = head.get_param("boundary")
        if head.get_content_type() != "multipart/form-data" or not isinstance(boundary, str):
            raise ValueError("no multipart form")
        return boundary.encode()


def _part(piece: bytes) -> Part:
    head, _, content = piece.partition(b"\r\n\r\n")
    headers = BytesHeaderParser().parsebytes(head.lstrip(b"\r\n"))
    name = headers.get_param("name", header="Content-Disposition")
    return Part(
        name=str(name),
        content=content.removesuffix(b"\r\n"),
        content_type=headers.get_content_type(),
        file_name=headers.get_filename(),
    )


def query_of(text: bytes) -> dict[str, str]:
    return {key: values[-1] for key, values in parse_qs(text.decode()).items()}


@dataclass(frozen=True)
class Answer:
    """pieces: of the body, `pause_s` apart. is_cut: the connection ends before the last piece."""

    status: int = 200
    pieces: tuple[bytes, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    pause_s: float = 0.0
    is_cut: bool = False

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)


def json_answer(data: Json, status: int = 200, **headers: str) -> Answer:
    """Header names with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps(data).encode()
    return Answer(status, (body,), {"content-type": "application/json"} | named)


def events_answer(frames: list[tuple[str | None, Json]], *, pause_s: float = 0.0) -> Answer:
    """Server-sent events. frames: (event name or None, JSON, or text as it stands)."""
    pieces = tuple(_frame(name, data) for name, data in frames)
    return Answer(200, pieces, {"content-type": "text/event-stream"}, pause_s=pause_s)


def _frame(name: str | None, data: Json) -> bytes:
    text = data if isinstance(data, str) else json.dumps(data)
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {text}\n\n".encode()


def picture_answer(data: bytes, content_type: str = "image/png") -> Answer:
    return Answer(200, (data,), {"content-type": content_type})
