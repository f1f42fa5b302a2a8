"""Takes everything out of JPEG, PNG and WebP files that is no pixel, without touching the pixels.

A photo is 4 MB of coded pixels and a few kB of other things: position, thumbnails, profiles, text,
whatever was hung on its end. Copying the coded pixels alone loses nothing, and costs milliseconds
where a new encode costs a second. Each function returns a new file of the same format, or None
where the file is not built in the plain way that it knows; then it has to be decoded and encoded
anew. None of them decodes: that the result is a whole picture has to be found out after it.
"""

import re
import struct
import zlib
from collections.abc import Iterator

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}

_JPEG_TABLES = {0xC4, 0xDB, 0xDD}  # Huffman, quantisation, restart interval
_JPEG_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive: what every browser decodes
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
# A marker that ends coded data: FF00 is a stuffed FF, FFD0 to FFD7 are restarts inside of it.
_JPEG_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")

_WEBP_HAS_ALPHA = 0x10
_WEBP_IS_ANIMATED = 0x02


def strip_png(data: bytes) -> bytes | None:
    """Keeps header, palette, transparency and pixels of an 8-bit (or shallower) PNG.

    None: 16 bits a channel, a checksum that is wrong, no end.
    Source: W3C, Portable Network Graphics, third edition, section 5.
    """
    if not data.startswith(PNG_SIGNATURE):
        return None
    kept: list[bytes | memoryview] = [PNG_SIGNATURE]
    view = memoryview(data)
    position = len(PNG_SIGNATURE)
    while position + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        name = data[position + 4 : position + 8]
        end = position + 12 + length
        if end > len(data):
            return None
        if name == b"IHDR" and (length != 13 or data[position + 16] > 8):
            return None
        if name in _PNG_KEPT:
            (checksum,) = struct.unpack_from(">I", data, end - 4)
            if zlib.crc32(view[position + 4 : end - 4]) != checksum:
                return None
            kept.append(view[position:end])
        if name == b"IEND":
            return b"".join(kept)
        position = end
    return None


def strip_jpeg(data: bytes) -> bytes | None:
    """Keeps the tables and scans of a JPEG of 8 bits and 1 or 3 components.

    JFIF and Adobe markers say what the components mean: they stay, in their shortest form.
    None: CMYK, arithmetic or lossless coding, two frames, no end.
    Source: ITU-T T.81 annex B, T.871 (JFIF), T.872 section 6.5.3 (Adobe).
    """
    if not data.startswith(b"\xff\xd8"):
        return None
    kept = [b"\xff\xd8"]
    frames = scans = 0
    for marker, start, end in _jpeg_segments(data):
        if marker == 0xD9:
            return b"".join([*kept, b"\xff\xd9"]) if frames == 1 and scans else None
        payload = data[start + 4 : end] if marker != 0xDA else b""
        if marker in _JPEG_FRAMES:
            frames += 1
            if len(payload) < 6 or payload[0] != 8 or payload[5] not in (1, 3):
                return None
        elif marker == 0xDA:
            scans += 1
        elif marker == 0xE0:
            if len(payload) >= 14 and payload.startswith(b"JFIF\x00"):
                kept.append(_JFIF)
            continue
        elif marker == 0xEE:
            if len(payload) >= 12 and payload.startswith(b"Adobe"):
                kept.append(b"\xff\xee\x00\x0e" + payload[:12])
            continue
        elif 0xE0 <= marker <= 0xEF or marker == 0xFE:
            continue
        elif marker not in _JPEG_TABLES:
            return None
        kept.append(data[start:end])
    return None


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end) of each segment after SOI; that of a scan includes its coded data.

    Ends early where the structure breaks, so without an EOI (0xD9).
    """
    position = 2
    while position + 2 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:  # a fill byte
            position += 1
            continue
        if marker == 0xD9:
            yield marker, position, position + 2
            return
        if position + 4 > len(data):
            return
        (length,) = struct.unpack_from(">H", data, position + 2)
        end = position + 2 + length
        if length < 2 or end > len(data):
            return
        if marker == 0xDA:
            found = _JPEG_MARKER.search(data, end)
            if found is None:
                return
            end = found.start()
        yield marker, position, end
        position = end


def strip_webp(data: bytes) -> bytes | None:
    """Keeps the picture and its alpha of a WebP that is not animated.

    Source: Google, WebP Container Specification; RFC 9649, section 2.
    """
    if len(data) < 20 or data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    chunks: dict[bytes, bytes] = {}
    position = 12
    while position + 8 <= len(data):
        name = data[position : position + 4]
        (length,) = struct.unpack_from("<I", data, position + 4)
        end = position + 8 + length
        if end > len(data) or name in chunks:
            return None
        chunks[name] = data[position + 8 : end]
        position = end + length % 2
        if name in (b"VP8 ", b"VP8L"):  # the picture is the last of what is kept
            break
    header = chunks.get(b"VP8X")
    if header is None:
        wanted = [b"VP8 ", b"VP8L"]
    else:
        if len(header) != 10 or header[0] & _WEBP_IS_ANIMATED:
            return None
        chunks[b"VP8X"] = bytes([header[0] & _WEBP_HAS_ALPHA]) + header[1:]
        wanted = [b"VP8X", b"ALPH", b"VP8 ", b"VP8L"]
    body = b"".join(_webp_chunk(name, chunks[name]) for name in wanted if name in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def _webp_chunk(name: bytes, payload: bytes) -> bytes:
    return name + struct.pack("<I", len(payload)) + payload + b"\x00" * (len(payload) % 2)
