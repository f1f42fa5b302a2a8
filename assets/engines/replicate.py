"""Replicate's predictions: create, look until it has an end, fetch the picture; cancel.

Written from providers.md, section 8.4 (2026-11-22); the provider's page:
https://replicate.com/docs/reference/http
"""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

from assets.engines.answers import it_says
from assets.engines.base import ClipEnd, EngineEvent, Output, Probe, Progress
from assets.engines.by_template import TemplateEngine
from assets.engines.following import fetch, look, tell_cancelled
from assets.engines.hosted_clips import fetch_frames
from assets.engines.http import ProviderClient
from assets.engines.pictures import decode_base64_picture
from assets.engines.reading import Json, at, text_at
from assets.engines.request import GenerationRequest, Image, Operation
from assets.errors import AssetsError, BadEngineOutput, EngineUnavailable, SafetyBlock

READ_S = 60.0
WAITING = frozenset({"starting", "processing", "queued"})
# Models word it each in their own way.
REFUSED = re.compile(r"nsfw|sensitive|safety|flagged|moderat|content policy", re.IGNORECASE)
PERCENT = re.compile(r"(?<![\d.])(\d{1,3})%\|")
"""As tqdm prints it."""


class ReplicateEngine(TemplateEngine):
    """model: "owner/name", or "owner/name:version" for what is no official model."""

    wire = "replicate-1"

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        yield Progress(0.0)
        frame = self.frame_of(request)
        path, body = _call(self._config.model, await self.input_of(request, frame))
        async with self._client() as client:
            prediction = await client.json("POST", path, json=body)
            is_over, fraction = False, 0.0
            try:
                while text_at(prediction, "status") in WAITING:
                    fraction = max(fraction, _fraction(prediction))
                    yield Progress(fraction)
                    await asyncio.sleep(self._poll_s)
                    prediction = await look(client, self._url(prediction), poll_s=self._poll_s)
                is_over = text_at(prediction, "status") in ENDS
                address = self._address_in(prediction, client)
            finally:
                if not is_over:
                    await tell_cancelled(client, "POST", text_at(prediction, "urls", "cancel"))
            if request.operation is Operation.ANIMATE:
                async for clip_frame in fetch_frames(client, address, self.label):
                    yield clip_frame
                yield ClipEnd({"prediction": text_at(prediction, "id")[:120]})
                return
            image = await self._picture_at(address, client)
        yield Output(frame.inside(image), {"prediction": text_at(prediction, "id")[:120]})

    async def probe(self) -> Probe:
        async with self._client() as client:
            await client.json("GET", "/account")
        return Probe()

    def _client(self) -> ProviderClient:
        return ProviderClient(
            self._config,
            headers={"authorization": f"Bearer {self._config.api_key}"},
            read_s=READ_S,
            transport=self._transport,
        )

    def _url(self, prediction: Json) -> str:
        url = text_at(prediction, "urls", "get")
        if not url:
            raise BadEngineOutput(
                f"{self.label} took the job and did not say where to ask for it. Retry it, if "
                "that is worth its price."
            )
        return url

    def _address_in(self, prediction: Json, client: ProviderClient) -> str:
        """Raises what the prediction ended with instead of a picture."""
        status = text_at(prediction, "status")
        if status == "succeeded":
            output = at(prediction, "output")
            address = text_at(output, 0) if isinstance(output, list) else output
            if isinstance(address, str) and address:
                return address
            raise self._no_picture()
        if status in ENDS:
            raise self._failure(status, client.words(text_at(prediction, "error")))
        raise BadEngineOutput(
            f"{self.label} is in a state that nobody knows ({client.words(status)[:60]}), so its "
            "job was cancelled. Retry it."
        )

    def _failure(self, status: str, words: str) -> AssetsError:
        if status != "failed":
            return EngineUnavailable(
                f"The job was cancelled at {self.label}. Retry it.",
            )
        if REFUSED.search(words):
            return SafetyBlock(
                f"{self.label} refuses this. Word the prompt differently, or use other "
                f"pictures.{it_says(words)}",
                rule="safety",
                decided_by=self.label,
            )
        return EngineUnavailable(
            f"{self.label} could not make this picture. Retry it.{it_says(words)}"
        )

    async def _picture_at(self, address: str, client: ProviderClient) -> Image:
        if address.startswith("data:"):
            return await asyncio.to_thread(decode_base64_picture, address)
        return await fetch(client, address)


ENDS = frozenset({"succeeded", "failed", "canceled", "aborted"})


def _call(model: str, values: dict[str, Json]) -> tuple[str, dict[str, Any]]:
    name, colon, version = model.partition(":")
    if colon:
        return "/predictions", {"version": version, "input": values}
    return f"/models/{name}/predictions", {"input": values}


def _fraction(prediction: Json) -> float:
    """Of the last bar in the log, 0 to 1."""
    told = PERCENT.findall(text_at(prediction, "logs")[-4000:])
    return min(int(told[-1]) / 100, 1.0) if told else 0.0
