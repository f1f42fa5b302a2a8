"""AUTOMATIC1111's API, as Forge and SD.Next speak it too.

One job runs at a time and the others wait inside their calls, so a call lasts as long as the queue
and the job together. Progress and interrupting are global unless the web UI runs, which tells of
single tasks: without it, what runs counts as ours only when nothing ran as we asked.

Written from providers.md, section 5 (Forge dfdcbab, 2025-06, read); the API's page:
https://github.com/AUTOMATIC1111/stable-diffusion-webui/wiki/API
"""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import orjson

from assets.engines.answers import Answer, it_says
from assets.engines.base import Capabilities, EngineEvent, Output, Probe, Progress
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
from assets.engines.pictures import (
    base64_of,
    decode_base64,
    decode_picture,
    grey_mask_png,
    picture_png,
)
from assets.engines.request import PICTURES, GenerationRequest, Image, Operation
from assets.errors import (
    AssetsError,
    BadEngineOutput,
    EngineError,
    EngineRefusedRequest,
    EngineUnavailable,
)

Json = Any

CONNECT_S = 5.0
JOB_READ_S = 1800.0
"""Of the call that makes the picture: it is silent until it is done."""
READ_S = 20.0
POLL_S = 1.0
INTERRUPT_S = 2.0
KEEP_WHAT_IS_THERE = 1
"""`inpainting_fill`. An extension's source comes filled already: noise would lose that."""
CROP_TO_SIZE, TO_EXACT_SIZE = 1, 1
"""`resize_mode` of img2img, and of the extras."""
FIELDS = {
    "steps": "steps",
    "guidance": "cfg_scale",
    "sampler": "sampler_name",
    "scheduler": "scheduler",
}
NO_MODELS = frozenset({"None", "Lanczos", "Nearest"})
"""Upscalers that are plain scaling."""


class Automatic1111Engine(DiffusionEngine):
    """options: "negative_prompt", "steps", "guidance", "sampler", "scheduler", "upscaler"."""

    def __init__(
        self,
        config: EngineConfig,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        poll_s: float = POLL_S,
    ) -> None:
        super().__init__(config, transport=transport)
        self._poll_s = poll_s

    def capabilities(self) -> Capabilities:
        return self._config.capabilities(
            Capabilities(
                operations=PICTURES,
                max_pixels=1536 * 1536,
                multiple_of=8,
                max_anchors=1,
                has_mask=True,
                streams_previews=True,
            )
        )

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        with free_of_charge():
            async with self._client() as client:
                task_id = f"anchorboard-{uuid.uuid4().hex}"
                path, body = await self._job(client, request, task_id)
                watch = _Watch(client, task_id, self._poll_s)
                await watch.look_before()
                job = asyncio.create_task(
                    client.json("POST", path, json=body, timeout=_job_timeout())
                )
                try:
                    async for progress in watch.until_done(job):
                        yield progress
                    answer = await job
                finally:
                    if not job.done():
                        await watch.interrupt()
                        job.cancel()
                        await asyncio.wait({job})
                # The flag is of the last job that began, and older servers begin none to upscale.
                is_drawn = request.operation is not Operation.UPSCALE
                if is_drawn and await watch.was_interrupted():
                    raise EngineUnavailable(
                        f"Somebody stopped this picture in {self.label}. Retry it."
                    )
                image = await asyncio.to_thread(_picture_in, answer)
        yield Output(image, _facts_in(answer))

    async def probe(self) -> Probe:
        async with self._client() as client:
            listed = await client.json("GET", "/sdapi/v1/sd-models")
        models = tuple(
            str(model["title"])
            for model in (listed if isinstance(listed, list) else [])
            if isinstance(model, dict) and model.get("title")
        )
        model = self._config.model
        if model and not any(model in title for title in models):
            return Probe(models, f"It has no checkpoint '{model[:80]}'.")
        return Probe(models)

    def _client(self) -> ProviderClient:
        return ProviderClient(
            self._config,
            auth=basic_auth(self._config),
            explain=_explain,
            connect_s=CONNECT_S,
            read_s=READ_S,
            transport=self._transport,
        )

    async def _job(
        self, client: ProviderClient, request: GenerationRequest, task_id: str
    ) -> tuple[str, Json]:
        """Path and body of the call that makes the picture."""
        if request.operation is Operation.UPSCALE:
            upscaler = await self._upscaler(client)
            return (
                "/sdapi/v1/extra-single-image",
                await asyncio.to_thread(upscale_body, request, upscaler),
            )
        body = await asyncio.to_thread(drawing_body, request, self._config, task_id)
        return f"/sdapi/v1/{'img2img' if 'init_images' in body else 'txt2img'}", body

    async def _upscaler(self, client: ProviderClient) -> str:
        """The chosen one, else the first that is a model, else plain scaling."""
        chosen = self._config.option("upscaler")
        if chosen:
            return str(chosen)
        listed = await client.json("GET", "/sdapi/v1/upscalers")
        names = [
            str(one.get("name"))
            for one in (listed if isinstance(listed, list) else [])
            if isinstance(one, dict)
        ]
        return next((name for name in names if name not in NO_MODELS), "Lanczos")


