"""Masked edits and extensions as jobs: `assets.compositing` says what goes to the engine and puts
what comes back in its place, so that outside the mask every byte stays, for any engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from django.conf import settings

from assets.compositing.adapters import Adapter
from assets.compositing.arrays import flatten
from assets.compositing.edit import (
    EditPlan,
    EditResult,
    finish_edit,
    prepare_edit,
    prepare_outpaint,
)
from assets.compositing.formats import scale_whole
from assets.compositing.geometry import Box, Preset, Size
from assets.compositing.intents import MANNERS, Intent
from assets.compositing.outpaint import Growth, growth_steps
from assets.compositing.several import prove_several, told_as_one
from assets.engines.base import Capabilities
from assets.engines.request import GenerationRequest, Image, Mask, Operation
from assets.errors import InvalidRequest
from assets.generations.fit import PREVIEW_SIDE, resize, small_size
from assets.generations.jobs import Finished, Inputs, Job, WholePicture
from assets.generations.rules import MOST_SEED
from assets.generations.upscale_jobs import Upscale
from assets.models import Generation


def prepare_job(generation: Generation, inputs: Inputs, capabilities: Capabilities) -> Job:
    """The first engine call of a generation. Raises InvalidRequest, InvalidMask."""
    match Operation(generation.operation):
        case Operation.INPAINT if inputs.parts:
            return _Parts(generation, inputs, capabilities).step(_source(inputs), 0, ())
        case Operation.INPAINT:
            return _inpaint(generation, inputs, capabilities)
        case Operation.OUTPAINT:
            return _extension(generation, inputs, capabilities)
        case Operation.UPSCALE:
            return Upscale(generation, inputs)
        case Operation.ANIMATE:
            raise ValueError("a clip is a ClipJob")
        case _:
            return WholePicture(generation, inputs, capabilities)


def calls_needed(generation: Generation) -> int:
    """Engine calls that this generation takes, each with its price: 1, one for each part of an edit
    with words of its own, or an extension's steps."""
    if generation.edit.get("parts"):
        return len(generation.edit["parts"])
    if generation.operation != Operation.OUTPAINT or generation.source is None:
        return 1
    source = Size(generation.source.width, generation.source.height)
    scaled, growth = extension_terms(generation.edit)
    return len(growth_steps(scaled or source, growth))


def seconds_of_clip(generation: Generation) -> float:
    """Of play; 0 where it makes a picture."""
    return float(generation.edit["seconds"]) if generation.operation == Operation.ANIMATE else 0.0


def extension_terms(edit: dict[str, Any]) -> tuple[Size | None, Growth]:
    """Of an outpaint's row: the px that its source is resampled to first, if it is, and the growth
    from there."""
    sides = {key: value for key, value in edit.items() if key != "scaled"}
    scaled = edit.get("scaled")
    return Size(*scaled) if scaled else None, Growth(**sides)


class EditJob:
    """One planned edit; `then` makes of its result and of what the engine gave for it the picture,
    or the next job."""

    def __init__(
        self,
        plan: EditPlan,
        request: GenerationRequest,
        then: Callable[[EditResult, Image], Finished | Job],
        *,
        start: float = 0.0,
        end: float = 1.0,
    ) -> None:
        self.request = request
        self.start, self.end = start, end
        self._plan = plan
        self._then = then
        self._frame = PreviewFrame.of(plan)

    def preview(self, image: Image) -> Image:
        return self._frame.show(image)

    def finish(self, image: Image) -> Finished | Job:
        return self._then(finish_edit(self._plan, image), image)


@dataclass(frozen=True)
class PreviewFrame:
    """The whole picture made small, with a place for the engine's view of its context.

    picture: (h, w, 3). context: where the engine's preview lies, in small px, perhaps over the
    edge. real: its part on the picture. share: (real.height, real.width, 1), 0 to 1: how much of
    the preview is shown.
    """

    picture: Image
    context: Box
    real: Box
    share: np.ndarray[Any, np.dtype[np.float32]]

    @classmethod
    def of(cls, plan: EditPlan) -> "PreviewFrame":
        canvas = plan.canvas
        size = Size(*small_size(canvas.width, canvas.height, PREVIEW_SIDE))
        context = _scaled(plan.context, canvas, size)
        real = context.clip(size)
        hole = cv2.resize(plan.hole, (real.width, real.height), interpolation=cv2.INTER_AREA)
        return cls(
            picture=resize(flatten(plan.parent), size.width, size.height),
            context=context,
            real=real,
            share=np.float32(1 / 255) * hole.astype(np.float32)[..., None],
        )

    def show(self, preview: Image) -> Image:
        """preview: (any, any, 3 or 4), of the context. A new array of the size of `picture`."""
        patch = resize(flatten(preview), self.context.width, self.context.height)
        inside = self.real.shift(-self.context.x, -self.context.y)
        shown = self.picture.copy()
        before = shown[self.real.rows, self.real.columns].astype(np.float32)
        after = patch[inside.rows, inside.columns]
        mixed = before + (after - before) * self.share
        shown[self.real.rows, self.real.columns] = np.rint(mixed).astype(np.uint8)
        return shown


def _scaled(box: Box, canvas: Size, small: Size) -> Box:
    """`box` of the canvas in px of the small picture, at least 1 px on it."""
    across, down = small.width / canvas.width, small.height / canvas.height
    left = min(round(box.x * across), small.width - 1)
    top = min(round(box.y * down), small.height - 1)
    right, bottom = round(box.right * across), round(box.bottom * down)
    return Box(left, top, max(right, max(left, 0) + 1) - left, max(bottom, max(top, 0) + 1) - top)


