"""The 32 px level in sheets: one picture that holds hundreds of others, small.

A board of thousands shows all of them after a handful of requests. Pictures are cut into sheets by
what they are: where one ends follows from the hash of its last picture, so that a picture more, or
one less, changes the sheet that it is in and no other. Newest last: a growing board changes its
last sheet alone.
"""

import io
import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from PIL import Image

from assets.errors import StorageFailed
from assets.files import FileStore

logger = logging.getLogger(__name__)

LEVEL = 32
COLUMNS = 32
MOST_PICTURES = COLUMNS * COLUMNS
"""1024 px square: 4 MB in a browser's memory, some 0.5 MB as a file, made in a quarter second."""

MARGIN = 1
"""px of each cell's edge that are not for drawing: the encoder smooths across cells there."""

QUALITY = 80
METHOD = 2  # as for renditions

# What has no file any more: a grey as of a picture that is still to come.
_GONE = (128, 128, 128)

# Sheets are made by one at a time: whoever else wants the same one finds it made.
_MAKING = threading.Lock()


@dataclass(frozen=True)
class Thumbnail:
    """sha256: of the stored picture."""

    asset: UUID
    sha256: str


@dataclass(frozen=True)
class Sheet:
    """Cells of 32 px in rows of 32. A picture fills its cell but for the margin, in any shape.

    is_closed: pictures that are added later do not change it.
    """

    thumbnails: tuple[Thumbnail, ...]
    is_closed: bool


def cut_into_sheets(thumbnails: Iterable[Thumbnail]) -> Iterator[Sheet]:
    """thumbnails: oldest first."""
    part: list[Thumbnail] = []
    for thumbnail in thumbnails:
        part.append(thumbnail)
        # One picture in so many ends a sheet: so a sheet after the one that changed begins where
        # it began before.
        ends = int(thumbnail.sha256[:8], 16) % MOST_PICTURES == 0
        if ends or len(part) == MOST_PICTURES:
            yield Sheet(tuple(part), is_closed=True)
            part = []
    if part:
        yield Sheet(tuple(part), is_closed=False)


def sheet_file(name: str, sheet: Sheet, store: FileStore) -> bytes:
    """The WebP of a sheet. A closed one is kept under `name` (see `files.sheet_path`), which must
    follow from its pictures; the open one changes too often for that, and is small."""
    if sheet.is_closed and (kept := store.find_sheet(name)):
        return kept
    with _MAKING:
        if sheet.is_closed and (kept := store.find_sheet(name)):
            return kept
        data = make_sheet([thumbnail.sha256 for thumbnail in sheet.thumbnails], store)
        if sheet.is_closed:
            store.put_sheet(name, data)
    return data


def make_sheet(hashes: Sequence[str], store: FileStore) -> bytes:
    """1 to 1024 pictures -> a WebP. Some 0.15 ms a picture."""
    rows = -(-len(hashes) // COLUMNS)
    columns = min(COLUMNS, len(hashes))
    sheet = Image.new("RGBA", (columns * LEVEL, rows * LEVEL))
    for number, sha256 in enumerate(hashes):
        row, column = divmod(number, COLUMNS)
        sheet.paste(_cell(sha256, store), (column * LEVEL, row * LEVEL))
    stream = io.BytesIO()
    sheet.save(stream, "WEBP", quality=QUALITY, method=METHOD)
    return stream.getvalue()


def _cell(sha256: str, store: FileStore) -> Image.Image:
    """The picture stretched to all but the margin (whoever draws it gives it its shape back), and
    in the margin itself once more."""
    try:
        with Image.open(io.BytesIO(store.read_rendition(sha256, LEVEL))) as image:
            picture = image.convert("RGBA")
        cell = picture.resize((LEVEL, LEVEL), Image.Resampling.BICUBIC)
        inner = LEVEL - 2 * MARGIN
        cell.paste(picture.resize((inner, inner), Image.Resampling.BICUBIC), (MARGIN, MARGIN))
        return cell
    except (StorageFailed, OSError) as error:
        logger.warning("No thumbnail of %s: %s", sha256, error)
        return Image.new("RGBA", (LEVEL, LEVEL), _GONE)
