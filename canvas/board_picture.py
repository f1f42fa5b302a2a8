"""A region of a board as one picture, drawn large: pictures, notes, texts, frames, shapes, lines.

Pure but for `read`. In the light theme, as it is printed and put into slides. Letters are those of
Pillow's own font: Latin, no others.
"""

import math
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw

from assets.export.contact_sheet import Font, cut, font
from canvas.thumbnails import Read, Thing, stored_picture

MOST_SIDE = 4_096
"""px of the longer side: a page of 27 inches at 150 dots."""
MOST_SCALE = 2.0
"""px a world unit."""
NAME_SIZE = 14

Box = tuple[float, float, float, float]

# Of static/css/tokens.css, theme light.
_GROUND, _FRAME, _FRAME_LINE, _NAME = "#e8e8e8", "#f1f1f1", "#cfcfcf", "#4d4d4d"
_NOTES = {"amber": "#fbefcf", "grey": "#f1f1f1", "blue": "#dde9f8", "green": "#dff1e5"}
_NOTE_ROSE = "#fbe3e6"
_NOTE_TEXT = {"amber": "#3b2c08"}
_INK = "#1a1a1a"
_INKS = {
    "grey": "#636363",
    "amber": "#a86c00",
    "blue": "#1d5fbf",
    "green": "#1b7440",
    "rose": "#b3264f",
}


