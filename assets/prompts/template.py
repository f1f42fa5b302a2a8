"""Prompts with slots and alternatives: read, counted, and written out for an engine. Pure.

    {{product}} on {marble|oak|{pale|dark} linen}, __weather__ light

`{{name}}` is a slot that somebody fills, `{a|b}` alternatives, which may hold others and slots, and
`__name__` a list of the workspace: as if its lines stood there as alternatives. A backslash before
`{`, `}`, `|`, `_` or `\\` makes it plain.

Nothing is written out to be counted, and both length and depth are bounded: no text takes long.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

from assets.errors import AssetsError

MOST_CHARACTERS = 8_000
MOST_DEPTH = 8
"""Of alternatives within alternatives; nobody reads more."""

_NAME = r"[A-Za-z][A-Za-z0-9 -]{0,39}"
SLOT_NAME = re.compile(_NAME)
_TOKEN = re.compile(
    rf"\\(?P<plain>[{{}}|_\\])|\{{\{{\s*(?P<slot>{_NAME})\s*\}}\}}|__(?P<list>{_NAME})__"
    r"|(?P<mark>[{}|])"
)
_EMPTY_BRACES = re.compile(r"\{\{\s*\}\}")


class TemplateError(AssetsError):
    """A template that cannot be read, or values that do not fill it. position: of the character
    in its text that is wrong, from 0; None where no one character is."""

    code = "template_unreadable"
    http_status = 422

    def __init__(self, message: str, *, position: int | None = None, slot: str = "") -> None:
        super().__init__(message)
        self.position = position
        self.slot = slot


@dataclass(frozen=True)
class Slot:
    """Where a value goes. name: as it is compared, in small letters."""

    name: str

    count = 1

    def write(self, choice: int, values: Mapping[str, str]) -> str:
        return values.get(self.name, "")


@dataclass(frozen=True)
class Words:
    text: str

    count = 1

    def write(self, choice: int, values: Mapping[str, str]) -> str:
        return self.text


@dataclass(frozen=True)
class Run:
    """Parts one after the other; of its choices the last part's changes fastest."""

    parts: tuple["Part", ...]

    @cached_property
    def count(self) -> int:
        return prod(part.count for part in self.parts)

    def write(self, choice: int, values: Mapping[str, str]) -> str:
        written = []
        for part in reversed(self.parts):
            choice, own = divmod(choice, part.count)
            written.append(part.write(own, values))
        return "".join(reversed(written))


@dataclass(frozen=True)
class Alternatives:
    options: tuple["Part", ...]

    @cached_property
    def count(self) -> int:
        return sum(option.count for option in self.options)

    def write(self, choice: int, values: Mapping[str, str]) -> str:
        for option in self.options:
            if choice < option.count:
                return option.write(choice, values)
            choice -= option.count
        raise IndexError(choice)


Part = Words | Slot | Run | Alternatives


@dataclass(frozen=True)
class Template:
    """What a text says. slots: names in the order of their first use, each once."""

    text: str
    whole: Run
    slots: tuple[str, ...]

    @property
    def count(self) -> int:
        """Combinations, exactly; it may have hundreds of digits."""
        return self.whole.count

    def fill(
        self, values: Mapping[str, str], *, lists: Mapping[str, Sequence[str]] | None = None
    ) -> "Filled":
        """values: by slot name; they may hold alternatives of their own, and no slots. A slot that
        stands twice is filled alike. Raises TemplateError."""
        return Filled(self, tuple((name, _value(name, values, lists or {})) for name in self.slots))


@dataclass(frozen=True)
class Filled:
    """A template with something in each of its slots."""

    template: Template
    values: tuple[tuple[str, Run], ...]

    @property
    def count(self) -> int:
        return self.template.count * prod(value.count for _, value in self.values)

    def render(self, choice: int) -> str:
        """choice: 0 to count - 1. Raises IndexError beyond."""
        if not 0 <= choice < self.count:
            raise IndexError(choice)
        choice, own = divmod(choice, self.template.count)
        written = {}
        for name, value in reversed(self.values):
            choice, part = divmod(choice, value.count)
            written[name] = value.write(part, {})
        words = self.template.whole.write(own, written)
        return words if all(written.values()) else _closed_up(words)


def parse(text: str, *, lists: Mapping[str, Sequence[str]] | None = None) -> Template:
    """lists: lines by name, in small letters. Raises TemplateError with the place."""
    if len(text) > MOST_CHARACTERS:
        raise TemplateError(
            f"The template has {len(text):,} characters and at most {MOST_CHARACTERS:,} are taken. "
            "Shorten it.",
            position=MOST_CHARACTERS,
        )
    return _Reader(text, lists or {}).read()


def slot_key(name: str) -> str:
    """As names are compared."""
    return " ".join(name.lower().split())


