"""Tells those who are asked for approval that the day comes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from canvas.actions.notify import notify
from canvas.approval_facts import statuses_of
from canvas.deciders import asked_people
from canvas.models import ApprovalRequest, Decision, Node, Notification

# The day before, and then each day until a week is over: more would be noise.
BEFORE = timedelta(days=1)
UNTIL = timedelta(days=7)
PAUSE = timedelta(hours=20)


def remind_of_approvals(*, now: datetime) -> int:
    """Returns how many pictures somebody was reminded of."""
    today = timezone.localdate(now)
    due = ApprovalRequest.objects.filter(
        due_on__lte=today + BEFORE, due_on__gte=today - UNTIL, board__deleted_at=None
    ).exclude(reminded_at__gt=now - PAUSE)
    return sum(_remind(one, now) for one in due.select_related("board"))


def _remind(asked: ApprovalRequest, now: datetime) -> bool:
    node = (
        Node.objects.filter(board=asked.board, id=asked.node, deleted_at=None)
        .select_related("asset", "generation", "board")
        .first()
    )
    if node is None or node.asset is None or node.asset.sha256 != asked.sha256:
        return False
    if statuses_of(asked.board, [node])[node.id].is_approved:
        return False
    people = asked_people(asked.board, asked.deciders) - set(_decided(asked)) - {asked.user_id}
    if not people:
        return False
    ApprovalRequest.objects.filter(id=asked.id).update(reminded_at=now)
    assert asked.due_on is not None
    late = asked.due_on < timezone.localdate(now)
    when = f"was due on {asked.due_on:%d %B}" if late else f"is due on {asked.due_on:%d %B}"
    text = f"Your decision on {node.props.get('name') or 'a picture'} {when}."
    notify([one for one in people if one], Notification.Kind.DECISION, asked.board, node, text)
    return True


def _decided(asked: ApprovalRequest) -> Iterable[int | None]:
    made = Decision.objects.filter(board=asked.board, node=asked.node, sha256=asked.sha256)
    return made.values_list("user_id", flat=True)
