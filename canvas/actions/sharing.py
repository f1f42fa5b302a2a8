"""Links that open a board to people without an account. The only writer of them.

What takes rights away asks open sockets again once it is committed: they are cut off at once.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from assets.transactions import write_transaction
from canvas.actions.audit import record
from canvas.errors import CanvasError, NotFound, ShareLinkClosed
from canvas.link_pictures import shown_pictures
from canvas.models import Board, FrozenPicture, LinkVisit, Node, ShareLink
from canvas.signals import ask_again_on_commit
from canvas.tokens import digest_of, new_token

MOST_LINKS = 100
# Of each link; older ones go.
MOST_VISITS = 200
MOST_SELECTED = 1_000


@dataclass(frozen=True)
class Grant:
    """What a new link lets people do; the fields are ShareLink's. password: as it is typed."""

    role: str = ShareLink.Role.VIEW
    scope: str = ShareLink.Scope.CANVAS
    nodes: list[str] = field(default_factory=list)
    only_approved: bool = False
    password: str = ""
    may_download: bool = False
    shows_prompts: bool = False
    shows_people: bool = False
    has_watermark: bool = False
    is_frozen: bool = False
    place: dict[str, float] | None = None


def create_link(
    *,
    board: Board,
    user: User,
    name: str,
    lifetime: timedelta | None,
    grant: Grant = Grant(),  # noqa: B008 - frozen
) -> tuple[ShareLink, str]:
    """A link and its token, which can never be read again. lifetime None: until it is switched off.

    Raises CanvasError: there are too many, or what it shall show is not there.
    """
    token = new_token()
    with write_transaction():
        Board.objects.select_for_update().get(id=board.id)
        if ShareLink.objects.filter(board=board).count() >= MOST_LINKS:
            raise CanvasError(
                f"A board has at most {MOST_LINKS} links. Delete one that has ended.",
                code="too_many_links",
            )
        now = timezone.now()
        link = ShareLink.objects.create(
            board=board,
            name=name,
            digest=digest_of(token),
            created_by=user,
            expires_at=now + lifetime if lifetime else None,
            role=grant.role,
            scope=grant.scope,
            nodes=grant.nodes,
            scope_name=_scope_name(board, grant),
            only_approved=grant.only_approved,
            password=make_password(grant.password) if grant.password else "",
            may_download=grant.may_download and not grant.has_watermark,
            shows_prompts=grant.shows_prompts,
            shows_people=grant.shows_people,
            has_watermark=grant.has_watermark,
            place=grant.place,
        )
        if grant.is_frozen:
            _freeze(link, now)
        _record(link, user, "link_made", link.facts)
    return link, token


def _scope_name(board: Board, grant: Grant) -> str:
    """Raises CanvasError: no such frame, or nothing selected."""
    if grant.scope not in (ShareLink.Scope.FRAME, ShareLink.Scope.SELECTION):
        return ""
    found = list(Node.objects.filter(board=board, id__in=grant.nodes, deleted_at=None))
    if grant.scope == ShareLink.Scope.FRAME:
        if len(found) == 1 and found[0].kind == "frame":
            return str(found[0].props.get("name") or "")
        raise CanvasError("This frame is not on the board any more. Choose another one.")
    if not 0 < len(grant.nodes) <= MOST_SELECTED or len(found) != len(grant.nodes):
        raise CanvasError("What was selected is not on the board any more. Select it again.")
    return f"{len(found)} selected"


def _freeze(link: ShareLink, now: datetime) -> None:
    FrozenPicture.objects.bulk_create(
        FrozenPicture(
            link=link,
            position=position,
            node=one.node,
            asset_id=one.asset.id,
            name=one.name,
            alt=one.alt,
            prompt=one.prompt,
        )
        for position, one in enumerate(shown_pictures(link))
    )
    link.frozen_at = now
    link.save(update_fields=["frozen_at"])


