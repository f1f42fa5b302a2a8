"""A PDF whose pages are pictures, given away page by page: memory holds one. Pure.

Source: ISO 32000-1, 7.5 "File structure" and 8.9 "Images".
"""

import io
from collections.abc import Iterable, Iterator

from PIL import Image

from assets.export.encode import srgb_profile

QUALITY = 90
POINTS_AN_INCH = 72


def pdf_pieces(pages: Iterable[Image.Image], *, dots_an_inch: int) -> Iterator[bytes]:
    """pages: RGB, each of its own size. What is there first is sent first; the table of where
    things are comes last."""
    offsets: dict[int, int] = {}
    length = 0

    def counted(piece: bytes) -> bytes:
        nonlocal length
        length += len(piece)
        return piece

    def thing(number: int, body: bytes) -> bytes:
        offsets[number] = length
        return counted(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    yield counted(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    yield thing(1, b"<</Type/Catalog/Pages 2 0 R>>")
    profile = srgb_profile()
    yield thing(3, b"<</N 3/Length %d>>stream\n%b\nendstream" % (len(profile), profile))
    kids = []
    for number, page in enumerate(pages):
        at = 4 + 3 * number
        kids.append(at)
        width, height = (side * POINTS_AN_INCH / dots_an_inch for side in page.size)
        drawing = b"q %.2f 0 0 %.2f 0 0 cm /P Do Q" % (width, height)
        data = _jpeg(page)
        yield thing(
            at,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R"
            b"/Resources<</XObject<</P %d 0 R>>>>>>" % (width, height, at + 1, at + 2),
        )
        yield thing(at + 1, b"<</Length %d>>stream\n%b\nendstream" % (len(drawing), drawing))
        yield thing(
            at + 2,
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
            b"/ColorSpace[/ICCBased 3 0 R]/Filter/DCTDecode/Length %d>>stream\n%b\nendstream"
            % (*page.size, len(data), data),
        )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    yield thing(2, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), listed))
    table_at = length
    rows = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(offsets))
    count = len(offsets) + 1
    yield b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, rows)
    yield b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, table_at)


def _jpeg(page: Image.Image) -> bytes:
    stream = io.BytesIO()
    page.convert("RGB").save(stream, "JPEG", quality=QUALITY, subsampling="4:4:4")
    return stream.getvalue()
