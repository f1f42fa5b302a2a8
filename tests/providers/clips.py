"""Clips as fake providers make them: small, with a picture that moves."""

import tempfile
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np

from assets.motion.video import H264, write_clip
from tests.providers.wire import Answer, picture_answer

WIDTH, HEIGHT, FRAMES = 96, 64, 12


@cache
def clip_bytes() -> bytes:
    x = np.broadcast_to(np.linspace(0, 250, WIDTH), (HEIGHT, WIDTH))
    still = np.repeat(x[..., None], 3, axis=2).astype(np.uint8)
    frames = [np.roll(still, 2 * number, axis=1) for number in range(FRAMES)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        write_clip(path, frames, H264, fps=Fraction(24))
        return path.read_bytes()


def clip_answer(mode: str) -> Answer:
    """mode: of the play."""
    data = clip_bytes()
    if mode == "not a clip":
        data = b"<html>gone</html>"
    if mode == "broken clip":
        data = data[:200]
    return picture_answer(data, "video/mp4")
