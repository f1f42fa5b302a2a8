"""The lists of boards: all of a workspace, those opened last, of a project; and their news."""

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from canvas.access import require_workspace
from canvas.actions.boards import create_board, create_board_in_project
from canvas.actions.sample import make_sample_board
from canvas.errors import NotFound
from canvas.home import ALL, LISTS, Home, memberships_of
from canvas.models import Membership, Project
from canvas.views.boards import as_uuid

WORKSPACE_KEY = "workspace"
"""In the session: where this person was last."""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def boards(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    memberships = list(memberships_of(user))
    asked = request.GET.get("workspace")
    chosen = next((m for m in memberships if str(m.workspace_id) == asked), None)
    if asked and chosen is None:
        raise NotFound("There is no such workspace, or you are not a member of it.")
    last = request.session.get(WORKSPACE_KEY)
    remembered = next((m for m in memberships if str(m.workspace_id) == last), None)
    here = chosen or remembered or (memberships[0] if memberships else None)
    if here is None:
        return render(request, "canvas/home/no_workspace.html")
    if last != str(here.workspace_id):
        request.session[WORKSPACE_KEY] = str(here.workspace_id)
    home = home_of(user, here, request.GET)
    return render(request, "canvas/home/boards.html", context_of(home))


def home_of(user: User, here: Membership, query: QueryDict) -> Home:
    """What the address chooses. Raises NotFound for a project of elsewhere."""
    shows_every = query.get("every") == "1"
    if asked := query.get("project"):
        project = Project.objects.filter(id=as_uuid(asked), workspace_id=here.workspace_id).first()
        if project is None:
            raise NotFound("There is no such project, or you have no access to it.")
        return Home(user, here, "", project, shows_every)
    chosen = query.get("show", ALL)
    return Home(user, here, chosen if chosen in LISTS else ALL, None, shows_every)


def context_of(home: Home) -> dict[str, object]:
    query = {"project": str(home.project.id)} if home.project else {"show": home.listing}
    if home.shows_every:
        query["every"] = "1"
    return {"home": home, "query": urlencode(query), "now": timezone.now()}


@never_cache
@require_GET
def news(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    """What has changed on an open page, as fragments that take the place of older ones; 204 when
    nothing has. seen: `<id>:<tag>` of each card on the page, and `nav:<tag>`."""
    if not request.user.is_authenticated:
        return _leave_for(reverse("sign_in"))
    try:
        here = require_workspace(request, workspace_id)
        home = home_of(request.user, here, request.GET)
    except NotFound:
        return _leave_for(reverse("boards"))
    seen = dict(one.split(":", 1) for one in request.GET.getlist("seen") if ":" in one)
    context = context_of(home)
    parts = []
    if seen.pop("nav", None) != home.nav_tag:
        parts.append(
            render_to_string("canvas/home/_nav_lists.html", context | {"oob": True}, request)
        )
    shown = {str(card.board.id): card for card in home.shown_cards}
    if shown.keys() != seen.keys():
        parts.append(render_to_string("canvas/home/_list.html", context | {"oob": True}, request))
    else:
        changed = [card for key, card in shown.items() if seen[key] not in ("editing", card.tag)]
        parts += [
            render_to_string("canvas/home/_card_news.html", context | {"card": card}, request)
            for card in changed
        ]
    return HttpResponse("".join(parts), status=200 if parts else 204)


def _leave_for(address: str) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Redirect": address})


@login_required
@require_POST
def new_board(request: HttpRequest) -> HttpResponse:
    membership, project_id = _where(request)
    if project_id is not None:
        board = create_board_in_project(actor=membership, project_id=project_id)
    else:
        board = create_board(workspace=membership.workspace, user=cast(User, request.user))
    return redirect("board", board.id)


@login_required
@require_POST
def new_sample(request: HttpRequest) -> HttpResponse:
    membership = require_workspace(request, as_uuid(request.POST.get("workspace", "")), edit=True)
    board = make_sample_board(workspace=membership.workspace, user=cast(User, request.user))
    return redirect("board", board.id)


def _where(request: HttpRequest) -> tuple[Membership, UUID | None]:
    """The workspace and project that the form names. Raises NotFound or AccessDenied."""
    workspace_id = as_uuid(request.POST.get("workspace", ""))
    project = request.POST.get("project", "")
    # In a project somebody may edit who may not elsewhere: `create_board_in_project` decides.
    membership = require_workspace(request, workspace_id, edit=not project)
    return membership, as_uuid(project) if project else None
