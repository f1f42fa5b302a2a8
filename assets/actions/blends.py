"""Blending an edit anew: another transition, or a part of it erased. No engine is called, and so
nothing is charged: what engines made the first time is put back another way."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from PIL import Image

from assets.actions.assets import add_made_picture, add_mask, load_mask, load_pixels
from assets.compositing.arrays import Mask
from assets.compositing.edit import EditResult, finish_edit, plan_again, with_transition, without
from assets.compositing.geometry import Box
from assets.compositing.masks import union
from assets.compositing.several import DonePart, blend_several
from assets.errors import InvalidRequest
from assets.generations.jobs import load_parts
from assets.generations.names import picture_name
from assets.generations.patches import patches_of, with_patches
from assets.models import Asset, Generation, GenerationState
from assets.png import encode_png

# What a blend takes over from the edit that it blends anew.
_SAME = ("workspace", "operation", "tier", "engine", "engine_version", "prompt", "seed", "anchors")


@dataclass(frozen=True)
class Blend:
    """transition: px over which the new fades into the old, None: as it is. erased: a mask of where
    the old shows again (255) besides what was erased before, of the picture's size."""

    transition: int | None = None
    erased: Asset | None = None


def blend_shown(*, generation: Generation, blend: Blend) -> tuple[Box, EditResult]:
    """What the blend would look like, and the box in which it may differ from what the edit looks
    like now; nothing is kept. Raises InvalidRequest, InvalidMask."""
    result = _blended(generation, blend)
    area, *others = _areas(generation.facts) + _areas(result.facts)
    for other in others:
        area = area.union(other)
    return area, result


def blend_edit(*, generation: Generation, blend: Blend, user: User | None) -> Generation:
    """The edit with another edge, as a generation of its own that has succeeded and cost nothing.

    Call it outside a transaction: it decodes and encodes. Raises InvalidRequest, InvalidMask,
    StorageFailed.
    """
    blend = replace(blend, erased=_joined(generation, blend.erased, user))
    result = _blended(generation, blend)
    asset = add_made_picture(
        workspace=generation.workspace,
        image=result.image,
        name=picture_name(generation),
        user=user,
    )
    facts = result.facts
    if generation.edit.get("parts"):
        facts = with_patches(facts, patches_of(generation))
    now = timezone.now()
    edit = _terms(generation, blend)
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
            facts=generation.facts | facts,
            started_at=now,
            finished_at=now,
        )


def _terms(generation: Generation, blend: Blend) -> dict[str, Any]:
    terms = dict(generation.edit)
    if blend.transition is not None:
        terms["transition"] = blend.transition
    if blend.erased is not None:
        terms["erased"] = str(blend.erased.id)
    return terms


def _joined(generation: Generation, erased: Asset | None, user: User | None) -> Asset | None:
    """What is erased now and what was before, as one mask."""
    before, picture = _erased_before(generation), generation.source
    if erased is None or before is None or picture is None:
        return erased or before
    now = load_mask(erased)
    joined = union([load_mask(before), now])
    if np.array_equal(joined, now):
        return erased
    data = encode_png(Image.fromarray(joined))
    return add_mask(workspace=generation.workspace, data=data, picture=picture, user=user)


def _blended(generation: Generation, blend: Blend) -> EditResult:
    patches = patches_of(generation)
    if not patches or generation.source is None or generation.mask is None:
        raise InvalidRequest(
            "This picture is no masked edit whose edge can be blended. Edit it with a mask first.",
            code="no_patch",
        )
    parent, erased = load_pixels(generation.source), _all_erased(generation, blend.erased)
    if generation.edit.get("parts"):
        made = zip(load_parts(generation), generation.facts["parts"], patches, strict=True)
        parts = [DonePart(mask, facts, load_pixels(patch)) for mask, facts, patch in made]
        return blend_several(parent, parts, transition=blend.transition, erased=erased)
    plan = plan_again(parent, load_mask(generation.mask), generation.facts["plan"])
    if blend.transition is not None:
        plan = with_transition(plan, blend.transition)
    if erased is not None:
        plan = without(plan, erased)
    return finish_edit(plan, load_pixels(patches[0]))


def _all_erased(generation: Generation, erased: Asset | None) -> Mask | None:
    """So far, and now. Raises InvalidRequest, InvalidMask."""
    if erased is not None and erased.workspace_id != generation.workspace_id:
        raise InvalidRequest("What was erased is not here. Erase it again.", code="unknown_picture")
    masks = [load_mask(one) for one in (_erased_before(generation), erased) if one]
    return union(masks) if masks else None


def _erased_before(generation: Generation) -> Asset | None:
    """Raises InvalidRequest when it is gone."""
    if "erased" not in generation.edit:
        return None
    erased = Asset.objects.filter(id=generation.edit["erased"]).first()
    if erased is None:
        raise InvalidRequest("What was erased of this picture is gone. Edit it with a mask anew.")
    return erased


def _areas(facts: dict[str, Any]) -> list[Box]:
    """What the edit, or each part of it, touches: px of the picture."""
    return [Box(*part["plan"]["area"]) for part in facts.get("parts") or [facts]]
