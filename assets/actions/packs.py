"""Anchor packs: made, published as the next version, renamed, locked, deleted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from assets.engines.request import AnchorRole
from assets.errors import InvalidRequest
from assets.generations.rules import check_strength
from assets.models import AnchorPack, Asset, PackAnchor, PackVersion, Workspace

MOST_PACKED = 32
"""No engine takes more pictures to be guided by."""


@dataclass(frozen=True)
class Packed:
    """One picture of a pack. strength: 0 to 1."""

    asset: Asset
    role: str
    strength: float
    name: str = ""


def create_pack(
    *, workspace: Workspace, user: User | None, name: str, anchors: Sequence[Packed]
) -> PackVersion:
    """Its first version. Raises InvalidRequest; then nothing was written."""
    _check(workspace, anchors)
    with transaction.atomic():
        pack = AnchorPack.objects.create(workspace=workspace, name=name)
        return _version(pack, number=1, user=user, note="", anchors=anchors)


def publish_version(
    *, pack: AnchorPack, user: User | None, based_on: int, note: str, anchors: Sequence[Packed]
) -> PackVersion:
    """The next version. based_on: the number that its maker saw last. Raises InvalidRequest when
    there is a newer one, or nothing differs."""
    _check(pack.workspace, anchors)
    with transaction.atomic():
        AnchorPack.objects.select_for_update().get(id=pack.id)
        newest = pack.versions.order_by("-number").prefetch_related("anchors")[0]
        if newest.number != based_on:
            raise InvalidRequest(
                f"Somebody published v{newest.number} meanwhile. Look at it, then publish yours.",
                code="pack_moved_on",
            )
        if [_key(one) for one in newest.anchors.all()] == [_key(one) for one in anchors]:
            raise InvalidRequest(
                f"Nothing differs from v{newest.number}. Change the anchors in the prompt first.",
                code="pack_unchanged",
            )
        return _version(pack, number=newest.number + 1, user=user, note=note, anchors=anchors)


def rename_pack(*, pack: AnchorPack, name: str) -> None:
    AnchorPack.objects.filter(id=pack.id).update(name=name)


def lock_pack(*, pack: AnchorPack, is_locked: bool) -> None:
    AnchorPack.objects.filter(id=pack.id).update(is_locked=is_locked)


def delete_pack(*, pack: AnchorPack) -> None:
    """Pictures that it guided keep the version that they name."""
    AnchorPack.objects.filter(id=pack.id, deleted_at=None).update(deleted_at=timezone.now())


def _version(
    pack: AnchorPack, *, number: int, user: User | None, note: str, anchors: Sequence[Packed]
) -> PackVersion:
    version = PackVersion.objects.create(pack=pack, number=number, note=note, created_by=user)
    PackAnchor.objects.bulk_create(
        PackAnchor(
            version=version,
            place=place,
            asset=one.asset,
            role=one.role,
            strength=one.strength,
            name=one.name,
        )
        for place, one in enumerate(anchors)
    )
    return version


def _key(one: Packed | PackAnchor) -> tuple[object, str, float]:
    return one.asset.pk, one.role, one.strength


def _check(workspace: Workspace, anchors: Sequence[Packed]) -> None:
    if not anchors:
        raise InvalidRequest(
            "There are no anchors in the prompt. Choose some, then save them.", code="pack_empty"
        )
    if len(anchors) > MOST_PACKED:
        raise InvalidRequest(
            f"A pack holds at most {MOST_PACKED} pictures. Remove some.", code="pack_too_large"
        )
    if len({one.asset.id for one in anchors}) < len(anchors):
        raise InvalidRequest(
            "Two of these anchors are the same picture. Remove one.", code="pack_repeats"
        )
    for one in anchors:
        check_strength(one.strength)
        if one.role not in set(AnchorRole):
            raise InvalidRequest("An anchor has no role. Choose one.", code="unknown_anchor_role")
        if one.asset.workspace_id != workspace.id or one.asset.role != Asset.Role.PICTURE:
            raise InvalidRequest(
                "This picture is not here. Choose another one.", code="unknown_picture"
            )