def _limits(capabilities: Capabilities) -> dict[str, Any]:
    return {
        "sizes": capabilities.sizes,
        "max_pixels": capabilities.max_pixels,
        "multiple_of": capabilities.multiple_of,
        "has_mask": capabilities.has_mask,
        "adapter": None if capabilities.has_mask else capabilities.edit_kind,
    }


def _inpaint(generation: Generation, inputs: Inputs, capabilities: Capabilities) -> Job:
    if inputs.mask is None:
        raise InvalidRequest("The mask of this edit is gone. Paint it again.", code="no_mask")
    strength = float(generation.edit["strength"])
    plan = _plan_inpaint(generation, _source(inputs), inputs.mask, strength, capabilities)
    request = _request(generation, inputs, plan, strength=strength, intent=_intent(generation))
    return EditJob(
        plan, request, lambda result, patch: Finished(result.image, result.facts, (patch,))
    )


def _intent(generation: Generation) -> Intent:
    return Intent(generation.edit.get("intent", Intent.CHANGE))


def _plan_inpaint(
    generation: Generation, picture: Image, mask: Mask, strength: float, capabilities: Capabilities
) -> EditPlan:
    context = generation.edit.get("context", Preset.BALANCED.value)
    chosen = Box(*context) if isinstance(context, list) else None
    return prepare_edit(
        picture,
        mask,
        strength=strength,
        preset=Preset.BALANCED if chosen else context,
        context=chosen,
        fill=MANNERS[_intent(generation)].fill,
        **_limits(capabilities),
    )


@dataclass(frozen=True)
class _Parts:
    """Masks with words of their own: an engine call for each, from the lowest up, on what the one
    before gave. All of them are proved together against the picture before the first."""

    generation: Generation
    inputs: Inputs
    capabilities: Capabilities

    def step(
        self, picture: Image, number: int, earlier: tuple[tuple[dict[str, Any], Image], ...]
    ) -> Job:
        """earlier: of each call before, its facts and what the engine gave."""
        told = self.generation.edit["parts"]
        strength = float(told[number]["strength"])
        plan = _plan_inpaint(
            self.generation, picture, self.inputs.parts[number], strength, self.capabilities
        )
        request = _request(
            self.generation,
            self.inputs,
            plan,
            prompt=told[number]["prompt"],
            strength=strength,
            intent=_intent(self.generation),
            seed_step=number,
        )

        def then(result: EditResult, patch: Image) -> Finished | Job:
            done = (*earlier, (result.facts, patch))
            if number + 1 < len(told):
                return self.step(result.image, number + 1, done)
            facts, patches = zip(*done, strict=True)
            return Finished(result.image, self._facts(result.image, facts), patches)

        return EditJob(plan, request, then, start=number / len(told), end=(number + 1) / len(told))

    def _facts(self, result: Image, parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
        transitions = [facts["plan"]["transition_px"] for facts in parts]
        proof = prove_several(_source(self.inputs), self.inputs.parts, transitions, result)
        return told_as_one(parts, proof)


def _extension(generation: Generation, inputs: Inputs, capabilities: Capabilities) -> Job:
    scaled, growth = extension_terms(generation.edit)
    picture = _source(inputs)
    if scaled is not None:
        picture = scale_whole(picture, scaled)
    steps = growth_steps(Size(picture.shape[1], picture.shape[0]), growth)
    return _Extension(generation, inputs, capabilities, steps).step(picture, 0, [])


@dataclass(frozen=True)
class _Extension:
    """Steps that each see enough of the picture to go on from (see `growth_steps`)."""

    generation: Generation
    inputs: Inputs
    capabilities: Capabilities
    steps: list[Growth]

    def step(self, picture: Image, number: int, earlier: list[dict[str, Any]]) -> Job:
        steps = self.steps
        plan = prepare_outpaint(
            picture,
            steps[number],
            max_result_pixels=settings.MAX_IMAGE_PIXELS,
            **_limits(self.capabilities),
        )

        def then(result: EditResult, _: Image) -> Finished | Job:
            if number + 1 < len(steps):
                return self.step(result.image, number + 1, [*earlier, result.facts])
            return Finished(result.image, result.facts | {"earlier_steps": earlier})

        return EditJob(
            plan,
            # With one seed for all steps, engines tend to repeat themselves side by side.
            _request(self.generation, self.inputs, plan, seed_step=number),
            then,
            start=number / len(steps),
            end=(number + 1) / len(steps),
        )


def _request(
    generation: Generation,
    inputs: Inputs,
    plan: EditPlan,
    *,
    prompt: str | None = None,
    strength: float = 1.0,
    intent: Intent | None = None,
    seed_step: int = 0,
) -> GenerationRequest:
    """prompt: instead of the generation's own."""
    words = generation.prompt if prompt is None else prompt
    return GenerationRequest(
        operation=Operation(generation.operation),
        prompt=f"{words}\n{plan.instruction}".strip(),
        width=plan.size.width,
        height=plan.size.height,
        seed=(generation.seed + seed_step) % (MOST_SEED + 1),
        strength=strength,
        intent=intent,
        source=plan.image,
        mask=plan.mask if plan.adapter is Adapter.NATIVE_MASK else None,
        overlay=plan.overlay,
        anchors=inputs.anchors,
    )


def _source(inputs: Inputs) -> Image:
    if inputs.source is None:
        raise InvalidRequest("The picture to edit is gone. Choose another one.", code="no_source")
    return inputs.source
