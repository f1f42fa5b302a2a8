"""OpenAI's pictures: `images/generations` and `images/edits`, streamed with partial pictures.

The mask is alpha (transparent = edit) and guides without binding: the paste keeps the rest. There
is no seed. Servers that imitate this one differ in what `Dialect` holds.

Written from providers.md, section 2 (2026-11-22); the provider's page:
https://developers.openai.com/api/docs/guides/image-generation
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import orjson

from assets.compositing.geometry import Size
from assets.engines.answers import Answer
from assets.engines.attachments import Attachment, attachments_of
from assets.engines.base import Capabilities, EngineEvent, Output, Probe, Progress
from assets.engines.config import EngineConfig
from assets.engines.following import fetch
from assets.engines.frames import Frame, SizeLimits
from assets.engines.hosted import (
    EDITING,
    HostedEngine,
    cost_by_tokens,
    option_of,
    says,
    unknown_model,
)
from assets.engines.http import ProviderClient
from assets.engines.pictures import (
    alpha_mask_png,
    decode_base64_picture,
    grey_mask_png,
)
from assets.engines.reading import Json, at, list_at, number_at, text_at
from assets.engines.request import GenerationRequest, Image, Mask
from assets.engines.spoken import spoken
from assets.errors import (
    AssetsError,
    BadEngineOutput,
    EngineOutOfCredit,
    EngineRefusedRequest,
    SafetyBlock,
)

READ_S = 300.0
"""Providers say "up to 2 minutes"; between the frames of a stream it is less."""
MOST_STREAM_BYTES = 192 * 1024 * 1024
"""Up to three partial pictures of 8 megapixels and the finished one, as PNG in base64."""
MOST_UPLOAD_BYTES = 48 * 1024 * 1024
LIMITS = SizeLimits(655_360, 8_294_400, 16, 3840, 3.0)
CLASSIC_SIZES = (Size(1024, 1024), Size(1536, 1024), Size(1024, 1536))
MOST_PICTURES = 16
PARTIALS_SHARE = 0.8
"""How far the work is when the last partial picture is there."""
NO_CREDIT = frozenset(
    {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "credit_exhausted"}
)

MaskStyle = Literal["alpha", "white"]


@dataclass(frozen=True)
class Dialect:
    """How one server wants to be spoken to.

    mask_style: what says "edit": alpha 0, or white. single_file: the name of the part that holds
    the only picture; of several, each is an "image[]". body: further fields of every call, JSON
    values; null leaves one of ours out. partials: pictures to be streamed on the way, 0 to 3; None:
    not streamed at all.
    """

    mask_style: MaskStyle = "alpha"
    edits_path: str = "/images/edits"
    single_file: str = "image[]"
    body: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    partials: int | None = None


class OpenAIEngine(HostedEngine):
    """options: "quality", "moderation", "sizes" (free, classic), "partial_images",
    "usd_per_million_tokens"."""

    wire = "openai-1"

    def capabilities(self) -> Capabilities:
        is_classic = option_of(self._config, "sizes") == "classic"
        return self._config.capabilities(
            Capabilities(
                operations=EDITING,
                max_pixels=LIMITS.most_pixels,
                sizes=CLASSIC_SIZES if is_classic else (),
                min_pixels=LIMITS.least_pixels,
                max_side=LIMITS.most_side,
                max_ratio=LIMITS.most_ratio,
                multiple_of=LIMITS.step,
                max_anchors=MOST_PICTURES - 1,
                has_mask=True,
                has_strength=False,
                has_seed=False,
                streams_previews=bool(self.dialect().partials),
            )
        )

    def dialect(self) -> Dialect:
        names = ("quality", "moderation")
        told = {name: option_of(self._config, name) for name in names}
        return Dialect(
            body={name: value for name, value in told.items() if value} | {"output_format": "png"},
            partials=partials_of(self._config),
        )

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        yield Progress(0.0)
        dialect = self.dialect()
        frame = Frame.of(request.width, request.height, SizeLimits.of(self.capabilities()))
        call = await asyncio.to_thread(call_of, request, self._config.model, dialect, frame)
        async with self._client() as client:
            answers = client.events("POST", call.path, **call.arguments)
            async with aclosing(answers):  # type: ignore[type-var]
                partials = 0
                async for event in answers:
                    answer = _json(event.data)
                    if at(answer, "error"):
                        raise client.error_in(answer, status=_status_in(answer, partials))
                    kind = text_at(answer, "type")
                    if kind.endswith(".partial_image"):
                        preview = await asyncio.to_thread(_preview, answer, frame)
                        partials += 1
                        if preview is not None:
                            yield Progress(_fraction(partials, dialect), preview)
                    elif kind.endswith(".completed") or at(answer, "data") is not None:
                        yield await self._output(answer, client, frame)
                        return
        raise self._unfinished(partials)

    async def probe(self) -> Probe:
        async with self._client() as client:
            listed = await client.json("GET", "/models")
        names = tuple(text_at(model, "id") for model in list_at(listed, "data"))
        models = tuple(name for name in names if "image" in name) or names
        if self._config.model and self._config.model not in names:
            return Probe(models, f"The key does not see the model '{self._config.model[:80]}'.")
        return Probe(models)

    def _client(self) -> ProviderClient:
        key = self._config.api_key
        return ProviderClient(
            self._config,
            headers={"authorization": f"Bearer {key}"} if key else {},
            explain=_explain,
            read_s=READ_S,
            most_bytes=MOST_STREAM_BYTES,
            transport=self._transport,
        )

    def _unfinished(self, partials: int) -> BadEngineOutput:
        if partials:
            return BadEngineOutput(
                f"{self.label} ended without the finished picture. Retry it, if that is worth its "
                "price."
            )
        return BadEngineOutput(
            f"{self.label} gave an answer that nobody can read. Have an administrator check its "
            "address on the Engines page."
        )

    async def _output(self, answer: Json, client: ProviderClient, frame: Frame) -> Output:
        """From the last event of a stream, or from the answer of a call without one."""
        picture = at(answer, "data", 0) or answer
        url = text_at(picture, "url")
        encoded = at(picture, "b64_json")
        if encoded is not None:
            image = await asyncio.to_thread(decode_base64_picture, encoded)
        elif url.startswith("data:"):
            image = await asyncio.to_thread(decode_base64_picture, url)
        elif url:
            image = await fetch(client, url)
        else:
            raise self._no_picture()
        tokens = number_at(answer, "usage", "output_tokens")
        facts = {"output_tokens": int(tokens)} if tokens else {}
        return Output(frame.inside(image), facts, cost_by_tokens(self._config, tokens))


@dataclass(frozen=True)
class Call:
    """arguments: as `ProviderClient.events` takes them."""

    path: str
    arguments: dict[str, Any]


def call_of(request: GenerationRequest, model: str, dialect: Dialect, frame: Frame) -> Call:
    """A generation from words alone, or an edit of what is sent along."""
    told: dict[str, Json] = {
        "model": model or None,
        "prompt": spoken(request),
        "n": 1,
        "size": f"{frame.size.width}x{frame.size.height}",
        **dialect.body,
    }
    body = {name: value for name, value in told.items() if value is not None}
    if dialect.partials is not None:
        body |= {"stream": True, "partial_images": dialect.partials}
    framed = frame.framed(request)
    pictures = attachments_of(framed, most_bytes=MOST_UPLOAD_BYTES)
    if not pictures:
        return Call("/images/generations", {"json": body})
    files = _files(pictures[:MOST_PICTURES], dialect)
    if framed.mask is not None:
        mask = mask_png(framed.mask, dialect.mask_style)
        files.append(("mask", ("mask.png", mask, "image/png")))
    fields = {name: _as_text(value) for name, value in body.items()}
    return Call(dialect.edits_path, {"data": fields, "files": files})


def mask_png(mask: Mask, style: MaskStyle) -> bytes:
    """Black under the alpha, whose colour nobody reads: a mask has at most 4 MB."""
    if style == "white":
        return grey_mask_png(mask)
    return alpha_mask_png(np.zeros((*mask.shape, 3), np.uint8), mask)


def _files(
    pictures: list[Attachment], dialect: Dialect
) -> list[tuple[str, tuple[str, bytes, str]]]:
    name = "image[]" if len(pictures) > 1 else dialect.single_file
    return [
        (name, (f"{number}.{picture.suffix}", picture.data, picture.content_type))
        for number, picture in enumerate(pictures, start=1)
    ]


def _as_text(value: Json) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def partials_of(config: EngineConfig) -> int | None:
    """None for "off": then the answer comes as one."""
    told = option_of(config, "partial_images")
    return int(told) if told in ("0", "1", "2", "3") else None


def _fraction(number: int, dialect: Dialect) -> float:
    return PARTIALS_SHARE * min(1.0, number / max(dialect.partials or 1, 1))


def _json(text: str) -> Json:
    """None for what is no JSON: such frames say nothing."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _status_in(answer: Json, partials: int) -> int:
    """What the HTTP status would have been. Once a partial picture came, the work has begun, which
    429 would deny."""
    told = {text_at(answer, "error", "type"), text_at(answer, "error", "code")}
    if "rate_limit_exceeded" in told:
        return 500 if partials else 429
    return 500 if "server_error" in told else 400


