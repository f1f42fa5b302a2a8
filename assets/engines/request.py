"""What an engine is asked for: plain values, nothing of the interface, no Django."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assets.compositing.intents import Intent
from assets.motion.terms import Terms

Image = NDArray[np.uint8]
"""(height, width, 3) RGB, or (height, width, 4) RGBA where said."""

Mask = NDArray[np.uint8]
"""(height, width), 255 = regenerate, 0 = keep."""


class Operation(StrEnum):
    TEXT_TO_IMAGE = "text_to_image"
    IMAGE_TO_IMAGE = "image_to_image"
    INPAINT = "inpaint"
    OUTPAINT = "outpaint"
    UPSCALE = "upscale"
    ANIMATE = "animate"


PICTURES = frozenset(Operation) - {Operation.ANIMATE}
"""What ends in one picture."""


class AnchorRole(StrEnum):
    SUBJECT = "subject"
    STYLE = "style"
    COMPOSITION = "composition"
    CHARACTER = "character"
    COLOUR = "colour"


@dataclass(frozen=True)
class Anchor:
    """A picture to be guided by. strength: 0 (hardly) to 1 (as closely as the engine can)."""

    image: Image
    role: AnchorRole
    strength: float


@dataclass(frozen=True)
class GenerationRequest:
    """One picture to make.

    width, height: px of the picture to give back. seed: 0 to 2^32 - 1.
    strength: denoise strength of an inpaint, 0 (copy the source) to 1 (ignore it).
    source, mask: for inpaint and outpaint, both of `width` x `height`; an outpaint's source is
    already enlarged and filled, its mask the new area. An upscale's source is smaller than what
    comes out, in the same ratio.
    overlay: of an edit by `Adapter.OVERLAY`, the second picture, which marks the hole.
    intent: what an inpaint is for; engines that read sentences say it by `words_for`.
    motion, last: of an animate, whose source is the first frame, of `width` x `height`: how it is
    to move, and the picture that it ends on, of the same size.
    """

    operation: Operation
    prompt: str
    width: int
    height: int
    seed: int
    strength: float = 1.0
    source: Image | None = None
    mask: Mask | None = None
    overlay: Image | None = None
    intent: Intent | None = None
    motion: Terms | None = None
    last: Image | None = None
    anchors: tuple[Anchor, ...] = ()
