"""Prompt -> Brief. Word lists, not a language model: every decision can be shown as a chip."""

import re
from dataclasses import dataclass, field

from assets.engines.sketch.colour import Colour, adjust, from_hex
from assets.engines.sketch.rng import digest
from assets.engines.sketch.vocabulary import (
    COLOURS,
    COUNTS,
    LAYOUT,
    LIGHT,
    MOOD,
    PATTERN,
    PATTERN_HEAD,
    PLACES,
    PLURAL_ONE,
    SCENES,
    STOP,
    STYLE,
    SUBJECTS,
    SURFACE,
    TONES,
    WEATHER,
)


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words.split()}


SUBJECT_OF = _by_word(SUBJECTS)
FEATURES = {
    "scenes": _by_word(SCENES),
    "weather": _by_word(WEATHER),
    "light": _by_word(LIGHT),
    "mood": _by_word(MOOD),
    "surface": _by_word(SURFACE),
    "place": _by_word(PLACES),
    "pattern": _by_word(PATTERN),
    "layout": _by_word(LAYOUT),
    "style": _by_word(STYLE),
}
KNOWN = frozenset(COLOURS) | frozenset(SUBJECT_OF) | frozenset(PATTERN_HEAD)
KNOWN |= {word for table in FEATURES.values() for word in table}
# "still life" -> "still-life", longest first, so that "flat lay" is not read as "flat".
PHRASES = sorted(((w.replace("-", " "), w) for w in KNOWN if "-" in w), key=lambda p: -len(p[0]))

# Contents named before what holds them: "water bottle", "tea cup" are one subject.
CONTENTS = frozenset({"water", "oil", "cream", "tea", "wine", "honey", "soup"})
LANDSCAPE_LIGHT = ("golden", "night", "morning", "day")
LANDSCAPE_SUBJECTS = ("figure", "boat", "house", "tree")


@dataclass
class Subject:
    """name: key of the catalogue. word: what the prompt called it."""

    name: str
    colour: Colour | None = None
    count: int = 1
    word: str = ""


@dataclass
class Brief:
    """What the prompt says. Every list keeps the order of the prompt."""

    prompt: str
    subjects: list[Subject] = field(default_factory=list)
    scenes: list[str] = field(default_factory=list)
    weather: list[str] = field(default_factory=list)
    light: list[str] = field(default_factory=list)
    mood: list[str] = field(default_factory=list)
    surface: list[str] = field(default_factory=list)
    place: list[str] = field(default_factory=list)
    pattern: list[str] = field(default_factory=list)
    layout: list[str] = field(default_factory=list)
    style: list[str] = field(default_factory=list)
    colours: list[Colour] = field(default_factory=list)
    understood: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    repeat: bool = False
    key: int = 0

    @property
    def kind(self) -> str:
        """ "pattern", "portrait", "still", "landscape" or "abstract"."""
        names = [s.name for s in self.subjects]
        if self.repeat or (self.pattern and not names and not self.scenes):
            return "pattern"
        if "portrait" in names:
            return "portrait"
        if any(name not in LANDSCAPE_SUBJECTS for name in names):
            return "still"
        if self.scenes or self.weather or names or set(self.light) & set(LANDSCAPE_LIGHT):
            return "landscape"
        return "abstract"


def fold(word: str) -> str:
    """The known singular of a word, or the word itself."""
    if word in KNOWN:
        return word
    for ending, singular in (("ies", "y"), ("ves", "f"), ("es", ""), ("s", "")):
        stem = word.removesuffix(ending) + singular
        if word.endswith(ending) and stem in KNOWN:
            return stem
    return word


