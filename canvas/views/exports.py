"""The export of pictures: the dialog that tells what will leave, the download, how far it is."""

from collections.abc import AsyncIterator
from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assets.export.names import safe_name
from canvas.access import require_board
from canvas.actions.audit import record
from canvas.actions.exports import check_going, start_export, stop_export
from canvas.actions.thumbnails import things_on
from canvas.document import values
from canvas.document.kinds import Field
from canvas.errors import NotFound
from canvas.export_panel import ExportPanel
from canvas.export_settings import read_nodes, read_settings
from canvas.export_stream import export_pieces, region_pieces
from canvas.models import Board, Export
from canvas.risk_forms import reason_in
from canvas.views.json_body import read_fields, read_json


@never_cache
@require_POST
def export_dialog(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The whole dialog of what `nodes` names; with `asked`, as its form sends it, the content. A
    POST, because an address has no room for 500 pictures; it changes nothing."""
    board, access = require_board(request, board_id, edit=True)
    context = {"panel": ExportPanel(board, access, request.POST)}
    part = "_content" if "asked" in request.POST else "_dialog"
    return render(request, f"canvas/export/{part}.html", context)


@require_POST
def new_export(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """-> 201 `{id, file, news, stop}`: where the download is, where it is told how far it is, and
    where it is stopped. Raises InvalidRequest, NothingToExport, NeedsLead,
    NoReason."""
    board, access = require_board(request, board_id, edit=True)
    export = start_export(
        board=board,
        user=cast(User, request.user),
        access=access,
        node_ids=read_nodes(request.POST.get("nodes", "")),
        settings=read_settings(request.POST, board),
        overrides="override" in request.POST,
        why=reason_in(request.POST),
    )
    of_one = {
        key: reverse(name, args=[board.id, export.id])
        for key, name in (
            ("file", "export_file"),
            ("news", "export_news"),
            ("stop", "stop_export"),
        )
    }
    return JsonResponse({"id": str(export.id)} | of_one, status=201)


@never_cache
@require_GET
def export_file(request: HttpRequest, board_id: UUID, export_id: UUID) -> StreamingHttpResponse:
    """Its ZIP, as a stream. For whoever asked for it alone: what may leave was said to them."""
    board, export = _own(request, board_id, export_id)
    check_going(export)
    name = safe_name(f"{board.title} {export.settings['preset']['name']}")
    if export.settings.get("is_sheet"):
        return _download(export_pieces(export.id), "application/pdf", f"{name} contact sheet.pdf")
    return _download(export_pieces(export.id), "application/zip", f"{name}.zip")


@require_POST
def export_region(request: HttpRequest, board_id: UUID) -> StreamingHttpResponse:
    """`{kind: "png" or "pdf", x, y, width, height}`, world units: that part of the board as one
    picture or page, as it looks. A working paper, so nobody has to have approved what it shows; on
    the record. Raises BadRequest."""
    board, _ = require_board(request, board_id, edit=True)
    asked = read_fields(read_json(request), _REGION, "The region")
    kind = asked["kind"]
    region = (asked["x"], asked["y"], asked["width"], asked["height"])
    facts = {"board": board.id, "kind": kind, "region": [round(side) for side in region]}
    record(board.workspace, cast(User, request.user), "region_exported", board.title, facts)
    pieces = region_pieces(things_on(board), region, kind)
    return _download(pieces, _MIME[kind], f"{safe_name(board.title)}.{kind}")


_MIME = {"png": "image/png", "pdf": "application/pdf"}
_PLACE = Field(values.number(-values.MAX_COORDINATE, values.MAX_COORDINATE))
_SIDE = Field(values.number(1, 2 * values.MAX_COORDINATE))
_REGION = {
    "kind": Field(values.one_of(*_MIME)),
    "x": _PLACE,
    "y": _PLACE,
    "width": _SIDE,
    "height": _SIDE,
}


def _download(pieces: AsyncIterator[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    # nginx would keep it on its disk first.
    response["X-Accel-Buffering"] = "no"
    return response


@never_cache
@require_GET
def export_news(request: HttpRequest, board_id: UUID, export_id: UUID) -> JsonResponse:
    """`{state, done, total, exported, stayed: [{title, why}]}`."""
    _, export = _own(request, board_id, export_id)
    items = list(export.items.select_related("asset").order_by("position"))
    gone = [one for one in items if one.status not in ("waiting", "exported")]
    stayed = [
        {"title": (one.asset and one.asset.name) or "Picture", "why": one.note} for one in gone
    ]
    return JsonResponse(
        {
            "state": export.state,
            "done": export.done,
            "total": len(items),
            "exported": sum(one.status == "exported" for one in items),
            "stayed": stayed[:50],
        }
    )


@require_POST
def end_export(request: HttpRequest, board_id: UUID, export_id: UUID) -> JsonResponse:
    _, export = _own(request, board_id, export_id)
    stop_export(export)
    return JsonResponse({"state": Export.State.STOPPED})


def _own(request: HttpRequest, board_id: UUID, export_id: UUID) -> tuple[Board, Export]:
    """Raises NotFound."""
    board, _ = require_board(request, board_id, edit=True)
    export = Export.objects.filter(id=export_id, board=board, user=cast(User, request.user)).first()
    if export is None:
        raise NotFound("There is no such export, or somebody else asked for it.")
    return board, export
