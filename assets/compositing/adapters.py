"""How a hole is told to an engine: by a mask of its own, or by colour and words.

Hosted engines that edit by prompt take no mask. Painting the hole in a colour that the picture
does not have, and naming that colour, is what works with them; an overlay beside the clean crop
keeps what is there visible. Whatever the engine does outside is undone by the paste.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assets.compositing.arrays import Image, Mask
from assets.compositing.fill import Fill, fill_hole, key_colour, merge, paint

OVERLAY_SHARE = 0.6
"""Of the key colour over the hole: clear to see, with what is beneath still readable."""

NAMES = {
    (0, 255, 0): "green",
    (255, 0, 255): "magenta",
    (0, 0, 255): "blue",
    (255, 0, 0): "red",
    (0, 255, 255): "cyan",
    (255, 255, 0): "yellow",
}


class Adapter(StrEnum):
    """native_mask: crop and mask. key_colour: crop with a flat hole. overlay: clean crop and a
    second picture that marks the hole. crop_only: the crop alone."""

    NATIVE_MASK = "native_mask"
    KEY_COLOUR = "key_colour"
    OVERLAY = "overlay"
    CROP_ONLY = "crop_only"


@dataclass(frozen=True)
class Outgoing:
    """image: the crop to send. overlay: a second picture, for that adapter. colour: the key
    colour. instruction: words to add to the prompt, or ""."""

    image: Image
    overlay: Image | None = None
    colour: tuple[int, int, int] | None = None
    instruction: str = ""


def dress(crop: Image, hole: Mask, adapter: Adapter, fill: Fill) -> Outgoing:
    """What goes to the engine. crop: (H, W, 3), hole: (H, W), both at the engine's size."""
    if adapter is Adapter.OVERLAY:
        colour = key_colour(crop, hole)
        marked = paint(crop, hole, colour).astype(np.float32)
        tinted = np.rint(crop + (marked - crop) * OVERLAY_SHARE).astype(np.uint8)
        overlay = merge(crop, tinted, hole)
        return Outgoing(crop, overlay, colour, _overlay_words(colour))
    if adapter is Adapter.KEY_COLOUR or fill is Fill.KEY_COLOUR:
        colour = key_colour(crop, hole)
        words = _key_words(colour) if adapter is Adapter.KEY_COLOUR else ""
        return Outgoing(paint(crop, hole, colour), None, colour, words)
    return Outgoing(fill_hole(crop, hole, fill))


def hex_colour(colour: tuple[int, int, int]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)


def _key_words(colour: tuple[int, int, int]) -> str:
    return (
        f"Fill the flat {NAMES[colour]} area ({hex_colour(colour)}) so that it continues the "
        f"picture without an edge, and leave no {NAMES[colour]} behind. Keep everything else "
        "exactly as it is, in the same place and at the same size."
    )


def _overlay_words(colour: tuple[int, int, int]) -> str:
    return (
        f"Change the first picture only where the second picture is tinted {NAMES[colour]}. Give "
        "back the first picture without the tint, with everything else exactly as it is, in the "
        "same place and at the same size."
    )
