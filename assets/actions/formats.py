"""Crops of a picture to a format: no engine, no charge, and a proof that can be checked again."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from assets.actions.assets import add_made_picture, load_pixels
from assets.compositing.formats import FormatPlan, cropped
from assets.compositing.proof import hash_pixels
from assets.models import Asset, Generation, GenerationState
from assets.models.generation import CROP


@dataclass(frozen=True)
class Crop:
    """Made and stored, but not told of anywhere yet."""

    source: Asset
    result: Asset
    edit: dict[str, Any]
    facts: dict[str, Any]


def make_crop(*, source: Asset, plan: FormatPlan, name: str, user: User | None) -> Crop:
    """Decode, cut, encode: call it outside a transaction. plan: one that asks no engine. Raises
    StorageFailed, UnreadableImage."""
    picture = load_pixels(source)
    image = cropped(picture, plan)
    result = add_made_picture(workspace=source.workspace, image=image, name=name, user=user)
    told = plan.facts
    return Crop(
        source,
        result,
        edit={"scaled": told["scaled"], "part": told["part"]},
        facts={
            "format": told,
            "crop_proof": {
                "parent_sha256": hash_pixels(picture),
                "result_sha256": hash_pixels(load_pixels(result)),
            },
        },
    )


def record_crop(*, generation_id: uuid.UUID, crop: Crop, user: User | None) -> Generation:
    """How it came to be, as a generation of its own that has succeeded and cost nothing."""
    now = timezone.now()
    return Generation.objects.create(
        id=generation_id,
        workspace=crop.source.workspace,
        created_by=user,
        operation=CROP,
        width=crop.result.width,
        height=crop.result.height,
        seed=0,
        source=crop.source,
        edit=crop.edit,
        state=GenerationState.SUCCEEDED,
        result=crop.result,
        facts=crop.facts,
        started_at=now,
        finished_at=now,
    )
