"""Where rows are kept, as Django wants to be told: a SQLite file, or a PostgreSQL server.

Either way an op is acknowledged only when it would survive a power cut.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SCHEMES = ("postgresql", "postgres")
# How long a writer waits for another, and a request for a connection, before it gives up.
WAIT_S = 20
# A thread keeps its connection between two pieces of work; opening one costs what two queries cost.
KEEP_S = 600
# A request, and each thread of rooms, pictures and generations, holds one while it works.
POOL_CONNECTIONS = 40


def database(url: str, folder: Path) -> dict[str, Any]:
    """url: "", or `postgresql://user:password@host:port/name?sslmode=...`."""
    return _postgres(url) if url else _sqlite(folder)


def check_for_jobs(told: dict[str, Any]) -> None:
    """Raises ImproperlyConfigured where workers could not hear of anything."""
    if not told["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured(
            "ANCHORBOARD_DISPATCHER=procrastinate keeps its jobs in PostgreSQL: set "
            "ANCHORBOARD_DATABASE_URL too, or leave it out."
        )


def _sqlite(folder: Path) -> dict[str, Any]:
    """IMMEDIATE takes the write lock at BEGIN, so that a reader never fails to become a writer."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "anchorboard.sqlite3",
        "CONN_MAX_AGE": KEEP_S,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": WAIT_S,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;"
            ),
        },
        # A file, not memory: rooms and the dispatcher write from threads of their own.
        "TEST": {"NAME": folder / "test.sqlite3"},
    }


def _postgres(url: str) -> dict[str, Any]:
    """What follows `?` goes to libpq. Connections are kept in a pool, each tried before it is
    used: one of before a restart of the server costs nobody a request."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    name = unquote(parts.path.lstrip("/"))
    if not parts.hostname or not name or port == -1:
        raise ImproperlyConfigured(
            "ANCHORBOARD_DATABASE_URL must be of the form postgresql://user:password@host:port/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "HOST": parts.hostname,
        "PORT": str(port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "options": "-c synchronous_commit=on",
            **dict(parse_qsl(parts.query)),
            "pool": {"min_size": 1, "max_size": POOL_CONNECTIONS, "timeout": WAIT_S},
        },
    }
