"""What an edit is for. It decides what stands in the hole that the engine sees, how far the engine
may go from what is there, and the words that engines are told.
"""

from dataclasses import dataclass
from enum import StrEnum

from assets.compositing.fill import Fill


class Intent(StrEnum):
    """change: what is there becomes something else. add: something new comes in. remove: what is
    there goes. background: all around a thing is replaced. fix: a small repair in place."""

    CHANGE = "change"
    ADD = "add"
    REMOVE = "remove"
    BACKGROUND = "background"
    FIX = "fix"


@dataclass(frozen=True)
class Manner:
    """fill: what the engine finds in the hole. strength: 0 to 1, unless people choose their own.
    words: a sentence around the prompt (`{prompt}`); bare: the one for an empty prompt."""

    fill: Fill
    strength: float
    words: str
    bare: str


MANNERS = {
    Intent.CHANGE: Manner(
        Fill.KEEP, 1.0, "{prompt}", "Remove what is there and continue the surroundings."
    ),
    Intent.ADD: Manner(Fill.SURROUNDINGS, 1.0, "Add here: {prompt}", "Continue the surroundings."),
    Intent.REMOVE: Manner(
        Fill.SURROUNDINGS,
        1.0,
        "Remove what is there and continue the surroundings: {prompt}",
        "Remove what is there and continue the surroundings.",
    ),
    Intent.BACKGROUND: Manner(
        Fill.NEUTRAL,
        1.0,
        "Replace the background, and keep the subject as it is: {prompt}",
        "Replace the background by a plain, quiet one, and keep the subject as it is.",
    ),
    Intent.FIX: Manner(
        Fill.KEEP,
        0.35,
        "Repair this detail, changing as little as possible: {prompt}",
        "Repair this detail, changing as little as possible.",
    ),
}


def words_for(intent: Intent, prompt: str) -> str:
    """What an engine that reads sentences is told."""
    manner = MANNERS[intent]
    return manner.words.format(prompt=prompt) if prompt else manner.bare
