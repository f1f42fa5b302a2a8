"""What the inspector says of a clip: how steady it is, and what of it is proven."""

from dataclasses import dataclass
from typing import Any

from assets.models import Asset, Clip
from assets.motion.measure import FLICKER_MOST


@dataclass(frozen=True)
class ClipPanel:
    """headline: of the proof, or "". flags: what is over a limit, as sentences. rows: name and
    value, as people read them."""

    headline: str
    flags: list[str]
    rows: list[tuple[str, str]]
    bytes: int


def clip_panel(asset: Asset | None) -> ClipPanel | None:
    """None for a picture."""
    if asset is None or asset.role != Asset.Role.CLIP:
        return None
    clip: Clip = asset.clip
    steadiness = clip.facts.get("steadiness", {})
    proof = clip.facts.get("motion_proof")
    return ClipPanel(
        headline=f"0 px moved outside the mask in {clip.frames} frames" if proof else "",
        flags=list(steadiness.get("flags", [])),
        rows=[*_length(clip), *_steadiness(steadiness), *_codec(clip.facts.get("codec"))],
        bytes=clip.play_size,
    )


def _length(clip: Clip) -> list[tuple[str, str]]:
    loops = ", loops" if clip.loops else ""
    return [("Length", f"{clip.seconds:.3g} s, {clip.frames} frames at {clip.fps:.4g} fps{loops}")]


def _steadiness(told: dict[str, Any]) -> list[tuple[str, str]]:
    rows = []
    flicker = max(told.get("flicker_moving") or 0, told.get("flicker_still") or 0)
    rows.append(("Flicker", f"{flicker:.1f} levels of {FLICKER_MOST:g} allowed"))
    if told.get("still_change") is not None:
        rows.append(("Still area", f"changes by {told['still_change']:.1f} levels a frame"))
    if told.get("seam") is not None:
        rows.append(("Seam of the loop", f"a step of {told['seam']:.1f} levels"))
    return rows


def _codec(told: dict[str, Any] | None) -> list[tuple[str, str]]:
    if not told:
        return []
    words = f"moves the still area by {told['mean']:.1f} levels, {told['most']} at most"
    return [(f"{told['name']} as played", words)]
