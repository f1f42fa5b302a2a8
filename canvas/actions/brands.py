"""Brands as a workspace's people make them: on the record, and which one a board is made for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from assets.actions import brands
from assets.models import AnchorPack, BrandKit, Workspace
from assets.transactions import write_transaction
from canvas.actions.audit import record
from canvas.errors import NotFound
from canvas.models import Board

FIRST_COLOUR = "#6b8afd"


def make_brand(*, workspace: Workspace, user: User, name: str, colour: str) -> BrandKit:
    """Raises InvalidRequest."""
    with write_transaction():
        brand = brands.create_brand(workspace=workspace, user=user, name=name, colour=colour)
        record(workspace, user, "brand_made", brand.name)
        return brand


def change_brand(*, brand: BrandKit, user: User, told: Mapping[str, Any]) -> BrandKit:
    """Raises InvalidRequest; then nothing changed."""
    with write_transaction():
        before = {key: getattr(brand, key) for key in told}
        changed = brands.change_brand(brand=brand, told=told)
        facts = {
            key: {"from": before[key], "to": getattr(changed, key)}
            for key in told
            if before[key] != getattr(changed, key)
        }
        if facts:
            record(changed.workspace, user, "brand_changed", changed.name, facts)
        return changed


def archive_brand(*, brand: BrandKit, user: User) -> None:
    """Boards that were made for it are made for none."""
    with write_transaction():
        brands.archive_brand(brand=brand)
        Board.objects.filter(brand=brand).update(brand=None)
        record(brand.workspace, user, "brand_archived", brand.name)


def give_pack(*, brand: BrandKit, user: User, pack_id: UUID, is_given: bool) -> None:
    """A pack belongs to one brand at most. Raises NotFound."""
    with write_transaction():
        rows = AnchorPack.objects.filter(workspace_id=brand.workspace_id, deleted_at=None)
        pack = rows.filter(id=pack_id).first()
        if pack is None:
            raise NotFound("This pack is not there any more.")
        brands.assign_pack(pack=pack, brand=brand if is_given else None)
        verb = "pack_given" if is_given else "pack_taken"
        record(brand.workspace, user, verb, pack.name, {"brand": brand.name})


def use_brand(*, board: Board, brand: BrandKit | None) -> None:
    """What is made on the board from now on is made for this brand, until somebody switches."""
    Board.objects.filter(id=board.id).update(brand=brand)
