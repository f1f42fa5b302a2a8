"""A masked edit from end to end, for any engine: prepare what it gets, finish what it gave.

    plan = prepare_edit(parent, mask, ...)      # or prepare_outpaint(parent, growth, ...)
    returned = ...                              # any engine, from plan.image and plan.mask
    result = finish_edit(plan, returned)

Outside the composite mask the result's bytes are the parent's, whatever came back; the result
carries the proof.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import cv2
import numpy as np

from assets.compositing.adapters import Adapter, Outgoing, dress, hex_colour
from assets.compositing.arrays import Image, Mask, binary, check_picture
from assets.compositing.colour import ColourMatch, match_colours
from assets.compositing.crop import Placement, cut, cut_mask
from assets.compositing.fill import Fill
from assets.compositing.fit import fit_context
from assets.compositing.geometry import (
    TRANSITION_MOST,
    Box,
    Extent,
    Preset,
    Size,
    check_strength,
    context_box,
    transition_width,
)
from assets.compositing.masks import composite_mask, mask_box, selection
from assets.compositing.outpaint import Growth, enlarge, touched_box
from assets.compositing.paste import paste, resample_back
from assets.compositing.proof import prove
from assets.compositing.register import Registration, align, register
from assets.compositing.seam import seam_score
from assets.errors import BadEngineOutput, InvalidMask, InvalidRequest

Choice = TypeVar("Choice", Adapter, Fill, Preset)

VISIBLE_SEAM = 60.0
"""Seam score under which people should look at the edge."""
WIDEST_TRANSITION = 4 * TRANSITION_MOST
SEAM_MARGIN = 8
"""px beyond the touched area that the seam is judged with."""


@dataclass(frozen=True)
class EditPlan:
    """All that an edit needs before and after the engine. Boxes are in px of `parent`.

    parent: (H, W, 3|4), untouched. selected: (H, W), 255 on 0. area: what the composite mask
    touches. composite: (area.height, area.width). hole: what the engine is to make, 255 on 0, of
    the context's part of the picture. mask: the same at the engine's size, for its own mask.
    crop: the context as it is; outgoing.image: the crop as it is sent.
    """

    parent: Image
    selected: Mask
    mask_box: Box
    transition: int
    area: Box
    composite: Mask
    has_own_composite: bool
    placement: Placement
    preset: Preset
    hole: Mask
    mask: Mask
    crop: Image
    fill: Fill
    adapter: Adapter
    outgoing: Outgoing

    @property
    def image(self) -> Image:
        """The crop to send, (size.height, size.width, 3)."""
        return self.outgoing.image

    @property
    def overlay(self) -> Image | None:
        """A second picture to send, for the overlay adapter."""
        return self.outgoing.overlay

    @property
    def instruction(self) -> str:
        """Words to add to the prompt: they say where, for engines that take no mask."""
        return self.outgoing.instruction

    @property
    def size(self) -> Size:
        """What to ask the engine for."""
        return self.placement.size

    @property
    def context(self) -> Box:
        return self.placement.context

    @property
    def canvas(self) -> Size:
        return Size(self.parent.shape[1], self.parent.shape[0])

    @property
    def facts(self) -> dict[str, Any]:
        """Plain JSON values: what the HUD shows before anything is paid for."""
        colour = self.outgoing.colour
        return {
            "canvas": [self.canvas.width, self.canvas.height],
            "mask_box": self.mask_box.as_list(),
            "transition_px": self.transition,
            "area": self.area.as_list(),
            "context": self.context.as_list(),
            "preset": self.preset.value,
            "is_reflected": not Box.of(self.canvas).contains(self.context),
            "engine_size": [self.size.width, self.size.height],
            "scale": round(self.placement.scale, 4),
            "is_unscaled": self.placement.is_unscaled,
            "fill": self.fill.value,
            "adapter": self.adapter.value,
            "key_colour": None if colour is None else hex_colour(colour),
        }


@dataclass(frozen=True)
class EditResult:
    """image: full size, the parent's channels. facts: plain JSON values.

    facts: plan, adapter, proof, registration, colour, seam {score, is_visible}.
    """

    image: Image
    facts: dict[str, Any]


def prepare_edit(
    parent: Image,
    mask: Mask,
    *,
    strength: float,
    sizes: Sequence[Extent],
    max_pixels: int,
    multiple_of: int,
    has_mask: bool,
    preset: Preset | str = Preset.BALANCED,
    context: Box | None = None,
    fill: Fill | str = Fill.KEEP,
    adapter: Adapter | str | None = None,
) -> EditPlan:
    """Plan an inpaint of `parent` (H, W, 3|4) where `mask` (H, W) is 128 or more.

    context: what the engine is to see, chosen by hand, instead of what the preset gives.

    sizes, max_pixels, multiple_of, has_mask: the engine's limits, as plain values. adapter: for
    engines without a mask another way than the key colour.
    Raises InvalidMask and InvalidRequest, each with what to do about it.
    """
    check_picture(parent)
    check_strength(strength)
    canvas = Size(parent.shape[1], parent.shape[0])
    selected = selection(mask, canvas)
    box = mask_box(selected)
    transition = transition_width(box, strength)
    area = box.grow(transition).clip(canvas)
    composite = composite_mask(selected[area.rows, area.columns], transition)
    preset = Preset.CHOSEN if context else _choice(Preset, preset, "context")
    free = _chosen_context(context, area, canvas) or context_box(canvas, area, preset=preset)
    return _plan(
        parent,
        selected,
        transition=transition,
        area=area,
        composite=composite,
        has_own_composite=False,
        placement=Placement(
            *fit_context(free, canvas, sizes=sizes, max_pixels=max_pixels, multiple_of=multiple_of)
        ),
        preset=preset,
        fill=_choice(Fill, fill, "fill"),
        adapter=_adapter(adapter, has_mask),
    )


def _chosen_context(context: Box | None, area: Box, canvas: Size) -> Box | None:
    """Raises InvalidRequest for one that leaves the picture or cuts the edit."""
    if context is None:
        return None
    if not Box.of(canvas).contains(context):
        raise InvalidRequest(
            "The context reaches over the edge of the picture. Drag it back onto the picture.",
            code="context_outside",
        )
    if not context.contains(area):
        raise InvalidRequest(
            "The context does not hold the whole mask with its transition. Make it larger.",
            code="context_too_small",
        )
    return context


def prepare_outpaint(
    parent: Image,
    growth: Growth,
    *,
    max_result_pixels: int,
    sizes: Sequence[Extent],
    max_pixels: int,
    multiple_of: int,
    has_mask: bool,
    preset: Preset | str = Preset.BALANCED,
    adapter: Adapter | str | None = None,
) -> EditPlan:
    """Plan an extension of `parent`; plan.parent is the enlarged, filled canvas.

    max_result_pixels: how large the extended picture may get; the rest as in `prepare_edit`.
    Raises InvalidRequest for growth that is zero, negative or too large.
    """
    enlarged = enlarge(parent, growth, max_pixels=max_result_pixels)
    canvas = Size(enlarged.mask.shape[1], enlarged.mask.shape[0])
    selected = selection(enlarged.mask, canvas)
    old = Size(parent.shape[1], parent.shape[0])
    area = touched_box(old, growth)
    preset = _choice(Preset, preset, "context")
    return _plan(
        enlarged.image,
        selected,
        transition=enlarged.transition,
        area=area,
        composite=enlarged.composite[area.rows, area.columns],
        has_own_composite=True,
        placement=outpaint_placement(
            old,
            growth,
            sizes=sizes,
            max_pixels=max_pixels,
            multiple_of=multiple_of,
            preset=preset,
        ),
        preset=preset,
        fill=Fill.KEEP,  # the enlarged canvas is filled already
        adapter=_adapter(adapter, has_mask),
    )


def outpaint_placement(
    size: Size,
    growth: Growth,
    *,
    sizes: Sequence[Extent],
    max_pixels: int,
    multiple_of: int,
    preset: Preset = Preset.BALANCED,
) -> Placement:
    """What an engine of these limits is asked for when a picture of `size` grows by one step."""
    canvas = growth.grown(size)
    free = context_box(canvas, touched_box(size, growth), preset=preset)
    return Placement(
        *fit_context(free, canvas, sizes=sizes, max_pixels=max_pixels, multiple_of=multiple_of)
    )


def _plan(
    parent: Image,
    selected: Mask,
    *,
    transition: int,
    area: Box,
    composite: Mask,
    has_own_composite: bool,
    placement: Placement,
    preset: Preset,
    fill: Fill,
    adapter: Adapter,
) -> EditPlan:
    real = placement.context.clip(Size(parent.shape[1], parent.shape[0]))
    hole = selected[real.rows, real.columns].copy()
    # The band is the engine's too: the fade then mixes old with new, not old with old.
    inside = area.shift(-real.x, -real.y)
    touched = hole[inside.rows, inside.columns]
    np.maximum(touched, binary(composite), out=touched)
    crop = cut(parent, placement)
    sent_mask = cut_mask(hole, real, placement)
    return EditPlan(
        parent=parent,
        selected=selected,
        mask_box=mask_box(selected),
        transition=transition,
        area=area,
        composite=composite,
        has_own_composite=has_own_composite,
        placement=placement,
        preset=preset,
        hole=hole,
        mask=sent_mask,
        crop=crop,
        fill=fill,
        adapter=adapter,
        outgoing=dress(crop, sent_mask, adapter, fill),
    )


def plan_again(parent: Image, mask: Mask, facts: dict[str, Any]) -> EditPlan:
    """The plan of an inpaint as its facts tell of it (EditPlan.facts), for the same engine picture.

    Engines and their limits may have changed since: what was sent then is what counts. Raises
    InvalidMask, InvalidRequest, and KeyError or ValueError for facts that are none.
    """
    check_picture(parent)
    canvas = Size(parent.shape[1], parent.shape[0])
    selected = selection(mask, canvas)
    transition = int(facts["transition_px"])
    area = mask_box(selected).grow(transition).clip(canvas)
    return _plan(
        parent,
        selected,
        transition=transition,
        area=area,
        composite=composite_mask(selected[area.rows, area.columns], transition),
        has_own_composite=False,
        placement=Placement(Box(*facts["context"]), Size(*facts["engine_size"])),
        preset=Preset(facts["preset"]),
        fill=Fill(facts["fill"]),
        adapter=Adapter(facts["adapter"]),
    )


def without(plan: EditPlan, erased: Mask) -> EditPlan:
    """The same edit with a part of the new taken back: the parent shows there again.

    erased: (H, W) of the picture, 255 = take back, 0 = leave; between, by so much. Raises
    InvalidMask for another size or when nothing of the edit would be left.
    """
    less = erase(plan, erased)
    if not less.composite.any():
        raise InvalidMask("That erases all of the edit. Discard it instead, or erase less.")
    return less


def erase(plan: EditPlan, erased: Mask) -> EditPlan:
    """As `without`, also where nothing is left. Raises InvalidMask for another size."""
    if erased.shape != plan.selected.shape or erased.dtype != np.uint8:
        raise InvalidMask("What was erased has another size than the picture. Erase it again.")
    left = cv2.bitwise_not(erased[plan.area.rows, plan.area.columns])
    return replace(plan, composite=np.minimum(plan.composite, left))


def with_transition(plan: EditPlan, transition: int) -> EditPlan:
    """The same edit with a wider or narrower fade: the engine's picture serves again.

    transition: 1 to 384 px. The fade ends where the context does. Raises InvalidRequest for
    other widths, and for an extension, whose band belongs to its mask.
    """
    if plan.has_own_composite:
        raise InvalidRequest("The edge of an extension cannot be blended again. Extend anew.")
    if not 1 <= transition <= WIDEST_TRANSITION:
        raise InvalidRequest(f"Choose a transition of 1 to {WIDEST_TRANSITION} pixels.")
    real = plan.context.clip(plan.canvas)
    area = plan.mask_box.grow(transition).intersect(real)
    composite = composite_mask(plan.selected[area.rows, area.columns], transition)
    return replace(plan, transition=transition, area=area, composite=composite)


def finish_edit(plan: EditPlan, returned: Image) -> EditResult:
    """Put the engine's picture back: registered, colour-matched, resampled once, proved.

    returned: of exactly plan.size, RGB or RGBA uint8. Raises BadEngineOutput for anything else.
    """
    engine = _checked_output(plan, returned)
    registration = register(plan.crop, engine, plan.mask, plan.placement.scale)
    match = _match(plan, engine, registration)
    pixels = resample_back(engine, plan.placement, plan.area, match=match, move=registration.matrix)
    image = paste(plan.parent, pixels, plan.composite, plan.area)
    proof = prove(plan.parent, plan.selected, image, plan.composite, plan.area)
    facts = {
        "plan": plan.facts,
        "adapter": plan.adapter.value,
        "proof": proof.facts,
        "registration": registration.facts,
        "colour": match.facts,
        "seam": _seam(plan, image),
    }
    return EditResult(image, facts)


def _checked_output(plan: EditPlan, returned: Image) -> Image:
    size = plan.size
    if returned.dtype != np.uint8 or returned.ndim != 3 or returned.shape[2] not in (3, 4):
        raise BadEngineOutput("The engine returned no RGB picture. Try again.")
    if returned.shape[:2] != (size.height, size.width):
        raise BadEngineOutput(
            f"The engine returned {returned.shape[1]} x {returned.shape[0]} pixels instead of "
            f"{size.width} x {size.height}, so its picture cannot be placed. Try again."
        )
    if returned.shape[2] == 3:
        return returned
    # What it left transparent it did not draw: there stands what it was sent.
    share = returned[..., 3:].astype(np.float32) / 255
    drawn = plan.image + (returned[..., :3].astype(np.float32) - plan.image) * share
    return np.rint(drawn).astype(np.uint8)


def _match(plan: EditPlan, engine: Image, registration: Registration) -> ColourMatch:
    ring = plan.hole.size - cv2.countNonZero(plan.hole)
    if registration.matrix is not None:
        engine = align(engine, registration.matrix)
    return match_colours(plan.crop, engine, plan.mask, ring)


def _seam(plan: EditPlan, image: Image) -> dict[str, Any]:
    around = plan.area.grow(SEAM_MARGIN).clip(plan.canvas)
    composite: Mask = np.zeros((around.height, around.width), dtype=np.uint8)
    inside = plan.area.shift(-around.x, -around.y)
    composite[inside.rows, inside.columns] = plan.composite
    parent = plan.parent[around.rows, around.columns]
    score = seam_score(parent, image[around.rows, around.columns], composite)
    return {"score": round(score, 1), "is_visible": score < VISIBLE_SEAM}


def _adapter(asked: Adapter | str | None, has_mask: bool) -> Adapter:
    if asked is None:
        return Adapter.NATIVE_MASK if has_mask else Adapter.KEY_COLOUR
    adapter = _choice(Adapter, asked, "adapter")
    if adapter is Adapter.NATIVE_MASK and not has_mask:
        raise InvalidRequest("This engine takes no mask. Choose another way to mark the place.")
    return adapter


def _choice(kind: type[Choice], value: str, name: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(member.value for member in kind)
        raise InvalidRequest(f"There is no {name} {value!r}. Choose one of: {known}.") from None
