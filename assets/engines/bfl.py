"""Black Forest Labs' FLUX: submit a task, look until it is ready, fetch the picture at once.

Three endpoints share one engine: a model for words and references (FLUX.2, Kontext), Fill for
masked edits, Expand for extensions. There is no way to cancel.

Written from providers.md, section 8.1 (2026-11-22); the provider's pages:
https://docs.bfl.ai/flux_models/flux_1_fill and https://docs.bfl.ai/integration_guidelines
"""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from assets.compositing.adapters import Adapter
from assets.compositing.geometry import Box, Size, ratio
from assets.engines.answers import Answer
from assets.engines.attachments import attachments_of
from assets.engines.base import Capabilities, EngineEvent, Output, Probe, Progress
from assets.engines.config import EngineConfig
from assets.engines.following import POLL_S, fetch, look
from assets.engines.frames import Frame, SizeLimits
from assets.engines.hosted import EDITING, HostedEngine, option_of, whole_option
from assets.engines.http import ProviderClient
from assets.engines.pictures import base64_of, grey_mask_png, picture_png
from assets.engines.reading import Json, number_at, text_at
from assets.engines.request import GenerationRequest, Mask, Operation
from assets.engines.spoken import spoken
from assets.errors import AssetsError, BadEngineOutput, EngineUnavailable, SafetyBlock

READ_S = 30.0
MOST_UPLOAD_BYTES = 18 * 1024 * 1024
MOST_SEED = 2**31 - 1
# A side has at least 256 px, which at the longest ratio takes so many in all, rounding counted in.
LEAST_PIXELS = round(272 * 272 * 7 / 3)
LIMITS = SizeLimits(LEAST_PIXELS, 2048 * 2048, 16, 2048, 7 / 3)
USD_A_CREDIT = Decimal("0.01")
MOST_CREDITS = 10_000
WAITING = frozenset({"Pending", "Queued", "Processing", "Preview"})


class BflEngine(HostedEngine):
    """options: "fill_model", "expand_model" ("": the main model edits by words), "sizes" (pixels,
    ratio), "references", "safety_tolerance"."""

    wire = "bfl-1"

    def __init__(self, config: EngineConfig, *, poll_s: float = POLL_S, **known: Any) -> None:
        super().__init__(config, **known)
        self._poll_s = poll_s

    def capabilities(self) -> Capabilities:
        return self._config.capabilities(
            Capabilities(
                operations=EDITING,
                max_pixels=LIMITS.most_pixels,
                min_pixels=LIMITS.least_pixels,
                max_side=LIMITS.most_side,
                max_ratio=LIMITS.most_ratio,
                multiple_of=LIMITS.step,
                max_anchors=whole_option(self._config, "references", least=0, most=9),
                has_mask=bool(option_of(self._config, "fill_model")),
                edit_kind=Adapter.KEY_COLOUR,
                has_strength=False,
                has_seed=True,
            )
        )

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        yield Progress(0.0)
        frame = Frame.of(request.width, request.height, SizeLimits.of(self.capabilities()))
        framed = frame.framed(request)
        model, body = await asyncio.to_thread(task_of, framed, self._config, frame.size)
        async with self._client() as client:
            task = await client.json("POST", f"/v1/{model}", json=body)
            fraction = 0.0
            while True:
                state = await look(client, self._polling_url(task), poll_s=self._poll_s)
                sample = self._sample_in(state, client)
                if sample:
                    break
                fraction = max(fraction, min(number_at(state, "progress") or 0.0, 1.0))
                yield Progress(fraction)
                await asyncio.sleep(self._poll_s)
            image = await fetch(client, sample)
        facts = {"task": text_at(task, "id")[:120], "model": model}
        yield Output(frame.inside(image), facts, _cost(task))

    async def probe(self) -> Probe:
        async with self._client() as client:
            credit = number_at(await client.json("GET", "/v1/credits"), "credits")
        if credit is not None and credit <= 0:
            return Probe(note="The key is right, and the account has no credit.")
        return Probe()

    def _client(self) -> ProviderClient:
        return ProviderClient(
            self._config,
            headers={"x-key": self._config.api_key},
            key_hosts=(".bfl.ai",),  # tasks are looked at on the host that took them
            explain=_explain,
            read_s=READ_S,
            transport=self._transport,
        )

    def _polling_url(self, task: Json) -> str:
        url = text_at(task, "polling_url")
        if not url:
            raise BadEngineOutput(
                f"{self.label} took the task and did not say where to ask for it. Retry it, if "
                "that is worth its price."
            )
        return url

    def _sample_in(self, state: Json, client: ProviderClient) -> str:
        """The address of the picture; "" while there is none. Raises what the state tells."""
        status = text_at(state, "status")
        if status == "Ready":
            sample = text_at(state, "result", "sample")
            if not sample:
                raise self._no_picture()
            return sample
        if status in WAITING:
            return ""
        raise client.error_in(state)


