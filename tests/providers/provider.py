"""What every fake provider has: its routes, its way to say no, and the general modes.

A provider is a class with `routes` and one method a route, `(call, play, *groups) -> Answer`.
"""

import base64
import re
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.providers.pictures import BOMB, NOT_A_PICTURE, Image, encoded
from tests.providers.wire import Answer, Call, Json

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

GENERAL_MODES = frozenset(
    {
        "ok",
        "jpeg",  # its pictures are JPEG, whatever was asked for
        "slow",  # `Play.latency_s` before each answer
        "hang",  # no answer, ever
        "drip",  # an answer that goes on byte by byte, without an end
        "cut off",  # the connection ends in the middle of the body
        "wrong type",  # a page of HTML with status 200
        "invalid json",
        "deep json",  # nested so deep that parsers give up
        "no object",  # JSON, but a number
        "empty",  # status 200, no body
        "huge",  # a body of `HUGE_BYTES`
        "bad base64",  # and where a picture comes as a file, half of it
        "not a picture",
        "bomb",  # a picture of few bytes and far too many pixels
        "moved",  # edits come back shifted and recoloured, as real ones do
        "reframed",  # edits come back seen from nearer
        "rate limited",  # 429 with Retry-After
        "rate limited once",
        "busy once",  # 503, and a picture after it
        "busy",  # 503 each time
        "down",  # 500
        "wrong key",  # the key echoed back
        "no credit",
        "redirect",  # to another host
    }
)
HUGE_BYTES = 400 * 2**20
RETRY_AFTER_S = 1


@dataclass
class Play:
    """One provider in one mode, at an address of its own: what it was asked, and its jobs.

    at: the route that the mode is played at; None for every one. key: what clients must send.
    is_called: set once anything arrived.
    """

    provider: "FakeProvider"
    mode: str
    at: str | None
    url: str
    key: str = "test-key-7d1f93"
    latency_s: float = 0.3
    calls: list[Call] = field(default_factory=list)
    is_called: threading.Event = field(default_factory=threading.Event)
    jobs: dict[str, Json] = field(default_factory=dict)

    def calls_to(self, route: str) -> list[Call]:
        return [call for call in self.calls if call.route == route]

    def bytes_of(self, picture: Image) -> bytes:
        """A picture as the mode has it: PNG, JPEG, too large to decode or none at all."""
        match self.mode:
            case "bomb":
                return BOMB
            case "not a picture":
                return NOT_A_PICTURE
            case "bad base64":
                whole = encoded(picture)
                return whole[: len(whole) // 2]
            case _:
                return encoded(picture, "JPEG" if self.mode == "jpeg" else "PNG")

    def base64_of(self, picture: Image) -> str:
        text = base64.b64encode(self.bytes_of(picture)).decode()
        return "%%%" + text[:-5] if self.mode == "bad base64" else text


class FakeProvider:
    """routes: (method, pattern of the path, name of the method here and of the route).

    own_modes: what only this provider does, beside GENERAL_MODES.
    """

    routes: ClassVar[tuple[tuple[str, str, str], ...]]
    own_modes: ClassVar[frozenset[str]] = frozenset()

    def find(self, call: Call) -> tuple[str, tuple[str, ...]] | None:
        for method, pattern, name in self.routes:
            found = re.fullmatch(pattern, call.path)
            if found and method == call.method:
                return name, found.groups()
        return None

    def is_allowed(self, call: Call, play: Play) -> bool:
        """Whether the call has the key where this provider wants it."""
        raise NotImplementedError

    def no(self, status: int, words: str) -> Answer:
        """An error in this provider's own shape: 400, 401, 402 (no credit), 404, 429, 500, 503."""
        raise NotImplementedError

    async def talk(self, call: Call, play: Play, receive: Receive, send: Send) -> None:
        """A WebSocket, from its `websocket.connect` on. Only some providers have one."""
        raise NotImplementedError