def drawing_body(request: GenerationRequest, config: EngineConfig, task_id: str) -> dict[str, Json]:
    """Of txt2img; of img2img where there is something to start from."""
    description = description_of(request, config)
    body: dict[str, Json] = {
        "prompt": description.prompt,
        "negative_prompt": description.negative,
        "width": request.width,
        "height": request.height,
        "seed": request.seed,
        "batch_size": 1,
        "n_iter": 1,
        "send_images": True,
        "save_images": False,
        "force_task_id": task_id,
    }
    body |= {FIELDS[name]: value for name, value in sampling_of(config).items()}
    if config.model:
        # Not by /options, which would change the model for everybody.
        body["override_settings"] = {"sd_model_checkpoint": config.model}
    start = request.source if request.source is not None else _anchor_of(request)
    if start is not None:
        body |= {
            "init_images": [base64_of(picture_png(start[..., :3]))],
            "denoising_strength": round(denoise_of(request), 4),
            "resize_mode": CROP_TO_SIZE,
            "include_init_images": False,
        }
    if request.mask is not None:
        body |= {
            "mask": base64_of(grey_mask_png(request.mask)),
            "mask_blur": 4,
            "inpainting_fill": KEEP_WHAT_IS_THERE,
            # What is sent is the context of the mask already.
            "inpaint_full_res": False,
            "inpainting_mask_invert": 0,
        }
    return body


def upscale_body(request: GenerationRequest, upscaler: str) -> dict[str, Json]:
    if request.source is None:
        raise EngineRefusedRequest("There is no picture to upscale. Choose one.")
    return {
        "image": base64_of(picture_png(request.source[..., :3])),
        "resize_mode": TO_EXACT_SIZE,
        "upscaling_resize_w": request.width,
        "upscaling_resize_h": request.height,
        "upscaling_crop": False,
        "upscaler_1": upscaler,
    }


def _anchor_of(request: GenerationRequest) -> Image | None:
    return request.anchors[0].image if request.anchors else None


def _job_timeout() -> httpx.Timeout:
    return httpx.Timeout(JOB_READ_S, connect=CONNECT_S)


