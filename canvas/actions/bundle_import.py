"""A board from a file, taken in with distrust."""

import uuid
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

import orjson
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from assets.bundle_files import take_in
from assets.errors import AssetsError
from assets.generations.patches import patch_ids, with_patches
from assets.models import Asset, Generation, GenerationState, Workspace
from canvas.actions.boards import create_board
from canvas.actions.contents import fill_board
from canvas.bundle_facts import read_edit, read_facts
from canvas.document.bundle import (
    MANIFEST,
    MOST_ENTRIES,
    MOST_MANIFEST_BYTES,
    MOST_RATIO,
    PICTURES,
    TOLD,
    BadBundle,
    check_manifest,
    is_entry_name,
    picture_name,
)
from canvas.errors import BundleRefused, OpRejected
from canvas.models import Board

PIECE = 256 * 1024

DAMAGED = "This file is damaged or no exported board. Export the board again, and import that."
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def import_bundle(*, workspace: Workspace, user: User, file: IO[bytes]) -> Board:
    """A new board from a bundle; all of it or nothing. Raises BundleRefused, StorageFailed.

    Call it outside a transaction: it decodes every picture. What was taken in before something
    was refused stays as files that no row names.
    """
    try:
        with _opened(file) as archive:
            entries = _checked_entries(archive)
            manifest = check_manifest(_manifest(archive, entries))
            return _Import(workspace, user, archive, entries, manifest).run()
    except BadBundle as error:
        raise BundleRefused(str(error)) from error
    except (*_DAMAGED, NotImplementedError, RuntimeError) as error:
        raise BundleRefused(DAMAGED) from error
    except AssetsError as error:
        raise BundleRefused(f"A picture of this file cannot be taken: {error.message}") from error
    except OpRejected as error:
        raise BundleRefused(f"A thing of this file cannot be taken: {error.message}") from error


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    """zipfile lets out ValueError too, for names that are no UTF-8."""
    try:
        return zipfile.ZipFile(file)
    except ValueError as error:
        raise BadBundle(DAMAGED) from error


Entries = dict[str, zipfile.ZipInfo]


def _checked_entries(archive: zipfile.ZipFile) -> Entries:
    """By name. By what the file says of itself: what it really holds is bounded while reading."""
    entries: Entries = {}
    total = 0
    if len(archive.infolist()) > MOST_ENTRIES:
        raise BadBundle("This file holds more pictures than can be taken.")
    for entry in archive.infolist():
        if not is_entry_name(entry.filename) or entry.filename in entries:
            raise BadBundle("This file holds something that no exported board has.")
        if entry.flag_bits & 0x1:
            raise BadBundle("This file is encrypted. Export the board again.")
        if entry.header_offset < 0:
            raise BadBundle(DAMAGED)  # zipfile computes where it begins from what the file says
        if entry.compress_type not in _METHODS:
            raise BadBundle("This file is packed in a way that no exported board is.")
        most = MOST_MANIFEST_BYTES if entry.filename == MANIFEST else settings.MAX_UPLOAD_BYTES
        if entry.file_size > most or entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise BadBundle("This file would unpack to more than can be taken.")
        total += entry.file_size
        entries[entry.filename] = entry
    if total > settings.MAX_BUNDLE_BYTES:
        limit = settings.MAX_BUNDLE_BYTES // (1024 * 1024)
        raise BadBundle(f"This board holds more than {limit:,} MB of pictures.")
    if MANIFEST not in entries:
        raise BadBundle("This file is no board that was exported from Anchorboard.")
    return entries


def _manifest(archive: zipfile.ZipFile, entries: Entries) -> Any:
    try:
        return orjson.loads(_read(archive, entries[MANIFEST]))
    except orjson.JSONDecodeError:
        raise BadBundle("The contents of this file cannot be read.") from None


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """At most what the entry declares: a bomb that lies about its size ends here."""
    data = bytearray()
    with archive.open(entry) as file:
        while piece := file.read(PIECE):
            data += piece
            if len(data) > entry.file_size:
                raise BadBundle("This file would unpack to more than it says.")
    return bytes(data)


