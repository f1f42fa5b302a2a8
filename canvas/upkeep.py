"""What a server does by itself now and then: versions, an empty trash, mails, canaries."""

import logging
import threading

from django.db import DatabaseError, connection
from django.utils import timezone

from canvas.actions.boards import empty_trash
from canvas.actions.digests import send_digests
from canvas.actions.drift import draw_due_canaries
from canvas.actions.purge import purge_deleted
from canvas.actions.reminders import remind_of_approvals
from canvas.actions.versions import keep_versions

logger = logging.getLogger(__name__)

# A board that changes gets a version an hour after its last: a look now and then keeps to that.
EVERY_S = 600.0
FIRST_AFTER_S = 60.0


class Upkeep:
    """A thread of its own, so that nobody waits for it."""

    def __init__(self, *, every_s: float = EVERY_S, first_after_s: float = FIRST_AFTER_S) -> None:
        self._every_s = every_s
        self._first_after_s = first_after_s
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Waits for what it is at, a second or two."""
        self._is_over.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        pause = self._first_after_s
        while not self._is_over.wait(pause):
            pause = self._every_s
            look_after()


def look_after() -> None:
    """Once. What the database refuses is logged, and tried again the next time."""
    now = timezone.now()
    try:
        works = (
            keep_versions,
            empty_trash,
            purge_deleted,
            remind_of_approvals,
            send_digests,
            draw_due_canaries,
        )
        for work in works:
            try:
                work(now=now)
            except DatabaseError:
                logger.exception("%s did not end", work.__name__)
    finally:
        connection.close()
