"""Risk and rights of a picture: the section in the inspector, and its dialogs."""

from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assets.errors import InvalidRequest
from assets.models import Asset, Rights
from assets.rights import lineages_of, used_by
from canvas.access import BoardAccess, require_board
from canvas.actions.exports import exports_of
from canvas.actions.formats import picture_node
from canvas.actions.risk import BadRisk, NeedsLead, declare_rights, describe_picture, set_risk
from canvas.errors import AccessDenied, NotFound
from canvas.models import Board, Node
from canvas.risk import Risk
from canvas.risk_facts import today
from canvas.risk_forms import RightsForm, reason_in
from canvas.risk_panel import RiskPanel


@require_POST
def describe(request: HttpRequest, board_id: UUID, node_id: UUID) -> HttpResponse:
    """The section again, with what is wrong."""
    board, access = require_board(request, board_id, edit=True)
    node = picture_node(board, node_id)
    error = ""
    try:
        describe_picture(
            node=node,
            access=access,
            user=cast(User, request.user),
            use=request.POST.get("use", ""),
            flags=request.POST.getlist("flags"),
            why=reason_in(request.POST),
        )
    except (NeedsLead, BadRisk) as refused:
        error = refused.message
    return section(request, node, access, error)


@require_POST
def change_class(request: HttpRequest, board_id: UUID, node_id: UUID) -> HttpResponse:
    board, access = member(request, board_id)
    node = picture_node(board, node_id)
    error = ""
    try:
        asked = request.POST.get("class", "")
        if asked not in list(Risk):
            raise BadRisk("Risk is low, medium or high. Reload the page.")
        user = cast(User, request.user)
        set_risk(node=node, access=access, user=user, risk=Risk(asked), why=reason_in(request.POST))
    except (NeedsLead, BadRisk) as refused:
        error = refused.message
    return section(request, node, access, error)


@never_cache
@require_http_methods(["GET", "POST"])
def rights(request: HttpRequest, board_id: UUID, node_id: UUID, asset_id: UUID) -> HttpResponse:
    """The dialog that says whose a picture is; after that the section, in its place on the page."""
    board, access = require_board(request, board_id, edit=True)
    node = picture_node(board, node_id)
    asset = _input(node, asset_id)
    is_sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if is_sent else (None, None)
    form = RightsForm(data, files, rights=_rights_of(asset))
    if is_sent and form.is_valid():
        try:
            declare_rights(
                board=board, asset=asset, user=cast(User, request.user), **form.cleaned_data
            )
        except InvalidRequest as refused:
            form.add_error("document", refused.message)
        else:
            return section(request, node, access, oob=True)
    context = {"board": board, "node": node, "asset": asset, "form": form}
    return render(request, "canvas/risk/_rights_dialog.html", context)


@never_cache
@require_GET
def document(request: HttpRequest, board_id: UUID, node_id: UUID, asset_id: UUID) -> HttpResponse:
    """The licence, as a download: nobody knows what is in it."""
    board, _ = member(request, board_id)
    found = _rights_of(_input(picture_node(board, node_id), asset_id))
    if not found.document_sha256:
        raise NotFound("There is no document of this licence.")
    response = HttpResponse(bytes(found.document), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.document_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_GET
def uses(request: HttpRequest, board_id: UUID, node_id: UUID, asset_id: UUID) -> HttpResponse:
    """What was made from a picture, and where it lies."""
    board, _ = member(request, board_id)
    asset = _input(picture_node(board, node_id), asset_id)
    made = used_by(asset)
    nodes = Node.objects.filter(
        board__in=Board.objects.visible_to(cast(User, request.user)),
        asset__in=made,
        kind="image",
        deleted_at=None,
    ).select_related("board")
    boards: dict[UUID, dict[UUID, Board]] = {}
    for node in nodes:
        assert node.asset_id is not None
        boards.setdefault(node.asset_id, {})[node.board_id] = node.board
    rows = [(one, list(boards.get(one.id, {}).values())) for one in made]
    context = {"asset": asset, "rows": rows, "exported": exports_of([asset, *made])}
    return render(request, "canvas/risk/_uses_dialog.html", context)


def member(request: HttpRequest, board_id: UUID) -> tuple[Board, BoardAccess]:
    """The board of a member in any role. Raises NotFound, AccessDenied."""
    board, access = require_board(request, board_id)
    if access.is_guest:
        raise AccessDenied("Guests are told nothing of rights and risks. Sign in as a member.")
    return board, access


def _input(node: Node, asset_id: UUID) -> Asset:
    """One of those that this picture was made from, or itself. Raises NotFound."""
    assert node.asset is not None
    lineage = lineages_of([node.asset.id], today=today())[node.asset.id]
    if asset_id not in {one.asset_id for one in lineage.inputs}:
        raise NotFound("This picture was not made from that one. Reload the page.")
    return Asset.objects.get(id=asset_id)


def _rights_of(asset: Asset) -> Rights:
    return Rights.objects.filter(asset=asset).first() or Rights(asset=asset)


def section(
    request: HttpRequest,
    node: Node,
    access: BoardAccess,
    error: str = "",
    *,
    oob: bool = False,
) -> HttpResponse:
    """Risk, rights and approval of a picture, as they are now. oob: in its place on the page,
    whatever the answer is put into."""
    context = {
        "board": node.board,
        "node": node,
        "access": access,
        "risk": RiskPanel(node, access),
        "error": error,
        "oob": oob,
    }
    response = render(request, "canvas/risk/_section.html", context)
    response["HX-Trigger"] = "risk-changed"
    return response
