"""Seedance on Ark and ModelArk: a task is created, looked at until it has ended, and its clip is
brought in; a task that nobody waits for is deleted.

Written from providers.md, section 3.4 (2026-11-22).
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from assets.compositing.geometry import Size
from assets.engines.ark import ArkEngine
from assets.engines.base import Capabilities, ClipEnd, EngineEvent, Progress
from assets.engines.by_template import named_ratio
from assets.engines.config import EngineConfig
from assets.engines.following import look, tell_cancelled
from assets.engines.hosted import second_usd
from assets.engines.hosted_clips import fetch_frames, last_of, whole_seconds
from assets.engines.http import ProviderClient
from assets.engines.pictures import data_uri, picture_png
from assets.engines.reading import Json, at, number_at, text_at
from assets.engines.request import GenerationRequest, Operation
from assets.errors import BadEngineOutput, EngineUnavailable

POLL_S = 5.0
TASKS = "/contents/generations/tasks"
WAITING = frozenset({"queued", "running"})
ENDS = frozenset({"succeeded", "failed", "cancelled", "expired"})
LEAST_SECONDS, MOST_SECONDS = 2, 12
MOST_SEED = 2**31 - 1
MOST_PIXELS = 1920 * 1920
LARGE = 720
"""px of the short side; above it 1080p is asked for."""


class SeedanceEngine(ArkEngine):
    """options: "second_usd"."""

    wire = "seedance-1"

    def __init__(self, config: EngineConfig, *, poll_s: float = POLL_S, **known: Any) -> None:
        super().__init__(config, **known)
        self._poll_s = poll_s

    def capabilities(self) -> Capabilities:
        return self._config.capabilities(
            Capabilities(
                operations=frozenset({Operation.ANIMATE}),
                max_pixels=MOST_PIXELS,
                has_seed=False,
                second_usd=second_usd(self._config),
            )
        )

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        yield Progress(0.0)
        body = await asyncio.to_thread(task_body, request, self._config.model)
        async with self._client() as client:
            task = text_at(await client.json("POST", TASKS, json=body), "id")
            if not task:
                raise BadEngineOutput(
                    f"{self.label} took the task and did not say which. Retry it, if that is worth "
                    "its price."
                )
            is_over, state = False, None
            try:
                while not is_over:
                    state = await look(client, f"{TASKS}/{task}", poll_s=self._poll_s)
                    is_over = text_at(state, "status") in ENDS
                    if not is_over:
                        self._check_waiting(state, client)
                        yield Progress(0.0)
                        await asyncio.sleep(self._poll_s)
            finally:
                if not is_over:
                    await tell_cancelled(client, "DELETE", client.url(f"{TASKS}/{task}"))
            async for frame in fetch_frames(client, self._address_in(state, client), self.label):
                yield frame
        yield ClipEnd(_facts(task, state))

    def _check_waiting(self, state: Json, client: ProviderClient) -> None:
        status = text_at(state, "status")
        if status not in WAITING:
            raise BadEngineOutput(
                f"{self.label} is in a state that nobody knows ({client.words(status)[:60]}), so "
                "its task was deleted. Retry it."
            )

    def _address_in(self, state: Json, client: ProviderClient) -> str:
        """Raises what the task ended with instead of a clip."""
        address = text_at(state, "content", "video_url")
        if text_at(state, "status") == "succeeded" and address:
            return address
        if at(state, "error"):
            raise client.error_in(state, status=400)
        raise EngineUnavailable(f"{self.label} made no clip of this. Retry it.")


def task_body(request: GenerationRequest, model: str) -> dict[str, Any]:
    """Raises nothing: `clip_jobs` has the source and the terms."""
    assert request.source is not None
    content: list[dict[str, Any]] = [{"type": "text", "text": request.prompt}]
    for role, image in (("first_frame", request.source), ("last_frame", last_of(request))):
        if image is not None:
            url = {"url": data_uri(picture_png(image))}
            content.append({"type": "image_url", "image_url": url, "role": role})
    seconds = whole_seconds(request) or LEAST_SECONDS
    return {
        "model": model,
        "content": content,
        "resolution": "1080p" if min(request.width, request.height) > LARGE else "720p",
        "ratio": named_ratio(Size(request.width, request.height)),
        "duration": min(max(seconds, LEAST_SECONDS), MOST_SECONDS),
        "seed": request.seed & MOST_SEED,
        "generate_audio": False,
        "watermark": False,
    }


def _facts(task: str, state: Json) -> dict[str, Any]:
    facts = {
        "task": task[:120],
        "resolution": text_at(state, "resolution")[:20],
        "output_tokens": number_at(state, "usage", "completion_tokens"),
    }
    return {name: value for name, value in facts.items() if value}
