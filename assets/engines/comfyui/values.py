"""What the marks of a workflow stand for in one request. Pictures are uploaded on the way.

They go into ComfyUI's temporary folder, which it empties when it starts, so that nobody's input
folder fills up.
"""

import asyncio
import hashlib
from typing import Any, cast

import numpy as np

from assets.engines.comfyui.workflows import Workflow
from assets.engines.config import EngineConfig
from assets.engines.diffusion import denoise_of, description_of, sampling_of
from assets.engines.http import ProviderClient
from assets.engines.pictures import alpha_mask_png, picture_png
from assets.engines.request import GenerationRequest, Mask
from assets.errors import BadEngineOutput

Json = Any

FOLDER = "anchorboard"
SUFFIX = " [temp]"
"""How a node is told that a file lies in the temporary folder."""


async def values_of(
    request: GenerationRequest, workflow: Workflow, config: EngineConfig, client: ProviderClient
) -> dict[str, Json]:
    """By mark. Settings that are not made are not among them: there the workflow's own count."""
    description = description_of(request, config)
    values: dict[str, Json] = {
        "prompt": description.prompt,
        "negative": description.negative,
        "seed": request.seed,
        "width": request.width,
        "height": request.height,
        "strength": round(denoise_of(request), 4),
    }
    files = await asyncio.to_thread(_files_of, request, workflow)
    for mark, data in files.items():
        values[mark] = await _upload(client, data)
    return values | _settings(config)


def _settings(config: EngineConfig) -> dict[str, Json]:
    models = {
        "checkpoint": config.model,
        "upscaler": config.option("upscaler"),
    }
    return {mark: value for mark, value in models.items() if value} | sampling_of(config)


def _files_of(request: GenerationRequest, workflow: Workflow) -> dict[str, bytes]:
    """The PNG of each picture that the workflow takes."""
    files = {}
    source, mask = request.source, request.mask
    if source is not None and workflow.has("source"):
        with_mask = workflow.mask_in_source and mask is not None
        files["source"] = (
            alpha_mask_png(source, cast(Mask, mask)) if with_mask else picture_png(source[..., :3])
        )
    if mask is not None and workflow.has("mask"):
        files["mask"] = _mask_png(mask)
    if request.anchors and workflow.has("anchor"):
        files["anchor"] = picture_png(request.anchors[0].image[..., :3])
    return files


def _mask_png(mask: Mask) -> bytes:
    """White and transparent = edit: right for Load Image, which reads what is transparent, and for
    Load Image (as Mask) with any of its channels."""
    grey = np.repeat(mask[..., None], 3, axis=2)
    return alpha_mask_png(grey, mask)


async def _upload(client: ProviderClient, data: bytes) -> str:
    """Its name for a node. Named by content: sent again, it is the same file and nothing is written
    twice."""
    name = f"{hashlib.sha256(data).hexdigest()[:32]}.png"
    answer = await client.json(
        "POST",
        "/upload/image",
        is_repeatable=True,
        files={"image": (name, data, "image/png")},
        data={"type": "temp", "subfolder": FOLDER},
    )
    stored = answer.get("name") if isinstance(answer, dict) else None
    folder = answer.get("subfolder") if isinstance(answer, dict) else None
    if not isinstance(stored, str) or not isinstance(folder, str):
        raise BadEngineOutput("ComfyUI did not say where it keeps what was sent to it. Retry it.")
    return f"{folder}/{stored}{SUFFIX}" if folder else f"{stored}{SUFFIX}"
