"""Reads what the page asks of runs: strict JSON of known keys, checked by type."""

import uuid
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from assets.actions.budgets import MOST_USD
from assets.generations.rules import LEAST_SIDE, MOST_PROMPT_CHARACTERS, MOST_SIDE
from assets.prompts.template import MOST_CHARACTERS
from assets.runs.tables import MOST_CELL_CHARACTERS, MOST_COLUMNS, MOST_ROWS
from canvas.document import values
from canvas.document.kinds import Field
from canvas.models import Run
from canvas.views.generation_request import MOST_ANCHORS, parse_anchors
from canvas.views.json_body import BadRequest, as_it_is, list_of_at_most, read_fields, string

MOVES = (
    *("sample", "start", "pause", "resume", "cancel", "retry"),
    *("skip_problems", "skip_copies"),
)

_ABSENT = object()


def parse_table(query: QueryDict) -> dict[str, Any]:
    """`id`, `name`, `tier` of a new table. Raises BadRequest."""
    try:
        run_id = uuid.UUID(query.get("id", ""))
    except ValueError:
        raise BadRequest("'id' must be the id of the new run.", code="bad_value") from None
    return {"run_id": run_id, "name": query.get("name", ""), "tier": query.get("tier", "")[:16]}


def parse_news(body: Any) -> dict[str, Any]:
    """What `change_run` takes, only what was named. Raises BadRequest."""
    news = _named_in(body, _NEWS, "The run")
    if "template" in news and news["template"] is not None:
        news["template"] = uuid.UUID(news["template"])
    if "mapping" in news:
        news["mapping"] = _mapping(news["mapping"])
    if "size" in news:
        sides = dict(zip(("width", "height"), news["size"], strict=False))
        read = read_fields(sides, {"width": Field(_PIXELS), "height": Field(_PIXELS)}, "'size'")
        news["size"] = (read["width"], read["height"])
    if news.get("cap_usd") is not None:
        news["cap_usd"] = Decimal(str(news["cap_usd"])).quantize(Decimal("0.01"))
    if "anchors" in news:
        news["anchors"] = parse_anchors(news["anchors"])
    return news


def parse_row(body: Any) -> dict[str, Any]:
    """Raises BadRequest."""
    news = _named_in(body, _ROW, "The row")
    cells = news.get("cells", [])
    if any(not isinstance(cell, str) or len(cell) > MOST_CELL_CHARACTERS for cell in cells):
        raise BadRequest(
            f"A cell is text of at most {MOST_CELL_CHARACTERS:,} characters.", code="bad_value"
        )
    return news


def parse_move(body: Any) -> dict[str, Any]:
    """Raises BadRequest."""
    return read_fields(body, _MOVE, "The move")


def _mapping(raw: Any) -> dict[str, int | None]:
    if not isinstance(raw, dict) or len(raw) > 100:
        raise BadRequest("'mapping' must hold columns by slot.", code="bad_value")
    for name, at in raw.items():
        is_column = at is None or (isinstance(at, int) and not isinstance(at, bool))
        if len(name) > 40 or not is_column:
            raise BadRequest("'mapping' must hold columns by slot.", code="bad_value")
    return raw


def _named_in(body: Any, fields: dict[str, Field], what: str) -> dict[str, Any]:
    read = read_fields(body, fields, what)
    return {key: value for key, value in read.items() if value is not _ABSENT}


def _text(most: int) -> values.Check:
    def check(value: Any) -> str:
        words = string(value)
        if len(words) > most or "\x00" in words:
            raise values.BadValue(f"must be text of at most {most:,} characters")
        return words

    return check


_PIXELS = values.whole(LEAST_SIDE, MOST_SIDE)
_COORDINATE = values.number(-values.MAX_COORDINATE, values.MAX_COORDINATE)
_COLUMN = values.or_null(values.whole(0, MOST_COLUMNS))

_NEWS = {
    "name": Field(_text(200), _ABSENT),
    "prompt": Field(_text(MOST_CHARACTERS), _ABSENT),
    "template": Field(values.id_or_null, _ABSENT),
    "mapping": Field(as_it_is, _ABSENT),
    "tier": Field(string, _ABSENT),
    "seed": Field(values.or_null(values.whole(-(10**12), 10**12)), _ABSENT),
    "size": Field(list_of_at_most(2), _ABSENT),
    "cap_usd": Field(values.or_null(values.number(0, float(MOST_USD))), _ABSENT),
    "layout": Field(values.one_of(*Run.Layout.values), _ABSENT),
    "group_by": Field(_COLUMN, _ABSENT),
    "anchors": Field(list_of_at_most(MOST_ANCHORS), _ABSENT),
}

_ROW = {
    "cells": Field(list_of_at_most(MOST_COLUMNS), _ABSENT),
    "prompt": Field(_text(MOST_PROMPT_CHARACTERS), _ABSENT),
    "is_skipped": Field(values.boolean, _ABSENT),
    "runs": Field(values.boolean, _ABSENT),
}

_MOVE = {
    "move": Field(values.one_of(*MOVES)),
    "x": Field(_COORDINATE, 0.0),
    "y": Field(_COORDINATE, 0.0),
    "row": Field(values.or_null(values.whole(1, MOST_ROWS)), None),
}
