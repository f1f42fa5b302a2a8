"""What a drawn board looks like, and how much work it is at most."""

import io
from collections.abc import Sequence

import pytest
from PIL import Image

from assets.errors import StorageFailed
from canvas.thumbnails import HEIGHT, MOST_PICTURES, WIDTH, Thing, draw


def red_picture(sha256: str, level: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (32, 32), (220, 20, 20)).save(stream, "WEBP")
    return stream.getvalue()


def no_picture(sha256: str, level: int) -> bytes:
    raise StorageFailed("gone")


def picture(x: float = 0, y: float = 0, rotation: float = 0, **keys: object) -> Thing:
    return Thing("image", x, y, 400, 300, rotation, "ab", (32, 128, 512), dict(keys))


def drawn(things: Sequence[Thing]) -> Image.Image:
    return Image.open(io.BytesIO(draw(things, red_picture))).convert("RGBA")


def test_an_empty_board_is_clear() -> None:
    assert drawn([]).getextrema()[3] == (0, 0)


def test_things_keep_their_places() -> None:
    note = Thing("note", 3600, 2000, 400, 400, 0, props={"colour": "blue"})

    image = drawn([picture(), note])

    left = image.getpixel((image.getbbox()[0] + 5, image.getbbox()[1] + 5))  # type: ignore[index]
    right = image.getpixel((image.getbbox()[2] - 5, image.getbbox()[3] - 5))  # type: ignore[index]
    assert isinstance(left, tuple) and isinstance(right, tuple)
    assert left[0] > 180 and left[2] < 80
    assert right[2] > right[0] and right[3] > 0


def test_a_small_board_is_not_enlarged() -> None:
    left, top, right, bottom = drawn([picture()]).getbbox() or (0, 0, 0, 0)

    assert right - left <= 401 and bottom - top <= 301


@pytest.mark.parametrize("rotation", [0, 30, 90, 359.9])
def test_turned_pictures_stay_on_the_canvas(rotation: float) -> None:
    assert drawn([picture(rotation=rotation)]).size == (WIDTH, HEIGHT)


def test_a_picture_that_cannot_be_read_is_a_grey_place() -> None:
    image = Image.open(io.BytesIO(draw([picture()], no_picture))).convert("RGBA")

    pixel = image.getpixel((WIDTH // 2, HEIGHT // 2))
    assert isinstance(pixel, tuple)
    assert abs(pixel[0] - 128) < 12 and pixel[3] > 0


def test_the_smallest_rendition_that_will_do_is_read_and_not_too_many() -> None:
    read: list[int] = []

    def note_level(sha256: str, level: int) -> bytes:
        read.append(level)
        return red_picture(sha256, level)

    draw([picture(x=(n % 20) * 430, y=(n // 20) * 330) for n in range(400)], note_level)

    assert set(read) == {32}
    assert len(read) <= MOST_PICTURES


@pytest.mark.parametrize("kind", ["frame", "note", "text", "shape", "line", "generation", "other"])
def test_every_kind_is_drawn_at_any_size(kind: str) -> None:
    props = {"text": "Two\nlines", "shape": "ellipse", "fill": "tint", "start": "sw"}
    things = [
        Thing(kind, 0, 0, width, height, 15, props=props)
        for width, height in ((1, 1), (5000, 1), (1, 5000), (300, 200))
    ]

    assert drawn(things).getbbox() is not None
