"""Pages of a contact sheet: small pictures in rows, each with its file name and what is said of it.

Pure. A4 upright at 150 dots an inch. Letters are those of Pillow's own font: Latin, no others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

DOTS_AN_INCH = 150
WIDTH, HEIGHT = 1240, 1754
MARGIN, GAP = 75, 30
COLUMNS, ROWS = 3, 4
A_PAGE = COLUMNS * ROWS
HEAD, WORDS = 70, 64
PICTURE_WIDTH = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) // COLUMNS
PICTURE_HEIGHT = (HEIGHT - 2 * MARGIN - HEAD - (ROWS - 1) * GAP) // ROWS - WORDS
SIDE = max(PICTURE_WIDTH, PICTURE_HEIGHT)

_PAPER, _INK, _QUIET, _GROUND = "#ffffff", "#1a1a1a", "#636363", "#f1f1f1"

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Cell:
    """picture: RGB, of any size; None where its file is not there."""

    picture: Image.Image | None
    name: str
    note: str


def draw_page(cells: Sequence[Cell], *, title: str, number: int, count: int) -> Image.Image:
    """cells: at most A_PAGE."""
    page = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(page)
    figure = f"{number} / {count}"
    room = draw.textlength(figure, font(20))
    draw.text(
        (MARGIN, MARGIN), cut(title, font(26), WIDTH - 2 * MARGIN - room - GAP), _INK, font(26)
    )
    draw.text((WIDTH - MARGIN - room, MARGIN + 4), figure, _QUIET, font(20))
    for place, cell in enumerate(cells):
        row, column = divmod(place, COLUMNS)
        x = MARGIN + column * (PICTURE_WIDTH + GAP)
        y = MARGIN + HEAD + row * (PICTURE_HEIGHT + WORDS + GAP)
        _draw_cell(page, draw, cell, x, y)
    return page


def _draw_cell(page: Image.Image, draw: ImageDraw.ImageDraw, cell: Cell, x: int, y: int) -> None:
    box = (x, y, x + PICTURE_WIDTH, y + PICTURE_HEIGHT)
    draw.rectangle(box, _GROUND)
    if cell.picture is not None:
        small = cell.picture.copy()
        small.thumbnail((PICTURE_WIDTH, PICTURE_HEIGHT), Image.Resampling.LANCZOS)
        page.paste(
            small,
            (x + (PICTURE_WIDTH - small.width) // 2, y + (PICTURE_HEIGHT - small.height) // 2),
        )
    below = y + PICTURE_HEIGHT + 8
    draw.text((x, below), cut(cell.name, font(17), PICTURE_WIDTH), _INK, font(17))
    draw.text((x, below + 24), cut(cell.note, font(15), PICTURE_WIDTH), _QUIET, font(15))


@cache
def font(size: int) -> Font:
    """Scalable: it is inside Pillow."""
    return ImageFont.load_default(size)


def cut(text: str, letters: Font, room: float) -> str:
    """The beginning that fits `room` px, with an ellipsis."""
    line = " ".join(text.split())
    if letters.getlength(line) <= room:
        return line
    fits, most = 0, len(line)
    while fits < most:
        middle = (fits + most + 1) // 2
        if letters.getlength(f"{line[:middle]}...") <= room:
            fits = middle
        else:
            most = middle - 1
    return f"{line[:fits].rstrip()}..."
