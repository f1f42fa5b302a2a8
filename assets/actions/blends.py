"""Blending an edit anew: another transition, or a part of it erased. No engine is called, and so
nothing is charged: the engine's picture of the first time is put back another way."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from assets.actions.assets import add_made_picture, load_mask, load_pixels
from assets.compositing.edit import (
    EditPlan,
    EditResult,
    finish_edit,
    plan_again,
    with_transition,
    without,
)
from assets.errors import InvalidRequest
from assets.generations.names import picture_name
from assets.models import Asset, Generation, GenerationState

# What a blend takes over from the edit that it blends anew.
_SAME = ("workspace", "operation", "tier", "engine", "engine_version", "prompt", "seed", "anchors")


@dataclass(frozen=True)
class Blend:
    """transition: px over which the new fades into the old. erased: a mask of where the old shows
    again (255), of the picture's size."""

    transition: int
    erased: Asset | None = None


def blend_shown(*, generation: Generation, blend: Blend) -> tuple[EditPlan, EditResult]:
    """What the blend would look like; nothing is kept. Raises InvalidRequest, InvalidMask."""
    plan = _plan(generation, blend)
    assert generation.patch is not None
    return plan, finish_edit(plan, load_pixels(generation.patch))


def blend_edit(*, generation: Generation, blend: Blend, user: User | None) -> Generation:
    """The edit with another edge, as a generation of its own that has succeeded and cost nothing.

    Call it outside a transaction: it decodes and encodes. Raises InvalidRequest, InvalidMask,
    StorageFailed.
    """
    _, result = blend_shown(generation=generation, blend=blend)
    asset = add_made_picture(
        workspace=generation.workspace,
        image=result.image,
        name=picture_name(generation),
        user=user,
    )
    now = timezone.now()
    edit: dict[str, Any] = {**_terms(generation), "transition": blend.transition}
    if blend.erased is not None:
        edit["erased"] = str(blend.erased.id)
    with transaction.atomic():
        return Generation.objects.create(
            **{key: getattr(generation, key) for key in _SAME},
            created_by=user,
            width=generation.width,
            height=generation.height,
            source=generation.source,
            mask=generation.mask,
            patch=generation.patch,
            blend_of=generation.blend_of or generation,
            edit=edit,
            state=GenerationState.SUCCEEDED,
            result=asset,
            facts=generation.facts | result.facts,
            started_at=now,
            finished_at=now,
        )


def _terms(generation: Generation) -> dict[str, Any]:
    return {key: generation.edit[key] for key in generation.edit if key != "erased"}


def _plan(generation: Generation, blend: Blend) -> EditPlan:
    if generation.patch is None or generation.source is None or generation.mask is None:
        raise InvalidRequest(
            "This picture is no masked edit whose edge can be blended. Edit it with a mask first.",
            code="no_patch",
        )
    parent, mask = load_pixels(generation.source), load_mask(generation.mask)
    plan = with_transition(plan_again(parent, mask, generation.facts["plan"]), blend.transition)
    if blend.erased is None:
        return plan
    if blend.erased.workspace_id != generation.workspace_id:
        raise InvalidRequest("What was erased is not here. Erase it again.", code="unknown_picture")
    return without(plan, load_mask(blend.erased))
