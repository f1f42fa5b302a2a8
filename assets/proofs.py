"""Checking stored edits against their stored proofs: nobody has to believe a badge.

All is read and computed anew: that files are the bytes their names promise, that the hashes of the
pixels are those of the proof, and that outside of the mask the result still is its parent.
"""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assets.actions.assets import load_mask, load_pixels
from assets.compositing.arrays import Image, Mask, flatten
from assets.compositing.edit import EditPlan, plan_again, with_transition, without
from assets.compositing.formats import scale_whole
from assets.compositing.geometry import Box, Size
from assets.compositing.proof import Proof, hash_pixels, prove
from assets.compositing.several import prove_several
from assets.engines.request import Operation
from assets.errors import AssetsError
from assets.files import FileStore
from assets.generations.edit_jobs import extension_terms
from assets.generations.fit import fit_exactly
from assets.generations.jobs import load_parts
from assets.generations.patches import patches_of
from assets.models import Asset, Generation, GenerationState
from assets.models.generation import CROP
from assets.motion.frames import Stay
from assets.motion.making import scaled_mask
from assets.motion.proof import prove_clip
from assets.motion.video import read_clip

_HASHES = {
    "parent_sha256": "the picture that was edited",
    "mask_sha256": "the mask",
    "result_sha256": "the result",
    "protected_sha256": "the protected area",
}


ERASED_IS_GONE = "what was erased of it is gone"


def edits_with_proof() -> Iterator[Generation]:
    """Oldest first. In pieces: a workspace may hold a hundred thousand."""
    made = Generation.objects.filter(
        state=GenerationState.SUCCEEDED,
        operation__in=(Operation.INPAINT, Operation.OUTPAINT, Operation.ANIMATE, CROP),
    )
    related = ("source", "mask", "result", "patch")
    yield from made.select_related(*related).order_by("created_at", "id").iterator(chunk_size=100)


def problems_of(generation: Generation) -> list[str]:
    """What does not hold of an edit's proof, as ends of sentences; none: all of it holds."""
    files = [
        f"the file of {what} is not what was stored"
        for what, asset in _files(generation)
        if asset is not None and not _is_intact(asset)
    ]
    if files:
        return files
    try:
        return _unproved(generation)
    except (AssetsError, KeyError, TypeError, ValueError) as error:
        return [f"the proof cannot be read ({type(error).__name__})"]


def _files(generation: Generation) -> list[tuple[str, Asset | None]]:
    return [
        ("the picture that was edited", generation.source),
        ("the mask", generation.mask),
        *(("the engine's part", patch) for patch in patches_of(generation)),
        ("the result", generation.result),
    ]


def _is_intact(asset: Asset) -> bool:
    try:
        data = FileStore().read(asset.sha256, asset.format)
    except AssetsError:
        return False
    return hashlib.sha256(data).hexdigest() == asset.sha256


def _unproved(generation: Generation) -> list[str]:
    if generation.result is None:
        return ["the result is gone"]
    if generation.operation == CROP:
        return _unproved_crop(generation, load_pixels(generation.result))
    if generation.operation == Operation.ANIMATE:
        return _unproved_clip(generation, generation.result)
    told = generation.facts["proof"]
    result, problems = load_pixels(generation.result), []
    if told["changed_outside"] != 0:
        problems.append(f"{told['changed_outside']} px outside of the mask were changed")
    if generation.operation == Operation.OUTPAINT:
        # Its parent is the enlarged canvas of the last step, which is not kept.
        found = {"result_sha256": hash_pixels(result)}
        if not _keeps_original(generation, result):
            problems.append("the original was to be kept exactly and was not")
    elif generation.edit.get("parts"):
        proof = _proof_of_parts(generation, result)
        if proof is None:
            return [*problems, ERASED_IS_GONE]
        found = {key: proof.facts[key] for key in _HASHES}
        problems += _outside(proof, told)
    else:
        plan = _plan(generation)
        if plan is None:
            return [*problems, ERASED_IS_GONE]
        result = _as_composited(result, plan.parent)
        proof = prove(plan.parent, plan.selected, result, plan.composite, plan.area)
        found = {key: proof.facts[key] for key in _HASHES}
        problems += _outside(proof, told)
    return problems + [
        f"{_HASHES[key]} does not have the hash of the proof"
        for key, value in found.items()
        if told[key] != value
    ]


