"""Untrusted bytes -> an upright sRGB picture of 8 bits a channel, or a refusal with a reason.

Pure: bytes in, values out; no database, no files, no settings.

What is stored, and why. What the media view serves as "original" is the stored file, and
`load_pixels` decodes the same file: so an edit that promises byte equality promises it against
what people see. There are two ways to that file:
- Bytes that are already what we want (a JPEG, PNG or WebP of 8 bits, upright, sRGB) are copied
  without anything that is no pixel (`stripping`): no loss, no second generation of JPEG artefacts,
  and no encode. The picture is decoded from that copy, so what was checked is what is stored.
- Everything else is encoded anew: PNG where the source was lossless or has transparency, else JPEG
  at quality 95 without chroma subsampling. A 12-megapixel PNG takes over a second and five times
  the room, for a source (a rotated or wide-gamut photo, an AVIF) that has lost more before.
Metadata, text, thumbnails, further frames and whatever follows the picture are in neither.

Memory: Pillow holds 4 bytes a pixel, and transparency that has to be resized takes another such
copy: at the default limit of 50 megapixels the worst file of each format took 155 to 580 MiB and
1.0 to 3.5 s. `actions.assets` bounds how many are taken in at a time.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile

from assets.compositing.geometry import Size
from assets.compositing.masks import selection
from assets.errors import (
    ImageTooLarge,
    IngestError,
    InvalidMask,
    UnreadableImage,
    UnsupportedImage,
)
from assets.png import encode_png
from assets.srgb import as_srgb, eight_bits, find_profile
from assets.stripping import strip_jpeg, strip_png, strip_webp

logger = logging.getLogger(__name__)

StoredFormat = Literal["png", "jpeg", "webp"]
Polarity = Literal["white", "alpha"]
"""What says "regenerate" in a mask that comes in: white (grey: partly), or transparency."""

MAX_SIDE = 16_384
"""px. Longer sides meet the limits of WebP, of browsers' canvases and of graphics cards."""

_PIXEL_SHARE = {"WEBP": 0.7, "AVIF": 0.7}
"""Of the limit in pixels: these decoders hold 12 to 16 bytes a pixel, the others up to 9."""

MAX_SCANS = 100
"""Scans in a JPEG. Each costs a pass over all pixels; encoders make about ten."""

MAX_TILE_PIXELS = 4_194_304
"""2048 x 2048: the greatest tile of a TIFF that is taken also for a small picture."""

JPEG_QUALITY = 95
TAKEN = "Upload a PNG, JPEG, WebP, GIF, BMP, TIFF or AVIF picture."

_STRIP = {"JPEG": strip_jpeg, "PNG": strip_png, "WEBP": strip_webp}
_STORED: dict[str, StoredFormat] = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp"}
_LOSSY = {"JPEG", "WEBP", "AVIF"}
_ORIENTATION_TAG = 0x0112
# EXIF orientation -> what sets it upright. Source: CIPA DC-008, Exif 2.32, section 4.6.4.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_PNG_EXIF_HINTS = (b"eXIf", b"Raw profile type exif", b"XML:com.adobe.xmp")


@dataclass(frozen=True)
class Decoded:
    """image: mode RGB or RGBA (only where something is transparent), upright, sRGB, no metadata.

    source_format: Pillow's name of what came in. kept: a file of that format which decodes to
    exactly `image`, or None.
    """

    image: Image.Image
    source_format: str
    kept: bytes | None


def decode(data: bytes, *, max_pixels: int) -> Decoded:
    """Decode to the last row.

    Raises UnsupportedImage, ImageTooLarge (by the header, before anything is decoded) or
    UnreadableImage; nothing else, whatever the bytes are.
    """
    format = sniff(data)
    with _refusing_what_breaks():
        image = _open(data, format)
        max_pixels = int(max_pixels * _PIXEL_SHARE.get(format, 1))
        _check_size(image, max_pixels)
        orientation = _orientation(image, data)
        profile = find_profile(image)
        kept = None
        if orientation is None and profile is None and format in _STRIP:
            kept = _STRIP[format](data)
        if kept is not None:
            image = _open(kept, format)
            _check_size(image, max_pixels)
        image.load()
        upright = image if orientation is None else image.transpose(orientation)
        return Decoded(as_srgb(upright, profile), format, kept)


def encode(decoded: Decoded) -> tuple[bytes, StoredFormat]:
    """The file to store; the docstring of this module says which and why."""
    if decoded.kept is not None:
        return decoded.kept, _STORED[decoded.source_format]
    if decoded.source_format in _LOSSY and decoded.image.mode == "RGB":
        stream = io.BytesIO()
        decoded.image.save(stream, "JPEG", quality=JPEG_QUALITY, subsampling="4:4:4")
        return stream.getvalue(), "jpeg"
    return encode_png(decoded.image), "png"


def decode_stored(data: bytes) -> NDArray[np.uint8]:
    """The pixels of a stored picture: (H, W, 3) RGB, or (H, W, 4) RGBA where some are transparent.

    For bytes that `encode` made, so without limits. Raises UnreadableImage.
    """
    with _refusing_what_breaks():
        return np.asarray(as_srgb(_open(data, sniff(data)), None))


