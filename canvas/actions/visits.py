"""Remembering which boards a person opened last."""

from uuid import UUID

from django.utils import timezone

from canvas.models import BoardVisit


def note_visit(*, board_id: UUID, user_id: int) -> None:
    BoardVisit.objects.update_or_create(
        board_id=board_id, user_id=user_id, defaults={"opened_at": timezone.now()}
    )
