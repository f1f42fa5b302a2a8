"""What left a board, for whom, and with what presets."""

import uuid

from django.conf import settings
from django.db import models

from assets.models import Asset, Workspace
from canvas.models.board import Board


class ExportPreset(models.Model):
    """A line of a workspace's presets. Without any, `assets.export.presets.DEFAULT_PRESETS` count.

    sizes: [[width, height], ...] px.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="export_presets"
    )
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=4)
    sizes = models.JSONField(default=list)
    most_kb = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="preset_once_per_workspace")
        ]

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """settings: as `canvas.export_settings` reads them. why: of a lead who lets pictures leave that
    are not approved, else "". done: pictures that were gone through."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        FINISHED = "finished"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="exports")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    settings = models.JSONField(default=dict)
    why = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"export {self.id}"


class ExportItem(models.Model):
    """A picture of an export, in its order. sha256: of the picture on the board, when it left.

    files: [{"name", "sha256", "bytes"}, ...] that left. note: what people should know, or why it
    stayed.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        EXPORTED = "exported"
        HELD_BACK = "held back"
        DELETED = "deleted"
        FAILED = "failed"

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    node = models.UUIDField()
    asset = models.ForeignKey(Asset, on_delete=models.SET_NULL, null=True, related_name="exports")
    sha256 = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.WAITING)
    note = models.CharField(max_length=500, blank=True)
    files = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["export", "position"], name="export_item_once_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.node} in {self.export_id}"
