"""Reads a JSON body of known keys strictly: what pages post to the board's own addresses."""

from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from canvas.document import values
from canvas.document.kinds import REQUIRED, Field
from canvas.errors import CanvasError

# Some sixteen times the longest prompt, written in escapes.
MOST_BODY_BYTES = 256 * 1024


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


def read_fields(raw: Any, fields: dict[str, Field], what: str) -> dict[str, Any]:
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


def string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise values.BadValue("must be a string")


def list_of_at_most(most: int) -> values.Check:
    def check(value: Any) -> list[Any]:
        if isinstance(value, list) and len(value) <= most:
            return value
        raise values.BadValue(f"must be a list of at most {most}")

    return check


def as_it_is(value: Any) -> Any:
    """Read by its own fields afterwards."""
    return value
