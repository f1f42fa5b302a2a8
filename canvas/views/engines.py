"""The Engines page: what makes the pictures of a workspace, for its owners."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assets.actions.engines import (
    add_engine,
    change_engine,
    remove_engine,
    set_tier,
    switch_engine,
    try_engine,
)
from assets.engines.adapters import ADAPTERS, adapter_kind
from assets.engines.kinds import AdapterKind
from assets.errors import InvalidRequest
from assets.models import EngineSetting
from canvas.access import owns_installation, require_owner
from canvas.engine_forms import EngineForm
from canvas.engine_list import engines_of, tiers_of
from canvas.errors import NotFound
from canvas.home import Home
from canvas.models import Membership


@never_cache
@login_required
@require_GET
def engines(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_owner(request, workspace_id)
    context = _context(request, here) | {"kinds": ADAPTERS, "shows_engines": True}
    return render(request, "canvas/home/engines.html", context)


def _context(request: HttpRequest, here: Membership) -> dict[str, object]:
    return {
        "home": Home(cast(User, request.user), here),
        "tiers": tiers_of(here.workspace_id),
        "engines": engines_of(here.workspace_id),
    }


@login_required
@require_POST
def tier(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_owner(request, workspace_id)
    error = ""
    try:
        set_tier(
            workspace=here.workspace,
            tier=request.POST.get("tier", ""),
            engine_key=request.POST.get("engine", ""),
        )
    except InvalidRequest as refused:
        error = refused.message
    return _list_again(request, here, error=error)


@sensitive_post_parameters("api_key")
@login_required
@require_http_methods(["GET", "POST"])
def new_engine(request: HttpRequest, workspace_id: UUID, kind: str) -> HttpResponse:
    here = require_owner(request, workspace_id)
    found = adapter_kind(kind)
    if found is None:
        raise NotFound("There is no such kind of engine. Reload the page.")
    form = EngineForm(request.POST if request.method == "POST" else None, kind=found)
    return _answer(request, here, form, reverse("new_engine", args=[workspace_id, kind]))


@sensitive_post_parameters("api_key")
@login_required
@require_http_methods(["GET", "POST"])
def engine(request: HttpRequest, workspace_id: UUID, engine_id: UUID) -> HttpResponse:
    here = require_owner(request, workspace_id)
    row = engine_in(here, engine_id)
    data = request.POST if request.method == "POST" else None
    form = EngineForm(data, kind=kind_of(row), engine=row)
    return _answer(request, here, form, reverse("engine", args=[workspace_id, engine_id]))


@sensitive_variables("form")
def _answer(request: HttpRequest, here: Membership, form: EngineForm, action: str) -> HttpResponse:
    """The dialog, with what is wrong; once it is saved, the list in its place."""
    if form.is_bound and form.is_valid() and _save(request, here, form):
        response = _list_again(request, here, closes_dialog=True)
        response["HX-Retarget"], response["HX-Reswap"] = "#engines", "outerHTML"
        return response
    context = {"form": form, "action": action, "home": Home(cast(User, request.user), here)}
    return render(request, "canvas/home/_engine_dialog.html", context)


@sensitive_variables("form", "values")
def _save(request: HttpRequest, here: Membership, form: EngineForm) -> bool:
    user = cast(User, request.user)
    values, may_be_private = form.fields_of_engine(), owns_installation(user)
    try:
        if form.engine is not None:
            change_engine(engine=form.engine, values=values, may_be_private=may_be_private)
        else:
            add_engine(
                workspace=here.workspace,
                user=user,
                adapter=form.kind.key,
                values=values,
                may_be_private=may_be_private,
            )
    except InvalidRequest as refused:
        form.add_error(refused.code if refused.code in form.fields else None, refused.message)
        return False
    return True


@login_required
@require_POST
def test(request: HttpRequest, workspace_id: UUID, engine_id: UUID) -> HttpResponse:
    here = require_owner(request, workspace_id)
    row = engine_in(here, engine_id)
    kind_of(row)
    probe = try_engine(engine=row)
    note = {row.id: probe.note} if probe else {}
    return _list_again(request, here, notes=note)


@login_required
@require_POST
def switch(request: HttpRequest, workspace_id: UUID, engine_id: UUID) -> HttpResponse:
    here = require_owner(request, workspace_id)
    switch_engine(engine=engine_in(here, engine_id), enabled=request.POST.get("enabled") == "on")
    return _list_again(request, here)


@login_required
@require_POST
def remove(request: HttpRequest, workspace_id: UUID, engine_id: UUID) -> HttpResponse:
    here = require_owner(request, workspace_id)
    remove_engine(engine=engine_in(here, engine_id))
    return _list_again(request, here)


def engine_in(here: Membership, engine_id: UUID) -> EngineSetting:
    mine = EngineSetting.objects.filter(workspace_id=here.workspace_id, removed_at=None)
    row = mine.filter(id=engine_id).first()
    if row is None:
        raise NotFound("This engine is not here any more. Reload the page.")
    return row


def kind_of(row: EngineSetting) -> AdapterKind:
    kind = adapter_kind(row.adapter)
    if kind is None:
        raise NotFound("This server knows no such kind of engine any more. Remove the engine.")
    return kind


def _list_again(request: HttpRequest, here: Membership, **more: object) -> HttpResponse:
    return render(request, "canvas/home/_engines.html", _context(request, here) | more)
