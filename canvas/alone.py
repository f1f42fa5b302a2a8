"""What only one process may do at a time, on a database that several share."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Waits for others that are at it. On SQLite nobody else is: the data folder is locked."""
    if connection.vendor != "postgresql":
        yield
        return
    key = zlib.crc32(f"anchorboard {name}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