def _preview(answer: Json, frame: Frame) -> Image | None:
    """One that cannot be read is left out: the finished picture is what counts."""
    with suppress(BadEngineOutput):
        return frame.inside(decode_base64_picture(at(answer, "b64_json")))
    return None


def _explain(answer: Answer) -> AssetsError | None:
    code = text_at(answer.body, "error", "code")
    kind = text_at(answer.body, "error", "type")
    if code == "moderation_blocked":
        return _block(answer)
    if {code, kind} & NO_CREDIT:
        return EngineOutOfCredit(
            f"The account of {answer.engine} has reached its limit of spending. Have an "
            f"administrator raise it, or choose another tier.{says(answer)}"
        )
    if code == "model_not_found":
        return unknown_model(answer)
    if kind == "image_generation_user_error":
        return EngineRefusedRequest(
            f"{answer.engine} cannot use this prompt or one of its pictures. Change them, then "
            f"retry.{says(answer)}"
        )
    return None


def _block(answer: Answer) -> SafetyBlock:
    details = at(answer.body, "error", "moderation_details")
    told = text_at(details, "moderation_stage")
    stage: Literal["input", "output", ""] = (
        "input" if told == "input" else "output" if told == "output" else ""
    )
    categories = [one for one in list_at(details, "categories") if isinstance(one, str)]
    what = {"input": "this prompt or one of its pictures", "output": "the picture it made"}
    return SafetyBlock(
        f"{answer.engine} refuses {what.get(stage, 'this')}. Word the prompt differently, or use "
        "other pictures.",
        rule=", ".join(categories)[:200] or "moderation",
        decided_by=answer.engine,
        stage=stage,
        was_billed=False if stage == "input" else None,
    )
