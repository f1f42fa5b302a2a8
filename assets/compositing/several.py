"""Several masked edits of one picture, told and proved as one: the seams and positions of all of
them, and that what none of them touched is what was there before the first.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from assets.compositing.arrays import Image, Mask
from assets.compositing.geometry import Box, Size
from assets.compositing.masks import composite_mask, mask_box, selection, union
from assets.compositing.proof import Proof, prove


def touched(masks: Sequence[Mask], transitions: Sequence[int], picture: Size) -> tuple[Mask, Box]:
    """What all edits together take from engines, 255 all to 0 none, and the box that it is of.

    masks: (H, W) each, at least one. transitions: px of each. Raises InvalidMask.
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
    return joined, whole


def prove_several(
    parent: Image, masks: Sequence[Mask], transitions: Sequence[int], result: Image
) -> Proof:
    """parent: before the first edit; result: after the last, of one shape. Raises InvalidMask."""
    picture = Size(parent.shape[1], parent.shape[0])
    composite, area = touched(masks, transitions, picture)
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
