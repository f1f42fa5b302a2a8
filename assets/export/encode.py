"""A picture as a file: exact px, tagged sRGB, under a cap of bytes by a search for the quality.

Pure: arrays in, bytes out.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from PIL import Image as PillowImage
from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo

from assets.compositing.arrays import Image
from assets.compositing.formats import SOFT, Way, cropped, plan_format, scale_whole
from assets.compositing.geometry import Size
from assets.errors import AssetsError
from assets.export.presets import AVIF, JPEG, PNG, WEBP

BEST, LEAST = 92, 30
"""Quality as encoders count it: above, files grow and nobody sees why; below, everybody sees."""
AVIF_SPEED = 8
"""0 slow to 10: a search encodes six times; at 8 a picture of 1080 x 1350 takes 0.1 s a time."""
MATTE = (255, 255, 255)
"""Under transparent parts where a kind of file knows none."""
MIME = {JPEG: "image/jpeg", PNG: "image/png", WEBP: "image/webp", AVIF: "image/avif"}


class CannotFit(AssetsError):
    """No quality that can be looked at brings it under the cap."""

    code = "cannot_fit"
    http_status = 422


@dataclass(frozen=True)
class Encoded:
    """quality: None for PNG, which loses nothing. notes: what people should know of it."""

    data: bytes
    size: Size
    quality: int | None
    notes: tuple[str, ...] = ()


def fit(picture: Image, size: Size | None) -> tuple[Image, tuple[str, ...]]:
    """(H, W, C) uint8 in exactly `size` px, its middle cropped where the shapes differ; and what
    that did to it. None: as it is."""
    height, width = picture.shape[:2]
    if size is None:
        return picture, ()
    plan = plan_format(Size(width, height), size, way=Way.CROP)
    notes = []
    if plan.lost >= 0.005:
        notes.append(f"crops {plan.lost:.0%}")
    if max(plan.scaled.width / width, plan.scaled.height / height) > SOFT:
        notes.append(f"enlarged {plan.scaled.width / width:.1f} times, so soft")
    if plan.way is Way.CROP:
        return cropped(picture, plan), tuple(notes)
    return scale_whole(picture, size), tuple(notes)


def encode(
    picture: Image,
    kind: str,
    *,
    most_bytes: int | None = None,
    xmp: bytes = b"",
    spare: int = 0,
) -> Encoded:
    """picture: (H, W, 3) or (H, W, 4) uint8 sRGB. xmp: a packet to put in, b"" for none.
    spare: bytes that follow later and count under the cap. Raises CannotFit."""
    size = Size(picture.shape[1], picture.shape[0])
    room = None if most_bytes is None else most_bytes - spare
    if kind == PNG:
        data = _as_png(picture, xmp)
        if room is not None and len(data) > room:
            raise _cannot(len(data) + spare, most_bytes, "PNG loses nothing: choose JPEG or WebP.")
        return Encoded(data, size, None)
    image, notes = _image(picture, has_alpha=kind != JPEG)
    at = _ENCODERS[kind]
    data, quality = best_quality(lambda quality: at(image, quality, xmp), room)
    if room is not None and len(data) > room:
        raise _cannot(len(data) + spare, most_bytes, "Choose fewer px or a larger cap.")
    return Encoded(data, size, quality, notes)


def best_quality(make: Callable[[int], bytes], most_bytes: int | None) -> tuple[bytes, int]:
    """The file of the highest quality under the cap, by halves; of the lowest where none is."""
    data = make(BEST)
    if most_bytes is None or len(data) <= most_bytes:
        return data, BEST
    least, most = LEAST, BEST - 1
    found = make(LEAST), LEAST
    if len(found[0]) > most_bytes:
        return found
    while least < most:
        middle = (least + most + 1) // 2
        data = make(middle)
        if len(data) <= most_bytes:
            found, least = (data, middle), middle
        else:
            most = middle - 1
    return found


def _cannot(length: int, most_bytes: int | None, what_to_do: str) -> CannotFit:
    assert most_bytes is not None
    return CannotFit(
        f"It takes {-(-length // 1_000):,} KB at the least, over the cap of"
        f" {most_bytes // 1_000:,} KB. {what_to_do}"
    )


def _image(picture: Image, *, has_alpha: bool) -> tuple[PillowImage.Image, tuple[str, ...]]:
    image = PillowImage.fromarray(np.ascontiguousarray(picture))
    if image.mode == "RGB" or has_alpha:
        return image, ()
    matte = PillowImage.new("RGB", image.size, MATTE)
    matte.paste(image, mask=image.getchannel("A"))
    return matte, ("transparent parts are white",)


@cache
def srgb_profile() -> bytes:
    """ICC profile, the same bytes each time in a process."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _as_png(picture: Image, xmp: bytes) -> bytes:
    info = PngInfo()
    if xmp:
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
    stream = io.BytesIO()
    PillowImage.fromarray(np.ascontiguousarray(picture)).save(
        stream, "PNG", compress_level=6, icc_profile=srgb_profile(), pnginfo=info
    )
    return stream.getvalue()


def _as_jpeg(image: PillowImage.Image, quality: int, xmp: bytes) -> bytes:
    options: dict[str, object] = {"xmp": xmp} if xmp else {}
    options |= {"quality": quality, "subsampling": "4:4:4" if quality >= 90 else "4:2:0"}
    try:
        return _saved(image, "JPEG", optimize=True, progressive=True, **options)
    except OSError:
        # Both want the whole file in one buffer, which Pillow makes a byte a pixel: noise is more.
        return _saved(image, "JPEG", **options)


def _as_webp(image: PillowImage.Image, quality: int, xmp: bytes) -> bytes:
    more = {"xmp": xmp} if xmp else {}
    return _saved(image, "WEBP", quality=quality, method=4, **more)


def _as_avif(image: PillowImage.Image, quality: int, xmp: bytes) -> bytes:
    more = {"xmp": xmp} if xmp else {}
    return _saved(image, "AVIF", quality=quality, speed=AVIF_SPEED, max_threads=1, **more)


def _saved(image: PillowImage.Image, format: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format, icc_profile=srgb_profile(), **options)
    return stream.getvalue()


_ENCODERS = {JPEG: _as_jpeg, WEBP: _as_webp, AVIF: _as_avif}


def thumbnail(picture: Image, side: int) -> Image:
    """At most `side` px on its longer side, never enlarged; transparent parts on white."""
    height, width = picture.shape[:2]
    scale = min(1.0, side / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(_image(small, has_alpha=False)[0])


def white(width: int, height: int) -> Image:
    """(height, width, 3)."""
    return np.full((height, width, 3), 255, np.uint8)
