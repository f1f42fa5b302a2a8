"""Several masked edits of one picture, told, proved and blended anew as one: the seams and
positions of all of them, and that what none of them touched is what was there before the first.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask
from assets.compositing.edit import (
    EditResult,
    erase,
    finish_edit,
    plan_again,
    with_transition,
)
from assets.compositing.geometry import Box, Size
from assets.compositing.masks import composite_mask, mask_box, selection, union
from assets.compositing.proof import Proof, prove
from assets.errors import InvalidMask


@dataclass(frozen=True)
class DonePart:
    """One edit of several. mask: (H, W) of the picture. facts: EditResult.facts, at least its plan.
    patch: what the engine gave, of the plan's engine size."""

    mask: Mask
    facts: dict[str, Any]
    patch: Image


def blend_several(
    parent: Image, parts: Sequence[DonePart], *, transition: int | None, erased: Mask | None
) -> EditResult:
    """All of `parts` put on `parent` (H, W, 3|4) once more, lowest first.

    transition: px of each, instead of its own. erased: (H, W), 255 where the parent is to show
    again. Raises InvalidRequest, InvalidMask when nothing would be left.
    """
    picture, told, are_left = parent, [], False
    for part in parts:
        plan = plan_again(picture, part.mask, part.facts["plan"])
        if transition is not None:
            plan = with_transition(plan, transition)
        if erased is not None:
            plan = erase(plan, erased)
        result = finish_edit(plan, part.patch)
        picture = result.image
        are_left = are_left or cv2.countNonZero(plan.composite) > 0
        told.append(result.facts)
    if not are_left:
        raise InvalidMask("That erases all of the edit. Discard it instead, or erase less.")
    transitions = [facts["plan"]["transition_px"] for facts in told]
    masks = [part.mask for part in parts]
    proof = prove_several(parent, masks, transitions, picture, erased=erased)
    return EditResult(picture, told_as_one(told, proof))


def touched(
    masks: Sequence[Mask],
    transitions: Sequence[int],
    picture: Size,
    *,
    erased: Mask | None = None,
) -> tuple[Mask, Box]:
    """What all edits together take from engines, 255 all to 0 none, and the box that it is of.

    masks: (H, W) each, at least one. transitions: px of each. erased: (H, W), what was taken back.
    Raises InvalidMask.
    """
    selections = [selection(mask, picture) for mask in masks]
    areas = [
        mask_box(selected).grow(transition).clip(picture)
        for selected, transition in zip(selections, transitions, strict=True)
    ]
    whole = areas[0]
    for area in areas[1:]:
        whole = whole.union(area)
    joined: Mask = np.zeros((whole.height, whole.width), np.uint8)
    for selected, transition, area in zip(selections, transitions, areas, strict=True):
        inside = area.shift(-whole.x, -whole.y)
        part = joined[inside.rows, inside.columns]
        np.maximum(part, composite_mask(selected[area.rows, area.columns], transition), out=part)
    if erased is not None:
        np.minimum(joined, cv2.bitwise_not(erased[whole.rows, whole.columns]), out=joined)
    return joined, whole


def prove_several(
    parent: Image,
    masks: Sequence[Mask],
    transitions: Sequence[int],
    result: Image,
    *,
    erased: Mask | None = None,
) -> Proof:
    """parent: before the first edit; result: after the last, of one shape. Raises InvalidMask."""
    picture = Size(parent.shape[1], parent.shape[0])
    composite, area = touched(masks, transitions, picture, erased=erased)
    selected = union([selection(mask, picture) for mask in masks])
    return prove(parent, selected, result, composite, area)


def told_as_one(parts: Sequence[dict[str, Any]], proof: Proof) -> dict[str, Any]:
    """Facts of the whole, in the shape of one edit's, with those of each under `parts`.

    parts: EditResult.facts. Of position and seam the worst counts: an average would hide it.
    """
    moves = [facts["registration"] for facts in parts]
    return {
        "adapter": parts[-1]["adapter"],
        "proof": proof.facts,
        "registration": max(moves, key=lambda move: math.hypot(*move["shift_px"])),
        "colour": next((f["colour"] for f in parts if f["colour"]["matched"]), parts[0]["colour"]),
        "seam": min((facts["seam"] for facts in parts), key=lambda seam: float(seam["score"])),
        "parts": [
            {key: facts[key] for key in ("plan", "registration", "colour", "seam")}
            for facts in parts
        ],
    }
