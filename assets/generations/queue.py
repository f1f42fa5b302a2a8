"""How workers hear that something waits for them.

The rows are the queue. The embedded dispatcher hears of them by a signal in its own process;
workers elsewhere are called by a job in the same database, which is there when the rows are.
"""

from datetime import datetime

from django.conf import settings

EMBEDDED = "embedded"
PROCRASTINATE = "procrastinate"
DISPATCHERS = (EMBEDDED, PROCRASTINATE)


def call_workers(*, at: datetime | None = None) -> None:
    """Inside the transaction that queued a generation. at: not before then."""
    if settings.DISPATCHER == PROCRASTINATE:
        # Its packages are there only where it was chosen.
        from assets.generations.queue_procrastinate import defer

        defer(at=at)
