"""Gemini's picture models ("Nano Banana", "Nano Banana Pro"): one call of `generateContent`.

They take no mask: the hole of an edit is told by colour and words, and the paste keeps the rest.
Ratios and sizes are fixed; what comes back may be JPEG and may be of another size.

Written from providers.md, section 1 (2026-11-22); the provider's page:
https://ai.google.dev/gemini-api/docs/image-generation
"""

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import chain
from typing import Any

from assets.compositing.adapters import Adapter
from assets.compositing.geometry import Size
from assets.engines.answers import Answer, it_says
from assets.engines.attachments import Attachment, attachments_of
from assets.engines.base import Capabilities, EngineEvent, Output, Probe, Progress
from assets.engines.config import EngineConfig
from assets.engines.hosted import (
    EDITING,
    HostedEngine,
    cost_by_tokens,
    option_of,
    says,
    unknown_model,
)
from assets.engines.http import ProviderClient
from assets.engines.pictures import decode_base64_picture
from assets.engines.reading import Json, at, list_at, number_at, text_at
from assets.engines.request import GenerationRequest
from assets.engines.spoken import spoken
from assets.errors import (
    AssetsError,
    BadEngineOutput,
    EngineAuthFailed,
    EngineOutOfCredit,
    RateLimited,
    SafetyBlock,
)

READ_S = 180.0
MOST_REQUEST_BYTES = 14 * 1024 * 1024
"""Of pictures, before base64 adds a third: a whole request has at most 20 MB."""
MOST_SEED = 2**31 - 1

# Pixels at 1K; 2K and 4K are exactly twice and four times as much. Source: Google's table, and
# measured on 2026 models by a public report (1:4 to 8:1).
RATIOS = {
    "1:1": Size(1024, 1024),
    "2:3": Size(848, 1264),
    "3:2": Size(1264, 848),
    "3:4": Size(896, 1200),
    "4:3": Size(1200, 896),
    "4:5": Size(928, 1152),
    "5:4": Size(1152, 928),
    "9:16": Size(768, 1376),
    "16:9": Size(1376, 768),
    "21:9": Size(1584, 672),
}
EXTREME_RATIOS = {
    "1:4": Size(512, 2064),
    "4:1": Size(2064, 512),
    "1:8": Size(352, 2928),
    "8:1": Size(2928, 352),
}
SCALES = {"1K": 1, "2K": 2, "4K": 4}

REFUSED_OUTPUT = frozenset(
    {
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION",
        "SAFETY",
        "PROHIBITED_CONTENT",
        "RECITATION",
        "SPII",
        "BLOCKLIST",
        "MODEL_ARMOR",
    }
)
RESTRICTED_ACCOUNT = "PUP_LIMITED_DISABLED"


class GeminiEngine(HostedEngine):
    """options: "api_version", "image_size" (the largest it is asked for), "ratios" (all, common),
    "thinking" (minimal, medium, high), "usd_per_million_tokens"."""

    wire = "gemini-1"

    def capabilities(self) -> Capabilities:
        sizes = tuple(self._sizes())
        return self._config.capabilities(
            Capabilities(
                operations=EDITING,
                max_pixels=max(size.area for size in sizes),
                sizes=sizes,
                max_anchors=12,  # of 14 pictures, with room for what is edited
                edit_kind=Adapter.KEY_COLOUR,
                has_strength=False,
                has_seed=False,  # taken, and promised by nobody to be kept
            )
        )

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        yield Progress(0.0)
        body = await asyncio.to_thread(request_body, request, self._config)
        async with self._client() as client:
            answer = await client.json("POST", self._path("generateContent"), json=body)
            found = self._picture_in(answer, client)
            image = await asyncio.to_thread(decode_base64_picture, found)
        yield Output(image, _facts(answer), cost_by_tokens(self._config, _tokens(answer)))

    async def probe(self) -> Probe:
        async with self._client() as client:
            listed = await client.json("GET", f"/{self._version}/models", params={"pageSize": 1000})
        names = [
            text_at(model, "name").removeprefix("models/") for model in list_at(listed, "models")
        ]
        # Nothing in the list marks the models that draw.
        models = tuple(name for name in names if "image" in name or "banana" in name)
        if self._config.model and self._config.model not in names:
            return Probe(models, f"The key does not see the model '{self._config.model[:80]}'.")
        return Probe(models)

    @property
    def _version(self) -> str:
        return option_of(self._config, "api_version").strip("/")

    def _path(self, method: str) -> str:
        return f"/{self._version}/models/{self._config.model}:{method}"

    def _client(self) -> ProviderClient:
        return ProviderClient(
            self._config,
            headers={"x-goog-api-key": self._config.api_key},
            explain=_explain,
            read_s=READ_S,
            transport=self._transport,
        )

    def _sizes(self) -> list[Size]:
        return [
            Size(size.width * scale, size.height * scale)
            for size in _ratios(self._config).values()
            for scale in _scales(self._config)
        ]

    def _picture_in(self, answer: Json, client: ProviderClient) -> Json:
        """The base64 of the picture. Raises what the answer tells instead of one."""
        if at(answer, "error") is not None:
            raise client.error_in(answer, status=int(number_at(answer, "error", "code") or 500))
        refused = at(answer, "promptFeedback", "blockReason")
        if refused:
            raise SafetyBlock(
                f"{self.label} refuses this prompt or one of its pictures. Word it differently, or "
                "use other anchors.",
                rule=client.words(str(refused)),
                decided_by=self.label,
                stage="input",
                was_billed=False,
            )
        parts = list_at(answer, "candidates", 0, "content", "parts")
        pictures = [part for part in parts if isinstance(_data(part), str)]
        final = [part for part in pictures if at(part, "thought") is not True]
        if pictures:
            return _data((final or pictures)[-1])
        raise self._without_picture(answer, parts, client)

    def _without_picture(
        self, answer: Json, parts: list[Json], client: ProviderClient
    ) -> AssetsError:
        if not isinstance(answer, dict):
            return BadEngineOutput(f"{self.label} gave an answer that nobody can read. Retry it.")
        reason = text_at(answer, "candidates", 0, "finishReason")
        said = text_at(answer, "candidates", 0, "finishMessage")
        said = said or " ".join(text_at(part, "text") for part in parts)
        words = client.words(said)
        if reason in REFUSED_OUTPUT:
            return SafetyBlock(
                f"{self.label} made a picture and then withheld it. Word the prompt differently."
                + it_says(words),
                rule=reason,
                decided_by=self.label,
                stage="output",
            )
        if reason == RESTRICTED_ACCOUNT:
            return EngineAuthFailed(
                f"The account of {self.label} is restricted. Have an administrator look at it."
            )
        return self._no_picture(words)


