"""One prompt in ComfyUI's queue, from the moment it is put there to its picture.

Its id is ours and made before it is queued: by it a prompt is found again when an answer or the
socket is lost, and nothing else is ever cancelled, since others may use the same server.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from assets.engines.base import Progress
from assets.engines.comfyui.failures import failure_of
from assets.engines.comfyui.frames import News, NodeProgress, Preview, RunProgress
from assets.engines.comfyui.workflows import Graph
from assets.engines.http import ProviderClient
from assets.engines.pictures import decode_picture
from assets.engines.request import Image
from assets.errors import (
    BadEngineOutput,
    EngineError,
    EngineRefusedRequest,
    EngineTimeout,
    EngineUnavailable,
)

Json = Any

POLL_S = 2.0
GONE_AFTER = 2
"""Polls that find it neither waiting nor running nor done: one may fall between two of these."""
DOWN_S = 60.0
"""How long a server may be away (a restart) before its run is given up."""
WITHDRAW_S = 2.0
MOST_PREVIEW_BYTES = 4 * 1024 * 1024


class Prompt:
    """poll_s: without news for so long, the history is asked."""

    def __init__(self, client: ProviderClient, graph: Graph, engine: str, poll_s: float) -> None:
        self.id = str(uuid.uuid4())
        self.client_id = uuid.uuid4().hex
        self._client = client
        self._graph = graph
        self._engine = engine
        self._poll_s = poll_s
        self._entry: dict[str, Json] | None = None
        self._absent = 0
        self._away_since: float | None = None

    @asynccontextmanager
    async def queued(self) -> AsyncIterator[None]:
        """In ComfyUI's queue; taken out again, or interrupted, when it is left before its end."""
        try:
            await self._queue()
            yield
        finally:
            if self._entry is None:
                await self._withdraw()

    async def follow(self, news: asyncio.Queue[News]) -> AsyncIterator[Progress]:
        """Until its history is there. Raises EngineUnavailable when ComfyUI lost it."""
        run, fraction = RunProgress(self._graph), 0.0
        while self._entry is None:
            one = await _next(news, self._poll_s)
            if isinstance(one, NodeProgress):
                fraction = run.take(one)
                yield Progress(fraction)
            elif isinstance(one, Preview):
                preview = await _decoded(one)
                if preview is not None:
                    yield Progress(fraction, preview)
            else:
                self._entry = await self._look()

    async def picture(self, output: str) -> Image:
        """What the node `output` saved. Raises EngineError where the run failed."""
        entry = self._entry or {}
        failure = failure_of(entry, self._engine, self._client.words)
        if failure is not None:
            raise failure
        image = _first_image(entry, output)
        if image is None:
            raise BadEngineOutput(
                f"The workflow of {self._engine} ended without a picture. Have an administrator "
                "check which of its nodes saves the result."
            )
        try:
            data = await self._client.content("GET", "/view", params=image)
        except EngineRefusedRequest as error:
            # A graph that it ran before is not run again, even if its files were cleared away.
            raise BadEngineOutput(
                f"{self._engine} does not have the picture any more that it made. Generate again, "
                "with another seed."
            ) from error
        return await asyncio.to_thread(decode_picture, data)

    async def _queue(self) -> None:
        body = {"client_id": self.client_id, "prompt_id": self.id, "prompt": self._graph}
        try:
            await self._client.json("POST", "/prompt", json=body)
        except (EngineUnavailable, EngineTimeout, BadEngineOutput) as error:
            # The answer is lost, the prompt perhaps not: queueing it again would make it twice.
            if error.is_safe_to_repeat or not await self._is_known():
                raise

    async def _is_known(self) -> bool:
        return await self._history() is not None or await self._is_waiting()

    async def _look(self) -> dict[str, Json] | None:
        """Its history; None: not yet."""
        now = asyncio.get_running_loop().time()
        try:
            entry = await self._history()
            is_there = entry is not None or await self._is_waiting()
        except (EngineUnavailable, EngineTimeout):
            self._away_since = self._away_since or now
            if now - self._away_since > DOWN_S:
                raise
            return None
        self._away_since = None
        self._absent = 0 if is_there else self._absent + 1
        if self._absent >= GONE_AFTER:
            raise EngineUnavailable(
                f"{self._engine} knows nothing of this picture any more, as after a restart, or "
                "when somebody cleared its queue. Retry it.",
                is_safe_to_repeat=True,
            )
        return entry

    async def _history(self) -> dict[str, Json] | None:
        answer = await self._client.json("GET", f"/history/{self.id}")
        entry = answer.get(self.id) if isinstance(answer, dict) else None
        return entry if isinstance(entry, dict) else None

    async def _is_waiting(self) -> bool:
        """Waiting or running."""
        running, pending = await self._lists()
        return self.id in running or self.id in pending

    async def _lists(self) -> tuple[set[str], set[str]]:
        """The ids of the prompts that run, and of those that wait."""
        answer = await self._client.json("GET", "/queue")
        lists = answer if isinstance(answer, dict) else {}
        return _ids(lists.get("queue_running")), _ids(lists.get("queue_pending"))

    async def _withdraw(self) -> None:
        """Within `WITHDRAW_S`. Interrupted only while it is what runs: older servers take no id and
        stop whatever is there."""
        with suppress(EngineError, TimeoutError):
            async with asyncio.timeout(WITHDRAW_S):
                await self._client.content("POST", "/queue", json={"delete": [self.id]})
                running, _ = await self._lists()
                if self.id in running:
                    await self._client.content("POST", "/interrupt", json={"prompt_id": self.id})


async def _next(news: asyncio.Queue[News], within_s: float) -> News | None:
    try:
        async with asyncio.timeout(within_s):
            return await news.get()
    except TimeoutError:
        return None


async def _decoded(preview: Preview) -> Image | None:
    if len(preview.data) > MOST_PREVIEW_BYTES:
        return None
    try:
        return await asyncio.to_thread(decode_picture, preview.data)
    except BadEngineOutput:
        return None


def _ids(raw: Json) -> set[str]:
    """Of [[number, id, graph, ...], ...]."""
    entries = raw if isinstance(raw, list) else []
    return {
        entry[1]
        for entry in entries
        if isinstance(entry, list) and len(entry) > 1 and isinstance(entry[1], str)
    }


def _first_image(entry: dict[str, Json], output: str) -> dict[str, str] | None:
    """The query of /view for what `output` saved."""
    outputs = entry.get("outputs")
    saved = outputs.get(output) if isinstance(outputs, dict) else None
    images = saved.get("images") if isinstance(saved, dict) else None
    first = images[0] if isinstance(images, list) and images else None
    if not isinstance(first, dict) or not isinstance(first.get("filename"), str):
        return None
    return {key: str(first.get(key, "")) for key in ("filename", "subfolder", "type")}
