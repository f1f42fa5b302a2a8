"""What the compositing proved about an edit, as the inspector shows it."""

from dataclasses import dataclass
from typing import Any

from canvas.words import grouped

ADAPTERS = {
    "native_mask": "Sent with its mask",
    "key_colour": "Mask marked by a colour",
    "overlay": "Sent with a marked copy",
    "crop_only": "Crop and words alone",
}


@dataclass(frozen=True)
class ProofBadge:
    """rows: (name, value) for the list of facts. is_untouched: not one pixel outside changed."""

    is_untouched: bool
    headline: str
    rows: list[tuple[str, str]]
    has_visible_seam: bool


def proof_badge(facts: dict[str, Any]) -> ProofBadge | None:
    """Of `Generation.facts`; None when they are of no edit."""
    proof = facts.get("proof")
    if not isinstance(proof, dict):
        return None
    changed, outside = int(proof["changed_outside"]), int(proof["pixels_outside"])
    share = 100.0 if not outside else 100 * (1 - changed / outside)
    # Rounded down: 99.999 % is not 100 %.
    shown = "100" if changed == 0 else f"{int(share * 100) / 100:.2f}"
    seam = facts.get("seam") or {}
    rows = [("Changed outside", f"{grouped(changed)} of {grouped(outside)} px")]
    if adapter := facts.get("adapter"):
        rows.append(("Method", ADAPTERS.get(adapter, adapter)))
    if registration := facts.get("registration"):
        rows.append(("Position", _registration(registration)))
    if size := facts.get("returned_size"):
        rows.append(("Size", f"Came as {size[0]} × {size[1]} px, scaled once more"))
    if (facts.get("colour") or {}).get("matched"):
        rows.append(("Colour", "Matched to the surroundings"))
    if "score" in seam:
        rows.append(("Seam", f"{round(seam['score'])} of 100"))
    return ProofBadge(
        is_untouched=changed == 0,
        headline=f"Outside untouched {shown} %",
        rows=rows,
        has_visible_seam=bool(seam.get("is_visible")),
    )


def crop_words(facts: dict[str, Any]) -> str:
    """What a crop is of its picture, in words; "" for facts of anything else."""
    told = facts.get("format")
    if not isinstance(told, dict) or "crop_proof" not in facts:
        return ""
    (width, height), (scaled_width, scaled_height) = told["size"], told["scaled"]
    if told["way"] != "crop":
        return "The whole picture at another size, without an engine"
    cut = 1 - width * height / (scaled_width * scaled_height)
    return f"A crop of the picture, without an engine: {max(1, round(100 * cut))} % is cut off"


def _registration(found: dict[str, Any]) -> str:
    if not found.get("measured"):
        return "Could not be measured"
    shift_x, shift_y = found["shift_px"]
    shift = (shift_x**2 + shift_y**2) ** 0.5
    if not found.get("corrected"):
        return "In place"
    scale = found.get("scale", 1.0)
    what = f"{shift:.1f} px" + (f" and {abs(scale - 1) * 100:.1f} % of scale" if scale != 1 else "")
    moved = (
        "Engine moved the picture: corrected" if found.get("engine_moved_picture") else "Corrected"
    )
    return f"{moved} {what}"