def request_body(request: GenerationRequest, config: EngineConfig) -> dict[str, Any]:
    """Of `generateContent`. Text first, then the pictures in the order that it counts on."""
    pictures = attachments_of(request, most_bytes=MOST_REQUEST_BYTES)
    generation: dict[str, Any] = {
        "responseModalities": ["TEXT", "IMAGE"],
        "imageConfig": _image_config(request, config),
        "seed": request.seed & MOST_SEED,
    }
    thinking = option_of(config, "thinking")
    if thinking:
        generation["thinkingConfig"] = {"thinkingLevel": thinking}
    parts = [{"text": spoken(request)}, *(_inline(picture) for picture in pictures)]
    return {"contents": [{"role": "user", "parts": parts}], "generationConfig": generation}


def _inline(picture: Attachment) -> dict[str, Any]:
    return {"inlineData": {"mimeType": picture.content_type, "data": picture.base64}}


def _image_config(request: GenerationRequest, config: EngineConfig) -> dict[str, str]:
    """The ratio and size that are nearest to what is asked for: the same, when `fit` chose it."""
    _, ratio, name = min(
        (_distance(request, Size(size.width * scale, size.height * scale)), ratio, name)
        for ratio, size in _ratios(config).items()
        for name, scale in SCALES.items()
        if scale in _scales(config)
    )
    return {"aspectRatio": ratio, "imageSize": name}


def _distance(request: GenerationRequest, size: Size) -> tuple[float, float]:
    """Of the ratio first, then of the pixels."""
    ratio = request.width * size.height / (request.height * size.width)
    pixels = size.area / (request.width * request.height)
    return round(max(ratio, 1 / ratio), 3), max(pixels, 1 / pixels)


def _ratios(config: EngineConfig) -> dict[str, Size]:
    return RATIOS if option_of(config, "ratios") == "common" else RATIOS | EXTREME_RATIOS


def _scales(config: EngineConfig) -> list[int]:
    largest = SCALES.get(option_of(config, "image_size"), 1)
    return [scale for scale in SCALES.values() if scale <= largest]


def _data(part: Json) -> Json:
    """Both spellings were seen on the wire."""
    return at(part, "inlineData", "data") or at(part, "inline_data", "data")


def _tokens(answer: Json) -> float | None:
    return number_at(answer, "usageMetadata", "candidatesTokenCount")


def _facts(answer: Json) -> dict[str, Any]:
    facts = {
        "model": text_at(answer, "modelVersion")[:120],
        "response_id": text_at(answer, "responseId")[:120],
        "output_tokens": _tokens(answer),
        "watermark": "SynthID",
    }
    return {name: value for name, value in facts.items() if value}


def _explain(answer: Answer) -> AssetsError | None:
    body = answer.body[0] if isinstance(answer.body, list) and answer.body else answer.body
    status = text_at(body, "error", "status")
    details = list_at(body, "error", "details")
    if any(text_at(detail, "reason") == "API_KEY_INVALID" for detail in details):
        status = "UNAUTHENTICATED"
    match status:
        case "UNAUTHENTICATED" | "PERMISSION_DENIED":
            return EngineAuthFailed(
                f"{answer.engine} does not accept its key. Have an administrator check the key on "
                f"the Engines page.{says(answer)}"
            )
        case "FAILED_PRECONDITION":
            return EngineOutOfCredit(
                f"{answer.engine} makes pictures for accounts with billing only. Have an "
                f"administrator turn it on, or choose another tier.{says(answer)}"
            )
        case "NOT_FOUND":
            return unknown_model(answer)
        case "RESOURCE_EXHAUSTED":
            return _exhausted(answer, details)
    return None


def _exhausted(answer: Answer, details: list[Json]) -> AssetsError:
    """A limit of the minute passes; that of the day, or of spending, does not."""
    limits = chain.from_iterable(list_at(detail, "violations") for detail in details)
    if any("PerDay" in text_at(limit, "quotaId") for limit in limits):
        return EngineOutOfCredit(
            f"{answer.engine} has reached its limit of this day. Choose another tier, or retry "
            f"tomorrow.{says(answer)}"
        )
    return RateLimited(
        f"{answer.engine} takes no more requests at the moment.{says(answer)}",
        retry_after_s=_retry_delay_s(answer, details),
    )


def _retry_delay_s(answer: Answer, details: list[Json]) -> float | None:
    """The body's delay ("22s"), then its sentence's, then the header's."""
    told = [text_at(detail, "retryDelay") for detail in details]
    sentence = re.search(r"retry in (\d+(?:\.\d+)?)s", answer.words)
    for delay in [*told, f"{sentence[1]}s" if sentence else ""]:
        if re.fullmatch(r"\d{1,5}(\.\d+)?s", delay):
            return float(delay[:-1])
    return answer.retry_after_s
