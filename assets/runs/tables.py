"""Tables that people paste or upload: read into columns and rows, written for others. Pure.

Files come from Excel, Numbers, Google Sheets and feeds: the encoding and the separator are found
out, never asked for. Cells are text and stay text: `=cmd` is five characters here.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assets.errors import AssetsError

MOST_ROWS = 2_000
MOST_COLUMNS = 60
MOST_CELL_CHARACTERS = 4_000
MOST_BYTES = 8 * 1024 * 1024
LOOKED_AT = 20
"""Rows that the separator is judged by."""
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?%?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class TableError(AssetsError):
    """A file that is no table, or one that is too large."""

    code = "table_unreadable"
    http_status = 422


@dataclass(frozen=True)
class TableRow:
    """cells: one for each column. line: of the table, the head not counted, from 1.

    problem: why it cannot be used as it is, or "". copy_of: the line of an equal row before it.
    """

    line: int
    cells: tuple[str, ...]
    problem: str = ""
    copy_of: int | None = None

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True)
class Table:
    """notes: how the file was read, in words."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...]


def read_table(data: bytes) -> Table:
    """A CSV file of any of the usual encodings and separators. Raises TableError.

    The first row names the columns, unless it reads like data: a number, an empty or a repeated
    cell. Rows that are blank up to the end of the file are left out; others stay, and say so.
    """
    if len(data) > MOST_BYTES:
        raise TableError(f"The file is larger than {MOST_BYTES // 2**20} MB. Split it.")
    text, encoding = _decoded(data)
    separator = _separator_of(text)
    raw = list(_rows_of(text, separator))
    while raw and not any(raw[-1]):
        raw.pop()
    if not raw:
        raise TableError("There is nothing in this table. Paste rows with a head, or upload a CSV.")
    notes = [f"Read as {encoding}, separated by {SEPARATORS[separator]}."]
    has_head = _is_head(raw[0])
    width = len(raw[0]) if has_head else max(map(len, raw))
    if width > MOST_COLUMNS:
        raise TableError(f"The table has {width} columns, at most {MOST_COLUMNS} are taken.")
    if has_head:
        columns = _names(raw.pop(0))
    else:
        columns = tuple(f"Column {number}" for number in range(1, width + 1))
        notes.append("The first row names no columns, so it is a row like the others.")
    if len(raw) > MOST_ROWS:
        raise TableError(
            f"The table has {len(raw):,} rows, and a run takes at most {MOST_ROWS:,}. Split it "
            "into several runs."
        )
    if not raw:
        raise TableError("The table has a head and no rows. Add one row for each picture.")
    return Table(columns, tuple(_marked(raw, width)), tuple(notes))


def write_table(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lines of CSV for spreadsheets: with a mark that says UTF-8, and no cell that is a formula."""
    line = io.StringIO()
    writer = csv.writer(line)
    yield "\ufeff"
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def guarded(value: Any) -> str:
    """What begins like a formula is kept from being one. Source: OWASP, CSV Injection."""
    words = str(value)
    return f"'{words}" if words.startswith(_FORMULA_STARTS) else words


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, name, words in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, name, words), words
    # Text of Latin letters in UTF-16 without its mark has a zero in every other byte.
    for at, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = data[at : 2 * LOOKED_AT + at : 2]
        if half and half.count(0) > len(half) * 0.8:
            return _strictly(data, name, "UTF-16"), "UTF-16"
    if b"\x00" in data[:4096]:
        raise TableError("This is no table of text. Save it as CSV and upload that.")
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        # Excel's own on Western systems; what it leaves undefined is Latin-1's.
        try:
            return data.decode("cp1252"), "Windows-1252"
        except UnicodeDecodeError:
            return data.decode("latin-1"), "Latin-1"


def _strictly(data: bytes, name: str, words: str) -> str:
    try:
        return data.decode(name).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise TableError(
            f"The file says that it is {words}, and is not. Save it again as CSV."
        ) from None


def _separator_of(text: str) -> str:
    """The one that cuts the first rows into most columns, each into as many."""

    def score(separator: str) -> tuple[float, int]:
        widths = [len(row) for row in _first_rows(text, separator) if any(row)]
        if not widths:
            return (0.0, 0)
        width, count = Counter(widths).most_common(1)[0]
        return (0.0, 0) if width < 2 else (count / len(widths) * width, -width)

    best = max(SEPARATORS, key=score)
    return best if score(best)[0] else ","


def _first_rows(text: str, separator: str) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) == LOOKED_AT:
                break
    except csv.Error:
        return []
    return rows


def _rows_of(text: str, separator: str) -> Iterator[list[str]]:
    """Raises TableError."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            yield [_clean(cell) for cell in row]
    except csv.Error:
        raise TableError(
            f"Line {reader.line_num:,} cannot be read: a quote may be opened there and never "
            "closed. Correct it and try again."
        ) from None


def _clean(cell: str) -> str:
    return _CONTROL.sub("", cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def _is_head(row: Sequence[str]) -> bool:
    names = [cell.casefold() for cell in row]
    is_data = any(not name or _NUMBER.fullmatch(name) or len(name) > 80 for name in names)
    return not is_data and len(set(names)) == len(names)


def _names(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in row)


def _marked(raw: Iterable[Sequence[str]], width: int) -> Iterator[TableRow]:
    seen: dict[tuple[str, ...], int] = {}
    for line, row in enumerate(raw, start=1):
        cells = tuple(cell[:MOST_CELL_CHARACTERS] for cell in row[:width])
        cells += ("",) * (width - len(cells))
        problem = ""
        if not any(cells):
            problem = "The row is blank."
        elif len(row) > width and any(row[width:]):
            problem = f"The row has {len(row)} cells for {width} columns. A quote may be missing."
        elif any(len(cell) > MOST_CELL_CHARACTERS for cell in row):
            problem = f"A cell has more than {MOST_CELL_CHARACTERS:,} characters. Shorten it."
        copy_of = seen.get(cells) if any(cells) else None
        seen.setdefault(cells, line)
        yield TableRow(line, cells, problem, copy_of)
