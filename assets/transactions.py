"""Writers wait in line.

SQLite has one writer at a time. Who finds it taken polls, with pauses that grow to 100 ms, and may
be overtaken for as long as others come: with twenty pictures in the making that was most of the
time that storing one took. Threads of one process stand in line here instead and go on at once.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Reentrant: what is announced on commit may write again.
_LINE = threading.RLock()


@contextmanager
def write_transaction() -> Iterator[None]:
    """`transaction.atomic()`, in line where the database has one writer. Inside of a transaction it
    is a savepoint, as ever: never does somebody wait here who holds the database."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _LINE, transaction.atomic():
        yield