def escaped(text: str) -> str:
    """Words that are to stand in a template as they are."""
    return re.sub(r"([{}|\\]|_(?=_))", r"\\\1", text)


class _Open:
    """Alternatives whose end has not come. at: of their brace."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.options: list[Part] = []
        self.parts: list[Part] = []

    def next_option(self) -> None:
        self.options.append(Run(tuple(self.parts)))
        self.parts = []


class _Reader:
    """From left to right with a stack of its own: depth costs no frames of Python."""

    def __init__(self, text: str, lists: Mapping[str, Sequence[str]]) -> None:
        self._text = text
        self._lists = lists
        self._stack = [_Open(-1)]
        self._slots: dict[str, None] = {}

    def read(self) -> Template:
        end = 0
        for token in _TOKEN.finditer(self._text):
            self._words(self._text[end : token.start()])
            self._take(token)
            end = token.end()
        self._words(self._text[end:])
        if len(self._stack) > 1:
            raise _wrong(
                "This ‘{’ is never closed. Add a ‘}’, or write \\{ for a plain one.",
                self._stack[-1].at,
            )
        return Template(self._text, Run(tuple(self._stack[0].parts)), tuple(self._slots))

    def _words(self, text: str) -> None:
        if text:
            self._stack[-1].parts.append(Words(text))

    def _take(self, token: "re.Match[str]") -> None:
        at = token.start()
        if (plain := token["plain"]) is not None:
            self._words(plain)
        elif token["slot"] is not None:
            name = slot_key(token["slot"])
            self._slots[name] = None
            self._stack[-1].parts.append(Slot(name))
        elif token["list"] is not None:
            self._list(slot_key(token["list"]), at)
        elif token["mark"] == "{":
            self._open(at)
        elif len(self._stack) == 1:
            # A bar outside of braces is a bar; a brace that closes nothing is a slip.
            if token["mark"] == "}":
                raise _wrong(
                    "This ‘}’ closes nothing. Remove it, or write \\} for a plain one.", at
                )
            self._words("|")
        elif token["mark"] == "|":
            self._stack[-1].next_option()
        else:
            self._close(at)

    def _open(self, at: int) -> None:
        if _EMPTY_BRACES.match(self._text, at):
            raise _wrong("This slot has no name. Write one, like {{product}}.", at)
        if len(self._stack) > MOST_DEPTH:
            raise _wrong(
                f"Alternatives lie more than {MOST_DEPTH} deep in each other here. Write fewer.", at
            )
        self._stack.append(_Open(at))

    def _close(self, at: int) -> None:
        closed = self._stack.pop()
        closed.next_option()
        if len(closed.options) == 1:
            raise _wrong(self._why_alone(closed), closed.at)
        self._stack[-1].parts.append(Alternatives(tuple(closed.options)))

    def _why_alone(self, closed: _Open) -> str:
        inside = closed.options[0]
        around = self._text[closed.at + 1 : closed.at + 2] + self._text[closed.at - 1 : closed.at]
        if "{" in around and isinstance(inside, Run) and _has_slot(inside):
            return "A slot cannot stand inside another slot. Give each its own braces."
        return "There is one choice only. Write {{name}} for a slot, or {a|b} for alternatives."

    def _list(self, name: str, at: int) -> None:
        if not self._lists.get(name):
            raise _wrong(
                f"There is no list ‘{name}’ here. Make it in the library, or write the choices as "
                "{a|b}.",
                at,
            )
        self._stack[-1].parts.append(Alternatives(tuple(map(Words, self._lists[name]))))


def _has_slot(inside: Run) -> bool:
    return any(isinstance(part, Slot) for part in _walk(inside))


def _walk(part: Part) -> Iterator[Part]:
    yield part
    inner = part.parts if isinstance(part, Run) else ()
    inner = part.options if isinstance(part, Alternatives) else inner
    for one in inner:
        yield from _walk(one)


def _value(name: str, values: Mapping[str, str], lists: Mapping[str, Sequence[str]]) -> Run:
    """What goes into a slot. Raises TemplateError that names it."""
    try:
        read = parse(values.get(name, ""), lists=lists)
    except TemplateError as wrong:
        raise TemplateError(f"In ‘{name}’: {wrong.message}", slot=name) from wrong
    if read.slots:
        raise TemplateError(
            f"In ‘{name}’: a slot cannot hold another slot. Write plain words or {{a|b}}.",
            slot=name,
        )
    return read.whole


def _closed_up(words: str) -> str:
    """Without the gap that an empty slot leaves between spaces and commas."""
    words = re.sub(r"[ \t]{2,}", " ", words)
    words = re.sub(r"[ \t]*,(?:[ \t]*,)+", ",", words)
    return re.sub(r"[ \t]+([,.;:])", r"\1", words).strip(" \t,")


def _wrong(message: str, position: int) -> TemplateError:
    return TemplateError(f"{message} (character {position + 1})", position=position)
