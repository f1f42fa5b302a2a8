"""Brand safety of a workspace: uses and their classes, terms, appeals. For owners and leads."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assets.models import PolicyAppeal, PolicyTerm
from assets.policy import terms_of
from canvas.access import require_board, require_workspace
from canvas.actions.policy import BadTerm, answer_appeal, appeal, remove_term, set_term
from canvas.actions.risk import BadRisk, remove_use, set_use
from canvas.document import values
from canvas.document.kinds import Field
from canvas.home import Home
from canvas.models import Membership
from canvas.risk import Risk
from canvas.risk_facts import uses_of
from canvas.risk_forms import reason_in
from canvas.safety_forms import TermForm, UseForm
from canvas.views.json_body import read_fields, read_json, string


@never_cache
@login_required
@require_GET
def safety(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id, manage=True)
    return render(request, "canvas/home/safety.html", _context(request, here))


@login_required
@require_POST
def use(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    """Adds, changes or, with `remove`, removes a line; the tables again."""
    here = require_workspace(request, workspace_id, manage=True)
    user, error = cast(User, request.user), ""
    form = UseForm(request.POST)
    try:
        if name := request.POST.get("remove"):
            remove_use(workspace=here.workspace, user=user, name=name.replace("\x00", ""))
        elif form.is_valid():
            told = form.cleaned_data
            risk = Risk(told["risk"])
            set_use(workspace=here.workspace, user=user, name=told["name"], risk=risk)
        else:
            error = _first_error(form)
    except BadRisk as refused:
        error = refused.message
    return _tables(request, here, use_error=error)


@login_required
@require_POST
def term(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id, manage=True)
    user, error = cast(User, request.user), ""
    form = TermForm(request.POST)
    removed = request.POST.get("remove", "")
    try:
        if removed.isdecimal() and len(removed) < 10:
            remove_term(workspace=here.workspace, user=user, term_id=int(removed))
        elif form.is_valid():
            set_term(workspace=here.workspace, user=user, **form.cleaned_data)
        else:
            error = _first_error(form)
    except BadTerm as refused:
        error = refused.message
    return _tables(request, here, term_error=error)


@login_required
@require_POST
def answer(request: HttpRequest, workspace_id: UUID, appeal_id: int) -> HttpResponse:
    here = require_workspace(request, workspace_id, manage=True)
    error = ""
    try:
        answer_appeal(
            workspace=here.workspace,
            user=cast(User, request.user),
            appeal_id=min(appeal_id, 2**31 - 1),
            is_allowed="allow" in request.POST,
            why=reason_in(request.POST),
        )
    except BadTerm as refused:
        error = refused.message
    return _tables(request, here, appeal_error=error)


@require_POST
def new_appeal(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{prompt}` -> `{said}`. Raises BadRequest, BadTerm."""
    board, _ = require_board(request, board_id, edit=True)
    known = {"prompt": Field(string), "brand": Field(values.id_or_null, None)}
    asked = read_fields(read_json(request), known, "The appeal")
    prompt = asked["prompt"].replace("\x00", "")[:4_000]
    brand = UUID(asked["brand"]) if asked["brand"] else None
    appeal(board=board, user=cast(User, request.user), prompt=prompt, brand=brand)
    said = "The leads were asked. Once one allows it, generate again with the same prompt."
    return JsonResponse({"said": said})


def _first_error(form: UseForm | TermForm) -> str:
    return next(str(words) for field in form.errors.values() for words in field)


def _tables(request: HttpRequest, here: Membership, **errors: str) -> HttpResponse:
    return render(request, "canvas/home/_safety.html", _context(request, here) | errors)


def _context(request: HttpRequest, here: Membership) -> dict[str, object]:
    appeals = PolicyAppeal.objects.filter(
        workspace_id=here.workspace_id, state=PolicyAppeal.State.OPEN
    )
    return {
        "home": Home(cast(User, request.user), here),
        "shows_safety": True,
        "uses": uses_of(here.workspace_id),
        "risks": list(Risk),
        "terms": terms_of(here.workspace_id),
        "groups": PolicyTerm.Group.choices,
        "actions": PolicyTerm.Action.choices,
        "appeals": appeals.select_related("user").order_by("created_at")[:50],
    }
