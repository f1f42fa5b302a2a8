"""What a generation asks of its engine, and what its answer becomes: whole pictures and edits.

A job is made and finished in a thread (it decodes, scales and composites); it holds arrays, no
rows.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from assets.actions.assets import load_mask, load_pixels
from assets.engines.base import Capabilities
from assets.engines.request import Anchor, AnchorRole, GenerationRequest, Image, Mask, Operation
from assets.errors import InvalidRequest
from assets.generations.fit import engine_size, fit_exactly, fit_within, small_size
from assets.models import Asset, Generation


class Job(Protocol):
    @property
    def request(self) -> GenerationRequest:
        """What to ask the engine for."""

    def preview(self, image: Image, side: int) -> Image:
        """An engine's preview as one of the whole picture, `side` px at most on the long side."""

    def finish(self, image: Image) -> tuple[Image, dict[str, Any]]:
        """The engine's picture (of the size of `request`) as the one to keep, with plain facts."""


@dataclass(frozen=True)
class Inputs:
    """source (H, W, 3 or 4) and mask (H, W) of an edit; anchors no larger than the engine takes."""

    source: Image | None
    mask: Mask | None
    anchors: tuple[Anchor, ...]


def load_inputs(generation: Generation, capabilities: Capabilities) -> Inputs:
    """Read and decode what the row names. Raises InvalidRequest when an anchor is gone."""
    ids = [anchor["asset"] for anchor in generation.anchors]
    found = {str(key): asset for key, asset in Asset.objects.in_bulk(ids).items()}
    if not found.keys() >= set(ids):
        raise InvalidRequest(
            "An anchor of this picture is gone. Generate again with another one.",
            code="anchor_gone",
        )
    anchors = tuple(
        Anchor(
            image=fit_within(load_pixels(found[anchor["asset"]]), capabilities.max_pixels),
            role=AnchorRole(anchor["role"]),
            strength=anchor["strength"],
        )
        for anchor in generation.anchors
    )
    return Inputs(
        source=load_pixels(generation.source) if generation.source else None,
        mask=load_mask(generation.mask) if generation.mask else None,
        anchors=anchors,
    )


def prepare_job(generation: Generation, inputs: Inputs, capabilities: Capabilities) -> Job:
    return WholePicture(generation, inputs, capabilities)


class WholePicture:
    """text_to_image and image_to_image: the engine makes all of it."""

    def __init__(self, generation: Generation, inputs: Inputs, capabilities: Capabilities) -> None:
        self._width, self._height = generation.width, generation.height
        asked = engine_size(generation.width, generation.height, capabilities)
        self.request = GenerationRequest(
            operation=Operation(generation.operation),
            prompt=generation.prompt,
            width=asked.width,
            height=asked.height,
            seed=generation.seed,
            anchors=inputs.anchors,
        )

    def preview(self, image: Image, side: int) -> Image:
        return fit_exactly(image, *small_size(self._width, self._height, side))

    def finish(self, image: Image) -> tuple[Image, dict[str, Any]]:
        return fit_exactly(image, self._width, self._height), {}
