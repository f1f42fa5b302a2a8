"""What a picture's file tells of how it was made: read once, when the file is taken in, because
nothing of it is stored with the pixels.

Midjourney has no API; its downloads carry the prompt in the PNG text chunk "Description", in EXIF's
ImageDescription or in XMP's dc:description, as

    a boat at dawn --ar 16:9 --v 6.1 Job ID: 5c8b6a9e-0000-4000-8000-1a2b3c4d5e6f

Only what ends in such a job is taken: cameras write descriptions too. Author and address, which
name a person, are left where they are.
"""

import html
import io
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress

from PIL import Image

from assets.stripping import PNG_SIGNATURE

MOST_CHARACTERS = 4_000
MOST_CHUNK_BYTES = 64 * 1024
MOST_CHUNKS = 1_000
_IMAGE_DESCRIPTION = 0x010E
_JOB = re.compile(
    r"(?P<words>.*?)\s*Job ID:\s*(?P<job>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_SETTING = re.compile(r"(?=(?:^|(?<=\s))--[a-z])", re.IGNORECASE)
_XMP_DESCRIPTION = re.compile(
    rb"<dc:description>\s*(?:<rdf:Alt>\s*<rdf:li[^>]*>)?([^<]{1,16000})<", re.IGNORECASE
)


def told_in(data: bytes) -> dict[str, str]:
    """`{"by": "Midjourney", "prompt", "settings", "job"}`, or {} for a file that tells nothing.

    prompt: without the settings, which begin at the first "--word". Never raises: the file may be
    anything.
    """
    for description in _descriptions(data):
        found = _JOB.match(_plain(description))
        if found is not None:
            prompt, *rest = _FIRST_SETTING.split(found["words"], maxsplit=1)
            return {
                "by": "Midjourney",
                "prompt": prompt.strip(),
                "settings": "".join(rest).strip(),
                "job": found["job"].lower(),
            }
    return {}


def _plain(text: str) -> str:
    """As boards and databases take it: no control characters, no lone surrogates, bounded."""
    head = text[: 2 * MOST_CHARACTERS]
    kept = "".join(char for char in head if char.isprintable() or char in " \n\t")
    return " ".join(kept.split())[:MOST_CHARACTERS]


def _descriptions(data: bytes) -> Iterator[str]:
    if data.startswith(PNG_SIGNATURE):
        yield from _png_texts(data)
    # Whatever Pillow's reader of EXIF runs into means that this file tells nothing.
    with suppress(Exception):
        value = Image.open(io.BytesIO(data), formats=["JPEG", "WEBP", "PNG"]).getexif()
        yield str(value.get(_IMAGE_DESCRIPTION, ""))
    for found in _XMP_DESCRIPTION.finditer(data, 0, min(len(data), 1024 * 1024)):
        yield html.unescape(found[1].decode("utf-8", "replace"))


def _png_texts(data: bytes) -> Iterator[str]:
    """Values of the text chunks named "Description". Source: W3C PNG, third edition, 11.3.3."""
    position = len(PNG_SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if position + 12 > len(data):
            return
        (length,) = struct.unpack_from(">I", data, position)
        name = data[position + 4 : position + 8]
        if name in _TEXTS and length <= MOST_CHUNK_BYTES:
            keyword, _, rest = data[position + 8 : position + 8 + length].partition(b"\0")
            if keyword == b"Description":
                yield _TEXTS[name](rest)
        position += 12 + length


def _compressed(rest: bytes) -> str:
    return _inflated(rest[1:]).decode("latin-1")


def _international(rest: bytes) -> str:
    is_compressed = rest[:1] == b"\1"
    text = rest[2:].split(b"\0", 2)[-1]
    return (_inflated(text) if is_compressed else text).decode("utf-8", "replace")


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MOST_CHUNK_BYTES)
    except zlib.error:
        return b""


_TEXTS = {
    b"tEXt": lambda rest: rest.decode("latin-1"),
    b"zTXt": _compressed,
    b"iTXt": _international,
}
