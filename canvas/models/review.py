"""What people decided on pictures, and what waits for a decision."""

import uuid

from django.conf import settings
from django.db import models

from assets.models import Asset
from canvas.models.board import Board
from canvas.models.sharing import ShareLink


class Decision(models.Model):
    """By one person on one picture's bytes: other bytes on the node are not decided on.

    user: None for a guest, who came by `link`, has a `guest_name`, and a browser known as `guest`.
    role: what the person was then. checked: the items of the checklist that stand behind an
    approval, the password asked again.
    """

    class Kind(models.TextChoices):
        APPROVE = "approve", "Approved"
        APPROVE_WITH_CHANGES = "approve_with_changes", "Approved with changes"
        CHANGES_REQUIRED = "changes_required", "Asked for changes"
        NOT_RELEVANT = "not_relevant", "Not relevant"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="decisions")
    node = models.UUIDField()
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    guest_name = models.CharField(max_length=80, blank=True)
    guest = models.CharField(max_length=32, blank=True)
    link = models.ForeignKey(ShareLink, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=10, blank=True)
    checked = models.JSONField(default=list)
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["board", "node"], name="decision_by_node")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.node}"


class ApprovalRequest(models.Model):
    """Somebody asks for approval of these bytes, until a day, at a stage of the way to the client.

    deciders: user ids of those who are asked; none: leads and reviewers. reminded_at: when they
    were told last that the day comes.
    """

    class Stage(models.TextChoices):
        ANY = "", "No stage"
        INTERNAL = "internal", "Internal"
        LEGAL = "legal", "Legal"
        CLIENT = "client", "Client"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    node = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    stage = models.CharField(max_length=10, choices=Stage.choices, blank=True)
    deciders = models.JSONField(default=list)
    due_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "node", "sha256"], name="approval_asked_once")
        ]

    def __str__(self) -> str:
        return f"approval of {self.node} by {self.due_on}"
