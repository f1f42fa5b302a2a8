"""Anchor packs: the dialog on the board, and what its page is told of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

import orjson
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from assets.errors import AssetsError
from assets.models import PackVersion
from assets.packs import newest_versions
from canvas.access import require_board, require_workspace
from canvas.actions import packs
from canvas.actions.generate import AskedAnchor
from canvas.errors import CanvasError
from canvas.forms import PackForm, PackVersionForm
from canvas.models import Board, Membership
from canvas.pack_history import history_of
from canvas.roles import EDITING_ROLES, MANAGING_ROLES
from canvas.views.generation_request import parse_anchors
from canvas.views.json_body import BadRequest

Change = Callable[..., PackVersion | None]


@never_cache
@require_GET
def pack_panel(request: HttpRequest, board_id: UUID) -> HttpResponse:
    board, _ = require_board(request, board_id, edit=True)
    actor = require_workspace(request, board.workspace_id)
    return render(request, "canvas/packs/_dialog.html", _context(board, actor))


@never_cache
@require_GET
def newest_packs(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{"packs": [{id, name, number, version, anchors: [...]}]}`: for the prompt's chips."""
    board, _ = require_board(request, board_id, edit=True)
    return JsonResponse({"packs": [_told(one) for one in newest_versions(board.workspace_id)]})


def _changes_packs(change: Change) -> Callable[..., HttpResponse]:
    """A POST after which the dialog's content comes again: with what is new, or what was wrong."""

    @require_POST
    @wraps(change)
    def view(request: HttpRequest, board_id: UUID, **ids: UUID) -> HttpResponse:
        board, _ = require_board(request, board_id, edit=True)
        actor = require_workspace(request, board.workspace_id)
        made, error = None, ""
        try:
            made = change(request, board, actor, **ids)
        except (CanvasError, AssetsError) as refused:
            error = refused.message
        context = _context(board, actor) | {"error": error}
        response = render(request, "canvas/packs/_content.html", context)
        if error:
            return response
        return trigger_client_event(response, "packs-changed", {"made": made and _told(made)})

    return view


@_changes_packs
def new_pack(request: HttpRequest, board: Board, actor: Membership) -> PackVersion:
    form = _checked(PackForm(request.POST))
    user = cast(User, request.user)
    anchors = _anchors(request)
    return packs.save_pack(
        board=board, actor=actor, user=user, name=form.cleaned_data["name"], anchors=anchors
    )


@_changes_packs
def publish_pack(
    request: HttpRequest, board: Board, actor: Membership, pack_id: UUID
) -> PackVersion:
    form = _checked(PackVersionForm(request.POST))
    return packs.publish_pack(
        board=board,
        actor=actor,
        user=cast(User, request.user),
        pack_id=pack_id,
        anchors=_anchors(request),
        **form.cleaned_data,
    )


@_changes_packs
def rename_pack(request: HttpRequest, board: Board, actor: Membership, pack_id: UUID) -> None:
    form = _checked(PackForm(request.POST))
    packs.rename(actor=actor, pack_id=pack_id, name=form.cleaned_data["name"])


@_changes_packs
def lock_pack(request: HttpRequest, board: Board, actor: Membership, pack_id: UUID) -> None:
    """`locked`: there to lock, not there to open."""
    packs.set_locked(actor=actor, pack_id=pack_id, is_locked="locked" in request.POST)


@_changes_packs
def delete_pack(request: HttpRequest, board: Board, actor: Membership, pack_id: UUID) -> None:
    packs.delete(actor=actor, pack_id=pack_id)


def _checked(form: Any) -> Any:
    if not form.is_valid():
        raise BadRequest(" ".join(next(iter(form.errors.values()))))
    return form


def _anchors(request: HttpRequest) -> tuple[AskedAnchor, ...]:
    """`anchors`: JSON as a generation's. Raises BadRequest."""
    try:
        return parse_anchors(orjson.loads(request.POST.get("anchors", "")))
    except orjson.JSONDecodeError:
        raise BadRequest("The anchors cannot be read. Reload the page.", code="bad_json") from None


def _context(board: Board, actor: Membership) -> dict[str, Any]:
    versions = newest_versions(board.workspace_id).prefetch_related(
        "pack__versions__anchors", "pack__versions__created_by"
    )
    shown = [
        {
            "newest": version,
            "may_change": packs.may_change(actor, version.pack),
            "history": history_of(version.pack),
        }
        for version in versions
    ]
    return {
        "board": board,
        "packs": shown,
        "may_make": actor.role in EDITING_ROLES,
        "may_lock": actor.role in MANAGING_ROLES,
        "form": PackForm(),
    }


def _told(version: PackVersion) -> dict[str, Any]:
    return {
        "id": str(version.pack_id),
        "name": version.pack.name,
        "version": str(version.id),
        "number": version.number,
        "anchors": [
            {
                "asset": str(anchor.asset_id),
                "role": anchor.role,
                "strength": anchor.strength,
                "name": anchor.name,
                "width": anchor.asset.width,
                "height": anchor.asset.height,
            }
            for anchor in version.anchors.all()
        ],
    }