def decode_mask(
    data: bytes, *, width: int, height: int, polarity: Polarity = "white"
) -> NDArray[np.uint8]:
    """A mask for a picture of `width` x `height` px -> (height, width) uint8, 255 = regenerate.

    With polarity white, transparent parts count as black. Colour profiles and orientation are not
    applied: values are values. Raises InvalidMask for another size and where nothing or everything
    is selected (by `compositing.masks`), else what `decode` raises.
    """
    format = sniff(data)
    with _refusing_what_breaks():
        image = _open(data, format)
        if image.size != (width, height):
            raise InvalidMask(
                f"The mask is {image.width} x {image.height} px, its picture {width} x {height} px."
                " Send a mask of exactly the picture's size."
            )
        _check_size(image, width * height)
        image.load()
        mask = _mask_values(eight_bits(image), polarity)
    selection(mask, Size(width, height))
    return mask


def decode_stored_mask(data: bytes) -> NDArray[np.uint8]:
    """(H, W) uint8 of a mask that `actions.assets` stored. Raises UnreadableImage."""
    with _refusing_what_breaks():
        return np.array(_open(data, sniff(data)).convert("L"))


def sniff(data: bytes) -> str:
    """Pillow's name of the format, by the first bytes alone: names and content types may lie.

    Raises UnreadableImage for no bytes, UnsupportedImage for every other format.
    """
    if not data:
        raise UnreadableImage("The file is empty. Choose another one.")
    head = data[:512]
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF"
    if head[:2] == b"BM":
        return "BMP"
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return "TIFF"
    if head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis"):
        return "AVIF"
    raise UnsupportedImage(_refusal(head))


def _refusal(head: bytes) -> str:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return f"SVG drawings are not taken, because they can hold programs. {TAKEN}"
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<script", b"<")):
        return f"This file is a web page or other text, not a picture. {TAKEN}"
    if head.startswith(b"8BPS"):
        return f"Photoshop files are not taken. Export it from Photoshop, and: {TAKEN}"
    if head.startswith((b"%!PS", b"\xc5\xd0\xd3\xc6", b"%PDF")):
        return f"PostScript and PDF files are not taken. {TAKEN}"
    if head[4:8] == b"ftyp" and head[8:11] in (b"hei", b"hev", b"mif", b"msf"):
        return f"HEIC photos are not taken yet. Export it as a JPEG. {TAKEN}"
    return f"This file is no picture of a kind that can be read. {TAKEN}"


@contextmanager
def _refusing_what_breaks() -> Iterator[None]:
    """Pillow's readers raise whatever their parsing runs into: SyntaxError, KeyError, struct.error,
    zlib.error, RecursionError, MemoryError, and warnings where those are errors. Only Pillow and
    numpy are called in here, so each of them means that this file cannot be decoded."""
    try:
        yield
    except IngestError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageTooLarge(
            "The picture says that it has more pixels than can be taken. Upload a smaller one."
        ) from error
    except Exception as error:
        logger.info("A picture was refused: %s: %s", type(error).__name__, error)
        raise UnreadableImage(
            "The picture is broken or cut off, so it cannot be read to its end."
            " Export or download it again, and upload that."
        ) from error


def _open(data: bytes, format: str) -> Image.Image:
    """Reads the header. One format at a time: no other reader ever sees the bytes."""
    if format == "JPEG" and data.count(b"\xff\xda") > MAX_SCANS:
        raise UnsupportedImage(
            f"This JPEG is built of more than {MAX_SCANS} scans. Export it again as a usual JPEG."
        )
    return Image.open(io.BytesIO(data), formats=[format])


def _check_size(image: Image.Image, max_pixels: int) -> None:
    width, height = image.size
    if min(width, height) < 1:
        raise UnreadableImage("The picture has no pixels. Choose another one.")
    if max(width, height) > MAX_SIDE:
        raise ImageTooLarge(
            f"The picture is {width:,} x {height:,} px; a side may have {MAX_SIDE:,} px."
            " Make it smaller and upload it again."
        )
    if width * height > max_pixels:
        raise ImageTooLarge(
            f"The picture has {width * height / 1e6:.1f} megapixels ({width:,} x {height:,} px);"
            f" {max_pixels / 1e6:g} can be taken as {image.format}."
            " Make it smaller and upload it again."
        )
    if isinstance(image, TiffImageFile):
        # A tile is decoded whole, also where the picture is a corner of it.
        tile_width, tile_height = (image.tag_v2.get(tag, 0) for tag in (322, 323))
        if tile_width * tile_height > max(max_pixels, MAX_TILE_PIXELS):
            raise ImageTooLarge(
                "The tiles of this TIFF are far greater than its picture."
                " Export it without tiles, or as a PNG."
            )


def _orientation(image: Image.Image, data: bytes) -> Image.Transpose | None:
    """What sets the picture upright, by EXIF or XMP; None: nothing to do."""
    if isinstance(image, TiffImageFile):
        return None  # Pillow does it on load
    if isinstance(image, PngImageFile) and not any(hint in data for hint in _PNG_EXIF_HINTS):
        return None  # it stands behind the pixels, so asking for it decodes them all
    # A picture whose EXIF is broken is still a picture; so says every viewer.
    with suppress(Exception):
        return _UPRIGHT.get(image.getexif().get(_ORIENTATION_TAG, 1))
    return None


def _mask_values(image: Image.Image, polarity: Polarity) -> NDArray[np.uint8]:
    if polarity == "alpha":
        if not image.has_transparency_data:
            raise InvalidMask(
                "The mask has no transparency, so it says nothing about what to make anew."
            )
        return 255 - np.asarray(image.convert("RGBA").getchannel("A"))
    if not image.has_transparency_data:
        return np.array(image.convert("L"))
    rgba = image.convert("RGBA")
    grey = np.asarray(rgba.convert("L"), np.uint16)
    alpha = np.asarray(rgba.getchannel("A"), np.uint16)
    return ((grey * alpha + 127) // 255).astype(np.uint8)
