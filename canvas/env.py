"""Typed readers of environment variables. A bad value stops the start with a sentence."""

import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PREFIX = "ANCHORBOARD_"
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(PREFIX + name, default).strip()


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """A comma-separated list."""
    raw = text(name)
    return [word.strip() for word in raw.split(",") if word.strip()] if raw else list(default)


def pairs(name: str, default: Mapping[str, str]) -> dict[str, str]:
    """`key=value,key=value`, laid over `default`."""
    result = dict(default)
    for word in words(name):
        key, separator, value = word.partition("=")
        if not separator or not key.strip() or not value.strip():
            raise ImproperlyConfigured(f"{PREFIX}{name}: '{word}' is not of the form key=value.")
        result[key.strip()] = value.strip()
    return result


def flag(name: str, default: bool) -> bool:
    raw = text(name).lower()
    if not raw:
        return default
    if raw in TRUE or raw in FALSE:
        return raw in TRUE
    raise ImproperlyConfigured(
        f"{PREFIX}{name} must be one of 1, 0, yes, no, on, off: got '{raw}'."
    )


def integer(name: str, default: int, *, least: int, most: int) -> int:
    raw = text(name)
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{PREFIX}{name} must be a whole number: got '{raw}'.") from None
    if not least <= value <= most:
        raise ImproperlyConfigured(
            f"{PREFIX}{name} must be between {least} and {most}: got {value}."
        )
    return value


def choice(name: str, default: str, among: Sequence[str]) -> str:
    value = text(name, default)
    if value not in among:
        raise ImproperlyConfigured(f"{PREFIX}{name} must be one of {', '.join(among)}.")
    return value


def folder(name: str, default: Path) -> Path:
    return Path(text(name) or default).expanduser().resolve()


def url(name: str, schemes: Sequence[str]) -> str:
    """The address of a service, or "": of ANCHORBOARD_NAME, NAME as other programs spell it, or the
    file that NAME_FILE names. It may hold a password, so no message repeats it."""
    value = given_secret(name) or os.environ.get(name, "").strip()
    if value and value.partition("://")[0] not in schemes:
        known = " or ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{PREFIX}{name} must begin with {known}.")
    return value


def given_secret(name: str) -> str:
    """The value of NAME, or of the file named by NAME_FILE; "" where neither is set."""
    if value := text(name):
        return value
    if file := text(name + "_FILE"):
        return Path(file).read_text().strip()
    return ""


def secret(name: str, stored_at: Path) -> str:
    """The value of NAME, of the file named by NAME_FILE, or of a file made on first use."""
    if value := given_secret(name):
        return value
    if not stored_at.exists():
        stored_at.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(stored_at, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
    return stored_at.read_text().strip()
