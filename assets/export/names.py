"""What exported files are called: a pattern with tokens, made safe for every file system.

`{brand}_{campaign}_{sku}_{format}_v{version}` gives `Northlight_Spring-hero_MUG-12_1080x1350_v3`.
Pure.
"""

import re
import unicodedata
from collections.abc import Mapping

from assets.errors import InvalidRequest

TOKENS: dict[str, str] = {
    "brand": "The brand, as below",
    "campaign": "The campaign, as below",
    "sku": "The product: the tag sku:… of a picture, else its name",
    "name": "The name of the picture",
    "format": "Size in px, as 1080x1350",
    "preset": "The name of the preset",
    "version": "Version of the picture, from 1",
    "number": "Place in the export: 001, 002, …",
    "width": "px",
    "height": "px",
    "date": "The day, as 2026-11-25",
}
"""What may stand in braces, in words."""

DEFAULT_PATTERN = "{brand}_{campaign}_{sku}_{format}_v{version}"
MOST_PATTERN = 200
MOST_NAME_BYTES = 200
"""UTF-8 bytes without suffix: file systems take 255, and numbers and suffix follow."""

_TOKEN = re.compile(r"\{([^{}]*)\}")
# Refused by Windows, or read by shells and ZIP programs as something else.
_REFUSED_IN_PATTERN = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')
_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]+')
_SPACES = re.compile(r"\s+")
# Source: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)


class BadPattern(InvalidRequest):
    """A naming pattern that gives no file names."""

    code = "bad_pattern"


def check_pattern(pattern: str) -> str:
    """The pattern without space around it. Raises BadPattern, with what to change."""
    pattern = pattern.strip()
    if not pattern:
        raise BadPattern("The naming pattern is empty. Put at least {name} into it.")
    if len(pattern) > MOST_PATTERN:
        raise BadPattern(
            f"The naming pattern is longer than {MOST_PATTERN} characters. Shorten it."
        )
    if "/" in pattern or "\\" in pattern:
        raise BadPattern("A file name holds no slashes: the pattern makes no folders. Use _ or -.")
    if found := _REFUSED_IN_PATTERN.search(pattern):
        raise BadPattern(f"A file name cannot hold {found.group()!r}. Take it out of the pattern.")
    for token in _TOKEN.findall(pattern):
        if token not in TOKENS:
            known = ", ".join(f"{{{one}}}" for one in TOKENS)
            raise BadPattern(f"There is no {{{token[:40]}}}. Known are {known}.")
    if "{" in _TOKEN.sub("", pattern) or "}" in _TOKEN.sub("", pattern):
        raise BadPattern("A brace is open or closed alone. Tokens are written as {name}.")
    return pattern


def stem_of(pattern: str, values: Mapping[str, object]) -> str:
    """The name without suffix. values: by token; a token without one gives nothing, and the
    separator before it goes too."""
    said = _TOKEN.sub(lambda found: _part(str(values.get(found[1], ""))), pattern)
    return safe_name(re.sub(r"([_-])[_-]*(?=[_-])", "", said).strip("_- "))


def _part(value: str) -> str:
    """One value inside a name: separators of the pattern stay recognisable."""
    return _SPACES.sub("-", _UNSAFE.sub("-", _plain(value)).strip())


def safe_name(name: str) -> str:
    """A name that Windows, macOS and Linux take, and that shows as it is written.

    NFC, without what is not printed (bidi and zero-width characters), dots and spaces at its end,
    leading dots, and the names that Windows keeps for devices.
    """
    name = _SPACES.sub(" ", _UNSAFE.sub("-", _plain(name))).strip().strip(". ")
    name = name.encode()[:MOST_NAME_BYTES].decode(errors="ignore").rstrip(". ")
    if not name:
        return "picture"
    return f"_{name}" if _RESERVED.match(name) else name


def _plain(text: str) -> str:
    """Joiners stay, which scripts and emoji need; other marks that nobody sees go."""
    normal = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())
    return "".join(
        char
        for char in normal
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        or char in "\t\n\u200c\u200d"
    )


class Names:
    """Hands out file names, each once: `a.jpg`, `a-2.jpg`, `a-3.jpg`.

    Two names that differ in case or accents' composition alone are one on Windows and macOS.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, stem: str, suffix: str) -> str:
        name, number = f"{stem}.{suffix}", 1
        while _folded(name) in self._taken:
            number += 1
            name = f"{stem}-{number}.{suffix}"
        self._taken.add(_folded(name))
        return name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
