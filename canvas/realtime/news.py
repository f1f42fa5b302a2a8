"""What passes on a board and is never stored: people, and how far generations are."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from canvas.realtime import protocol
from canvas.realtime.presence import News as PeopleNews
from canvas.realtime.presence import Presence

# At most 30 frames a second.
NEWS_PACE_S = 1 / 30
# A preview is at most 320 px: one that is larger than this is no preview.
MAX_PREVIEW_CHARACTERS = 200_000


class News:
    """Of one room, on its event loop: the newest of everything, in paced frames.

    broadcast: a frame, to everybody here. broadcast_progress: by generation, of which guests hear
    less. tell: what is new of our own people, to other processes.
    """

    def __init__(
        self,
        presence: Presence,
        *,
        broadcast: Callable[[str], None],
        broadcast_progress: Callable[[dict[str, dict[str, Any]]], None],
        tell: Callable[[PeopleNews], None],
    ) -> None:
        self._progress: dict[str, dict[str, Any]] = {}
        self._heard_at: dict[str, float] = {}
        self._presence = presence
        self._broadcast, self._broadcast_progress = broadcast, broadcast_progress
        self._tell = tell
        self._progress_news: dict[str, dict[str, Any]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._sent_at = 0.0

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._tell_own()

    def tell_progress(self, generation_id: str, told: dict[str, Any], preview: str | None) -> None:
        """preview: a data URL. What is older than what is known (by its sequence) is dropped."""
        known = self._progress.get(generation_id, {})
        if told["sequence"] < known.get("sequence", 0):
            return
        news = dict(told)
        if preview is not None and len(preview) <= MAX_PREVIEW_CHARACTERS:
            news["preview"] = preview
        for kept in (self._progress, self._progress_news):
            kept[generation_id] = {**kept.get(generation_id, {}), **news}
        self._heard_at[generation_id] = time.monotonic()
        self.soon()

    @property
    def progress(self) -> dict[str, dict[str, Any]]:
        """For whoever comes now: the newest of each, with the time that has gone by since."""
        now = time.monotonic()
        return {
            key: told | {"elapsed_s": round(told["elapsed_s"] + now - self._heard_at[key], 2)}
            for key, told in self._progress.items()
        }

    def end_progress(self, generation_id: str) -> None:
        self._progress.pop(generation_id, None)
        self._heard_at.pop(generation_id, None)
        self._progress_news.pop(generation_id, None)

    def soon(self) -> None:
        """Something is new."""
        if self._timer is None:
            wait = self._sent_at + NEWS_PACE_S - time.monotonic()
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(0, wait), self._send)

    def _send(self) -> None:
        self._timer = None
        self._sent_at = time.monotonic()
        self._tell_own()
        for frame in protocol.presence_frames(self._presence.take_news()):
            self._broadcast(frame)
        news, self._progress_news = self._progress_news, {}
        if news:
            self._broadcast_progress(news)

    def _tell_own(self) -> None:
        if own := self._presence.take_own_news():
            self._tell(own)
