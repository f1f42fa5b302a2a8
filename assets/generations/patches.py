"""What engines made of the contexts of a masked edit: one patch, or one of each part where masks
had words of their own. With them edges are blended anew without an engine."""

from collections.abc import Sequence
from typing import Any

from assets.models import Asset, Generation


def with_patches(facts: dict[str, Any], patches: Sequence[Asset]) -> dict[str, Any]:
    """facts: of an edit of as many parts; each is told its patch."""
    parts = [
        {**part, "patch": str(patch.id)}
        for part, patch in zip(facts["parts"], patches, strict=True)
    ]
    return {**facts, "parts": parts}


def patch_ids(facts: dict[str, Any]) -> list[str]:
    """Of an edit of parts, lowest first; fewer where it was made before they were kept."""
    return [part["patch"] for part in facts.get("parts", ()) if part.get("patch")]


def patches_of(generation: Generation) -> list[Asset]:
    """Lowest part first; none where they are not kept, and the edge cannot be blended anew."""
    if not generation.edit.get("parts"):
        return [generation.patch] if generation.patch else []
    ids = patch_ids(generation.facts)
    found = {str(key): asset for key, asset in Asset.objects.in_bulk(ids).items()}
    if len(ids) < len(generation.edit["parts"]) or not found.keys() >= set(ids):
        return []
    return [found[id_] for id_ in ids]


def edge_of(generation: Generation) -> int | None:
    """The transition of a masked edit in px, of several parts the widest; None where the edge
    cannot be blended anew."""
    if generation.patch_id is not None:
        return int(generation.facts["plan"]["transition_px"])
    if not patch_ids(generation.facts):
        return None
    return max(int(part["plan"]["transition_px"]) for part in generation.facts["parts"])
