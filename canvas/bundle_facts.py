"""What a bundle tells of how a picture was made: only what is read here, in the shapes and bounds
that it is read with. Pure."""

from collections.abc import Mapping
from typing import Any

from assets.compositing.adapters import Adapter
from assets.compositing.fill import Fill
from assets.compositing.geometry import Preset
from assets.compositing.intents import Intent
from assets.motion.terms import LEAST_SECONDS, MOST_SECONDS, Motion
from canvas.document.bundle import BadBundle
from canvas.document.values import (
    BadValue,
    Check,
    as_id,
    boolean,
    id_or_null,
    line,
    number,
    one_of,
    or_null,
    text,
    whole,
)

MOST_FACTS = 64
MOST_PARTS = 8
MOST_PX = 100_000
MOST_ENGINE_PX = 8_192
MOST_PIXELS = 10**12


def read_facts(raw: Any) -> dict[str, Any]:
    """`Generation.facts`. Raises BadBundle."""
    return _read(raw, _FACTS, other=_plain)


def read_edit(raw: Any) -> dict[str, Any]:
    """`Generation.edit`. Raises BadBundle."""
    return _read(raw, _EDIT)


def _read(raw: Any, known: Mapping[str, Check], other: Check | None = None) -> dict[str, Any]:
    if not isinstance(raw, dict) or len(raw) > MOST_FACTS:
        return {}
    read = {}
    try:
        for key, value in raw.items():
            if key in known:
                read[key] = known[key](value)
            elif other is not None and isinstance(value, str | int | float | None):
                read[line(64)(key)] = other(value)
    except BadValue:
        raise BadBundle("How a picture of this file was made cannot be read.") from None
    return read


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return line(400)(value)
    return value if value is None or isinstance(value, bool) else number(-1e15, 1e15)(value)


def _object(known: Mapping[str, Check]) -> Check:
    """All of these keys, and no others are kept."""

    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not known.keys() <= value.keys():
            raise BadValue("must have all of its keys")
        return {key: each(value[key]) for key, each in known.items()}

    return check


def _numbers(count: int, each: Check) -> Check:
    def check(value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) != count:
            raise BadValue(f"must be {count} numbers")
        return [each(one) for one in value]

    return check


def _list(most: int, each: Check) -> Check:
    def check(value: Any) -> list[Any]:
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            raise BadValue(f"must be a list of 1 to {most}")
        return [each(one) for one in value]

    return check


def _context(value: Any) -> Any:
    """A preset, or a box drawn by hand."""
    return _numbers(4, _PX)(value) if isinstance(value, list) else _PRESET(value)


_PX = whole(-MOST_PX, MOST_PX)
_SIZE = whole(1, MOST_PX)
_PRESET = one_of(*(one.value for one in Preset))
_ADAPTER = one_of(*(one.value for one in Adapter))
_COUNT = whole(0, MOST_PIXELS)
_MEASURE = number(-1e6, 1e6)
_HASH = line(64)

_PLAN = _object(
    {
        "canvas": _numbers(2, _SIZE),
        "mask_box": _numbers(4, _PX),
        "transition_px": whole(0, MOST_PX),
        "area": _numbers(4, _PX),
        "context": _numbers(4, _PX),
        "preset": _PRESET,
        "is_reflected": boolean,
        "engine_size": _numbers(2, whole(1, MOST_ENGINE_PX)),
        "scale": _MEASURE,
        "is_unscaled": boolean,
        "fill": one_of(*(one.value for one in Fill)),
        "adapter": _ADAPTER,
        "key_colour": or_null(line(16)),
    }
)
_REGISTRATION = _object(
    {
        "measured": boolean,
        "shift_px": _numbers(2, _MEASURE),
        "scale": _MEASURE,
        "corrected": boolean,
        "engine_moved_picture": boolean,
    }
)
_COLOUR = _object(
    {
        "matched": boolean,
        "reason": line(64),
        "offsets": _numbers(3, _MEASURE),
        "gains": _numbers(3, _MEASURE),
        "ring_difference_before": _MEASURE,
        "ring_difference_after": _MEASURE,
    }
)
_SEAM = _object({"score": number(0, 100), "is_visible": boolean})
_EDITED = {"plan": _PLAN, "registration": _REGISTRATION, "colour": _COLOUR, "seam": _SEAM}

_FACTS: Mapping[str, Check] = _EDITED | {
    "adapter": _ADAPTER,
    "returned_size": _numbers(2, _SIZE),
    "proof": _object(
        {
            "parent_sha256": _HASH,
            "mask_sha256": _HASH,
            "result_sha256": _HASH,
            "protected_sha256": _HASH,
            "pixels": _COUNT,
            "pixels_outside": _COUNT,
            "pixels_engine": _COUNT,
            "changed_outside": _COUNT,
        }
    ),
    "parts": _list(MOST_PARTS, _object({**_EDITED, "patch": as_id})),
}

_EDIT: Mapping[str, Check] = {
    "strength": number(0, 1),
    "intent": one_of(*(one.value for one in Intent)),
    "context": _context,
    "transition": _PX,
    "erased": id_or_null,
    "parts": _list(
        MOST_PARTS, _object({"mask": as_id, "prompt": text(4_000), "strength": number(0, 1)})
    ),
    "left": whole(0, MOST_PX),
    "top": whole(0, MOST_PX),
    "right": whole(0, MOST_PX),
    "bottom": whole(0, MOST_PX),
    "keep_exactly": boolean,
    "seconds": number(LEAST_SECONDS, MOST_SECONDS),
    "motion": one_of(*Motion),
    "loops": boolean,
    "amount": number(0, 1),
    "side": whole(1, MOST_PX),
    "last": as_id,
}
