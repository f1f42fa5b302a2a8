"""What channels take: exact px, kind of file, most bytes; and the checks of a workspace's own.

Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assets.compositing.geometry import Size
from assets.errors import InvalidRequest
from assets.formats import MOST_SIDE

PNG, JPEG, WEBP, AVIF = "png", "jpeg", "webp", "avif"
FILE_KINDS: dict[str, str] = {JPEG: "JPEG", PNG: "PNG", WEBP: "WebP", AVIF: "AVIF"}
SUFFIXES = {JPEG: "jpg", PNG: "png", WEBP: "webp", AVIF: "avif"}
MOST_SIZES = 12
LEAST_KB, MOST_KB = 5, 100_000


class BadPreset(InvalidRequest):
    """A preset that cannot be kept as it is."""

    code = "bad_preset"


@dataclass(frozen=True)
class Preset:
    """sizes: px; none: each picture in its own. most_kb: of 1,000 bytes, None for any number."""

    key: str
    name: str
    kind: str = JPEG
    sizes: tuple[Size, ...] = ()
    most_kb: int | None = None

    @property
    def most_bytes(self) -> int | None:
        return None if self.most_kb is None else self.most_kb * 1_000

    @property
    def words(self) -> str:
        """What it asks for: "1080 × 1350 px, JPEG, at most 300 KB"."""
        sizes = ", ".join(f"{size.width} × {size.height}" for size in self.sizes)
        parts = [f"{sizes} px" if sizes else "own size", FILE_KINDS[self.kind]]
        if self.most_kb is not None:
            parts.append(f"at most {self.most_kb:,} KB")
        return ", ".join(parts)


DEFAULT_PRESETS = (
    Preset("as-they-are", "As they are", PNG),
    Preset("paid-social", "Paid social", JPEG, (Size(1080, 1350),), 300),
    Preset("paid-social-square", "Paid social, square", JPEG, (Size(1080, 1080),), 300),
    Preset("story", "Story", JPEG, (Size(1080, 1920),), 500),
    Preset("link-preview", "Link preview", JPEG, (Size(1200, 628),), 300),
    Preset("blog-header", "Blog header", WEBP, (Size(1600, 840),), 250),
    # The sizes and the 150 KB of the Google Ads help, "About image ads".
    Preset(
        "display-banners",
        "Display banners",
        JPEG,
        (
            Size(300, 250),
            Size(336, 280),
            Size(728, 90),
            Size(970, 250),
            Size(300, 600),
            Size(160, 600),
            Size(320, 50),
        ),
        150,
    ),
    Preset("newsletter", "Newsletter", JPEG, (Size(1200, 600),), 200),
)
"""What a workspace begins with."""


def read_preset(key: str, told: Mapping[str, Any]) -> Preset:
    """name, kind, sizes ("1080x1350, 1080x1080", "" for each picture's own), most_kb ("" for any),
    as people write them. Raises BadPreset."""
    name = " ".join(str(told.get("name", "")).split())
    if not name or not name.isprintable() or len(name) > 60:
        raise BadPreset("A preset needs a name of at most 60 characters.")
    if told.get("kind") not in FILE_KINDS:
        raise BadPreset("A preset makes JPEG, PNG, WebP or AVIF files.")
    sizes = _sizes(str(told.get("sizes", "")))
    return Preset(key, name, str(told["kind"]), sizes, _kilobytes(str(told.get("most_kb", ""))))


def _sizes(text: str) -> tuple[Size, ...]:
    asked = [one.strip() for one in text.lower().replace("×", "x").split(",") if one.strip()]
    if len(asked) > MOST_SIZES:
        raise BadPreset(f"A preset has at most {MOST_SIZES} sizes.")
    return tuple(dict.fromkeys(map(_size, asked)))


def _size(text: str) -> Size:
    width, _, height = (part.strip() for part in text.partition("x"))
    sides = [
        int(one) if one.isascii() and one.isdecimal() and len(one) < 6 else 0
        for one in (width, height)
    ]
    if not all(1 <= side <= MOST_SIDE for side in sides):
        raise BadPreset(f"“{text[:40]}” is no size. Write 1080x1350, with commas between several.")
    return Size(*sides)


def _kilobytes(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise BadPreset("The cap is a whole number of KB, or empty.")
    if not LEAST_KB <= int(text) <= MOST_KB:
        raise BadPreset(f"The cap is {LEAST_KB} to {MOST_KB:,} KB.")
    return int(text)
