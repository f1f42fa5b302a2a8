"""Figures of a workspace: for owners and leads, as people are among what they are told by."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from canvas.access import require_workspace
from canvas.actions.figures import state_baseline
from canvas.errors import NotFound
from canvas.figures.behind import TITLES, Behind, csv_rows
from canvas.figures.definitions import DEFINITIONS
from canvas.figures.filters import Filter
from canvas.figures.page import Figures, figures_of
from canvas.home import Home
from canvas.workspace_forms import BaselineForm


@never_cache
@login_required
@require_GET
def figures(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    shown = _figures(request, workspace_id)
    is_part = request.headers.get("HX-Target") == "figures"
    return render(
        request,
        f"canvas/figures/{'_figures' if is_part else 'figures'}.html",
        {"figures": shown, "home": shown.home, "told": DEFINITIONS, "shows_figures": True},
    )


@never_cache
@login_required
@require_GET
def figures_file(request: HttpRequest, workspace_id: UUID) -> StreamingHttpResponse:
    shown = _figures(request, workspace_id)
    name = f"figures-by-{shown.by}-{shown.filter.until:%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        csv_rows(shown),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@login_required
@require_GET
def figure_pictures(request: HttpRequest, workspace_id: UUID, which: str) -> HttpResponse:
    here = require_workspace(request, workspace_id, manage=True)
    if which not in TITLES:
        raise NotFound("There is no such figure. Go back to Figures.")
    home = Home(cast(User, request.user), here)
    behind = Behind(home, Filter.of(request.GET), which, request.GET.get("page", "1"))
    context = {"behind": behind, "home": home, "shows_figures": True}
    return render(request, "canvas/figures/pictures.html", context)


@login_required
@require_POST
def baseline(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    """The figures again, with what is wrong with what was sent."""
    here = require_workspace(request, workspace_id, manage=True)
    form = BaselineForm(request.POST)
    if form.is_valid():
        state_baseline(workspace=here.workspace, user=cast(User, request.user), **form.cleaned_data)
    error = " ".join(str(words) for field in form.errors.values() for words in field)
    shown = _figures(request, workspace_id)
    context = {"figures": shown, "home": shown.home, "told": DEFINITIONS, "error": error}
    return render(request, "canvas/figures/_figures.html", context)


def _figures(request: HttpRequest, workspace_id: UUID) -> Figures:
    here = require_workspace(request, workspace_id, manage=True)
    home = Home(cast(User, request.user), here)
    return figures_of(home, Filter.of(request.GET), request.GET.get("by", ""))
