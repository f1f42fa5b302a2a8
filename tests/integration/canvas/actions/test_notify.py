from datetime import timedelta

import pytest
from django.utils import timezone

from canvas.actions.notify import mark_read, notify
from canvas.models import Notification
from tests.factories import make_board, make_member, make_user, make_workspace

pytestmark = pytest.mark.django_db


def test_members_are_told_once_and_nobody_else() -> None:
    workspace = make_workspace()
    board = make_board(workspace)
    member, outsider = make_member(workspace), make_user("outsider")

    notify([member, member.pk, outsider], "mention", board, None, "Mara\nsays \u202e" + "x" * 400)

    told = Notification.objects.get()
    assert told.user == member
    assert told.text.startswith("Mara says xxx")
    assert len(told.text) == 300


def test_what_was_read_stays_read() -> None:
    workspace = make_workspace()
    member = make_member(workspace)
    for _ in range(2):
        notify([member], "decision", make_board(workspace), None, "Approved")
    first = timezone.now()
    one = Notification.objects.earliest("id")

    mark_read(user=member, now=first, ids=[one.id])
    mark_read(user=member, now=first + timedelta(hours=1))

    assert list(Notification.objects.order_by("id").values_list("read_at", flat=True)) == [
        first,
        first + timedelta(hours=1),
    ]
