"""Pictures that the fake providers get and give."""

import base64
import io
import struct
import zlib

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from tests.fakes import CAST, MOVED_PX, reframed

Image = NDArray[np.uint8]
"""(height, width, 3 or 4)."""

NOT_A_PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def encoded(picture: Image, kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    if kind == "PNG":
        Pillow.fromarray(picture).save(stream, kind, compress_level=1)
    else:
        Pillow.fromarray(picture[..., :3]).save(stream, kind)
    return stream.getvalue()


def decoded(data: bytes | str) -> Image:
    """data: bytes, or base64 text with or without the head of a data URI. Raises ValueError.

    Both alphabets of base64 are taken: Google's client sends the one for URLs.
    """
    if isinstance(data, str):
        data = data.replace("-", "+").replace("_", "/") if "," not in data else data
        data = base64.b64decode(data.rpartition(",")[2], validate=True)
    try:
        with Pillow.open(io.BytesIO(data)) as opened:
            opened.load()
            mode = opened.mode if opened.mode in ("RGB", "RGBA", "L") else "RGB"
            return np.asarray(opened.convert(mode), dtype=np.uint8)
    except OSError as error:
        raise ValueError("no picture") from error


def drawn(width: int, height: int, seed: int = 0) -> Image:
    """A picture made from nothing: a gradient in a colour by seed."""
    y, x = np.mgrid[0:height, 0:width]
    colour = np.random.default_rng(seed).integers(60, 200, 3)
    light = (x / max(width, 2) + y / max(height, 2))[..., None] * 25
    return np.clip(colour + light, 0, 255).astype(np.uint8)


def repainted(picture: Image, mode: str, size: tuple[int, int] | None = None) -> Image:
    """What a model makes of a picture that it edits: never quite the same anywhere, and moved or
    seen from nearer where the mode says so. size: (width, height) that it answers in."""
    rgb = picture[..., :3]
    match mode:
        case "moved":
            cast = np.roll(rgb, MOVED_PX, axis=1).astype(np.int16)
            cast[..., 0] += CAST
            made = np.clip(cast, 0, 255).astype(np.uint8)
        case "reframed":
            made = reframed(rgb)
        case _:
            made = np.clip(rgb.astype(np.int16) + 9, 0, 255).astype(np.uint8)
    if size is None or size == (made.shape[1], made.shape[0]):
        return made
    return np.asarray(cv2.resize(made, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


PAINT = (230, 40, 160)
"""What `edited` puts into the hole: a colour that no test picture has."""


def edited(picture: Image, hole: NDArray[np.uint8], mode: str) -> Image:
    """What a model with a mask makes: PAINT where `hole` (H, W) is 128 or more, and the rest as in
    `repainted`, for a mask guides real models and does not bind them."""
    made = repainted(picture, mode)
    made[hole >= 128] = PAINT
    return made


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


BOMB = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(bytes(1000)))
    + _chunk(b"IEND", b"")
)
