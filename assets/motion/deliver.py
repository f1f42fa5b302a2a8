"""A clip as the files that are given away, each within a size where one is asked for.

Quality is searched, never the picture's size: the finest that fits is what comes out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as PillowImage

from assets.compositing.arrays import Image
from assets.errors import InvalidRequest
from assets.motion.video import H264, VP9, Codec, read_clip, write_clip

PREVIEW_SIDE, PREVIEW_FPS = 480, 12
"""px of the long side and frames a second of GIF and WebP: they know no motion between frames."""
WEBP_QUALITIES = (80, 65, 50, 35, 20, 8)
GIF_COLOURS = (256, 128, 64, 32, 16)


class Delivery(StrEnum):
    WEBM = "webm"
    MP4 = "mp4"
    WEBP = "webp"
    GIF = "gif"


@dataclass(frozen=True)
class Delivered:
    """quality: in the codec's own words, such as "VP9, CRF 30"."""

    path: Path
    size: int
    quality: str


def deliver(
    master: Path, folder: Path, kind: Delivery, *, fps: Fraction, most_bytes: int | None = None
) -> Delivered:
    """Write `master` as `kind` into `folder`. most_bytes: what the file may have.
    Raises InvalidRequest where it does not fit at the coarsest quality that is given away."""
    match kind:
        case Delivery.WEBM:
            return _video(master, folder, VP9, "VP9", fps, most_bytes)
        case Delivery.MP4:
            return _video(master, folder, H264, "H.264", fps, most_bytes)
        case Delivery.WEBP:
            return _preview(master, folder, kind, fps, most_bytes)
        case Delivery.GIF:
            return _preview(master, folder, kind, fps, most_bytes)


def _video(
    master: Path, folder: Path, codec: Codec, name: str, fps: Fraction, most_bytes: int | None
) -> Delivered:
    path = folder / f"clip.{codec.container}"

    def size_at(crf: int) -> int:
        write_clip(path, read_clip(master), codec, fps=fps, crf=crf)
        return path.stat().st_size

    crf = codec.usual
    size = size_at(crf)
    if most_bytes is not None and size > most_bytes:
        crf, size = _finest(size_at, codec.usual + 1, codec.worst, most_bytes)
        size = size_at(crf)  # the last try of the search may have been another one
    return Delivered(path, size, f"{name}, CRF {crf}")


def _finest(
    size_at: Callable[[int], int], least: int, most: int, most_bytes: int
) -> tuple[int, int]:
    """The lowest CRF of `least` to `most` whose file fits, and its size."""
    found = None
    while least <= most:
        middle = (least + most) // 2
        size = size_at(middle)
        if size <= most_bytes:
            found, most = (middle, size), middle - 1
        else:
            least = middle + 1
    if found is None:
        raise _too_small(most_bytes)
    return found


def _preview(
    master: Path, folder: Path, kind: Delivery, fps: Fraction, most_bytes: int | None
) -> Delivered:
    frames = [PillowImage.fromarray(one) for one in _small(read_clip(master), fps)]
    path = folder / f"clip.{kind.value}"
    tries = WEBP_QUALITIES if kind is Delivery.WEBP else GIF_COLOURS
    for number in tries:
        quality = _save(path, frames, kind, number)
        size = path.stat().st_size
        if most_bytes is None or size <= most_bytes:
            return Delivered(path, size, quality)
    assert most_bytes is not None
    raise _too_small(most_bytes)


def _save(path: Path, frames: list[PillowImage.Image], kind: Delivery, number: int) -> str:
    every_ms = round(1000 / PREVIEW_FPS)
    if kind is Delivery.WEBP:
        frames[0].save(
            path, save_all=True, append_images=frames[1:], duration=every_ms, loop=0,
            quality=number, method=3,
        )  # fmt: skip
        return f"WebP, quality {number}"
    # One palette for all frames, of all that they show: a new one each time would flicker.
    sheet = PillowImage.fromarray(np.vstack([np.asarray(one) for one in frames[::6]]))
    palette = sheet.quantize(number)
    drawn = [one.quantize(palette=palette, dither=PillowImage.Dither.NONE) for one in frames]
    drawn[0].save(path, save_all=True, append_images=drawn[1:], duration=every_ms, loop=0)
    return f"GIF, {number} colours"


def _small(frames: Iterator[Image], fps: Fraction) -> Iterator[Image]:
    """`PREVIEW_FPS` of them a second, at most."""
    step, due = max(1.0, float(fps) / PREVIEW_FPS), 0.0
    for number, frame in enumerate(frames):
        if number < due:
            continue
        due += step
        height, width = frame.shape[:2]
        scale = min(1.0, PREVIEW_SIDE / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        yield np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)


def _too_small(most_bytes: int) -> InvalidRequest:
    return InvalidRequest(
        f"This clip does not fit into {most_bytes / 1e6:g} MB at a quality worth giving away. "
        "Allow more, or make a shorter or smaller clip.",
        code="does_not_fit",
    )
