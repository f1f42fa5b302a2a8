"""Reads what the page asks for: strict JSON of known keys, checked by type before anything else.

What a value may be beyond its type (sizes, prompts, seeds) is said by assets.generations.rules.
"""

from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from assets.compositing.outpaint import Growth
from assets.engines.request import AnchorRole, Operation
from assets.generations.rules import MOST_PICTURES
from canvas.actions.generate import Asked, AskedAnchor, Item
from canvas.document import values
from canvas.document.kinds import REQUIRED, Field
from canvas.errors import CanvasError

# Some sixteen times the longest prompt, written in escapes.
MOST_BODY_BYTES = 256 * 1024
# More than any engine takes; beyond it, it is no request but a flood.
MOST_ANCHORS = 32


class BadRequest(CanvasError):
    """A body that is no request of this kind."""

    code = "bad_request"


def read_json(request: HttpRequest) -> Any:
    """The body as strict JSON: no NaN, no surrogates, no bottomless nesting. Raises BadRequest."""
    body = _body(request)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise BadRequest("The request is not valid JSON.", code="bad_json") from None


def _body(request: HttpRequest) -> bytes:
    too_large = BadRequest("The request is too long. Shorten the prompt.", code="request_too_large")
    try:
        if len(request.body) > MOST_BODY_BYTES:
            raise too_large
        return request.body
    except RequestDataTooBig:
        raise too_large from None


def parse_generate(body: Any) -> Asked:
    """Raises BadRequest with the key that is wrong."""
    asked = _read(body, _REQUEST, "The request")
    anchors = tuple(_anchor(raw) for raw in asked["anchors"])
    items = tuple(_item(raw) for raw in asked["items"])
    if not items:
        raise BadRequest("'items' must name at least one picture.", code="bad_value")
    _refuse_repeats("anchors", [anchor.node for anchor in anchors])
    _refuse_repeats("items", [item.generation for item in items])
    _refuse_repeats("items", [item.node for item in items])
    if asked["candidate"] and asked["source"] is None:
        raise BadRequest("A candidate needs the 'source' that it is for.", code="bad_value")
    return Asked(
        operation=Operation(asked["operation"]),
        prompt=asked["prompt"],
        tier=asked["tier"],
        width=asked["width"] or 0,
        height=asked["height"] or 0,
        seed=asked["seed"],
        anchors=anchors,
        source=_uuid_or_none(asked["source"]),
        mask=_uuid_or_none(asked["mask"]),
        strength=asked["strength"],
        extend=_extend(asked["extend"]),
        candidate=asked["candidate"],
        items=items,
    )


def _anchor(raw: Any) -> AskedAnchor:
    read = _read(raw, _ANCHOR, "An anchor")
    return AskedAnchor(UUID(read["node"]), read["role"], read["strength"])


def _item(raw: Any) -> Item:
    read = _read(raw, _ITEM, "An item")
    return Item(**read | {"generation": UUID(read["generation"]), "node": UUID(read["node"])})


def _extend(raw: Any) -> Growth | None:
    return None if raw is None else Growth(**_read(raw, _EXTEND, "'extend'"))


def _uuid_or_none(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


def _read(raw: Any, fields: dict[str, Field], what: str) -> dict[str, Any]:
    """Exactly the keys of `fields`, each checked; defaults filled in. Raises BadRequest."""
    if not isinstance(raw, dict):
        raise BadRequest(f"{what} must be a JSON object.", code="bad_value")
    for key in raw:
        if key not in fields:
            raise BadRequest(f"There is no '{key[:40]}' here.", code="unknown_key")
    read = {}
    for key, field in fields.items():
        if key not in raw and field.default is REQUIRED:
            raise BadRequest(f"'{key}' is missing.", code="missing")
        try:
            read[key] = field.check(raw[key]) if key in raw else field.default
        except values.BadValue as error:
            raise BadRequest(f"'{key}' {error}.", code="bad_value") from None
    return read


def _refuse_repeats(key: str, ids: list[UUID]) -> None:
    if len(set(ids)) < len(ids):
        raise BadRequest(f"'{key}' names the same thing twice.", code="bad_value")


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise values.BadValue("must be a string")


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise values.BadValue("must be true or false")


def _list_of_at_most(most: int) -> values.Check:
    def check(value: Any) -> list[Any]:
        if isinstance(value, list) and len(value) <= most:
            return value
        raise values.BadValue(f"must be a list of at most {most}")

    return check


def _as_it_is(value: Any) -> Any:
    """Read by its own fields afterwards."""
    return value


# Wide enough for a slip of the hand, which then gets a sentence of its own.
_WHOLE = values.whole(-(10**12), 10**12)
_NUMBER = values.number(-1e12, 1e12)
_COORDINATE = values.number(-values.MAX_COORDINATE, values.MAX_COORDINATE)
_SIDE = values.number(1, values.MAX_SIDE)

_REQUEST = {
    "operation": Field(values.one_of(*Operation)),
    "prompt": Field(_string, ""),
    "tier": Field(_string),
    "width": Field(values.or_null(_WHOLE), None),
    "height": Field(values.or_null(_WHOLE), None),
    "seed": Field(values.or_null(_WHOLE), None),
    "anchors": Field(_list_of_at_most(MOST_ANCHORS), ()),
    "source": Field(values.id_or_null, None),
    "mask": Field(values.id_or_null, None),
    "strength": Field(_NUMBER, 1.0),
    "extend": Field(_as_it_is, None),
    "candidate": Field(_flag, False),
    "items": Field(_list_of_at_most(MOST_PICTURES)),
}

_ANCHOR = {
    "node": Field(values.as_id),
    "role": Field(_string, AnchorRole.SUBJECT.value),
    "strength": Field(_NUMBER, 0.5),
}

_ITEM = {
    "generation": Field(values.as_id),
    "node": Field(values.as_id),
    "x": Field(_COORDINATE),
    "y": Field(_COORDINATE),
    "width": Field(_SIDE),
    "height": Field(_SIDE),
}

_EXTEND = {side: Field(_WHOLE, 0) for side in ("left", "top", "right", "bottom")} | {
    "keep_exactly": Field(_flag, False)
}
