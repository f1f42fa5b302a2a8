"""Pictures that leave: who asked for them, which did, and why others stayed. The one writer."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from assets.actions.credentials import certificate_of
from assets.export.certificates import Certificate
from assets.export.credentials import MOST_INGREDIENTS, is_available
from assets.export.make import Made, Source, Wanted
from assets.export.metadata import Level
from assets.models import Asset
from assets.transactions import write_transaction
from canvas.access import BoardAccess
from canvas.actions.audit import record
from canvas.errors import AccessDenied, CanvasError
from canvas.export_plan import ExportPlan, PlannedPicture, plan_export
from canvas.export_settings import ExportSettings
from canvas.models import Board, Export, ExportItem, Node
from canvas.roles import MANAGING_ROLES

MOST_ASKED, MOST_SHOWN = 5_000, 200


class NothingToExport(CanvasError):
    """None of the pictures may leave."""

    code = "nothing_to_export"
    http_status = 422


class ExportStopped(CanvasError):
    """Somebody pressed Cancel, or closed the download."""

    code = "export_stopped"
    http_status = 409


class NoReason(CanvasError):
    """A lead lets pictures leave without saying why."""

    code = "no_reason"
    http_status = 422


class NeedsLead(AccessDenied):
    """Pictures that are not approved leave by a lead's word alone."""

    code = "needs_lead"


def start_export(
    *,
    board: Board,
    user: User,
    access: BoardAccess,
    node_ids: Sequence[UUID],
    settings: ExportSettings,
    overrides: bool = False,
    why: str = "",
) -> Export:
    """overrides: a lead lets all of them leave, and says why: that goes on the record. Raises
    NothingToExport, NeedsLead, NoReason."""
    if overrides and access.role not in MANAGING_ROLES:
        raise NeedsLead("Only a lead exports pictures that are not approved. Ask one of them.")
    if overrides and not why:
        raise NoReason("Say why these pictures may leave. The reason goes on the record.")
    why = why if overrides else ""
    plan = plan_export(board, node_ids, settings)
    if not plan.ready and not (why and plan.held_back):
        reasons = [reason for one in plan.pictures for reason in one.reasons[:2]]
        first = " ".join(dict.fromkeys(reasons[:2])) or "Select pictures first."
        raise NothingToExport(f"None of these pictures can be exported. {first}")
    with write_transaction():
        export = Export.objects.create(board=board, user=user, settings=settings.as_json(), why=why)
        ExportItem.objects.bulk_create(
            _item(export, place, one) for place, one in enumerate(plan.pictures)
        )
        if why and plan.held_back:
            record(board.workspace, user, "export_overridden", board.title, _facts(export, plan))
    return export


def _item(export: Export, place: int, picture: PlannedPicture) -> ExportItem:
    item = ExportItem(export=export, position=place, node=picture.node_id, asset=picture.asset)
    item.sha256 = picture.asset.sha256 if picture.asset else ""
    if picture.is_gone:
        item.status = ExportItem.Status.DELETED
    elif not picture.is_ready and not export.why:
        item.status = ExportItem.Status.HELD_BACK
    if item.status != ExportItem.Status.WAITING:
        item.note = " ".join(picture.reasons)[:500]
    return item


def _facts(export: Export, plan: ExportPlan) -> dict[str, Any]:
    held = plan.held_back
    return {
        "export": export.id,
        "reason": export.why,
        "pictures": [one.title for one in held[:50]],
        "sha256": [one.asset.sha256 for one in held[:50] if one.asset],
        "count": len(held),
    }


@dataclass(frozen=True)
class Job:
    """wanted: by file name; empty for a picture that stays."""

    item: ExportItem
    picture: PlannedPicture
    wanted: tuple[tuple[str, Wanted], ...] = ()


@dataclass(frozen=True)
class Work:
    export: Export
    settings: ExportSettings
    jobs: tuple[Job, ...]
    certificate: Certificate | None


def begin_export(export_id: UUID) -> Work:
    """What there is to do, as things stand now: approvals may have gone since it was asked for. A
    download that is asked for again begins anew. Raises KeyLost, ExportStopped."""
    export = Export.objects.select_related("board__workspace", "board__brand", "user").get(
        id=export_id
    )
    check_going(export)
    settings = ExportSettings.from_json(export.settings)
    items = list(export.items.order_by("position"))
    plan = plan_export(export.board, [one.node for one in items], settings)
    certificate = None
    if settings.signs and settings.level is not Level.NONE and is_available():
        certificate = certificate_of(export.board.workspace)
    inputs = _inputs(plan)
    jobs = tuple(
        _job(export, item, picture, settings, certificate, inputs)
        for item, picture in zip(items, plan.pictures, strict=True)
    )
    Export.objects.filter(id=export.id).update(state=Export.State.RUNNING, done=0, ended_at=None)
    return Work(export, settings, jobs, certificate)


def check_going(export: Export) -> None:
    """Raises ExportStopped."""
    if export.state == Export.State.STOPPED:
        raise ExportStopped("This export was cancelled. Open Export again to start another one.")


