"""What the prompt of an edit asks for. A rule of words, not of understanding:

1. Nothing said, or a word of removal ("remove the cup", "erase", "empty table")      -> fill
2. A subject with a word of adding ("add a red ball", "put a cat here", "replace with a vase"),
   with "a", "an" or a number ("a red ball", "two lemons"), or without any colour      -> draw it
3. A colour otherwise: alone, or as a property of what is there ("red", "make it dark blue",
   "green cup", "the shirt in #1b7f5a")                                               -> recolour
4. A word of tone ("darker", "brighter", "warmer", "black and white")                 -> tone
5. Words that are not known                                                           -> fill
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from assets.engines.sketch.colour import Colour
from assets.engines.sketch.vocabulary import STOP
from assets.engines.sketch.words import SUBJECT_OF, Brief, Subject, fold, parse

REMOVING = frozenset(
    (
        "remove",
        "removed",
        "erase",
        "delete",
        "clear",
        "clean",
        "without",
        "empty",
        "nothing",
        "background",
        "away",
        "rid",
        "hide",
    )
)
ADDING = frozenset(("add", "put", "place", "insert", "draw", "replace", "swap", "another"))
"""They draw, whatever colour is named beside them."""
REPLACING = frozenset(("replace", "swap"))
COUNTING = frozenset(("a", "an", "one", "two", "three", "four", "five"))
# (step of lightness, factor of chroma, step towards warm) in OKLab.
TONE_WORDS = {
    "darker": (-0.12, 1.0, 0.0),
    "darken": (-0.12, 1.0, 0.0),
    "brighter": (0.1, 1.05, 0.0),
    "brighten": (0.1, 1.05, 0.0),
    "lighter": (0.1, 0.95, 0.0),
    "lighten": (0.1, 0.95, 0.0),
    "warmer": (0.01, 1.05, 0.035),
    "cooler": (0.0, 1.0, -0.035),
    "colder": (0.0, 1.0, -0.035),
    "vivid": (0.0, 1.45, 0.0),
    "saturated": (0.0, 1.45, 0.0),
    "colourful": (0.0, 1.45, 0.0),
    "colorful": (0.0, 1.45, 0.0),
    "muted": (0.0, 0.55, 0.0),
    "faded": (0.05, 0.55, 0.0),
    "monochrome": (0.0, 0.0, 0.0),
    "greyscale": (0.0, 0.0, 0.0),
    "grayscale": (0.0, 0.0, 0.0),
    "desaturated": (0.0, 0.25, 0.0),
}


class Deed(StrEnum):
    FILL = "fill"
    DRAW = "draw"
    RECOLOUR = "recolour"
    TONE = "tone"


@dataclass(frozen=True)
class Intent:
    """colour: of a recolour. subject: of a drawing. tone: see TONE_WORDS."""

    deed: Deed
    brief: Brief
    colour: Colour | None = None
    subject: Subject | None = None
    tone: tuple[float, float, float] | None = None


def read_intent(prompt: str) -> Intent:
    brief = parse(prompt)
    said = re.findall(r"[^\W_]+", prompt.lower())
    words = set(said)
    adds = bool(words & ADDING)
    # "replace the cup with a vase", "remove the cup and put a vase there": the last one comes.
    swaps = adds and bool(words & (REPLACING | REMOVING))
    subject = _subject(brief, last=swaps)
    if not said or (words & REMOVING and not (adds and subject)):
        return Intent(Deed.FILL, brief)
    if "black and white" in prompt.lower() and subject is None:
        return Intent(Deed.TONE, brief, tone=TONE_WORDS["monochrome"])
    if subject and (adds or _is_counted(said) or not brief.colours):
        return Intent(Deed.DRAW, brief, subject=subject)
    tone = next((TONE_WORDS[word] for word in said if word in TONE_WORDS), None)
    if brief.colours:
        # "from red to blue", "instead of red make it blue": the last one is wanted.
        return Intent(Deed.RECOLOUR, brief, colour=brief.colours[-1])
    if tone:
        return Intent(Deed.TONE, brief, tone=tone)
    return Intent(Deed.FILL, brief)


def draws_by_command(prompt: str) -> Subject | None:
    """For extensions, whose prompt often describes the whole picture: only a command draws."""
    intent = read_intent(prompt)
    commands = set(re.findall(r"[^\W_]+", prompt.lower())) & {
        "add",
        "put",
        "place",
        "insert",
        "draw",
    }
    return intent.subject if commands else None


def _is_counted(said: list[str]) -> bool:
    """ "a red ball", "two lemons", but not "the cup in a deep green"."""
    for n, word in enumerate(said):
        if word not in COUNTING:
            continue
        for following in said[n + 1 : n + 4]:
            if fold(following) in SUBJECT_OF:
                return True
            if following in STOP:
                break
    return False


def _subject(brief: Brief, last: bool = False) -> Subject | None:
    """The first (or last); a colour named beside the only subject is its colour."""
    if not brief.subjects:
        return None
    first = brief.subjects[-1 if last else 0]
    if first.colour is None and len(brief.subjects) == 1 and brief.colours:
        return Subject(first.name, brief.colours[0], first.count, first.word)
    return first
