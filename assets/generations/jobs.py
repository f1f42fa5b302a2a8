"""What a generation asks of its engine, and what the answer becomes. Here: pictures made whole.

A job is prepared and finished in a thread (it decodes, scales and composites); it holds arrays and
no rows. A large extension takes several engine calls: finishing one job then gives the next.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from assets.actions.assets import load_mask, load_pixels
from assets.engines.base import Capabilities
from assets.engines.request import Anchor, AnchorRole, GenerationRequest, Image, Mask, Operation
from assets.errors import InvalidRequest
from assets.generations.fit import (
    PREVIEW_SIDE,
    engine_size,
    fit_exactly,
    fit_within,
    small_size,
)
from assets.models import Asset, Generation


@dataclass(frozen=True)
class Finished:
    """image: of exactly the size that the generation names. facts: plain JSON values.

    patches: what the engine made of the context of each part of an edit, kept so that their edges
    can be blended anew.
    """

    image: Image
    facts: dict[str, Any]
    patches: tuple[Image, ...] = ()


class Shown(Protocol):
    """One engine call. start, end: the part of the whole work that it is, from 0 to 1."""

    @property
    def request(self) -> GenerationRequest: ...

    @property
    def start(self) -> float: ...

    @property
    def end(self) -> float: ...

    def preview(self, image: Image) -> Image:
        """The engine's preview as one of the whole picture, `PREVIEW_SIDE` px at most."""


class Job(Shown, Protocol):
    def finish(self, image: Image) -> "Finished | Job":
        """From the engine's picture, of the size of `request`."""


@dataclass(frozen=True)
class Inputs:
    """source (H, W, 3 or 4) and mask (H, W) of an edit; anchors no larger than the engine takes.

    parts: the mask of each part, (H, W), where an edit has parts with words of their own.
    last: the picture that a clip ends on, where it has one.
    """

    source: Image | None
    mask: Mask | None
    anchors: tuple[Anchor, ...]
    parts: tuple[Mask, ...] = ()
    last: Image | None = None


def load_inputs(generation: Generation, capabilities: Capabilities) -> Inputs:
    """Read and decode what the row names. Raises InvalidRequest when an anchor or mask is gone."""
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
        parts=load_parts(generation),
        last=_load_last(generation),
    )


def _load_last(generation: Generation) -> Image | None:
    last = generation.edit.get("last")
    if last is None:
        return None
    found = Asset.objects.filter(id=last).first()
    if found is None:
        raise InvalidRequest(
            "The picture that this clip ends on is gone. Choose another one.", code="no_last"
        )
    return load_pixels(found)


def load_parts(generation: Generation) -> tuple[Mask, ...]:
    """The mask of each part of an edit, (H, W). Raises InvalidRequest when one is gone."""
    ids = [part["mask"] for part in generation.edit.get("parts", ())]
    found = {str(key): asset for key, asset in Asset.objects.in_bulk(ids).items()}
    if not found.keys() >= set(ids):
        raise InvalidRequest(
            "One of the masks of this edit is gone. Paint it again.", code="no_mask"
        )
    return tuple(load_mask(found[id_]) for id_ in ids)


class WholePicture:
    """text_to_image and image_to_image: the engine makes all of it."""

    start, end = 0.0, 1.0

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

    def preview(self, image: Image) -> Image:
        return fit_exactly(image, *small_size(self._width, self._height, PREVIEW_SIDE))

    def finish(self, image: Image) -> Finished:
        return Finished(fit_exactly(image, self._width, self._height), {})