def _job(
    export: Export,
    item: ExportItem,
    picture: PlannedPicture,
    settings: ExportSettings,
    certificate: Certificate | None,
    inputs: Mapping[UUID, Asset],
) -> Job:
    """A lead's word was for the very pixels that they saw."""
    asset = picture.asset
    is_let = bool(export.why) and asset is not None and asset.sha256 == item.sha256
    if asset is None or not (picture.is_ready or is_let):
        return Job(item, picture)
    ingredients = tuple(_ingredients(picture, inputs)) if certificate else ()
    wanted = tuple(
        (
            file.name,
            Wanted(
                source=_source(asset, picture.title),
                kind=settings.preset.kind,
                size=file.size,
                most_bytes=settings.preset.most_bytes,
                level=settings.level,
                told=picture.told,
                certificate=certificate,
                ingredients=ingredients,
            ),
        )
        for file in picture.files
    )
    return Job(item, picture, wanted)


def _inputs(plan: ExportPlan) -> dict[UUID, Asset]:
    ids = {
        one
        for picture in plan.pictures
        if picture.facts is not None
        for one in (picture.origin.root, *(told.asset_id for told in picture.facts.lineage.inputs))
        if one is not None
    }
    return Asset.objects.in_bulk(list(ids))


def _ingredients(
    picture: PlannedPicture, inputs: Mapping[UUID, Asset]
) -> list[tuple[Source, bool]]:
    """The picture that was worked on first, then what was shown along, signed ones before."""
    assert picture.facts is not None
    root = picture.origin.root
    others = [told.asset_id for told in picture.facts.lineage.inputs if told.asset_id != root]
    rest = [inputs[one] for one in others if one in inputs]
    rest.sort(key=lambda asset: not asset.signed_sha256)
    found = []
    if root is not None and root in inputs:
        found.append((_source(inputs[root], inputs[root].name), True))
    found += [(_source(asset, asset.name), False) for asset in rest]
    return found[:MOST_INGREDIENTS]


def _source(asset: Asset, title: str) -> Source:
    """Of a clip its first frame: what it is where a picture is asked for."""
    if asset.role == Asset.Role.CLIP:
        asset = asset.clip.still
    return Source(asset.sha256, asset.format, title or "Picture", asset.signed_sha256)


def may_go_on(work: Work, job: Job) -> tuple[bool, bool]:
    """Whether nobody stopped the export, and whether the picture still lies on the board."""
    is_running = Export.objects.filter(id=work.export.id, state=Export.State.RUNNING).exists()
    asset = job.picture.asset
    live = Node.objects.filter(board=work.export.board, id=job.item.node, deleted_at=None)
    return is_running, asset is not None and live.filter(asset=asset).exists()


def keep_item(
    work: Work,
    job: Job,
    *,
    status: ExportItem.Status,
    note: str,
    files: Sequence[tuple[str, Made]] = (),
) -> None:
    told = [{"name": name, "sha256": made.sha256, "bytes": len(made.data)} for name, made in files]
    with write_transaction():
        ExportItem.objects.filter(id=job.item.id).update(
            status=status,
            note=note[:500],
            files=told,
            sha256=job.picture.asset.sha256 if job.picture.asset else job.item.sha256,
        )
        Export.objects.filter(id=work.export.id).update(done=job.item.position + 1)


def end_export(work: Work, manifest: str | None) -> None:
    """On the record whichever way it ended: what was sent until then has left. manifest: as sent;
    None where it came to no end."""
    export = work.export
    state = Export.State.STOPPED if manifest is None else Export.State.FINISHED
    left = export.items.filter(status=ExportItem.Status.EXPORTED).count()
    facts = {
        "export": export.id,
        "state": state,
        "pictures": left,
        "of": len(work.jobs),
        "preset": work.settings.preset.name,
        "pattern": work.settings.pattern,
        "metadata": work.settings.level,
        "signed_by": work.certificate.subject if work.certificate else "",
        "manifest_sha256": hashlib.sha256((manifest or "").encode()).hexdigest()
        if manifest
        else "",
    }
    with write_transaction():
        Export.objects.filter(id=export.id).update(state=state, ended_at=timezone.now())
        record(export.board.workspace, export.user, "exported", export.board.title, facts)


def stop_export(export: Export) -> None:
    """The download ends at the next picture."""
    going = (Export.State.WAITING, Export.State.RUNNING)
    Export.objects.filter(id=export.id, state__in=going).update(state=Export.State.STOPPED)


def exports_of(assets: Sequence[Asset]) -> list[ExportItem]:
    """Where these pictures left, the newest first: files that were sent."""
    items = ExportItem.objects.filter(
        asset__in=[one.id for one in assets[:MOST_ASKED]], status=ExportItem.Status.EXPORTED
    )
    return list(
        items.select_related("asset", "export__user").order_by("-export__created_at", "position")[
            :MOST_SHOWN
        ]
    )
