"""What pictures cost, line by line, and the limits of a month: for owners and leads."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assets.actions.budgets import set_budget
from assets.errors import InvalidRequest
from assets.models import BrandKit
from canvas.access import require_workspace
from canvas.brand_facts import brand_of
from canvas.errors import AccessDenied, NotFound
from canvas.home import Home
from canvas.models import Membership, Role
from canvas.spending import OF_BRAND, Filter, Spending, csv_rows
from canvas.views.boards import as_uuid
from canvas.workspace_forms import LimitForm


@never_cache
@login_required
@require_GET
def spending(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id, manage=True)
    shown = _spending(request, here)
    context = {"spending": shown, "home": shown.home}
    if request.headers.get("HX-Target") == "ledger":
        return render(request, "canvas/home/_ledger.html", context)
    return render(request, "canvas/home/spending.html", context)


@never_cache
@login_required
@require_GET
def ledger_file(request: HttpRequest, workspace_id: UUID) -> StreamingHttpResponse:
    here = require_workspace(request, workspace_id, manage=True)
    chosen = Filter.of(request.GET)
    lines = chosen.lines(here.workspace_id).iterator(chunk_size=1_000)
    name = f"spending-{chosen.month:%Y-%m}.csv"
    return StreamingHttpResponse(
        csv_rows(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@require_POST
def limit(request: HttpRequest, workspace_id: UUID, whose: str) -> HttpResponse:
    """The limits again, with what is wrong with the one that was sent."""
    here = require_workspace(request, workspace_id, manage=True)
    if here.role != Role.OWNER:
        raise AccessDenied("Only owners set what may be spent. Ask one of them.")
    form = LimitForm(request.POST)
    error = ""
    if form.is_valid():
        try:
            set_budget(
                workspace=here.workspace,
                person=_person(here, whose),
                brand=_brand(here, whose),
                **form.cleaned_data,
            )
        except InvalidRequest as refused:
            error = refused.message
    else:
        error = " ".join(str(words) for field in form.errors.values() for words in field)
    wrong = whose if error else ""
    context = {"spending": _spending(request, here), "error": error, "wrong": wrong}
    return render(request, "canvas/home/_limits.html", context)


def _spending(request: HttpRequest, here: Membership) -> Spending:
    home = Home(cast(User, request.user), here)
    return Spending(home, Filter.of(request.GET), request.GET.get("page", "1"))


def _person(here: Membership, whose: str) -> User | None:
    """None for `all` and for brands, else a member by their id. Raises NotFound."""
    if whose == "all" or whose.startswith(OF_BRAND):
        return None
    members = Membership.objects.filter(workspace_id=here.workspace_id).select_related("user")
    for member in members:
        if str(member.user_id) == whose:
            return member.user
    raise NotFound("There is no such member. Reload the page.")


def _brand(here: Membership, whose: str) -> BrandKit | None:
    """Raises NotFound."""
    if not whose.startswith(OF_BRAND):
        return None
    return brand_of(here.workspace_id, as_uuid(whose.removeprefix(OF_BRAND)))
