import io
import os
import struct
import zlib

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from assets.told import MOST_CHARACTERS, told_in

JOB = "5c8b6a9e-0000-4000-8000-1a2b3c4d5e6f"
WORDS = f"a boat -- at dawn, café --ar 16:9 --v 6.1 Job ID: {JOB}"
PICTURE = Image.fromarray(np.zeros((4, 6, 3), np.uint8))
TOLD = {
    "by": "Midjourney",
    "prompt": "a boat -- at dawn, café",
    "settings": "--ar 16:9 --v 6.1",
    "job": JOB,
}


def png(words: str, key: str = "Description", **options: bool) -> bytes:
    info = PngInfo()
    if options.pop("international", False):
        info.add_itxt(key, words, zip=options.get("zip", False))
    else:
        info.add_text(key, words, zip=options.get("zip", False))
    stream = io.BytesIO()
    PICTURE.save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def with_exif(format: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = f"a red kite --v 7 Job ID: {JOB}"
    stream = io.BytesIO()
    PICTURE.save(stream, format, exif=exif)
    return stream.getvalue()


@pytest.mark.parametrize(
    "options", [{}, {"zip": True}, {"international": True}, {"international": True, "zip": True}]
)
def test_every_kind_of_png_text_is_read(options):
    assert told_in(png(WORDS, **options)) == TOLD


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG"])
def test_exif_is_read(format):
    told = told_in(with_exif(format))
    assert (told["prompt"], told["settings"], told["job"]) == ("a red kite", "--v 7", JOB)


def test_xmp_is_read():
    xmp = (
        "<x:xmpmeta><dc:description><rdf:Alt><rdf:li xml:lang='x-default'>cats &amp; dogs "
        f"Job ID: {JOB}</rdf:li></rdf:Alt></dc:description></x:xmpmeta>"
    )
    stream = io.BytesIO()
    PICTURE.save(stream, "JPEG", xmp=xmp.encode())
    told = told_in(stream.getvalue())
    assert (told["prompt"], told["settings"]) == ("cats & dogs", "")


def test_what_cameras_and_others_write_is_no_prompt():
    assert told_in(png("OLYMPUS DIGITAL CAMERA")) == {}
    assert told_in(png(WORDS, key="Comment")) == {}
    assert told_in(png("a boat Job ID: 12")) == {}


def test_words_are_bounded_and_hold_no_control_characters():
    told = told_in(png(f"a\x07b\x1b[31m\nc Job ID: {JOB}"))
    assert told["prompt"] == "ab[31m c"
    assert told_in(png("x" * (2 * MOST_CHARACTERS) + f" Job ID: {JOB}")) == {}


@pytest.mark.parametrize("seed", range(20))
def test_broken_files_tell_nothing(seed):
    data = bytearray(png(WORDS, zip=True) if seed % 2 else with_exif("JPEG"))
    random = np.random.default_rng(seed)
    for at in random.integers(8, len(data), 12):
        data[at] = int(random.integers(256))
    assert isinstance(told_in(bytes(data)), dict)
    assert isinstance(told_in(bytes(data[: len(data) // 2])), dict)
    assert told_in(b"") == told_in(os.urandom(64)) == {}


def test_a_text_that_inflates_without_end_costs_little():
    bomb = b"Description\0\0" + zlib.compress(b"x" * 50_000_000)
    chunk = struct.pack(">I", len(bomb)) + b"zTXt" + bomb + b"\0\0\0\0"
    assert told_in(b"\x89PNG\r\n\x1a\n" + chunk) == {}
