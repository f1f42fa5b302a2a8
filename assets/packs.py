"""Reads anchor packs: the newest versions, what one changed, which one a picture came from."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from assets.errors import InvalidRequest
from assets.models import PackAnchor, PackVersion


def newest_versions(workspace_id: UUID) -> QuerySet[PackVersion]:
    """Of each pack that is not deleted, by its name; anchors and pictures with them."""
    latest = PackVersion.objects.filter(pack=OuterRef("pack")).order_by("-number")
    return (
        PackVersion.objects.filter(
            pack__workspace_id=workspace_id,
            pack__deleted_at=None,
            number=Subquery(latest.values("number")[:1]),
        )
        .select_related("pack", "created_by")
        .prefetch_related("anchors__asset")
        .order_by("pack__name", "pack_id")
    )


def versions_holding(
    workspace_id: UUID, wanted: Collection[tuple[UUID, UUID]]
) -> dict[UUID, PackVersion]:
    """The versions named in `wanted`, (version, asset) each. Raises InvalidRequest where one is
    not of this workspace, or does not hold that asset."""
    ids = {version for version, _ in wanted}
    held = PackAnchor.objects.filter(
        version__in=ids, version__pack__workspace_id=workspace_id
    ).select_related("version__pack")
    found = {(anchor.version_id, anchor.asset_id): anchor.version for anchor in held}
    if not found.keys() >= set(wanted):
        raise InvalidRequest(
            "An anchor is not in the pack that it is said to come from. Use the pack again.",
            code="not_in_pack",
        )
    return {version.id: version for version in found.values()}


def told_of(version: PackVersion) -> dict[str, Any]:
    """What a generation keeps of it: as it was called then."""
    return {"version": str(version.id), "name": version.pack.name, "number": version.number}


def pack_names(anchors: Iterable[dict[str, Any]]) -> list[str]:
    """`Generation.anchors` -> "Aurora core v2", each pack once, in their order."""
    told = [anchor["pack"] for anchor in anchors if anchor.get("pack")]
    return list(dict.fromkeys(f"{pack['name']} v{pack['number']}" for pack in told))


def changes_between(before: Iterable[PackAnchor], after: Iterable[PackAnchor]) -> list[str]:
    """In words, one for each anchor that came, went or is another: "Added Mug, style 60 %"."""
    old = {anchor.asset_id: anchor for anchor in before}
    new = {anchor.asset_id: anchor for anchor in after}
    added = [f"Added {_full(anchor)}" for id_, anchor in new.items() if id_ not in old]
    removed = [f"Removed {_name(anchor)}" for id_, anchor in old.items() if id_ not in new]
    changed = [
        f"{_name(anchor)}: {_use(old[id_])}, now {_use(anchor)}"
        for id_, anchor in new.items()
        if id_ in old and _use(old[id_]) != _use(anchor)
    ]
    return added + removed + changed


def _name(anchor: PackAnchor) -> str:
    return anchor.name or "a picture"


def _use(anchor: PackAnchor) -> str:
    return f"{anchor.role} {round(anchor.strength * 100)}\u00a0%"


def _full(anchor: PackAnchor) -> str:
    return f"{_name(anchor)}, {_use(anchor)}"
