from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from assets.errors import ImageTooLarge, IngestError, UnreadableImage, UnsupportedImage
from assets.motion.intake import MOST_SECONDS_IN, sniff_clip, take_in
from assets.motion.video import H264, MASTER_CODEC, VP9, Codec, read_clip, stated, write_clip
from tests.unit.assets.motion.pictures import still


def sent(folder: Path, codec: Codec = H264, *, count: int = 6, fps: int = 24) -> Path:
    path = folder / "sent"
    frames = [np.roll(still(), number, axis=1) for number in range(count)]
    write_clip(path, frames, codec, fps=Fraction(fps))
    return path


def container_of(path: Path) -> str:
    return sniff_clip(path.read_bytes()[:64]) or "none"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("codec", [H264, VP9, MASTER_CODEC])
def test_a_clip_is_taken_in_and_encoded_anew(tmp_path: Path, out: Path, codec: Codec) -> None:
    source = sent(tmp_path, codec)
    made = take_in(source, out, container=container_of(source))

    assert (made.frames, made.fps) == (6, Fraction(24))
    assert made.still.shape == (48, 64, 3)
    assert stated(made.play).codec == "vp9"
    if codec is MASTER_CODEC:
        assert all(
            np.array_equal(*pair)
            for pair in zip(read_clip(made.master), read_clip(source), strict=True)
        )


def test_what_a_file_says_beside_its_pictures_goes_no_further(tmp_path: Path, out: Path) -> None:
    source = tmp_path / "told"
    with av.open(str(source), "w", format="mp4") as file:
        file.metadata["comment"] = "secret place"
        stream = file.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(3):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(still(), format="rgb24")))
        file.mux(stream.encode())
    assert b"secret place" in source.read_bytes()
    made = take_in(source, out, container="mp4")

    assert b"secret place" not in made.master.read_bytes() + made.play.read_bytes()


def test_a_clip_that_is_too_long_is_refused(tmp_path: Path, out: Path) -> None:
    source = sent(tmp_path, count=int(MOST_SECONDS_IN) + 3, fps=1)

    with pytest.raises(ImageTooLarge, match="30 s"):
        take_in(source, out, container="mp4")


def test_a_clip_cut_off_or_broken_is_refused(tmp_path: Path, out: Path) -> None:
    whole = sent(tmp_path).read_bytes()
    source = tmp_path / "broken"
    for data in (
        whole[: len(whole) // 2],
        whole[:40] + bytes(400),
        b"\x1a\x45\xdf\xa3" + bytes(99),
    ):
        source.write_bytes(data)
        with pytest.raises(UnreadableImage):
            take_in(source, out, container=container_of(source))


def test_sound_alone_and_unknown_codecs_are_refused(tmp_path: Path, out: Path) -> None:
    source = tmp_path / "sound"
    with av.open(str(source), "w", format="mp4") as file:
        stream = file.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 1024), np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate = 8000
        file.mux(stream.encode(frame))
        file.mux(stream.encode())
    with pytest.raises(UnsupportedImage, match="no video"):
        take_in(source, out, container="mp4")

    ffv1 = sent(tmp_path, Codec("ffv1", "matroska", "yuv420p", {}, 0, 0, 0))
    with pytest.raises(UnsupportedImage, match="ffv1"):
        take_in(ffv1, out, container="matroska")


def test_a_frame_too_large_is_refused_before_it_is_decoded(tmp_path: Path, out: Path) -> None:
    source = tmp_path / "large"
    write_clip(source, [np.zeros((2400, 4100, 3), np.uint8)], H264, fps=Fraction(24))

    with pytest.raises(ImageTooLarge, match="4,100 x 2,400"):
        take_in(source, out, container="mp4")


@pytest.mark.parametrize(
    "head", [b"", b"\xff\xd8\xff\xe0", b"GIF89a", b"\x00\x00\x00\x1cftypavif", b"<html>", b"RIFF"]
)
def test_what_is_no_video_is_none(head: bytes) -> None:
    assert sniff_clip(head) is None


@pytest.mark.parametrize("seed", range(12))
def test_bytes_that_are_changed_give_a_clip_or_a_refusal(
    tmp_path: Path, out: Path, seed: int
) -> None:
    data = bytearray(sent(tmp_path).read_bytes())
    chance = np.random.default_rng(seed)
    for place in chance.integers(32, len(data), 12):
        data[place] = int(chance.integers(0, 256))
    source = tmp_path / "changed"
    source.write_bytes(data)
    try:
        take_in(source, out, container="mp4")
    except IngestError as error:
        assert error.message