def parse(prompt: str) -> Brief:
    """Read a prompt of any length and script; what is not known goes to `unknown`."""
    text = prompt.lower()
    brief = Brief(prompt=prompt)
    for code in re.findall(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", text):
        brief.colours.append(from_hex(code))
        brief.understood.append(f"#{code}")
    text = re.sub(r"#[0-9a-f]{3,6}\b", " ", text)
    for phrase, word in PHRASES:
        text = text.replace(phrase, word)
    tokens = re.findall(r"[^\W_](?:[^\W_]|-)*", text)
    _Reader(brief, tokens).read()
    # Scripts and signs that yield no token still make a picture of their own.
    brief.key = digest(" ".join(tokens) or text.strip(), *brief.colours)
    return brief


class _Reader:
    """Walks the tokens once; `pending` is the colour that waits for its subject."""

    def __init__(self, brief: Brief, tokens: list[str]) -> None:
        self.brief, self.tokens = brief, tokens
        self.words = [fold(token) for token in tokens]
        self.pending: Colour | None = None
        self.count = 1

    def read(self) -> None:
        for n, (token, word) in enumerate(zip(self.tokens, self.words, strict=True)):
            if word in STOP:
                continue
            if word in COUNTS or (word in "23456789" and len(word) == 1):
                self.count = COUNTS.get(word) or int(word)
                hit = True
            elif (word in TONES and self._next(n) in COLOURS) or self._colour(n):
                hit = True
            else:
                hit = self._features(n) | self._subject(n)
            (self.brief.understood if hit else self.brief.unknown).append(token)
        self._tidy()

    def _next(self, n: int) -> str:
        return self.words[n + 1] if n + 1 < len(self.words) else ""

    def _is_orange_fruit(self, n: int) -> bool:
        if self.words[n] != "orange":
            return False
        named = ("an", "fresh", "ripe", "sliced", "the", "one")
        last = self._next(n) in STOP or not self._next(n)
        return self.tokens[n] == "oranges" or (
            last and n > 0 and self.tokens[n - 1] in named and self.tokens[0] != "make"
        )

    def _colour(self, n: int) -> bool:
        word, following = self.words[n], self._next(n)
        if word not in COLOURS or self._is_orange_fruit(n):
            return False
        if word == "rose" and following not in SUBJECT_OF:
            return False
        if word == "lavender" and following in ("field", "fields"):
            return False
        colour = from_hex(COLOURS[word])
        if n and self.words[n - 1] in TONES:
            lightness, chroma = TONES[self.words[n - 1]]
            colour = adjust(colour, dL=lightness, kC=chroma)
        self.brief.colours.append(colour)
        self.pending = self.brief.colours[0] if following == "and" else colour
        return True

    def _features(self, n: int) -> bool:
        word = self.words[n]
        hit = word in PATTERN_HEAD
        self.brief.repeat |= hit
        for name, table in FEATURES.items():
            feature = table.get(word)
            if feature:
                hit = True
                said: list[str] = getattr(self.brief, name)
                if feature not in said:
                    said.append(feature)
        return hit

    def _subject(self, n: int) -> bool:
        token, word = self.tokens[n], self.words[n]
        subjects = self.brief.subjects
        if self._is_orange_fruit(n):
            count = max(self.count, 2 if token.endswith("s") else 1)
            subjects.append(Subject("orange", None, count, "orange"))
            return True
        name = SUBJECT_OF.get(word)
        if name is None:
            return False
        if name == "portrait" and word in ("woman", "man", "girl", "boy", "lady"):
            self._call(name, word)
        if name == "vase" and word != "vase":
            self._call(name, word, only="vase")
        after_subject = n > 0 and self.words[n - 1] in SUBJECT_OF
        if name == "bottle" and subjects and subjects[-1].name == "perfume" and after_subject:
            return True
        if token in PLURAL_ONE:
            self.count = -1
        contents = word in CONTENTS and self._next(n) in SUBJECT_OF
        if word != "light" and name not in [s.name for s in subjects] and not contents:
            plural = 3 if token != word and self.count == 1 else 1
            count = 1 if self.count < 0 else max(self.count, plural)
            subjects.append(Subject(name, self.pending, count, word))
            self.pending, self.count = None, 1
        return True

    def _call(self, name: str, word: str, only: str | None = None) -> None:
        for subject in self.brief.subjects:
            if subject.name == name and only in (None, subject.word):
                subject.word = word

    def _tidy(self) -> None:
        brief = self.brief
        names = [s.name for s in brief.subjects]
        if "figure" in names and not set(self.tokens) & {"portrait", "face", "selfie"}:
            brief.subjects = [s for s in brief.subjects if s.name != "portrait"]
        if "plant" in names or "vase" in names:
            brief.subjects = [s for s in brief.subjects if s.word != "pot"]
        nothing_else = not (brief.subjects or brief.scenes or brief.pattern or brief.weather)
        if self.tokens == ["orange"] and nothing_else:
            brief.subjects.append(Subject("orange", None, 1, "orange"))
            brief.colours = []
