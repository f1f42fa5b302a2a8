"""Untrusted video -> the files of a clip, or a refusal with a reason.

Nothing of what came in is kept: every frame is decoded and encoded anew, so no metadata, no sound,
no further stream and nothing that follows the pictures gets further. What a file says of itself is
looked at first; what it really holds is counted while it is decoded.
"""

import logging
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from assets.compositing.arrays import Image
from assets.compositing.geometry import Size
from assets.errors import AssetsError, ImageTooLarge, UnreadableImage, UnsupportedImage
from assets.generations.fit import resize
from assets.motion.making import ClipMaker, MadeClip
from assets.motion.terms import FPS, MOST_LONG_SIDE
from assets.motion.video import MASTER_CODEC, NEAR_MASTER, as_rgb

logger = logging.getLogger(__name__)

MOST_SECONDS_IN = 30.0
MOST_FPS = 60
MOST_FRAMES = int(MOST_SECONDS_IN * MOST_FPS)
MOST_PIXELS = 4096 * 2304
"""Of a frame; larger ones than `MOST_LONG_SIDE` come out smaller."""
MOST_WORK_S = 240.0
"""For all of it, on a busy machine: 30 s at 1080p take some 60 s."""
CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4", "prores", "mjpeg"})
KEPT_SHARE = 0.8
"""Of the frames that a file says it has: with fewer it was cut off."""
BROKEN = (
    "The clip is broken or cut off, so it cannot be read to its end. Export or download it again, "
    "and upload that."
)
TAKEN = "Upload an MP4, WebM or MOV clip of at most 30 seconds."

_PICTURES = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"hevx")


def sniff_clip(head: bytes) -> str | None:
    """FFmpeg's name of the container, by the first bytes alone; None for what is no video."""
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head[4:8] == b"ftyp" and head[8:12] not in _PICTURES:
        return "mp4"
    return None


@dataclass(frozen=True)
class _Stream:
    """container: open. is_lossless: it is a master of ours, or as good."""

    container: Any
    stream: Any
    fps: Fraction
    told_frames: float
    is_lossless: bool


def take_in(source: Path, folder: Path, *, container: str) -> MadeClip:
    """source: a file of at most what uploads may have. folder: an empty one, the caller's.
    container: as `sniff_clip` says. Raises UnsupportedImage, ImageTooLarge or UnreadableImage;
    nothing else, whatever the bytes are."""
    with _refusing_what_breaks(), _opened(source, container) as opened:
        return _made(opened, folder)


Read = tuple[Image, Fraction, float]
"""A frame, the frames a second, and the share of the clip that is read by then, 0 to 1."""


def frames_in(source: Path, *, container: str) -> Generator[Read, None, None]:
    """Bounds and refusals as of `take_in`."""
    with _refusing_what_breaks(), _opened(source, container) as opened:
        for number, frame in enumerate(_frames(opened), start=1):
            yield frame, opened.fps, min(1.0, number / max(1.0, opened.told_frames))


def _made(opened: _Stream, folder: Path) -> MadeClip:
    maker: ClipMaker | None = None
    codec = MASTER_CODEC if opened.is_lossless else NEAR_MASTER
    try:
        for frame in _frames(opened):
            if maker is None:
                maker = ClipMaker(folder, frame, None, fps=opened.fps, loops=False, codec=codec)
            maker.add(frame)
        if maker is None or maker.count < 2:
            raise UnreadableImage(f"The clip shows no moving picture. {TAKEN}")
        if maker.count < KEPT_SHARE * opened.told_frames:
            raise UnreadableImage(BROKEN)
        return maker.finish()
    finally:
        if maker is not None:
            maker.close()


@contextmanager
def _opened(source: Path, container: str) -> Iterator[_Stream]:
    """By that demuxer alone, from that file alone."""
    with av.open(str(source), format=container, options={"protocol_whitelist": "file"}) as file:
        if not file.streams.video and not file.streams.audio:
            raise UnreadableImage(BROKEN)
        if not file.streams.video:
            raise UnsupportedImage(f"This file holds sound, but no video. {TAKEN}")
        stream = file.streams.video[0]
        stream.thread_count = 1
        context = stream.codec_context
        _check(context.name, context.width, context.height)
        told = float(file.duration or 0) / 1_000_000
        if told > MOST_SECONDS_IN + 1:
            raise _too_long(told)
        rate = Fraction(stream.average_rate or FPS)
        fps = min(max(rate, Fraction(1)), Fraction(MOST_FPS)).limit_denominator(1001)
        is_lossless = context.name == "h264" and str(context.pix_fmt).startswith(("gbr", "rgb"))
        told_frames = float(stream.frames or told * fps)
        yield _Stream(file, stream, fps, told_frames, is_lossless)


def _check(codec: str, width: int, height: int) -> None:
    if codec not in CODECS:
        raise UnsupportedImage(f"This clip is coded as {codec[:20]}, which is not taken. {TAKEN}")
    if min(width, height) < 2:
        raise UnreadableImage(f"The clip says that it has no pixels. {TAKEN}")
    if width * height > MOST_PIXELS:
        raise ImageTooLarge(
            f"The clip is {width:,} x {height:,} px, and 4096 x 2304 px are taken at most. Make it "
            "smaller and upload it again."
        )


def _frames(opened: _Stream) -> Iterator[Image]:
    """Upright, of one size that codecs take. Counts what there really is."""
    size: Size | None = None
    began, most = time.monotonic(), min(MOST_FRAMES, int(MOST_SECONDS_IN * opened.fps) + 1)
    for number, frame in enumerate(opened.container.decode(opened.stream)):
        if number >= most:
            raise _too_long(None)
        if time.monotonic() - began > MOST_WORK_S:
            raise ImageTooLarge("This clip takes too long to read. Make it shorter or smaller.")
        _check(opened.stream.codec_context.name, frame.width, frame.height)
        image = _upright(as_rgb(frame), frame.rotation)
        if size is None:
            size = _size(image.shape[1], image.shape[0])
        yield np.ascontiguousarray(resize(image, size.width, size.height))


def _upright(image: Image, degrees: int) -> Image:
    """degrees: as the display matrix has it, counter-clockwise."""
    return np.rot90(image, round(degrees / 90) % 4) if degrees else image


def _size(width: int, height: int) -> Size:
    scale = min(1.0, MOST_LONG_SIDE / max(width, height))
    return Size(*(max(2, int(side * scale) // 2 * 2) for side in (width, height)))


def _too_long(seconds: float | None) -> ImageTooLarge:
    told = "longer" if seconds is None else f"{seconds:.0f} s long"
    return ImageTooLarge(
        f"The clip is {told}, and {MOST_SECONDS_IN:g} s are taken at most. Cut it and upload it "
        "again."
    )


@contextmanager
def _refusing_what_breaks() -> Iterator[None]:
    """FFmpeg's readers fail in many ways; only it and numpy are called in here."""
    try:
        yield
    except AssetsError:
        raise
    except Exception as error:
        logger.info("A clip was refused: %s: %s", type(error).__name__, error)
        raise UnreadableImage(BROKEN) from error
