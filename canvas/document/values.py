"""Checks of single values: each takes what JSON brought and gives it back canonical.

Twin of the checks in static/canvas/changes.js. A refused value raises BadValue with the end of a
sentence that begins with its key ("must be ...").
"""

import math
import re
from collections.abc import Callable
from typing import Any

from canvas.document.order import is_order

Check = Callable[[Any], Any]

MAX_COORDINATE = 1e7
MAX_SIDE = 1e6

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Control characters, and surrogates, which UTF-8 cannot write. Line breaks and tabs are text.
_NOT_IN_LINE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class BadValue(ValueError):
    """A value out of its bounds or of another type."""


def as_id(value: Any) -> str:
    """A UUID, in lower case with hyphens."""
    if isinstance(value, str) and _UUID.fullmatch(value):
        return value.lower()
    raise BadValue("must be a UUID")


def id_or_null(value: Any) -> str | None:
    return None if value is None else as_id(value)


def number(least: float, most: float) -> Check:
    """A finite number within the bounds, as a float; never minus nought."""

    def check(value: Any) -> float:
        # Compared before it is converted: an integer of JSON may be too large for a float.
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and least <= value <= most
        ):
            return float(value) + 0.0
        raise BadValue(f"must be a number from {least:g} to {most:g}")

    return check


def or_null(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def whole(least: int, most: int) -> Check:
    """A whole number within the bounds; JSON does not tell 5 from 5.0."""

    def check(value: Any) -> int:
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and least <= value <= most
            and value == int(value)
        ):
            return int(value)
        raise BadValue(f"must be a whole number from {least} to {most}")

    return check


def boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise BadValue("must be true or false")


def list_of(check: Check, most: int) -> Check:
    """At most `most` values that pass `check`, each once: the first of equal ones stays."""

    def check_all(value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) > most:
            raise BadValue(f"must be a list of at most {most}")
        return list(dict.fromkeys(check(one) for one in value))

    return check_all


def rotation(value: Any) -> float:
    """Degrees, turned into 0 <= r < 360. The remainder has the sign of the value, as in C."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValue("must be a number of degrees")
    try:
        turned = math.fmod(value, 360.0)
    except (OverflowError, ValueError):
        raise BadValue("must be a finite number of degrees") from None
    if math.isnan(turned):
        raise BadValue("must be a finite number of degrees")
    if turned < 0:
        turned += 360.0
    return 0.0 if turned >= 360.0 else turned + 0.0


def order(value: Any) -> str:
    if is_order(value):
        return str(value)
    raise BadValue("must be an order key: 1 to 64 digits of base 62, not ending in 0")


def line(most: int) -> Check:
    """A string of at most `most` characters (code points) without control characters."""
    return _string(most, _NOT_IN_LINE)


def text(most: int) -> Check:
    """As `line`, but line breaks (\\n) and tabs may stand in it."""
    return _string(most, _NOT_IN_TEXT)


def word(most: int) -> Check:
    """As `line`, with no white space around it, and not empty."""

    def check(value: Any) -> str:
        stripped = str(line(most)(value)).strip()
        if not stripped:
            raise BadValue("must not be empty")
        return stripped

    return check


def title(value: Any) -> str:
    return str(word(120)(value))


def one_of(*choices: str) -> Check:
    def check(value: Any) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise BadValue("must be one of " + ", ".join(f"'{choice}'" for choice in choices))

    return check


def _string(most: int, refused: re.Pattern[str]) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise BadValue("must be a string")
        if len(value) > most:
            raise BadValue(f"must be at most {most:,} characters long")
        if refused.search(value):
            raise BadValue("must not hold control characters")
        return value

    return check
