"""Log lines: which request or generation each belongs to, as text or JSON, and without a secret."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from assets.log_context import generation_id

request_id: ContextVar[str] = ContextVar("request_id", default="")

_HIDDEN = "***"
# Share, invitation and sign-in tokens in addresses; passwords in those of services; what carries
# keys in headers and queries.
_SECRETS = re.compile(
    r"(?P<path>/(?:s|welcome|join)/)[\w-]{8,}"
    r"|(?P<user>://[^:/@\s]*:)[^@/\s]+(?=@)"
    r"|(?P<bearer>\b[Bb]earer\s+)[\w.~+/=-]{6,}"
    r"|(?P<query>(?i:[?&](?:key|token|api_key|password|signature|x-amz-signature)=))[^&\s\"']+"
)


def without_secrets(text: str) -> str:
    return _SECRETS.sub(lambda found: (found[found.lastgroup or 0] or "") + _HIDDEN, text)


class Context(logging.Filter):
    """Adds `request` and `generation` to every line; "" where there is none."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request = request_id.get()
        record.generation = generation_id.get()
        return True


class LineFormatter(logging.Formatter):
    """For people."""

    def format(self, record: logging.LogRecord) -> str:
        ids = [
            f"{name}={value}"
            for name in ("request", "generation")
            if (value := getattr(record, name, ""))
        ]
        record.ids = f" [{' '.join(ids)}]" if ids else ""
        return without_secrets(super().format(record))


class JsonFormatter(logging.Formatter):
    """For programs: one object a line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        for name in ("request", "generation"):
            if value := getattr(record, name, ""):
                told[name] = value
        if record.exc_info:
            told["exception"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False, default=str)


def logging_settings(level: str, shape: str) -> dict[str, Any]:
    """For Django's LOGGING. shape: "line" or "json"."""
    formatters: dict[str, Any] = {
        "line": {
            "()": "canvas.logs.LineFormatter",
            "format": "{asctime} {levelname} {name}{ids}: {message}",
            "style": "{",
        },
        "json": {"()": "canvas.logs.JsonFormatter"},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"context": {"()": "canvas.logs.Context"}},
        "formatters": formatters,
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": shape,
                "filters": ["context"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
    }
