"""Whether this process can do its work now: what it stands on, asked one by one."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

logger = logging.getLogger(__name__)

OK, FAILS = "ok", "fails"


def readiness() -> dict[str, str]:
    """ "ok" or "fails" by part. What is wrong stands in the log: it may name hosts."""
    parts: dict[str, Callable[[], None]] = {
        "database": _ask_database,
        "migrations": _check_migrations,
        "storage": _ask_storage,
    }
    if settings.REDIS_URL:
        parts["redis"] = _ask_redis
    return {name: _tried(name, check) for name, check in parts.items()}


def _tried(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception as error:
        logger.warning("not ready: %s: %s: %s", name, type(error).__name__, error)
        return FAILS
    return OK


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _check_migrations() -> None:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError(f"{len(plan)} migrations are not applied")


def _ask_storage() -> None:
    default_storage.exists("readiness")


def _ask_redis() -> None:
    # The cache's own methods go on without Redis.
    cache._cache.get_client().ping()  # type: ignore[attr-defined]
