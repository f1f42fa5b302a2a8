"""Frames of the board's socket, as PROTOCOL.md says. Twin of static/canvas/protocol.js.

`parse` takes what a stranger sent and raises nothing but ProtocolError. What the server sends is
built here too, as text, so that a frame for fifty people is encoded once.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, ClassVar
from uuid import UUID

import orjson

from canvas.document import values
from canvas.document.changes import MAX_CHANGES, Change
from canvas.errors import ProtocolError

MAX_INBOUND_BYTES = 256 * 1024
MAX_OUTBOUND_BYTES = 250 * 1024
MAX_IDS = 200
# Cameras and pointers may be off the board, but not so far that arithmetic suffers.
MAX_WORLD = 1e9
MAX_KEY_CHARACTERS = 40
MAX_CHAT_CHARACTERS = 120
# Of the masks that somebody makes: closed paths, and their numbers all together. A picture has
# OUTLINE_UNITS across and down.
MAX_OUTLINE_PATHS = 16
MAX_OUTLINE_NUMBERS = 480
OUTLINE_UNITS = 10_000

Json = dict[str, Any]


class CloseCode(IntEnum):
    """Why a socket is closed."""

    BAD_PROTOCOL = 4400
    SIGNED_OUT = 4401
    ACCESS_ENDED = 4403
    NO_SUCH_BOARD = 4404
    TOO_MANY_FRAMES = 4429
    FRAME_TOO_LARGE = 1009
    RESTARTING = 1012


class FrameTooLarge(ProtocolError):
    """More than 256 KiB: the socket is closed with 1009."""

    code = "frame_too_large"


class BadOp(ProtocolError):
    """An op frame of which only the `op_id` could be read: its author gets a nack."""

    def __init__(self, op_id: UUID, message: str, *, code: str) -> None:
        super().__init__(message, code=code)
        self.op_id = op_id


@dataclass(frozen=True, slots=True)
class Hello:
    """revision: what this client has; None: it wants a snapshot."""

    type: ClassVar[str] = "hello"
    revision: int | None


@dataclass(frozen=True, slots=True)
class SubmitOp:
    """changes: 1 to 2,000 objects, not looked into yet."""

    type: ClassVar[str] = "op"
    op_id: UUID
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Show:
    """What a person shows of themselves: only the keys that were in the frame, checked."""

    type: ClassVar[str] = "presence"
    shown: Json


@dataclass(frozen=True, slots=True)
class Ping:
    type: ClassVar[str] = "ping"


ClientFrame = Hello | SubmitOp | Show | Ping


def parse(text: str) -> ClientFrame:
    """Raises ProtocolError, FrameTooLarge before anything is parsed, or BadOp."""
    # A character is at least a byte: most frames are judged without being encoded.
    if len(text) > MAX_INBOUND_BYTES or (
        len(text) * 4 > MAX_INBOUND_BYTES
        and len(text.encode(errors="surrogatepass")) > MAX_INBOUND_BYTES
    ):
        raise FrameTooLarge(f"A frame is at most {MAX_INBOUND_BYTES // 1024} KiB.")
    try:
        frame = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise ProtocolError("The frame is not strict JSON.", code="bad_json") from None
    if not isinstance(frame, dict):
        raise ProtocolError("A frame must be an object with a 'type'.", code="bad_frame")
    kind = frame.pop("type", None)
    parser = _PARSERS.get(kind) if isinstance(kind, str) else None
    if parser is None:
        known = ", ".join(_PARSERS)
        raise ProtocolError(f"The type of a frame is one of {known}.", code="unknown_type")
    return parser(frame)


def _parse_hello(frame: Json) -> Hello:
    _only(frame, "revision")
    revision = frame.get("revision")
    if revision is not None:
        revision = _value("revision", values.whole(0, 2**53), revision)
    return Hello(revision)


def _parse_op(frame: Json) -> SubmitOp:
    op_id = UUID(_value("op_id", values.as_id, frame.get("op_id")))
    try:
        _only(frame, "op_id", "changes")
    except ProtocolError as error:
        raise BadOp(op_id, error.message, code=error.code) from None
    changes = frame.get("changes")
    if not isinstance(changes, list) or not 1 <= len(changes) <= MAX_CHANGES:
        message = f"An op must hold a list of 1 to {MAX_CHANGES:,} changes."
        code = "too_many_changes" if isinstance(changes, list) and changes else "bad_change"
        raise BadOp(op_id, message, code=code)
    return SubmitOp(op_id, changes)


def _parse_show(frame: Json) -> Show:
    _only(frame, *_SHOWN)
    return Show({key: _value(key, _SHOWN[key], value) for key, value in frame.items()})


def _parse_ping(frame: Json) -> Ping:
    _only(frame)
    return Ping()


_PARSERS: dict[str, Callable[[Json], ClientFrame]] = {
    Hello.type: _parse_hello,
    SubmitOp.type: _parse_op,
    Show.type: _parse_show,
    Ping.type: _parse_ping,
}


def _only(frame: Json, *keys: str) -> None:
    for key in frame:
        if key not in keys:
            shown = key[:40].encode("ascii", "backslashreplace").decode()
            raise ProtocolError(f"A frame of this type has no '{shown}'.", code="unknown_key")


def _value(key: str, check: values.Check, value: Any) -> Any:
    try:
        return check(value)
    except values.BadValue as error:
        raise ProtocolError(f"'{key}' {error}.", code="bad_value") from None


_WORLD = values.number(-MAX_WORLD, MAX_WORLD)
_EXTENT = values.number(0, MAX_WORLD)


def _numbers(*checks: values.Check) -> values.Check:
    def check(value: Any) -> list[float]:
        if not isinstance(value, list) or len(value) != len(checks):
            raise values.BadValue(f"must be a list of {len(checks)} numbers")
        return [one(item) for one, item in zip(checks, value, strict=True)]

    return check


def _ids(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > MAX_IDS:
        raise values.BadValue(f"must be a list of at most {MAX_IDS} ids")
    return [values.as_id(item) for item in value]


def _drag(value: Any) -> Json:
    if not isinstance(value, dict) or set(value) != {"ids", "dx", "dy"}:
        raise values.BadValue("must hold 'ids', 'dx' and 'dy', or be null")
    return {"ids": _ids(value["ids"]), "dx": _WORLD(value["dx"]), "dy": _WORLD(value["dy"])}


def _outline(value: Any) -> list[list[int]]:
    if not isinstance(value, list) or len(value) > MAX_OUTLINE_PATHS:
        raise values.BadValue(f"must be a list of at most {MAX_OUTLINE_PATHS} paths, or null")
    if any(not isinstance(path, list) or len(path) < 6 or len(path) % 2 for path in value):
        raise values.BadValue("must hold paths of three points or more, two numbers each")
    if sum(map(len, value)) > MAX_OUTLINE_NUMBERS:
        raise values.BadValue(f"must hold at most {MAX_OUTLINE_NUMBERS} numbers")
    return [[_OUTLINE_UNIT(number) for number in path] for path in value]


_OUTLINE_UNIT = values.whole(0, OUTLINE_UNITS)

_SHOWN: dict[str, values.Check] = {
    "cursor": values.or_null(_numbers(_WORLD, _WORLD)),
    "selection": _ids,
    "viewport": values.or_null(_numbers(_WORLD, _WORLD, _EXTENT, _EXTENT)),
    "drag": values.or_null(_drag),
    "following": values.or_null(values.line(MAX_KEY_CHARACTERS)),
    "laser": values.or_null(_numbers(_WORLD, _WORLD)),
    "spotlight": values.or_null(values.one_of("here", "presenting")),
    "chat": values.or_null(values.line(MAX_CHAT_CHARACTERS)),
    "masking": values.or_null(values.as_id),
    "outline": values.or_null(_outline),
}
# A guest is seen, but neither calls people nor writes to them.
_MEMBERS_ONLY = frozenset({"spotlight", "chat", "masking", "outline"})


def of_guest(shown: Json) -> Json:
    """What a guest may show of themselves. Raises ProtocolError."""
    for key in shown:
        if key in _MEMBERS_ONLY:
            raise ProtocolError(f"Guests show no '{key}'.", code="members_only")
    return shown


@dataclass(frozen=True, slots=True)
class Welcome:
    """revision: what the client has after `ops` (encoded ops).

    ops None: it shall fetch the snapshot, which is of this revision or a later one.
    """

    type: ClassVar[str] = "welcome"
    revision: int
    role: str
    you: str
    people: list[Json]
    progress: Json
    ops: list[str] | None
    snapshot_url: str

    def dump(self) -> str:
        keys = {
            "type": self.type,
            "revision": self.revision,
            "role": self.role,
            "you": self.you,
            "people": self.people,
            "progress": self.progress,
        }
        if self.ops is None:
            return _dump({**keys, "snapshot_url": self.snapshot_url})
        return f'{_dump(keys)[:-1]},"ops":[{",".join(self.ops)}]}}'

    def with_ops(self, missed: list[str], revision: int) -> list[str]:
        """This welcome with as many of the `missed` ops, which lead up to `revision`, as fit into
        it, and the frames with the others."""
        room = MAX_OUTBOUND_BYTES - utf8_size(self.dump())
        fitting = 0
        for op in missed:
            room -= utf8_size(op) + 1
            if room < 0:
                break
            fitting += 1
        held = replace(self, revision=revision - len(missed) + fitting, ops=missed[:fitting])
        return [held.dump(), *ops_frames(missed[fitting:])]


@dataclass(frozen=True, slots=True)
class Nack:
    type: ClassVar[str] = "nack"
    op_id: UUID | None
    code: str
    message: str

    def dump(self) -> str:
        op_id = None if self.op_id is None else str(self.op_id)
        return _dump(
            {"type": self.type, "op_id": op_id, "code": self.code, "message": self.message}
        )


@dataclass(frozen=True, slots=True)
class ErrorFrame:
    type: ClassVar[str] = "error"
    code: str
    message: str

    def dump(self) -> str:
        return _dump({"type": self.type, "code": self.code, "message": self.message})


RESYNC = '{"type": "resync"}'
COMMENTS = '{"type": "comments"}'
CHANGED = '{"type": "changed"}'
PONG = '{"type": "pong"}'


def encode_op(revision: int, op_id: UUID, actor_id: int | None, changes: str) -> str:
    """One of the `ops` of a frame; `changes` is JSON already. `actor`: a person's key, or null."""
    actor = "null" if actor_id is None else f'"u{actor_id}"'
    return f'{{"revision":{revision},"op_id":"{op_id}","actor":{actor},"changes":{changes}}}'


def ops_frames(ops: Iterable[str]) -> Iterator[str]:
    """Encoded ops, in as few frames as hold them all."""
    return _packed('{"type": "ops","ops":[', ops, "]}")


def presence_frames(people: Json) -> Iterator[str]:
    """people: by key, what is new of each; None: gone."""
    return _packed('{"type": "presence","people":{', _members(people), "}}")


def progress_frames(generations: Json) -> Iterator[str]:
    """generations: by id, {fraction, preview?}; each well under the bound."""
    return _packed('{"type": "progress","generations":{', _members(generations), "}}")


def utf8_size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _packed(opening: str, pieces: Iterable[str], closing: str) -> Iterator[str]:
    whole = MAX_OUTBOUND_BYTES - len(opening) - len(closing)
    part: list[str] = []
    room = whole
    for piece in pieces:
        size = utf8_size(piece) + 1
        if part and size > room:
            yield opening + ",".join(part) + closing
            part, room = [], whole
        part.append(piece)
        room -= size
    if part:
        yield opening + ",".join(part) + closing


def _members(items: Json) -> Iterator[str]:
    for key, value in items.items():
        yield _dump({key: value})[1:-1]


def _dump(frame: Json) -> str:
    return orjson.dumps(frame).decode()
