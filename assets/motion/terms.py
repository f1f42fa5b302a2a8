"""What a clip is asked to be: which motion, how long, how large. Plain values and their bounds."""

from dataclasses import dataclass
from enum import StrEnum

from assets.compositing.geometry import Size
from assets.errors import InvalidRequest

FPS = 24
LEAST_SECONDS, MOST_SECONDS = 1.0, 8.0
SIDES = (720, 1080)
"""px of the short side that people choose from; a smaller picture is not enlarged."""
LEAST_SIDE = 32
MOST_LONG_SIDE = 1920


class Motion(StrEnum):
    """ken_burns and parallax move the whole view; clouds to fabric let a texture drift; light is a
    band that passes over, grain a film's."""

    KEN_BURNS = "ken_burns"
    PARALLAX = "parallax"
    CLOUDS = "clouds"
    WATER = "water"
    STEAM = "steam"
    FABRIC = "fabric"
    LIGHT = "light"
    GRAIN = "grain"


@dataclass(frozen=True)
class Terms:
    """seconds: of play. loops: the last frame is the first again. amount: 0 (hardly) to 1.

    seed: 0 to 2^32 - 1; the same terms of the same still give the same frames, byte for byte.
    """

    motion: Motion
    seconds: float
    loops: bool = True
    amount: float = 0.5
    seed: int = 0
    fps: int = FPS

    @property
    def count(self) -> int:
        """Frames; at least two, so that there is a first and a last."""
        return max(2, round(self.seconds * self.fps))


def check_seconds(seconds: float) -> None:
    """Raises InvalidRequest."""
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise InvalidRequest(
            f"A clip is {LEAST_SECONDS:g} to {MOST_SECONDS:g} seconds long. Choose another length.",
            code="seconds_out_of_range",
        )


def clip_size(picture: Size, side: int) -> Size:
    """px of a clip of `picture` with `side` px on its short side: in its ratio, even (codecs halve
    colour), never larger than the picture. Raises InvalidRequest for sides that are no choice, and
    for pictures too small or too long."""
    if side not in SIDES:
        choices = " or ".join(f"{one}p" for one in SIDES)
        raise InvalidRequest(f"A clip is {choices}. Choose one of them.", code="unknown_side")
    short, long = sorted((picture.width, picture.height))
    scale = min(1.0, side / short, MOST_LONG_SIDE / long)
    width, height = (
        int(length * scale + 1e-9) // 2 * 2 for length in (picture.width, picture.height)
    )
    if min(width, height) < LEAST_SIDE:
        raise InvalidRequest(
            f"This picture is too small or too narrow for a clip, which has at least {LEAST_SIDE} "
            "px on each side. Upscale or extend it first.",
            code="size_out_of_range",
        )
    return Size(width, height)
