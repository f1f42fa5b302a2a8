"""What people say about a place on a board, and what they are told of it."""

import uuid

from django.conf import settings
from django.db import models

from assets.models import Asset
from canvas.models.board import Board
from canvas.models.sharing import ShareLink


class Thread(models.Model):
    """Comments on one point, of a picture (`node`) or of the board itself (no node).

    x, y: 0..1 across and down the picture as it is stored (before it is mirrored or turned), else
    world units. asset: the picture that was commented on: a later version has another one.
    at_ms: of a clip, the time of the frame that was commented on; null for all of it.
    outline: corners of what was circled, [x, y, x, y, ...] in the same units; empty for a point.
    link: of the guest who began it. Guests see those of their own link alone: what the team says
    among itself is not theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="threads")
    number = models.PositiveIntegerField()
    node = models.UUIDField(null=True)
    asset = models.ForeignKey(Asset, on_delete=models.SET_NULL, null=True, related_name="+")
    x = models.FloatField()
    y = models.FloatField()
    outline = models.JSONField(default=list)
    at_ms = models.PositiveIntegerField(null=True)
    link = models.ForeignKey(ShareLink, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="thread_once_per_number")
        ]

    def __str__(self) -> str:
        return f"thread {self.number} of {self.board_id}"


class Comment(models.Model):
    """Never markup: shown as the text that it is. A guest has a `guest_name`, a browser known as
    `guest`, and no author.

    mentions: [{"id", "name"}] of members. proposed: the node of a version that somebody made after
    these comments; the text says so. edited_at: when its author wrote it anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    guest_name = models.CharField(max_length=80, blank=True)
    guest = models.CharField(max_length=32, blank=True)
    text = models.TextField()
    mentions = models.JSONField(default=list)
    proposed = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"comment {self.id}"


class Reaction(models.Model):
    class Kind(models.TextChoices):
        """Names of the icons that stand for them."""

        LIKE = "thumbs-up"
        LOVE = "heart"
        SEEN = "eye"
        DONE = "check"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "user", "kind"], name="reaction_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"


class ReadMark(models.Model):
    """Until when somebody has read a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="read_once_per_thread")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} until {self.at}"


class Notification(models.Model):
    """One person is told one thing, in the application, and by mail if they don't look."""

    class Kind(models.TextChoices):
        COMMENT = "comment"
        MENTION = "mention"
        REPLY = "reply"
        DECISION = "decision"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    node = models.UUIDField(null=True)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, null=True, related_name="+")
    text = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-created_at"], name="notification_by_user")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"
