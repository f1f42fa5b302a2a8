"""What was not read in the application comes by mail, several in one."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db.models import F

from canvas.access import display_name
from canvas.actions.notify import notifications_for
from canvas.comment_text import one_line
from canvas.models import Notification
from canvas.words import counted

logger = logging.getLogger(__name__)

# Who sits at the board reads it there.
UNREAD_FOR = timedelta(minutes=15)
# So often at most is anybody written to.
PAUSE = timedelta(hours=1)
MOST_IN_ONE = 50


def send_digests(*, now: datetime) -> int:
    """One mail for each person who has left something unread; returns how many went out."""
    waiting = Notification.objects.filter(
        read_at=None,
        mailed_at=None,
        created_at__lte=now - UNREAD_FOR,
        board__deleted_at=None,
        user__is_active=True,
        board__workspace__memberships__user=F("user"),
    ).exclude(user__email="")
    recently = Notification.objects.filter(mailed_at__gt=now - PAUSE).values("user_id")
    people = User.objects.filter(id__in=waiting.exclude(user__in=recently).values("user_id"))
    return sum(_send(user, now) for user in people)


def _send(user: User, now: datetime) -> bool:
    unread = notifications_for(user).filter(read_at=None, mailed_at=None)
    told = list(unread.select_related("board").order_by("created_at", "id"))
    ids = [one.id for one in told]
    # Marked before it is sent: of two processes one sends it, and the other finds nothing.
    if not Notification.objects.filter(id__in=ids, mailed_at=None).update(mailed_at=now):
        return False
    try:
        send_mail(_subject(told), _body(user, told), None, [user.email])
    except (SMTPException, OSError):
        logger.exception("no mail could be sent to user %s", user.pk)
        Notification.objects.filter(id__in=ids).update(mailed_at=None)
        return False
    return True


def _subject(told: Sequence[Notification]) -> str:
    boards = {one.board_id: one.board.title for one in told}
    where = one_line(next(iter(boards.values()))) if len(boards) == 1 else f"{len(boards)} boards"
    return f"{counted(len(told), 'notification')} on {where}"


def _body(user: User, told: Sequence[Notification]) -> str:
    lines = [f"Hello {one_line(display_name(user))},", ""]
    for one in told[:MOST_IN_ONE]:
        lines += [f"- {one_line(one.text)} ({one_line(one.board.title)})", *_address(one)]
    if len(told) > MOST_IN_ONE:
        lines.append(f"- and {len(told) - MOST_IN_ONE} more")
    return "\n".join([*lines, "", "You find them under the bell in Anchorboard.", ""])


def _address(one: Notification) -> list[str]:
    """Where the server is known by an address of its own."""
    origins = settings.CSRF_TRUSTED_ORIGINS
    if not origins:
        return []
    query = f"?thread={one.thread_id}" if one.thread_id else ""
    return [f"  {origins[0].rstrip('/')}/boards/{one.board_id}/{query}"]