@dataclass
class _Import:
    """One bundle on its way in; every id of it becomes one of ours."""

    workspace: Workspace
    user: User
    archive: zipfile.ZipFile
    entries: Entries
    manifest: dict[str, Any]

    def run(self) -> Board:
        """Pictures first, each on its own: others may write meanwhile. All else at once."""
        known = set(self.workspace.assets.values_list("id", flat=True))
        assets: dict[str, Asset] = {}
        try:
            self._take_in(assets)
            with transaction.atomic():
                return self._board(assets)
        except Exception:
            _forget(asset for asset in assets.values() if asset.id not in known)
            raise

    def _board(self, assets: dict[str, Asset]) -> Board:
        generations = self._generations(assets)
        nodes = [self._node(node, assets, generations) for node in self.manifest["nodes"]]
        board = create_board(workspace=self.workspace, user=self.user, title=self.manifest["title"])
        fill_board(board.id, nodes=nodes, edges=self.manifest["edges"])
        return board

    def _take_in(self, assets: dict[str, Asset]) -> None:
        """Fills `assets`, by their ids in the bundle. A picture that is named twice comes once."""
        by_content: dict[tuple[str, str], Asset] = {}
        for told in self.manifest["assets"]:
            content = (picture_name(told), told["role"])
            if content not in by_content:
                by_content[content] = self._asset(told)
            assets[told["id"]] = by_content[content]

    def _asset(self, told: dict[str, Any]) -> Asset:
        entry = self.entries.get(picture_name(told))
        if entry is None:
            raise BadBundle("A picture is missing from this file. Export the board again.")
        data = _read(self.archive, entry)
        return take_in(workspace=self.workspace, data=data, told=told, user=self.user)

    def _generations(self, assets: dict[str, Asset]) -> dict[str, UUID]:
        """Our ids, by those in the bundle. One whose pictures are not all here is left out."""
        made: dict[str, UUID] = {}
        rows = []
        for told in self.manifest["generations"]:
            named = [told[key] for key in PICTURES if told[key] is not None]
            named += [anchor["asset"] for anchor in told["anchors"]]
            named += [part["mask"] for part in read_edit(told["edit"]).get("parts", ())]
            if told["result"] is None or not all(one in assets for one in named):
                continue
            made[told["id"]] = uuid.uuid4()
            rows.append(self._generation(made[told["id"]], told, assets))
        Generation.objects.bulk_create(rows)
        return made

    def _generation(self, id_: UUID, told: dict[str, Any], assets: dict[str, Asset]) -> Generation:
        edit = read_edit(told["edit"])
        for key in ("erased", "last"):
            if key in edit:
                named = assets.get(edit.pop(key))
                edit |= {key: str(named.id)} if named is not None else {}
        if "parts" in edit:
            parts = [{**part, "mask": str(assets[part["mask"]].id)} for part in edit["parts"]]
            edit = {**edit, "parts": parts}
        now = timezone.now()
        return Generation(
            id=id_,
            workspace=self.workspace,
            created_by=self.user,
            **{key: told[key] for key in TOLD},
            **{key: assets.get(told[key] or "") for key in PICTURES},
            anchors=[
                {**anchor, "asset": str(assets[anchor["asset"]].id)} for anchor in told["anchors"]
            ],
            edit=edit,
            facts=_with_our_patches(read_facts(told["facts"]), assets),
            cost_usd=told["cost_usd"],
            state=GenerationState.SUCCEEDED,
            started_at=now,
            finished_at=now,
        )

    def _node(
        self, node: dict[str, Any], assets: dict[str, Asset], generations: dict[str, UUID]
    ) -> dict[str, Any]:
        asset, generation = node.get("asset"), node.get("generation")
        if asset is not None and asset not in assets:
            raise BadBundle("A picture is missing from this file. Export the board again.")
        ours = generations.get(generation) if isinstance(generation, str) else None
        return {
            **node,
            "asset": None if asset is None else str(assets[asset].id),
            "generation": None if ours is None else str(ours),
        }


def _with_our_patches(facts: dict[str, Any], assets: dict[str, Asset]) -> dict[str, Any]:
    """All or none: an edge is blended anew from every part."""
    ours = [assets[one] for one in patch_ids(facts) if one in assets]
    parts = [{key: part[key] for key in part if key != "patch"} for part in facts.get("parts", ())]
    if not parts:
        return facts
    bare = {**facts, "parts": parts}
    return with_patches(bare, ours) if len(ours) == len(parts) else bare


def _forget(assets: Iterable[Asset]) -> None:
    """What was taken in for a board that never came; not what somebody uses by now."""
    for asset in set(assets):
        with suppress(ProtectedError), transaction.atomic():
            asset.delete()