class _Watch:
    """What the server tells of our task while its call waits for the picture."""

    def __init__(self, client: ProviderClient, task_id: str, poll_s: float) -> None:
        self._client = client
        self._poll_s = poll_s
        self._task_id = task_id
        self._knows_tasks = True
        """Whether it tells of single tasks, as it does where the web UI runs."""
        self._was_idle = False
        self._preview_id = -1
        self._fraction = 0.0

    async def look_before(self) -> None:
        """Raises EngineError when the server is away, or without its API."""
        state = await self._global(with_preview=False)
        self._was_idle = not _state_of(state).get("job_count")

    async def until_done(self, job: asyncio.Task[Json]) -> AsyncIterator[Progress]:
        while True:
            await asyncio.wait({job}, timeout=self._poll_s)
            if job.done():
                return
            progress = await self._progress()
            if progress is not None:
                yield progress

    async def interrupt(self) -> None:
        """Stop our task where it is what runs; the interrupt takes no id. One that still waits is
        not touched: nothing can take it back."""
        with suppress(EngineError, TimeoutError):
            async with asyncio.timeout(INTERRUPT_S):
                if await self._is_ours():
                    await self._client.content("POST", "/sdapi/v1/interrupt")

    async def was_interrupted(self) -> bool:
        """Then the answer is a success with an unfinished picture. The flag stays until the next
        job begins."""
        with suppress(EngineError):
            return _state_of(await self._global(with_preview=False)).get("interrupted") is True
        return False

    async def _is_ours(self) -> bool:
        told = await self._task() if self._knows_tasks else None
        if told is not None:
            return told.get("active") is True
        return self._was_idle

    async def _progress(self) -> Progress | None:
        try:
            told = await self._task() if self._knows_tasks else None
            if told is not None:
                return await self._read(told.get("progress"), told.get("live_preview"))
            if self._was_idle:
                told = await self._global(with_preview=True)
                return await self._read(told.get("progress"), told.get("current_image"))
        except EngineError:
            return None  # The call itself tells when the server is gone.
        return None

    async def _read(self, fraction: Json, preview: Json) -> Progress | None:
        if isinstance(fraction, int | float) and 0 <= fraction <= 1:
            self._fraction = max(self._fraction, float(fraction))
        if not preview:
            return Progress(self._fraction)
        with suppress(BadEngineOutput):
            return Progress(self._fraction, await asyncio.to_thread(_decoded, preview))
        return Progress(self._fraction)

    async def _task(self) -> dict[str, Json] | None:
        """None: this server tells of no single tasks."""
        body = {"id_task": self._task_id, "id_live_preview": self._preview_id, "live_preview": True}
        try:
            told = await self._client.json("POST", "/internal/progress", json=body)
        except EngineRefusedRequest:
            told = None
        if not isinstance(told, dict):
            self._knows_tasks = False
            return None
        if isinstance(told.get("id_live_preview"), int):
            self._preview_id = told["id_live_preview"]
        return told

    async def _global(self, *, with_preview: bool) -> dict[str, Json]:
        params = {"skip_current_image": "false" if with_preview else "true"}
        told = await self._client.json("GET", "/sdapi/v1/progress", params=params)
        return told if isinstance(told, dict) else {}


def _state_of(told: dict[str, Json]) -> dict[str, Json]:
    state = told.get("state")
    return state if isinstance(state, dict) else {}


def _decoded(text: Json) -> Image:
    return decode_picture(decode_base64(text))


def _info_in(answer: Json) -> dict[str, Json]:
    """`info` is JSON as a string."""
    raw = answer.get("info") if isinstance(answer, dict) else None
    try:
        info = orjson.loads(raw) if isinstance(raw, str) else None
    except orjson.JSONDecodeError:
        info = None
    return info if isinstance(info, dict) else {}


def _picture_in(answer: Json) -> Image:
    """The first that is no grid; of the extras the only one. Raises BadEngineOutput."""
    answer = answer if isinstance(answer, dict) else {}
    images = answer.get("images")
    if isinstance(images, list) and images:
        first = _info_in(answer).get("index_of_first_image")
        return _decoded(images[first if isinstance(first, int) and 0 <= first < len(images) else 0])
    return _decoded(answer.get("image"))


def _facts_in(answer: Json) -> dict[str, Json]:
    model = _info_in(answer).get("sd_model_name")
    return {"model": model} if isinstance(model, str) else {}


def _explain(answer: Answer) -> AssetsError | None:
    """Any exception of its own is a 500 that names its class."""
    if says_out_of_memory(answer.text):
        return EngineRefusedRequest(
            f"{answer.engine} ran out of graphics memory. Choose a smaller size."
        )
    said = detail_of(answer)
    if answer.status == 404 and said == "Not Found":
        return EngineRefusedRequest(
            f"{answer.engine} runs without its API. Start it with --api, and have an administrator "
            "check its address on the Engines page."
        )
    if answer.status == 500:
        return EngineUnavailable(
            f"{answer.engine} failed at this picture. Retry it; if it stays so, look at its own "
            f"log.{it_says(said)}"
        )
    if answer.status in (400, 404) and said:
        return EngineRefusedRequest(f"{answer.engine} refused this picture.{it_says(said)}")
    return None
