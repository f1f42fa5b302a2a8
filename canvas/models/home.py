"""What the boards page remembers of a board: who opened it when, and its picture."""

from django.conf import settings
from django.db import models

from canvas.models.board import Board


class BoardVisit(models.Model):
    """When a member opened a board last."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="visits")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="board_visits"
    )
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "user"], name="visit_once_per_board")
        ]
        indexes = [models.Index(fields=["user", "-opened_at"], name="visit_by_person")]

    def __str__(self) -> str:
        return f"{self.user} on {self.board}"


class Thumbnail(models.Model):
    """A drawn board, kept so that it is drawn once a revision at most. image: a WebP."""

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="thumbnail")
    revision = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    image = models.BinaryField()

    def __str__(self) -> str:
        return f"thumbnail of {self.board} at {self.revision}"
