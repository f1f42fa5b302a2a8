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
        self.progress: dict[str, dict[str, Any]] = {}
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

    def tell_progress(self, generation_id: str, fraction: float, preview: str | None) -> None:
        """preview: a data URL."""
        news: dict[str, Any] = {"fraction": fraction}
        if preview is not None and len(preview) <= MAX_PREVIEW_CHARACTERS:
            news["preview"] = preview
        for kept in (self.progress, self._progress_news):
            kept[generation_id] = {**kept.get(generation_id, {}), **news}
        self.soon()

    def end_progress(self, generation_id: str) -> None:
        self.progress.pop(generation_id, None)
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
