"""What a board was at some moment, kept."""

import uuid

from django.conf import settings
from django.db import models

from canvas.models.board import Board


class BoardVersion(models.Model):
    """content: the board's snapshot (JSON of `document.snapshot`), gzipped.

    Named ones were kept by a person and stay; one without a name was kept by itself and goes as
    `canvas.actions.versions` says.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveBigIntegerField()
    name = models.CharField(max_length=120, blank=True)
    node_count = models.PositiveIntegerField()
    content = models.BinaryField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["board", "created_at"], name="version_by_time")]

    def __str__(self) -> str:
        return self.name or f"{self.board_id} at {self.revision}"
