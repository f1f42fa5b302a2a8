"""What people said of the risk of pictures."""

from django.conf import settings
from django.db import models

from assets.models import Workspace
from canvas.models.board import Board

RISKS = [("low", "Low"), ("medium", "Medium"), ("high", "High")]


class IntendedUse(models.Model):
    """A line of a workspace's table of uses. Without any, `canvas.risk.DEFAULT_USES` counts."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="intended_uses")
    name = models.CharField(max_length=60)
    risk = models.CharField(max_length=6, choices=RISKS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="use_once_per_workspace")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.risk}"


class PictureRisk(models.Model):
    """Of one picture of a board; edits of it begin with what was said of it (see risk_facts).

    raised_to, lowered_to: "" for neither; never both. accepted: keys of the reasons in spite of
    which a lead lowered it.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    node = models.UUIDField()
    use = models.CharField(max_length=60, blank=True)
    flags = models.JSONField(default=list)
    raised_to = models.CharField(max_length=6, choices=RISKS, blank=True)
    lowered_to = models.CharField(max_length=6, choices=RISKS, blank=True)
    why = models.CharField(max_length=500, blank=True)
    accepted = models.JSONField(default=list)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "node"], name="risk_once_a_node")]

    def __str__(self) -> str:
        return f"risk of {self.node}"
