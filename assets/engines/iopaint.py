"""IOPaint: erases and fills behind a mask; with a model that reads words, it paints there too.

A model that only erases is never told words: it would ignore them, so they are refused. There is
no progress without a browser's session, and no way to stop a call but to leave it.

Written from providers.md, section 6 (IOPaint 1.6.0, run); its page:
https://github.com/Sanster/IOPaint
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import numpy as np

from assets.compositing.intents import Intent
from assets.engines.answers import Answer, it_says
from assets.engines.base import Capabilities, EngineEvent, Output, Probe
from assets.engines.config import EngineConfig
from assets.engines.diffusion import (
    DiffusionEngine,
    basic_auth,
    denoise_of,
    description_of,
    detail_of,
    free_of_charge,
    sampling_of,
    says_out_of_memory,
)
from assets.engines.http import ProviderClient
from assets.engines.pictures import base64_of, decode_picture, grey_mask_png, picture_png
from assets.engines.request import GenerationRequest, Image, Mask, Operation
from assets.errors import (
    AssetsError,
    BadEngineOutput,
    EngineRefusedRequest,
    EngineUnavailable,
)

Json = Any

CONNECT_S, READ_S = 5.0, 300.0
FIELDS = {"steps": "sd_steps", "guidance": "sd_guidance_scale"}


class IOPaintEngine(DiffusionEngine):
    """The model is chosen where IOPaint is started. options: "negative_prompt", "steps",
    "guidance"."""

    def capabilities(self) -> Capabilities:
        return self._config.capabilities(
            Capabilities(
                operations=frozenset({Operation.INPAINT, Operation.OUTPAINT}),
                max_pixels=2048 * 2048,
                multiple_of=8,
                has_mask=True,
            )
        )

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        with free_of_charge():
            async with self._client() as client:
                model = _model(await client.json("GET", "/api/v1/model"))
                reads_words = model.get("need_prompt") is True
                if request.prompt and not reads_words and request.intent is not Intent.REMOVE:
                    raise EngineRefusedRequest(
                        f"{self.label} erases and fills, and reads no words. Leave the prompt "
                        "empty, or choose another tier for it."
                    )
                body = await asyncio.to_thread(
                    erase_body, request, self._config if reads_words else None
                )
                data = await client.content("POST", "/api/v1/inpaint", json=body)
                image = await asyncio.to_thread(decode_picture, data)
        name = model.get("name")
        yield Output(image, {"model": name} if isinstance(name, str) else {})

    async def probe(self) -> Probe:
        async with self._client() as client:
            model = _model(await client.json("GET", "/api/v1/model"))
        name = str(model.get("name") or "")
        reads = "reads prompts" if model.get("need_prompt") is True else "erases, without words"
        return Probe((name,) if name else (), f"Its model {name[:80]} {reads}." if name else "")

    def _client(self) -> ProviderClient:
        return ProviderClient(
            self._config,
            auth=basic_auth(self._config),
            explain=_explain,
            connect_s=CONNECT_S,
            read_s=READ_S,
            transport=self._transport,
        )


def erase_body(request: GenerationRequest, config: EngineConfig | None) -> dict[str, Json]:
    """config: None for a model that reads no words. Raises EngineRefusedRequest without a mask of
    the source's size: IOPaint would answer with a fault of its own."""
    source, mask = request.source, request.mask
    if source is None or mask is None or source.shape[:2] != mask.shape:
        raise EngineRefusedRequest("There is no mask for this picture. Paint what should change.")
    body: dict[str, Json] = {
        "image": base64_of(picture_png(_rgb(source))),
        "mask": base64_of(grey_mask_png(hard_mask(mask))),
    }
    if config is None:
        return body
    description = description_of(request, config)
    body |= {
        "prompt": description.prompt,
        "negative_prompt": description.negative,
        # A 32-bit signed seed, since -1 stands for one by chance.
        "sd_seed": request.seed % 2**31,
        "sd_strength": round(denoise_of(request), 4),
        # What is sent is the context of the mask already, and the paste is ours.
        "use_croper": False,
        "sd_keep_unmasked_area": False,
    }
    made = sampling_of(config)
    return body | {FIELDS[name]: made[name] for name in FIELDS if name in made}


def hard_mask(mask: Mask) -> Mask:
    """0 and 255 alone: IOPaint cuts at 127, which would leave out what changes a little."""
    return np.where(mask > 0, 255, 0).astype(np.uint8)


def _rgb(image: Image) -> Image:
    return np.ascontiguousarray(image[..., :3])


def _model(raw: Json) -> dict[str, Json]:
    if not isinstance(raw, dict):
        raise BadEngineOutput(
            "This address does not answer as IOPaint does. Have an administrator check it on the "
            "Engines page."
        )
    return raw


def _explain(answer: Answer) -> AssetsError | None:
    """Whatever it cannot read is a 500 that names an exception of Python."""
    if says_out_of_memory(answer.text):
        return EngineRefusedRequest(
            f"{answer.engine} ran out of memory. Mask a smaller part, or choose a tighter context."
        )
    if answer.status == 500:
        return EngineUnavailable(
            f"{answer.engine} failed at this picture. Retry it; if it stays so, look at IOPaint's "
            "own log."
        )
    if answer.status == 400 and detail_of(answer):
        return EngineRefusedRequest(
            f"{answer.engine} refused this picture.{it_says(detail_of(answer))}"
        )
    return None
