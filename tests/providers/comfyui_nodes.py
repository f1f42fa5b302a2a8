"""A handful of ComfyUI's nodes, as far as pictures go: enough to run a graph and see what it does.

Masks are (H, W) with 255 where ComfyUI has 1.0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from tests.providers.pictures import Image, decoded, drawn, edited, repainted

Json = Any
CHECKPOINTS = ("sd_xl_base_1.0.safetensors", "v1-5-inpainting.safetensors")
UPSCALERS = ("RealESRGAN_x4plus.pth", "4x-UltraSharp.pth")
OUTPUTS = ("PreviewImage", "SaveImage")
COLOURS = ("red", "green", "blue")
CHOICES = {"ckpt_name": CHECKPOINTS, "model_name": UPSCALERS}


@dataclass(frozen=True)
class Latent:
    """pixels: what it was encoded from, or None for an empty one of `size` (width, height)."""

    size: tuple[int, int]
    pixels: Image | None = None
    mask: Image | None = None


@dataclass
class Run:
    """files: what was uploaded, by the name that a node has for it."""

    graph: dict[str, Json]
    files: Mapping[str, bytes]
    mode: str

    def value(self, node: str, name: str) -> Any:
        raw = self.graph[node]["inputs"][name]
        if isinstance(raw, list):
            return self.outputs(raw[0])[raw[1]]
        return raw

    def outputs(self, node: str) -> tuple[Any, ...]:
        return NODES[self.graph[node]["class_type"]](self, node)

    def picture(self, node: str) -> Image:
        """What an output node saves."""
        saved: Image = self.value(node, "images")
        return saved


def _load_image(run: Run, node: str) -> tuple[Image, Image]:
    picture = decoded(run.files[run.value(node, "image")])
    if picture.ndim == 2:
        picture = np.repeat(picture[..., None], 3, axis=2)
    alpha = picture[..., 3] if picture.shape[2] == 4 else np.full(picture.shape[:2], 255, np.uint8)
    return picture[..., :3], 255 - alpha


def _load_mask(run: Run, node: str) -> tuple[Image]:
    picture, transparent = _load_image(run, node)
    channel = run.value(node, "channel")
    return (transparent if channel == "alpha" else picture[..., COLOURS.index(channel)],)


def _scale(run: Run, node: str) -> tuple[Image]:
    size = run.value(node, "width"), run.value(node, "height")
    return (np.asarray(cv2.resize(run.value(node, "image"), size), dtype=np.uint8),)


def _enlarge(run: Run, node: str) -> tuple[Image]:
    picture = run.value(node, "image")
    size = picture.shape[1] * 4, picture.shape[0] * 4
    return (np.asarray(cv2.resize(picture, size), dtype=np.uint8),)


def _encode(run: Run, node: str) -> tuple[Latent]:
    pixels = run.value(node, "pixels")
    return (Latent((pixels.shape[1], pixels.shape[0]), pixels),)


def _empty(run: Run, node: str) -> tuple[Latent]:
    return (Latent((run.value(node, "width"), run.value(node, "height"))),)


def _inpaint(run: Run, node: str) -> tuple[None, None, Latent]:
    pixels, mask = run.value(node, "pixels"), run.value(node, "mask")
    return None, None, Latent((pixels.shape[1], pixels.shape[0]), pixels, mask)


def _sample(run: Run, node: str) -> tuple[Image]:
    latent: Latent = run.value(node, "latent_image")
    if latent.pixels is None:
        return (drawn(*latent.size, run.value(node, "seed")),)
    if latent.mask is None:
        return (repainted(latent.pixels, run.mode),)
    return (edited(latent.pixels, latent.mask, run.mode),)


NODES: dict[str, Callable[[Run, str], tuple[Any, ...]]] = {
    "CheckpointLoaderSimple": lambda run, node: (None, None, None),
    "CLIPTextEncode": lambda run, node: (run.value(node, "text"),),
    "UpscaleModelLoader": lambda run, node: (None,),
    "LoadImage": _load_image,
    "LoadImageMask": _load_mask,
    "ImageScale": _scale,
    "ImageUpscaleWithModel": _enlarge,
    "VAEEncode": _encode,
    "EmptyLatentImage": _empty,
    "InpaintModelConditioning": _inpaint,
    "KSampler": _sample,
    "VAEDecode": lambda run, node: (run.value(node, "samples"),),
    "PreviewImage": lambda run, node: (),
    "SaveImage": lambda run, node: (),
}
