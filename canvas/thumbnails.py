"""Draws a board small, as it lies: pictures from their renditions, the rest as plain shapes.

Pure but for `read`. The ground is left transparent, and shapes have colours that stand on a dark
ground as on a light one, so that one thumbnail serves both themes.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw, UnidentifiedImageError

from assets.errors import StorageFailed

WIDTH, HEIGHT = 576, 336
PADDING = 16
# Bounds of the work: 10,000 pictures are drawn no larger than these anyway.
MOST_THINGS = 4_000
MOST_PICTURES = 240
LEAST_PICTURE_PX = 3
MOST_SCALE = 1.0

Colour = tuple[int, int, int, int]
Box = tuple[float, float, float, float]

PICTURE: Colour = (128, 128, 128, 150)
FRAME_FILL: Colour = (128, 128, 128, 30)
FRAME_LINE: Colour = (128, 128, 128, 150)
TEXT: Colour = (128, 128, 128, 220)
INKS: dict[str, tuple[int, int, int]] = {
    "amber": (219, 165, 38),
    "grey": (140, 140, 140),
    "ink": (140, 140, 140),
    "blue": (91, 140, 210),
    "green": (86, 160, 112),
    "rose": (214, 112, 132),
}


@dataclass(frozen=True)
class Thing:
    """A node. Coordinates in world units, rotation in degrees clockwise.

    levels: the renditions of its picture that there are, small to large.
    """

    kind: str
    x: float
    y: float
    width: float
    height: float
    rotation: float
    sha256: str = ""
    levels: tuple[int, ...] = ()
    props: dict[str, Any] = field(default_factory=dict)


Read = Callable[[str, int], bytes]
"""(SHA-256 of an asset, level of its `levels`) -> a WebP. Raises StorageFailed."""


def draw(things: Sequence[Thing], read: Read) -> bytes:
    """A WebP of WIDTH x HEIGHT px with alpha. things: bottom to top."""
    canvas = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    if things:
        view = _fit(things)
        largest = _largest_pictures(things)
        for number, thing in enumerate(things):
            _draw_thing(canvas, thing, view(thing), read, number in largest)
    stream = io.BytesIO()
    canvas.save(stream, "WEBP", quality=82, method=2)
    return stream.getvalue()


def _fit(things: Sequence[Thing]) -> Callable[[Thing], Box]:
    """From world units to px: everything in view, never enlarged."""
    left = min(thing.x for thing in things)
    top = min(thing.y for thing in things)
    width = max(max(thing.x + thing.width for thing in things) - left, 1.0)
    height = max(max(thing.y + thing.height for thing in things) - top, 1.0)
    scale = min((WIDTH - 2 * PADDING) / width, (HEIGHT - 2 * PADDING) / height, MOST_SCALE)
    x0, y0 = (WIDTH - width * scale) / 2, (HEIGHT - height * scale) / 2

    def place(thing: Thing) -> Box:
        x, y = x0 + (thing.x - left) * scale, y0 + (thing.y - top) * scale
        return x, y, x + thing.width * scale, y + thing.height * scale

    return place


def _largest_pictures(things: Sequence[Thing]) -> set[int]:
    """Indices of the pictures that are worth decoding."""
    pictures = [number for number, thing in enumerate(things) if thing.sha256]
    pictures.sort(key=lambda number: -things[number].width * things[number].height)
    return set(pictures[:MOST_PICTURES])


def _draw_thing(canvas: Image.Image, thing: Thing, box: Box, read: Read, decodes: bool) -> None:
    if thing.kind == "image":
        _draw_picture(canvas, thing, box, read, decodes)
        return
    width, height = _size(box)
    layer = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    _PAINTERS.get(thing.kind, _paint_placeholder)(ImageDraw.Draw(layer), thing, width, height)
    _paste(canvas, layer, box, thing.rotation)


def _draw_picture(canvas: Image.Image, thing: Thing, box: Box, read: Read, decodes: bool) -> None:
    width, height = _size(box)
    picture = None
    if decodes and max(width, height) >= LEAST_PICTURE_PX:
        picture = stored_picture(thing, max(width, height), read)
    if picture is None:
        picture = Image.new("RGBA", (width, height), PICTURE)
    picture = picture.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0)
    if thing.props.get("flip_x"):
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if thing.props.get("flip_y"):
        picture = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    _paste(canvas, picture, box, thing.rotation)


def stored_picture(thing: Thing, side: int, read: Read) -> Image.Image | None:
    """From the smallest rendition that is large enough, or the largest; None: it cannot be read."""
    level = next((level for level in thing.levels if level >= side), max(thing.levels, default=0))
    try:
        with Image.open(io.BytesIO(read(thing.sha256, level))) as image:
            return image.convert("RGBA")
    except (StorageFailed, UnidentifiedImageError, OSError):
        return None


def _paste(canvas: Image.Image, layer: Image.Image, box: Box, rotation: float) -> None:
    """About the middle of the box. What lies outside the canvas is cut off."""
    if rotation % 360:
        layer = layer.rotate(-rotation, Image.Resampling.BILINEAR, expand=True)
    x = round((box[0] + box[2] - layer.width) / 2)
    y = round((box[1] + box[3] - layer.height) / 2)
    left, top = max(0, x), max(0, y)
    right, bottom = min(WIDTH, x + layer.width), min(HEIGHT, y + layer.height)
    if left < right and top < bottom:
        canvas.alpha_composite(layer.crop((left - x, top - y, right - x, bottom - y)), (left, top))


def _size(box: Box) -> tuple[int, int]:
    """In whole px, at least 1, at most the canvas."""
    width, height = round(box[2] - box[0]), round(box[3] - box[1])
    return min(max(1, width), WIDTH), min(max(1, height), HEIGHT)


def _ink(thing: Thing, alpha: int) -> Colour:
    red, green, blue = INKS.get(str(thing.props.get("colour")), INKS["amber"])
    return red, green, blue, alpha


def _paint_frame(pen: ImageDraw.ImageDraw, thing: Thing, width: int, height: int) -> None:
    pen.rectangle((0, 0, width - 1, height - 1), FRAME_FILL, FRAME_LINE)


def _paint_note(pen: ImageDraw.ImageDraw, thing: Thing, width: int, height: int) -> None:
    pen.rounded_rectangle((0, 0, width - 1, height - 1), 2, _ink(thing, 120))
    if thing.props.get("text"):
        _paint_lines(pen, str(thing.props["text"]), width, height, 4)


def _paint_text(pen: ImageDraw.ImageDraw, thing: Thing, width: int, height: int) -> None:
    _paint_lines(pen, str(thing.props.get("text", "")), width, height, 0)


def _paint_lines(pen: ImageDraw.ImageDraw, text: str, width: int, height: int, inset: int) -> None:
    """Bars in place of words, about as long as the lines are: letters could not be read."""
    lines = [line for line in text.splitlines() if line.strip()] or [text]
    step = max(4.0, (height - 2 * inset) / max(len(lines), 1)) if inset == 0 else 5.0
    longest = max(max(map(len, lines)), 1)
    for number, line in enumerate(lines[: max(1, int((height - 2 * inset) // step))]):
        top = inset + number * step
        right = inset + (width - 2 * inset) * max(0.2, len(line) / longest)
        thick = max(1.0, min(step * 0.5, height - inset - top - 1))
        if right - inset >= 1 and thick >= 1:
            pen.rectangle((inset, top, right - 1, top + thick - 1), TEXT)


def _paint_shape(pen: ImageDraw.ImageDraw, thing: Thing, width: int, height: int) -> None:
    alpha = {"solid": 220, "tint": 90}.get(str(thing.props.get("fill")), 0)
    outline = pen.ellipse if thing.props.get("shape") == "ellipse" else pen.rectangle
    outline((0, 0, width - 1, height - 1), _ink(thing, alpha), _ink(thing, 230))


def _paint_line(pen: ImageDraw.ImageDraw, thing: Thing, width: int, height: int) -> None:
    falls = thing.props.get("start", "nw") in ("nw", "se")
    ends = (0, 0, width - 1, height - 1) if falls else (0, height - 1, width - 1, 0)
    pen.line(ends, _ink(thing, 230), 1)


def _paint_placeholder(pen: ImageDraw.ImageDraw, thing: Thing, width: int, height: int) -> None:
    """A picture that is being made, or a kind that is drawn in no way of its own."""
    pen.rectangle((0, 0, width - 1, height - 1), FRAME_FILL, PICTURE)


_PAINTERS = {
    "frame": _paint_frame,
    "note": _paint_note,
    "text": _paint_text,
    "shape": _paint_shape,
    "line": _paint_line,
}
