"""JSON that an administrator writes for a model of their own, with places that a request fills.

    {"prompt": "{prompt}", "image_size": {"width": "{width}", "height": "{height}"}}

A text that is one place and no more becomes the value itself, whatever its kind; what has no value
in a request leaves its field out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from assets.engines.reading import Json

PLACE = re.compile(r"\{([a-z_]+)\}")


def read_object(text: object, what: str) -> dict[str, Json]:
    """A JSON object; {} for nothing. Raises ValueError with a sentence that names `what`."""
    try:
        told = orjson.loads(str(text or "{}"))
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict):
        raise ValueError(f'{what} is a JSON object, such as {{"steps": 20}}.')
    return told


def check_places(template: Json, known: frozenset[str], what: str) -> None:
    """Raises ValueError, in words, for a place that nothing fills."""
    unknown = sorted(set(places_in(template)) - known)
    if unknown:
        places = ", ".join(f"{{{name}}}" for name in sorted(known))
        raise ValueError(f"{what} has the unknown place {{{unknown[0]}}}. Known are: {places}.")


def places_in(template: Json) -> Iterator[str]:
    if isinstance(template, str):
        yield from PLACE.findall(template)
    elif isinstance(template, dict | list):
        for value in template.values() if isinstance(template, dict) else template:
            yield from places_in(value)


def filled(template: Json, values: Mapping[str, Any]) -> Json:
    """values: by place; None: this request has none. A place between other words becomes text."""
    if isinstance(template, dict):
        made = {name: filled(value, values) for name, value in template.items()}
        return {name: value for name, value in made.items() if value is not None}
    if isinstance(template, list):
        return [value for value in (filled(one, values) for one in template) if value is not None]
    if not isinstance(template, str):
        return template
    whole = PLACE.fullmatch(template)
    if whole:
        return values.get(whole[1])
    return PLACE.sub(lambda found: str(values.get(found[1], found[0])), template)