def _outside(proof: Proof, told: dict[str, Any]) -> list[str]:
    if not proof.changed_outside or told["changed_outside"]:
        return []
    return [f"{proof.changed_outside} px outside of the mask differ from before"]


def _proof_of_parts(generation: Generation, result: Image) -> Proof | None:
    """None: as in `_plan`."""
    if generation.source is None:
        raise ValueError("no source")
    erased = _erased(generation)
    if erased is None and "erased" in generation.edit:
        return None
    parent = load_pixels(generation.source)
    transitions = [int(part["plan"]["transition_px"]) for part in generation.facts["parts"]]
    return prove_several(
        parent,
        load_parts(generation),
        transitions,
        _as_composited(result, parent),
        erased=erased,
    )


def _keeps_original(generation: Generation, result: Image) -> bool:
    """Where that was asked for: the old part is the source, or the source resampled once."""
    if generation.source is None or not generation.edit.get("keep_exactly"):
        return True
    scaled, growth = extension_terms(generation.edit)
    source = load_pixels(generation.source)
    old = source if scaled is None else scale_whole(source, scaled)
    part = result[growth.top :, growth.left :][: old.shape[0], : old.shape[1], : old.shape[2]]
    return np.array_equal(part, old[..., : part.shape[2]])


def _unproved_crop(generation: Generation, result: Image) -> list[str]:
    told, plan = generation.facts["crop_proof"], generation.facts["format"]
    if generation.source is None:
        return ["the picture that was cropped is gone"]
    source = load_pixels(generation.source)
    whole = scale_whole(source, Size(*plan["scaled"]))
    part = Box(*plan["part"])
    found = {
        "parent_sha256": hash_pixels(source),
        "result_sha256": hash_pixels(result),
    }
    problems = [
        f"{_HASHES[key]} does not have the hash of the proof"
        for key, value in found.items()
        if told[key] != value
    ]
    if not np.array_equal(result, whole[part.rows, part.columns, : result.shape[2]]):
        problems.append("the result is not that part of the picture")
    return problems


def _unproved_clip(generation: Generation, result: Asset) -> list[str]:
    """From the master's frames as they are decoded now; a clip without a mask, or one
    that came in a bundle, promises nothing."""
    told = generation.facts.get("motion_proof")
    if told is None or generation.mask is None or generation.source is None:
        return []
    size = result.width, result.height
    still = fit_exactly(flatten(load_pixels(generation.source)), *size)
    free = Stay(still, scaled_mask(load_mask(generation.mask), *size)).free
    with TemporaryDirectory(prefix="anchorboard-clip-") as folder:
        master = Path(folder) / "master.mkv"
        with FileStore().open_master(result.sha256) as file, master.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        found = prove_clip(read_clip(master), still, free)
    if found.changed_outside:
        return [f"{found.changed_outside} px outside of the mask differ from the still"]
    return [] if found.facts == told else ["the frames do not have the hash of the proof"]


def _as_composited(result: Image, parent: Image) -> Image:
    """A picture that became opaque is stored without its alpha."""
    if result.shape[2] == parent.shape[2]:
        return result
    return np.dstack([result, np.full(result.shape[:2], 255, np.uint8)])


def _plan(generation: Generation) -> EditPlan | None:
    """None: a part of the result was erased by a mask that is not there any more."""
    if generation.source is None or generation.mask is None:
        raise ValueError("no source or mask")
    parent, mask = load_pixels(generation.source), load_mask(generation.mask)
    plan = plan_again(parent, mask, generation.facts["plan"])
    if "transition" in generation.edit:
        plan = with_transition(plan, int(generation.edit["transition"]))
    if "erased" not in generation.edit:
        return plan
    erased = _erased(generation)
    return None if erased is None else without(plan, erased)


def _erased(generation: Generation) -> Mask | None:
    """None: nothing was, or its mask is gone."""
    asset = Asset.objects.filter(id=generation.edit.get("erased")).first()
    return None if asset is None else load_mask(asset)
