"""Drift of a workspace's pictures from their references: for owners and leads."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assets.errors import AssetsError
from assets.models import DriftWatch
from canvas.access import require_owner, require_workspace
from canvas.actions import drift as actions
from canvas.drift.radar import Radar
from canvas.errors import NotFound
from canvas.home import Home
from canvas.models import Membership
from canvas.workspace_forms import WatchForm

ACTS: dict[str, Callable[..., object]] = {
    "draw": actions.draw_canaries,
    "references": actions.take_references,
    "override": actions.override_pause,
    "restore": actions.restore_version,
    "remove": actions.remove_watch,
}


@never_cache
@login_required
@require_GET
def drift(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id, manage=True)
    is_part = request.headers.get("HX-Target") == "watches"
    name = "_watches" if is_part else "radar"
    return render(request, f"canvas/drift/{name}.html", _context(request, here))


@login_required
@require_POST
def new_watch(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id, manage=True)
    form = WatchForm(request.POST, workspace=here.workspace)
    error = ""
    if form.is_valid():
        try:
            user = cast(User, request.user)
            actions.make_watch(workspace=here.workspace, user=user, **form.cleaned_data)
        except AssetsError as refused:
            error = refused.message
    else:
        error = " ".join(str(words) for field in form.errors.values() for words in field)
    context = _context(request, here) | {"error": error, "sent": request.POST if error else {}}
    return render(request, "canvas/drift/_watches.html", context)


@login_required
@require_POST
def watch_act(request: HttpRequest, workspace_id: UUID, watch_id: UUID, act: str) -> HttpResponse:
    """Draw the canaries, take references, override, go back to a version (owners), or remove."""
    here = require_workspace(request, workspace_id, manage=True)
    if act == "restore":
        require_owner(request, workspace_id)
    rows = DriftWatch.objects.filter(workspace_id=here.workspace_id, id=watch_id)
    watch = rows.select_related("workspace", "brand", "template").first()
    if watch is None or act not in ACTS:
        raise NotFound("This is not watched any more. Reload the page.")
    error = ""
    try:
        ACTS[act](watch=watch, user=cast(User, request.user))
    except AssetsError as refused:
        error = refused.message
    context = _context(request, here) | {"wrong": str(watch_id), "error": error}
    return render(request, "canvas/drift/_watches.html", context)


def _context(request: HttpRequest, here: Membership) -> dict[str, object]:
    radar = Radar(Home(cast(User, request.user), here))
    return {"radar": radar, "home": radar.home, "shows_drift": True}
