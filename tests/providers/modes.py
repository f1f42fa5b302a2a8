"""The general modes: what goes wrong with any provider, around its own answers."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from tests.providers.provider import HUGE_BYTES, RETRY_AFTER_S, Play
from tests.providers.wire import Answer, Call

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PAGE = b"<!doctype html><title>Bad gateway</title><script>alert(1)</script>"
DRIP_PAUSE_S = 0.02
PIECE = 2**16


class CutOff(Exception):
    """Ends the connection in the middle of an answer."""


async def played(call: Call, play: Play) -> Answer:
    """The provider's answer, or what the mode has instead of it."""
    provider = play.provider
    found = provider.find(call)
    if found is None:
        return provider.no(404, f"{call.method} {call.path} is not here")
    call.route, groups = found
    is_first = len(play.calls_to(call.route)) == 1
    if play.at in (None, call.route):
        instead = await _instead(call, play, is_first=is_first)
        if instead is not None:
            return instead
    if not provider.is_allowed(call, play):
        return provider.no(401, "The key is missing or wrong")
    answer: Answer = getattr(provider, call.route)(call, play, *groups)
    if play.mode == "cut off" and play.at in (None, call.route):
        return _cut(answer)
    return answer


async def _instead(call: Call, play: Play, *, is_first: bool) -> Answer | None:
    provider = play.provider
    match play.mode:
        case "slow":
            await asyncio.sleep(play.latency_s)
        case "hang":
            await asyncio.Event().wait()
        case "drip":
            return _json(b"", pieces=(b" ",) * 100_000, pause_s=DRIP_PAUSE_S)
        case "wrong type":
            return Answer(200, (PAGE,), {"content-type": "text/html"})
        case "invalid json":
            return _json(b'{"data": [')
        case "deep json":
            return _json(b"[" * 200_000 + b"]" * 200_000)
        case "no object":
            return _json(b"7")
        case "empty":
            return _json(b"")
        case "huge":
            return _json(b"", pieces=(b" " * PIECE,) * (HUGE_BYTES // PIECE))
        case "rate limited":
            return _with(provider.no(429, "Too many"), retry_after=str(RETRY_AFTER_S))
        case "rate limited once" if is_first:
            return _with(provider.no(429, "Too many"), retry_after=str(RETRY_AFTER_S))
        case "busy":
            return provider.no(503, "Busy")
        case "busy once" if is_first:
            return provider.no(503, "Busy")
        case "down":
            return provider.no(500, "Internal error")
        case "wrong key":
            return provider.no(401, f"Incorrect API key provided: {play.key} <script>")
        case "no credit":
            return provider.no(402, "Your credit is used up")
        case "redirect":
            return Answer(302, (), {"location": "http://127.0.0.1:1/elsewhere"})
    return None


def _json(body: bytes, *, pieces: tuple[bytes, ...] = (), pause_s: float = 0.0) -> Answer:
    headers = {"content-type": "application/json"}
    return Answer(200, pieces or (body,), headers, pause_s=pause_s)


def _with(answer: Answer, *, retry_after: str) -> Answer:
    return Answer(answer.status, answer.pieces, answer.headers | {"retry-after": retry_after})


def _cut(answer: Answer) -> Answer:
    body = answer.body
    pieces = (body[: len(body) // 2], b"")
    return Answer(answer.status, pieces, answer.headers, is_cut=True)


async def send_answer(answer: Answer, call: Call, send: Send) -> None:
    headers = [(name.encode(), value.encode()) for name, value in answer.headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    pieces = answer.pieces or (b"",)
    for number, piece in enumerate(pieces, start=1):
        is_last = number == len(pieces)
        if is_last and answer.is_cut:
            raise CutOff
        await send({"type": "http.response.body", "body": piece, "more_body": not is_last})
        call.sent += len(piece)
        if not is_last:
            await asyncio.sleep(answer.pause_s)
