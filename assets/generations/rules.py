"""What may be asked of an engine: bounds and words, checked before anything is written.

Every refusal is an InvalidRequest whose code names the part that is wrong.
"""

import math
import unicodedata

from assets.engines.base import Capabilities
from assets.engines.request import AnchorRole, Operation
from assets.errors import InvalidRequest
from assets.ingest import MAX_SIDE

MOST_PROMPT_CHARACTERS = 4_000
MOST_PICTURES = 8
"""In one request."""

LEAST_SIDE, MOST_SIDE = 64, 4096
MOST_SEED = 2**32 - 1
SCALES = (2, 4)
"""Times that an upscale enlarges each side."""
LINE_CHARACTERS = frozenset("\n\r\t")
PROMPT_NEEDED = frozenset({Operation.TEXT_TO_IMAGE, Operation.IMAGE_TO_IMAGE})


def clean_prompt(prompt: str, operation: Operation) -> str:
    """The prompt with plain line breaks and no white space around it. An edit may have none: that
    removes or continues.

    Raises InvalidRequest: prompt_too_long, prompt_unreadable (control characters, lone
    surrogates), prompt_empty (nothing in it that can be seen).
    """
    if len(prompt) > MOST_PROMPT_CHARACTERS:
        raise InvalidRequest(
            f"The prompt has {len(prompt):,} characters and at most {MOST_PROMPT_CHARACTERS:,} "
            "are taken. Shorten it.",
            code="prompt_too_long",
        )
    categories = [unicodedata.category(c) for c in prompt if c not in LINE_CHARACTERS]
    if any(category in ("Cc", "Cs") for category in categories):
        raise InvalidRequest(
            "The prompt holds characters that are no text. Type it again, or paste it as plain "
            "text.",
            code="prompt_unreadable",
        )
    if all(category[0] in "CZ" for category in categories):
        if operation in PROMPT_NEEDED:
            raise InvalidRequest(
                "The prompt is empty. Say what the picture should show.", code="prompt_empty"
            )
        return ""
    return prompt.replace("\r\n", "\n").replace("\r", "\n").strip()


def check_operation(operation: Operation, capabilities: Capabilities, tier: str) -> None:
    if operation not in capabilities.operations:
        raise InvalidRequest(
            f"The engine of the tier '{tier}' cannot do this. Choose another tier.",
            code="operation_unsupported",
        )


def check_size(width: int, height: int, capabilities: Capabilities) -> None:
    """Of a picture that is made whole: text_to_image and image_to_image."""
    if not (LEAST_SIDE <= width <= MOST_SIDE and LEAST_SIDE <= height <= MOST_SIDE):
        raise InvalidRequest(
            f"A picture can be {LEAST_SIDE} to {MOST_SIDE} px on each side. Choose another size.",
            code="size_out_of_range",
        )
    if width * height > capabilities.max_pixels:
        raise InvalidRequest(
            f"{width} x {height} px is more than this engine makes, which is "
            f"{capabilities.max_pixels / 1e6:.1f} megapixels. Choose a smaller size.",
            code="size_out_of_range",
        )


def check_scale(scale: int | None, width: int, height: int, *, max_pixels: int) -> int:
    """Of an upscale of a picture of `width` x `height` px; gives `scale` back."""
    if scale not in SCALES:
        raise InvalidRequest(
            "A picture can be upscaled 2 or 4 times. Choose one of them.", code="unknown_scale"
        )
    if width * height * scale**2 > max_pixels or max(width, height) * scale > MAX_SIDE:
        raise InvalidRequest(
            f"{scale} times this picture is {width * scale} x {height * scale} px, and pictures "
            f"have at most {max_pixels / 1e6:g} megapixels and {MAX_SIDE} px a side. "
            f"{'Try 2 times.' if scale > min(SCALES) else 'It is too large to be upscaled.'}",
            code="size_out_of_range",
        )
    return scale


def check_seed(seed: int) -> None:
    if not 0 <= seed <= MOST_SEED:
        raise InvalidRequest(
            f"A seed is a whole number from 0 to {MOST_SEED}. Change it, or leave it out.",
            code="seed_out_of_range",
        )


def check_strength(strength: float) -> None:
    """Of an edit or of an anchor: 0 to 1."""
    if not (math.isfinite(strength) and 0 <= strength <= 1):
        raise InvalidRequest("A strength lies between 0 and 1.", code="strength_out_of_range")


def check_anchors(roles: list[str], capabilities: Capabilities) -> None:
    """`roles`: one for each anchor."""
    if len(roles) > capabilities.max_anchors:
        most = capabilities.max_anchors
        allowed = "no anchors" if most == 0 else f"at most {most} anchor{'s' if most > 1 else ''}"
        raise InvalidRequest(
            f"This engine takes {allowed}. Remove some, or choose another tier.",
            code="too_many_anchors",
        )
    if any(role not in set(AnchorRole) for role in roles):
        raise InvalidRequest(
            f"An anchor's role is one of {', '.join(AnchorRole)}.", code="unknown_anchor_role"
        )
