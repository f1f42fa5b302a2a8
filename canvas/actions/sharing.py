"""Links that open a board to people without an account."""

import uuid
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from canvas.actions.audit import record
from canvas.errors import NotFound, ShareLinkClosed
from canvas.models import Board, ShareLink
from canvas.signals import ask_again_on_commit
from canvas.tokens import digest_of, new_token


def create_link(
    *, board: Board, user: User, name: str, lifetime: timedelta | None
) -> tuple[ShareLink, str]:
    """A view link and its token, which can never be read again. lifetime None: until revoked."""
    token = new_token()
    with transaction.atomic():
        link = ShareLink.objects.create(
            board=board,
            name=name,
            digest=digest_of(token),
            created_by=user,
            expires_at=timezone.now() + lifetime if lifetime else None,
        )
        facts = {"board": board.title, "link": link.id, "expires": link.expires_at}
        record(board.workspace, user, "link_made", name, facts)
    return link, token


def revoke_link(*, board: Board, link_id: uuid.UUID, user: User | None = None) -> ShareLink:
    """Close it for good; open pages are cut off. Revoking twice is harmless."""
    with transaction.atomic():
        link = ShareLink.objects.filter(board=board, id=link_id).first()
        if link is None:
            raise NotFound("This board has no such link. Reload the list.")
        if link.revoked_at is None:
            link.revoked_at = timezone.now()
            link.save(update_fields=["revoked_at"])
            ask_again_on_commit(revoke_link, link_id=link.id)
            facts = {"board": board.title, "link": link.id}
            record(board.workspace, user, "link_revoked", link.name, facts)
    return link


def open_link(*, token: str) -> ShareLink:
    """The link of this token, with one more visit. Raises NotFound, or ShareLinkClosed."""
    link = ShareLink.objects.select_related("board").filter(digest=digest_of(token)).first()
    if link is None:
        raise NotFound("This link does not exist. Check that all of it was copied.")
    now = timezone.now()
    if link.board.deleted_at is not None:
        raise ShareLinkClosed("The board that it opens was deleted. Ask whoever sent it to you.")
    if not link.is_open(now):
        raise ShareLinkClosed("Whoever sent it to you has ended it. Ask them for a new one.")
    ShareLink.objects.filter(id=link.id).update(visits=F("visits") + 1, last_opened_at=now)
    return link