def change_link(
    *,
    board: Board,
    link_id: uuid.UUID,
    user: User,
    role: str,
    may_download: bool,
    expires_at: datetime | None,
    password: str | None,
) -> ShareLink:
    """password: a new one, "" for none, None for the one that it has. A change of it ends what was
    opened by the old one. Raises NotFound, CanvasError."""
    with write_transaction():
        link = _locked(board, link_id)
        if link.is_canvas and role == ShareLink.Role.DECIDE:
            raise CanvasError("Decisions are made on pictures: make a link to pictures for them.")
        link.role, link.expires_at = role, expires_at
        link.may_download = may_download and not link.has_watermark
        if password is not None:
            link.password = make_password(password) if password else ""
            link.epoch += 1
        link.save()
        _record(link, user, "link_changed", link.facts)
        ask_again_on_commit(change_link, link_id=link.id)
    return link


def revoke_link(*, board: Board, link_id: uuid.UUID, user: User | None = None) -> ShareLink:
    """Switch it off; open pages are cut off. Doing it twice is harmless."""
    with write_transaction():
        link = _locked(board, link_id)
        if link.revoked_at is None:
            link.revoked_at = timezone.now()
            link.save(update_fields=["revoked_at"])
            ask_again_on_commit(revoke_link, link_id=link.id)
            _record(link, user, "link_revoked")
    return link


def reopen_link(*, board: Board, link_id: uuid.UUID, user: User) -> ShareLink:
    """Switch it on: the same address works again."""
    with write_transaction():
        link = _locked(board, link_id)
        if link.revoked_at is not None:
            link.revoked_at = None
            link.save(update_fields=["revoked_at"])
            _record(link, user, "link_reopened")
    return link


def regenerate_link(*, board: Board, link_id: uuid.UUID, user: User) -> tuple[ShareLink, str]:
    """Another address, and its token; the old one, and all that it opened, is dead for good."""
    token = new_token()
    with write_transaction():
        link = _locked(board, link_id)
        link.digest = digest_of(token)
        link.epoch += 1
        link.save(update_fields=["digest", "epoch"])
        ask_again_on_commit(regenerate_link, link_id=link.id)
        _record(link, user, "link_regenerated")
    return link, token


def delete_link(*, board: Board, link_id: uuid.UUID, user: User) -> None:
    """What its guests said and decided stays."""
    with write_transaction():
        link = _locked(board, link_id)
        ask_again_on_commit(delete_link, link_id=link.id)
        _record(link, user, "link_deleted")
        link.delete()


def _locked(board: Board, link_id: uuid.UUID) -> ShareLink:
    link = ShareLink.objects.select_for_update().filter(board=board, id=link_id).first()
    if link is None:
        raise NotFound("This board has no such link. Reload the list.")
    link.board = board
    return link


def _record(
    link: ShareLink, user: User | None, verb: str, facts: dict[str, Any] | None = None
) -> None:
    told = {"board": link.board.title, "link": link.id} | (facts or {})
    record(link.board.workspace, user, verb, link.name, told)


def link_of(*, token: str) -> ShareLink:
    """The link of this token, with its board. Raises NotFound, or ShareLinkClosed."""
    links = ShareLink.objects.select_related("board__workspace")
    link = links.filter(digest=digest_of(token)).first()
    if link is None:
        raise NotFound("This link does not exist. Check that all of it was copied.")
    if link.board.deleted_at is not None:
        raise ShareLinkClosed("The board that it opens was deleted. Ask whoever sent it to you.")
    if link.is_expired(timezone.now()):
        raise ShareLinkClosed(
            "It was open until a set time, and that has passed. Ask whoever sent it to you.",
            code="link_expired",
        )
    if link.revoked_at is not None:
        raise ShareLinkClosed("Whoever sent it to you has ended it. Ask them for a new one.")
    return link


def is_password_of(link: ShareLink, password: str) -> bool:
    return not link.password or check_password(password, link.password)


def note_link_visit(*, link: ShareLink, guest: str, name: str, device: str) -> None:
    """One more visit; `guest`, `device`: as in LinkVisit."""
    with write_transaction():
        now = timezone.now()
        ShareLink.objects.filter(id=link.id).update(visits=F("visits") + 1, last_opened_at=now)
        LinkVisit.objects.create(link=link, guest=guest, name=name, device=device)
        kept = LinkVisit.objects.filter(link=link).order_by("-at", "-id").values("id")
        old = list(kept[MOST_VISITS : MOST_VISITS + 100])
        LinkVisit.objects.filter(id__in=[one["id"] for one in old]).delete()
