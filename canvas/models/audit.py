"""What was decided, by whom and when: entries that are added and never changed."""

from datetime import UTC

from django.db import models

from assets.models import Workspace
from canvas.audit_chain import FIRST


class AuditHead(models.Model):
    """Where a workspace's chain ends. Whoever adds to it holds this row: one at a time."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, primary_key=True)
    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=FIRST)

    def __str__(self) -> str:
        return f"audit of {self.workspace_id}, {self.count} entries"


class AuditEntry(models.Model):
    """actor_id is no foreign key, and facts is text: what is hashed must stay as it was written,
    whatever becomes of the account, and however a database keeps JSON."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="audit")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.PositiveIntegerField(null=True)
    actor = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=240, blank=True)
    facts = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="audit_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.verb} {self.subject}"

    def as_exported(self) -> dict[str, str]:
        """By the columns of an export, as text: what is hashed, and the hash."""
        return {
            "number": str(self.number),
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor_id": "" if self.actor_id is None else str(self.actor_id),
            "actor": self.actor,
            "verb": self.verb,
            "subject": self.subject,
            "facts": self.facts,
            "previous": self.previous,
            "hash": self.hash,
        }
