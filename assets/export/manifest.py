"""The manifest of an export: a row a file, as CSV that spreadsheets open without harm. Pure."""

import csv
import io
from collections.abc import Mapping

COLUMNS = (
    "file",
    "status",
    "reason",
    "picture",
    "width",
    "height",
    "bytes",
    "sha256",
    "source_sha256",
    "preset",
    "engine",
    "engine_version",
    "seed",
    "prompt_version",
    "prompt",
    "cost_usd",
    "class",
    "approver",
    "override",
    "alt_text",
    "digital_source_type",
    "credentials",
    "made_by",
    "made_at",
)
"""sha256: of the exported bytes; source_sha256: of the picture on the board. prompt: only with full
metadata, else what prompt it was stands in prompt_version alone."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(cell: object) -> str:
    """What a spreadsheet would take for a formula, kept from being one by an apostrophe.

    Source: OWASP, "CSV Injection".
    """
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def head() -> str:
    # A mark of byte order: without it Excel reads UTF-8 as something else.
    return "\ufeff" + _line(dict(zip(COLUMNS, COLUMNS, strict=True)))


def row(values: Mapping[str, object]) -> str:
    """values: by column; what is missing or None is empty. Raises ValueError for another column."""
    if unknown := values.keys() - set(COLUMNS):
        raise ValueError(f"The manifest has no column {sorted(unknown)}")
    return _line(values)


def _line(values: Mapping[str, object]) -> str:
    stream = io.StringIO()
    cells = (values.get(column) for column in COLUMNS)
    csv.writer(stream).writerow("" if cell is None else guarded(cell) for cell in cells)
    return stream.getvalue()
