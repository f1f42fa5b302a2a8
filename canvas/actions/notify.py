"""Tells people what concerns them. `notify` is the only writer of notifications."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from assets.transactions import write_transaction
from canvas.comment_text import one_line
from canvas.models import Board, Membership, Node, Notification, Thread
from canvas.signals import comments_changed

MOST_TEXT = 300


def notify(
    people: Iterable[User | int],
    kind: str,
    board: Board,
    node: Node | UUID | None,
    text: str,
    *,
    thread: Thread | None = None,
) -> None:
    """One notification for each of `people` who is a member of the board's workspace.

    people: users or their ids; leave out whoever did it. kind: of Notification.Kind. text: the
    whole sentence, with who did it; more than 300 characters are cut.
    """
    asked = {one.pk if isinstance(one, User) else one for one in people}
    members = Membership.objects.filter(
        user_id__in=asked, user__is_active=True, workspace_id=board.workspace_id
    )
    line = one_line(text)
    line = line if len(line) <= MOST_TEXT else line[: MOST_TEXT - 1] + "…"
    with write_transaction():
        Notification.objects.bulk_create(
            Notification(
                user_id=user_id,
                kind=kind,
                board=board,
                node=node.id if isinstance(node, Node) else node,
                thread=thread,
                text=line,
            )
            for user_id in members.values_list("user_id", flat=True)
        )
        transaction.on_commit(
            lambda: comments_changed.send(sender=notify, board_id=board.id), robust=True
        )


def mark_read(*, user: User, now: datetime, ids: Iterable[int] | None = None) -> None:
    """ids None: all of them."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if ids is not None:
        unread = unread.filter(id__in=list(ids))
    unread.update(read_at=now)


def mark_thread_read(*, user: User, thread: Thread, now: datetime) -> None:
    """Who has read a thread needs no word of it."""
    Notification.objects.filter(user=user, thread=thread, read_at=None).update(read_at=now)


def notifications_for(user: User) -> QuerySet[Notification]:
    """Of boards that the person may still open."""
    return Notification.objects.filter(
        user=user,
        board__deleted_at=None,
        board__workspace__memberships__user=user,
    )
