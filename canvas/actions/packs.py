"""Anchor packs as a board's people make them: from the anchors in their prompt, by role."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User

from assets.actions.packs import (
    Packed,
    create_pack,
    delete_pack,
    lock_pack,
    publish_version,
    rename_pack,
)
from assets.models import AnchorPack, PackVersion
from canvas.actions.generate import AskedAnchor, pictures_named
from canvas.errors import AccessDenied, NotFound
from canvas.models import Board, Membership
from canvas.roles import EDITING_ROLES, MANAGING_ROLES


def save_pack(
    *, board: Board, actor: Membership, user: User, name: str, anchors: Sequence[AskedAnchor]
) -> PackVersion:
    """Raises AccessDenied, NotFound, InvalidRequest."""
    if actor.role not in EDITING_ROLES:
        raise AccessDenied("You can use packs, but not make them. Ask a lead for another role.")
    packed = _packed(board, anchors)
    return create_pack(workspace=board.workspace, user=user, name=name, anchors=packed)


def publish_pack(
    *,
    board: Board,
    actor: Membership,
    user: User,
    pack_id: UUID,
    based_on: int,
    note: str,
    anchors: Sequence[AskedAnchor],
) -> PackVersion:
    """Raises AccessDenied, NotFound, InvalidRequest."""
    pack = pack_to_change(actor, pack_id)
    packed = _packed(board, anchors)
    return publish_version(pack=pack, user=user, based_on=based_on, note=note, anchors=packed)


def rename(*, actor: Membership, pack_id: UUID, name: str) -> None:
    rename_pack(pack=pack_to_change(actor, pack_id), name=name)


def delete(*, actor: Membership, pack_id: UUID) -> None:
    delete_pack(pack=pack_to_change(actor, pack_id))


def set_locked(*, actor: Membership, pack_id: UUID, is_locked: bool) -> None:
    """Raises AccessDenied to all but owners and leads."""
    if actor.role not in MANAGING_ROLES:
        raise AccessDenied("Only owners and leads lock a pack. Ask one of them.")
    lock_pack(pack=pack_to_change(actor, pack_id), is_locked=is_locked)


def may_change(actor: Membership, pack: AnchorPack) -> bool:
    return actor.role in (MANAGING_ROLES if pack.is_locked else EDITING_ROLES)


def pack_to_change(actor: Membership, pack_id: UUID) -> AnchorPack:
    """Raises NotFound where this workspace has no such pack, AccessDenied."""
    pack = (
        AnchorPack.objects.select_related("workspace")
        .filter(id=pack_id, workspace_id=actor.workspace_id, deleted_at=None)
        .first()
    )
    if pack is None:
        raise NotFound("This pack is not there any more.")
    if not may_change(actor, pack):
        raise AccessDenied(
            "A lead locked this pack: owners and leads alone change it. Save your anchors as a "
            "pack of their own, or ask one of them."
        )
    return pack


def _packed(board: Board, anchors: Sequence[AskedAnchor]) -> list[Packed]:
    """Raises NotFound for what is not on this board, InvalidRequest for what is no picture."""
    named = pictures_named(board, [anchor.node for anchor in anchors])
    return [
        Packed(
            asset=named[anchor.node].asset,
            role=anchor.role,
            strength=anchor.strength,
            name=named[anchor.node].node.props.get("name", ""),
        )
        for anchor in anchors
    ]
