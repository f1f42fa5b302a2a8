"""Things that were deleted longer ago than the trash keeps them go for good."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from canvas.actions.boards import TRASH_FOR
from canvas.models import Edge, Node

PURGE_AFTER = TRASH_FOR + timedelta(days=1)
"""A day more, so that nothing goes while somebody restores it."""


def purge_deleted(*, now: datetime) -> int:
    """Returns how many nodes went.

    Nobody misses their rows: whoever was away resumes by ops, which stay, or by a snapshot, which
    has none of them; an undo brings a whole node, and needs no row to bring it back to; versions
    hold whole boards. Pictures and generations stay, and so do links to what lives: a picture says
    of its source that it is gone. A node that is brought back at this moment is live by then, and
    a delete looks at each row again once it has its lock.
    """
    before = now - PURGE_AFTER
    count, _ = Node.objects.filter(deleted_at__lt=before).delete()
    Edge.objects.filter(deleted_at__lt=before).delete()
    end = Node.objects.filter(board=OuterRef("board"))
    links = Edge.objects.exclude(Exists(end.filter(id=OuterRef("source"))))
    if count:
        links.exclude(Exists(end.filter(id=OuterRef("target")))).delete()
    return count
