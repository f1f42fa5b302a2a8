"""The bell's list and the mails: for each their own, and only of boards they may open."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone

from canvas.actions.digests import send_digests
from canvas.actions.notify import notify
from canvas.models import Board, Membership, Notification
from tests.factories import make_board, make_member, make_workspace

pytestmark = pytest.mark.django_db


def told(text: str = "Mara replied: <b>Done</b>") -> tuple[User, Board, Client]:
    workspace = make_workspace()
    member, board = make_member(workspace), make_board(workspace)
    notify([member], "reply", board, None, text)
    client = Client()
    client.force_login(member)
    return member, board, client


def test_the_list_is_ones_own_as_text_and_can_be_read() -> None:
    _, board, client = told()
    other = Client()
    other.force_login(make_member(board.workspace))

    page = client.get("/notifications/").content.decode()
    read = client.post("/notifications/read/").content.decode()

    assert "Mara replied: &lt;b&gt;Done&lt;/b&gt;" in page
    assert "Mark all as read" in page
    assert "Mark all as read" not in read
    assert "Mara" not in other.get("/notifications/").content.decode()
    assert Client().get("/notifications/").status_code == 302


def test_who_has_left_is_told_no_more() -> None:
    member, _, client = told()
    Membership.objects.filter(user=member).delete()

    assert "Mara" not in client.get("/notifications/").content.decode()
    assert send_digests(now=timezone.now() + timedelta(hours=2)) == 0


def test_what_stays_unread_comes_in_one_mail_and_not_twice() -> None:
    member, board, _ = told()
    notify([member], "mention", board, None, "Jun mentioned you\r\nBcc: x@example.com")
    later = timezone.now() + timedelta(minutes=20)

    counts = [send_digests(now=now) for now in (timezone.now(), later, later)]

    assert counts == [0, 1, 0]
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([member.email], f"2 notifications on {board.title}")
    assert "Jun mentioned you Bcc: x@example.com" in sent.body


def test_nobody_is_written_to_twice_in_an_hour() -> None:
    member, board, _ = told()
    first = timezone.now() + timedelta(minutes=20)
    send_digests(now=first)
    notify([member], "reply", board, None, "More")
    Notification.objects.filter(text="More").update(created_at=first)

    assert send_digests(now=first + timedelta(minutes=30)) == 0
    assert send_digests(now=first + timedelta(minutes=61)) == 1


def test_a_mail_that_could_not_be_sent_is_sent_the_next_time(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    told()
    later = timezone.now() + timedelta(minutes=20)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    refused = send_digests(now=later)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert (refused, send_digests(now=later)) == (0, 1)
