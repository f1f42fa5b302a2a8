import io

import numpy as np
import pytest
from PIL import Image

from assets.export.contact_sheet import A_PAGE, Cell, draw_page, font
from assets.export.pdf import pdf_pieces
from canvas.board_picture import MOST_SIDE, draw_region, wrapped
from canvas.thumbnails import Thing

RED = (200, 30, 30)


def read(sha256: str, level: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (level, level), RED).save(stream, "WEBP", lossless=True)
    return stream.getvalue()


def thing(kind, x, y, width, height, rotation=0.0, sha256="", **props):
    return Thing(kind, x, y, width, height, rotation, sha256, (128,) if sha256 else (), props)


def test_a_picture_lies_where_it_lies_on_the_board():
    drawn = draw_region([thing("image", 10, 20, 30, 40, sha256="a")], (0, 0, 100, 100), read)
    assert drawn.size == (200, 200)
    red = np.argwhere((np.asarray(drawn) == RED).all(axis=2))
    assert (*red.min(axis=0), *red.max(axis=0)) == (40, 20, 119, 79)


@pytest.mark.parametrize(
    "one",
    [
        thing("note", 10, 10, 80, 80, text="Buy oak"),
        thing("text", 10, 10, 80, 30, text="Spring", size=20, align="right", bold=True),
        thing("frame", 20, 30, 60, 60, name="Best 3"),
        thing("shape", 10, 10, 80, 80, shape="ellipse", fill="tint", colour="blue"),
        thing("shape", 10, 10, 80, 80, rotation=30.0),
        thing("line", 10, 10, 80, 80, heads="both", start="sw"),
        thing("image", 10, 10, 80, 80),
        thing("generation", 10, 10, 80, 80),
    ],
)
def test_every_kind_but_what_is_unfinished_shows(one):
    drawn = np.asarray(draw_region([one], (0, 0, 100, 100), read))
    assert (len(np.unique(drawn.reshape(-1, 3), axis=0)) > 1) == (one.kind != "generation")


def test_a_region_of_any_size_is_bounded_and_what_lies_elsewhere_is_left_out():
    far = thing("note", 5e6, 5e6, 1e6, 1e6, text="x" * 10_000)
    drawn = draw_region([far], (0, 0, 1e6, 10), read)
    assert drawn.size == (MOST_SIDE, 1)


def test_text_is_broken_between_words_and_long_words_between_letters():
    lines = wrapped("one two\nthree" + "e" * 60, font(16), 80)
    assert lines[0] == "one two"
    assert "".join(lines[1:]) == "three" + "e" * 60
    assert all(font(16).getlength(line) <= 80 for line in lines)


def test_a_contact_sheet_is_a_pdf_with_a_page_for_each_twelve():
    picture = Image.new("RGB", (300, 200), RED)
    cells = [Cell(picture, "a name that is far too long for its column " * 3, "Approved by Ann")]
    pages = [draw_page(cells * A_PAGE, title="Spring", number=n, count=2) for n in (1, 2)]
    assert (np.asarray(pages[0]) == RED).all(axis=2).mean() > 0.2
    pieces = list(pdf_pieces(pages, dots_an_inch=150))
    data = b"".join(pieces)
    assert len(pieces) > 4
    assert data.startswith(b"%PDF-1.7")
    assert b"/Count 2/" in data
    table = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    assert data[table : table + 4] == b"xref"
    for row in data[table:].split(b"\n")[3:12]:
        if row.endswith(b" n "):
            assert data[int(row[:10]) :].split(b"\n", 1)[0].endswith(b" 0 obj")
