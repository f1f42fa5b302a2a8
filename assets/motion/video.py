"""Frames to files and back, by PyAV: the lossless master that is kept, and what people are given.

All colour is sRGB in and BT.709 in files that hold YUV, tagged as such: players that are not told
guess by the size of the picture. Nothing has sound. Each codec runs on one thread: how many clips
are made at a time is the dispatcher's to say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from assets.compositing.arrays import Image

MASTER = "mkv"
"""Suffix of masters: H.264 of RGB without loss in Matroska. FFV1 takes twice the time to write."""


@dataclass(frozen=True)
class Codec:
    """One way to write a clip. best, worst: the scale of `crf`, from the finest to the coarsest
    that is given away."""

    encoder: str
    container: str
    pixels: str
    options: dict[str, str]
    best: int
    worst: int
    usual: int


MASTER_CODEC = Codec("libx264rgb", "matroska", "rgb24", {"qp": "0", "preset": "ultrafast"}, 0, 0, 0)
NEAR_MASTER = Codec("libx264", "matroska", "yuv420p", {"preset": "veryfast"}, 12, 12, 12)
"""Of clips that came in with losses of their own: no second loss that anybody sees."""
VP9 = Codec(
    "libvpx-vp9",
    "webm",
    "yuv420p",
    {"deadline": "realtime", "cpu-used": "7", "b:v": "0"},
    18,
    58,
    30,
)
H264 = Codec("libx264", "mp4", "yuv420p", {"preset": "veryfast", "profile": "high"}, 16, 45, 21)


class ClipWriter:
    """Writes one file, frame by frame. Close it, or leave the `with`, before it is read."""

    def __init__(self, path: Path, codec: Codec, *, fps: Fraction, crf: int | None = None) -> None:
        self._codec = codec
        options = dict(codec.options)
        if codec is not MASTER_CODEC:
            options["crf"] = str(codec.usual if crf is None else crf)
        # Fast start: an MP4 begins to play before its end is there.
        container = {"movflags": "+faststart"} if codec.container == "mp4" else {}
        self._file = av.open(str(path), "w", format=codec.container, options=container)
        self._stream: Any = self._file.add_stream(codec.encoder, rate=fps, options=options)
        self._is_open = False
        self.count = 0

    def add(self, frame: Image) -> None:
        """frame: (H, W, 3) uint8, both sides even, all of one size."""
        if not self._is_open:
            self._begin(frame.shape[1], frame.shape[0])
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")
        if self._codec.pixels != "rgb24":
            picture = picture.reformat(
                format=self._codec.pixels,
                dst_colorspace=Colorspace.ITU709,
                dst_color_range=ColorRange.MPEG,
            )
        picture.pts = self.count
        self.count += 1
        self._file.mux(self._stream.encode(picture))

    def close(self) -> None:
        if self._is_open:
            self._file.mux(self._stream.encode())
            self._is_open = False
        self._file.close()

    def __enter__(self) -> "ClipWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self, width: int, height: int) -> None:
        context = self._stream.codec_context
        self._stream.width, self._stream.height = width, height
        self._stream.pix_fmt = self._codec.pixels
        context.thread_count = 1
        if self._codec.pixels != "rgb24":
            context.colorspace = Colorspace.ITU709
            context.color_primaries = ColorPrimaries.BT709
            context.color_trc = ColorTrc.BT709
            context.color_range = ColorRange.MPEG
        self._is_open = True


def write_clip(
    path: Path, frames: Iterable[Image], codec: Codec, *, fps: Fraction, crf: int | None = None
) -> int:
    """How many frames were written."""
    with ClipWriter(path, codec, fps=fps, crf=crf) as writer:
        for frame in frames:
            writer.add(frame)
        return writer.count


def read_clip(path: Path) -> Iterator[Image]:
    """The frames of a file of ours, (H, W, 3) uint8 sRGB."""
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        stream.thread_count = 1
        for frame in file.decode(stream):
            yield as_rgb(frame)


def as_rgb(frame: av.VideoFrame) -> Image:
    """By the colour that the frame is tagged with; one without a tag is BT.709, as all of ours."""
    if frame.format.name.startswith(("rgb", "gbr", "bgr")):
        return np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    known = frame.colorspace in (Colorspace.ITU709, Colorspace.ITU601, Colorspace.SMPTE240M)
    made = frame.reformat(
        format="rgb24", src_colorspace=frame.colorspace if known else Colorspace.ITU709
    )
    return np.asarray(made.to_ndarray(), np.uint8)


@dataclass(frozen=True)
class Stated:
    """What a file of ours says of itself: how players are told to show it."""

    codec: str
    width: int
    height: int
    fps: Fraction
    colorspace: int
    primaries: int
    has_sound: bool


def stated(path: Path) -> Stated:
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        context = stream.codec_context
        return Stated(
            context.name,
            context.width,
            context.height,
            Fraction(stream.average_rate or 0),
            int(context.colorspace),
            int(context.color_primaries),
            bool(file.streams.audio),
        )
