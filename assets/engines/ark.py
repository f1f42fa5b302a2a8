"""Seedream on Ark (Volcengine) and ModelArk (BytePlus): one call of `images/generations`.

It takes no mask: the hole of an edit is told by colour and words, and the paste keeps the rest.
Written from providers.md, section 3 (2026-11-22); the provider's page:
https://docs.byteplus.com/en/docs/ModelArk/1666945
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Literal

from assets.compositing.adapters import Adapter
from assets.engines.answers import Answer
from assets.engines.attachments import attachments_of
from assets.engines.base import Capabilities, EngineEvent, Output, Probe, Progress
from assets.engines.following import fetch
from assets.engines.frames import Frame, SizeLimits
from assets.engines.hosted import EDITING, HostedEngine, says, unknown_model, whole_option
from assets.engines.http import ProviderClient
from assets.engines.pictures import decode_base64_picture
from assets.engines.reading import Json, at, number_at, text_at
from assets.engines.request import GenerationRequest, Image
from assets.engines.spoken import spoken
from assets.errors import AssetsError, EngineOutOfCredit, SafetyBlock

READ_S = 300.0
MOST_UPLOAD_BYTES = 24 * 1024 * 1024
MOST_SEED = 2**31 - 1
MOST_PICTURES = 10
STEP = 16
MOST_RATIO = 3.0
MOST_PIXELS = 10_404_496
"""Of Seedream 5.0; 4.x makes larger ones."""

SENSITIVE = ("SensitiveContent", "RiskDetection", "PolicyViolation", "PrivacyInformation")
NO_CREDIT = ("Overdue", "Balance", "Arrears", "QuotaExceeded")


class ArkEngine(HostedEngine):
    """options: "least_pixels" (of the model's pictures)."""

    wire = "ark-1"

    def capabilities(self) -> Capabilities:
        least = whole_option(self._config, "least_pixels", least=1, most=MOST_PIXELS)
        return self._config.capabilities(
            Capabilities(
                operations=EDITING,
                max_pixels=MOST_PIXELS,
                min_pixels=least,
                max_ratio=MOST_RATIO,
                multiple_of=STEP,
                max_anchors=MOST_PICTURES - 1,
                edit_kind=Adapter.KEY_COLOUR,
                has_strength=False,
                has_seed=False,  # taken, and promised by nobody to be kept
            )
        )

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        yield Progress(0.0)
        frame = Frame.of(request.width, request.height, SizeLimits.of(self.capabilities()))
        body = await asyncio.to_thread(request_body, request, self._config.model, frame)
        async with self._client() as client:
            answer = await client.json("POST", "/images/generations", json=body)
            image = await self._picture_in(answer, client)
        yield Output(frame.inside(image), _facts(answer))

    async def probe(self) -> Probe:
        """There is no list of models: an empty request tells a good key from a bad one, and is
        refused before anything is made."""
        async with self._client(explain=_explain_probe) as client:
            try:
                await client.json("POST", "/images/generations", json={"model": ""})
            except _KeyWorks:
                return Probe()
        return Probe(note="It took an empty request, which is odd. Try a picture.")

    def _client(self, explain: Any = None) -> ProviderClient:
        return ProviderClient(
            self._config,
            headers={"authorization": f"Bearer {self._config.api_key}"},
            explain=explain or _explain,
            read_s=READ_S,
            transport=self._transport,
        )

    async def _picture_in(self, answer: Json, client: ProviderClient) -> Image:
        """Raises what the answer tells instead of a picture."""
        picture = at(answer, "data", 0)
        for place in (picture, answer):
            if at(place, "error"):
                raise client.error_in(place, status=400)
        encoded, url = at(picture, "b64_json"), text_at(picture, "url")
        if encoded is not None:
            return await asyncio.to_thread(decode_base64_picture, encoded)
        if url:
            return await fetch(client, url)
        raise self._no_picture()


class _KeyWorks(AssetsError):
    """The probe's request was refused for what it asks, not for who asks."""


def request_body(request: GenerationRequest, model: str, frame: Frame) -> dict[str, Any]:
    pictures = attachments_of(frame.framed(request), most_bytes=MOST_UPLOAD_BYTES)
    body: dict[str, Any] = {
        "model": model,
        "prompt": spoken(request),
        "size": f"{frame.size.width}x{frame.size.height}",
        "seed": request.seed & MOST_SEED,
        "watermark": False,
        "response_format": "b64_json",
        "sequential_image_generation": "disabled",
    }
    if pictures:
        body["image"] = [picture.uri for picture in pictures[:MOST_PICTURES]]
    return body


def _facts(answer: Json) -> dict[str, Any]:
    facts = {
        "model": text_at(answer, "model")[:120],
        "output_tokens": number_at(answer, "usage", "output_tokens"),
    }
    return {name: value for name, value in facts.items() if value}


def _explain(answer: Answer) -> AssetsError | None:
    code = text_at(answer.body, "error", "code")
    if any(word in code for word in SENSITIVE):
        return _block(answer, code)
    if any(word in code for word in NO_CREDIT):
        return EngineOutOfCredit(
            f"The account of {answer.engine} has no credit left. Have an administrator top it up, "
            f"or choose another tier.{says(answer)}"
        )
    if code.endswith(".NotFound") or code == "ModelNotOpen":
        return unknown_model(answer)
    return None


def _block(answer: Answer, code: str) -> SafetyBlock:
    stage: Literal["input", "output", ""] = (
        "input" if code.startswith("Input") else "output" if code.startswith("Output") else ""
    )
    what = {
        "InputT": "this prompt",
        "InputI": "one of the pictures sent",
        "Output": "the picture it made",
    }
    return SafetyBlock(
        f"{answer.engine} refuses {what.get(code[:6], 'this')}. Word the prompt differently, or "
        "use other pictures.",
        rule=code[:200],
        decided_by=answer.engine,
        stage=stage,
        was_billed=False if stage == "input" else None,
    )


def _explain_probe(answer: Answer) -> AssetsError | None:
    """A refusal in the API's own words, for what is asked and not for who asks."""
    is_refusal = answer.status in (400, 404) and text_at(answer.body, "error", "code")
    return _KeyWorks("") if is_refusal else _explain(answer)