def draw_region(things: Sequence[Thing], region: Box, read: Read) -> Image.Image:
    """RGB. things: bottom to top. region: x, y, width, height in world units, sides over 0."""
    x0, y0, width, height = region
    scale = min(MOST_SCALE, MOST_SIDE / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    canvas = Image.new("RGB", size, _GROUND)
    for thing in things:
        left, top = (thing.x - x0) * scale, (thing.y - y0) * scale
        sides = max(1, round(thing.width * scale)), max(1, round(thing.height * scale))
        if not _is_in(left, top, sides, size) or max(sides) > 4 * MOST_SIDE:
            continue
        layer = _layer(thing, sides, scale, read)
        if layer is not None:
            _paste(canvas, layer, left, top, sides, thing.rotation)
        if thing.kind == "frame":
            _name_frame(canvas, thing, left, top, sides[0])
    return canvas


def _is_in(left: float, top: float, sides: tuple[int, int], size: tuple[int, int]) -> bool:
    """Turned ones reach as far as their diagonal."""
    reach = math.hypot(*sides)
    return -reach < left < size[0] + reach and -reach < top < size[1] + reach


def _layer(thing: Thing, sides: tuple[int, int], scale: float, read: Read) -> Image.Image | None:
    if thing.kind == "image":
        return _picture(thing, sides, read)
    painter = _PAINTERS.get(thing.kind)
    if painter is None:
        return None
    # Ends and heads of lines reach out of their box; a layer is pasted by its middle.
    reach = _reach(thing, scale) if thing.kind == "line" else 0
    layer = Image.new("RGBA", (sides[0] + 2 * reach, sides[1] + 2 * reach), (0, 0, 0, 0))
    painter(ImageDraw.Draw(layer), thing, sides, scale)
    return layer


def _paste(
    canvas: Image.Image,
    layer: Image.Image,
    left: float,
    top: float,
    sides: tuple[int, int],
    rotation: float,
) -> None:
    if rotation:
        layer = layer.rotate(-rotation, Image.Resampling.BICUBIC, expand=True)
    x = round(left + sides[0] / 2 - layer.width / 2)
    y = round(top + sides[1] / 2 - layer.height / 2)
    canvas.paste(layer, (x, y), layer)


def _picture(thing: Thing, sides: tuple[int, int], read: Read) -> Image.Image:
    found = stored_picture(thing, max(sides), read) if thing.levels else None
    if found is None:
        return Image.new("RGBA", sides, "#dadada")
    found = found.resize(sides, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if thing.props.get("flip_x"):
        found = found.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if thing.props.get("flip_y"):
        found = found.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    opacity = float(thing.props.get("opacity", 1.0))
    if opacity < 1:
        found.putalpha(found.getchannel("A").point(lambda value: round(value * opacity)))
    return found


def _paint_frame(
    draw: ImageDraw.ImageDraw, thing: Thing, sides: tuple[int, int], scale: float
) -> None:
    draw.rectangle((0, 0, sides[0] - 1, sides[1] - 1), _FRAME, _FRAME_LINE)


def _name_frame(canvas: Image.Image, thing: Thing, left: float, top: float, width: int) -> None:
    name = cut(str(thing.props.get("name") or "Frame"), font(NAME_SIZE), width)
    at = (left, max(0.0, top - NAME_SIZE - 8))
    ImageDraw.Draw(canvas).text(at, name, _NAME, font(NAME_SIZE))


def _paint_note(
    draw: ImageDraw.ImageDraw, thing: Thing, sides: tuple[int, int], scale: float
) -> None:
    colour = str(thing.props.get("colour", "amber"))
    draw.rectangle((0, 0, *sides), _NOTES.get(colour, _NOTE_ROSE))
    size, line, padding = (max(1.0, each * scale) for each in (16, 24, 16))
    _write(
        draw,
        str(thing.props.get("text", "")),
        letters=font(round(size)),
        ink=_NOTE_TEXT.get(colour, _INK),
        line=line,
        box=(padding, padding, sides[0] - 2 * padding, sides[1] - padding),
    )


def _paint_text(
    draw: ImageDraw.ImageDraw, thing: Thing, sides: tuple[int, int], scale: float
) -> None:
    size = max(1.0, float(thing.props.get("size", 24)) * scale)
    _write(
        draw,
        str(thing.props.get("text", "")),
        letters=font(min(round(size), 1_000)),
        ink=_INKS.get(str(thing.props.get("colour")), _INK),
        line=size * 1.25,
        box=(0, 0, sides[0] + size, sides[1] + size),
        align=str(thing.props.get("align", "left")),
        stroke=round(size / 40) if thing.props.get("bold") else 0,
        width=sides[0],
    )


def _write(
    draw: ImageDraw.ImageDraw,
    text: str,
    *,
    letters: Font,
    ink: str,
    line: float,
    box: Box,
    align: str = "left",
    stroke: int = 0,
    width: float | None = None,
) -> None:
    """box: x, y, px to wrap in, px down to which lines are written. width: to align in."""
    x, y, room, most = box
    for words in wrapped(text, letters, room):
        if y + line > most + 1:
            return
        free = (width if width is not None else room) - letters.getlength(words)
        shift = {"centre": free / 2, "right": free}.get(align, 0.0)
        draw.text(
            (x + shift, y + line / 2),
            words,
            ink,
            letters,
            anchor="lm",
            stroke_width=stroke,
            stroke_fill=ink,
        )
        y += line


def wrapped(text: str, letters: Font, room: float) -> list[str]:
    """Lines of at most `room` px, broken between words, long words between letters."""
    lines: list[str] = []
    for paragraph in text[:10_000].split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and letters.getlength(longer) > room:
                lines.append(line)
                longer = word
            while letters.getlength(longer) > room and len(longer) > 1:
                fits = max(1, int(len(longer) * room / letters.getlength(longer)))
                lines.append(longer[:fits])
                longer = longer[fits:]
            line = longer
        lines.append(line)
    return lines


def _paint_shape(
    draw: ImageDraw.ImageDraw, thing: Thing, sides: tuple[int, int], scale: float
) -> None:
    ink = _INKS.get(str(thing.props.get("colour", "amber")), _INK)
    line = max(1, min(round(float(thing.props.get("thickness", 3)) * scale), *sides))
    fill = {"solid": ink, "tint": f"{ink}33"}.get(str(thing.props.get("fill")))
    box = (0, 0, sides[0] - 1, sides[1] - 1)
    if thing.props.get("shape") == "ellipse":
        draw.ellipse(box, fill, ink, line)
    else:
        draw.rounded_rectangle(box, min(2 * line, min(sides) / 2), fill, ink, line)


def _paint_line(
    draw: ImageDraw.ImageDraw, thing: Thing, sides: tuple[int, int], scale: float
) -> None:
    ink = _INKS.get(str(thing.props.get("colour", "amber")), _INK)
    line = max(1, round(float(thing.props.get("thickness", 3)) * scale))
    start = str(thing.props.get("start", "nw"))
    reach = _reach(thing, scale)
    across, down = (reach, reach + sides[0]), (reach, reach + sides[1])
    x, y = across["e" in start], down["s" in start]
    far = (sum(across) - x, sum(down) - y)
    draw.line((x, y, *far), ink, line)
    heads = thing.props.get("heads")
    if heads in ("end", "both"):
        _head(draw, (x, y), far, ink, line)
    if heads == "both":
        _head(draw, far, (x, y), ink, line)


def _reach(thing: Thing, scale: float) -> int:
    """px that a line's head may stand out."""
    return round(4 * float(thing.props.get("thickness", 3)) * scale)


def _head(
    draw: ImageDraw.ImageDraw,
    start: tuple[float, float],
    end: tuple[float, float],
    ink: str,
    line: int,
) -> None:
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    length = min(line * 4, math.dist(start, end) / 2)
    for side in (-math.pi / 6, math.pi / 6):
        back = (
            end[0] - length * math.cos(angle + side),
            end[1] - length * math.sin(angle + side),
        )
        draw.line((*back, *end), ink, line)


_PAINTERS: dict[str, Any] = {
    "frame": _paint_frame,
    "note": _paint_note,
    "text": _paint_text,
    "shape": _paint_shape,
    "line": _paint_line,
}
