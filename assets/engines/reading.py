"""Reading JSON of strangers: whatever its shape, an answer or nothing, never an exception."""

from typing import Any

Json = Any


def at(body: Json, *path: str | int) -> Json:
    """What lies at `path`; None where something on the way is missing or of another kind."""
    for step in path:
        if isinstance(step, str) and isinstance(body, dict):
            body = body.get(step)
        elif isinstance(step, int) and isinstance(body, list) and -len(body) <= step < len(body):
            body = body[step]
        else:
            return None
    return body


def text_at(body: Json, *path: str | int) -> str:
    """ "" for all that is no text."""
    found = at(body, *path)
    return found if isinstance(found, str) else ""


def list_at(body: Json, *path: str | int) -> list[Json]:
    found = at(body, *path)
    return found if isinstance(found, list) else []


def number_at(body: Json, *path: str | int) -> float | None:
    found = at(body, *path)
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    return float(found) if is_number and abs(found) < 1e15 else None