def task_of(
    request: GenerationRequest, config: EngineConfig, size: Size
) -> tuple[str, dict[str, Any]]:
    """Model and body. size: what the main model is asked for."""
    common: dict[str, Any] = {
        "prompt": spoken(request),
        "seed": request.seed & MOST_SEED,
        "output_format": "png",
    }
    tolerance = option_of(config, "safety_tolerance")
    if tolerance.isdecimal():
        common["safety_tolerance"] = int(tolerance)
    if request.source is not None and request.mask is not None:
        return _edit(request, config, common)
    pictures = attachments_of(request, most_bytes=MOST_UPLOAD_BYTES)
    for number, picture in enumerate(pictures, start=1):
        common["input_image" if number == 1 else f"input_image_{number}"] = picture.base64
    if option_of(config, "sizes") == "ratio":
        across, down = ratio(size)
        return config.model, common | {"aspect_ratio": f"{across}:{down}"}
    return config.model, common | {"width": size.width, "height": size.height}


def _edit(
    request: GenerationRequest, config: EngineConfig, common: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Expand, where all that is new lies around what is kept; else Fill, by a white mask."""
    assert request.source is not None and request.mask is not None
    source, expand = request.source[..., :3], option_of(config, "expand_model")
    kept = kept_box(request.mask)
    if request.operation is Operation.OUTPAINT and expand and kept is not None:
        image = base64_of(picture_png(np.ascontiguousarray(source[kept.rows, kept.columns])))
        return expand, common | {
            "image": image,
            "left": kept.x,
            "top": kept.y,
            "right": source.shape[1] - kept.right,
            "bottom": source.shape[0] - kept.bottom,
        }
    return option_of(config, "fill_model"), common | {
        "image": base64_of(picture_png(source)),
        "mask": base64_of(grey_mask_png(request.mask)),
    }


def kept_box(mask: Mask) -> Box | None:
    """The box around all that is kept; None where nothing is, or where what it holds is mostly to
    be made anew: then the hole is no border."""
    rows, columns = (np.flatnonzero((mask == 0).any(axis=axis)) for axis in (1, 0))
    if rows.size == 0:
        return None
    left, top = int(columns[0]), int(rows[0])
    box = Box(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)
    is_border = np.count_nonzero(mask[box.rows, box.columns]) <= box.area // 2
    return box if is_border else None


def _cost(task: Json) -> Decimal | None:
    """Their "cost" counts credits of one cent."""
    credits = number_at(task, "cost")
    if credits is None or not 0 < credits <= MOST_CREDITS:
        return None
    return Decimal(str(credits)) * USD_A_CREDIT


def _explain(answer: Answer) -> AssetsError | None:
    """Of a status that is neither waiting nor ready, whatever the HTTP status says."""
    status = text_at(answer.body, "status")
    match status:
        case "Request Moderated":
            return _block(answer, "this prompt or one of its pictures", "input")
        case "Content Moderated":
            return _block(answer, "the picture it made", "output")
        case "Task not found":
            return EngineUnavailable(
                f"{answer.engine} has lost this task. Retry it, if that is worth its price."
            )
        case "":
            return None
    return EngineUnavailable(
        f"{answer.engine} could not make this picture ({status[:60]}). Retry it."
    )


def _block(answer: Answer, what: str, stage: Literal["input", "output"]) -> SafetyBlock:
    return SafetyBlock(
        f"{answer.engine} refuses {what}. Word the prompt differently, or use other pictures.",
        rule=text_at(answer.body, "status"),
        decided_by=answer.engine,
        stage=stage,
        was_billed=False if stage == "input" else None,
    )
