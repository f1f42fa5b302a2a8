"""The list of boards, and a board itself."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from canvas.access import EDITING_ROLES, BoardAccess, require_board, session_links
from canvas.actions.boards import create_board, rename_board
from canvas.actions.sample import make_sample_board
from canvas.board_config import board_config
from canvas.covers import card_of, cards_of
from canvas.errors import AccessDenied, NotFound
from canvas.forms import TitleForm
from canvas.models import Board, Membership


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def boards(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    memberships = list(_memberships(user))
    asked = request.GET.get("workspace")
    chosen = next((m for m in memberships if str(m.workspace_id) == asked), None)
    if asked and chosen is None:
        raise NotFound("There is no such workspace, or you are not a member of it.")
    here = chosen or (memberships[0] if memberships else None)
    context = {
        "memberships": memberships,
        "here": here,
        "cards": cards_of(user, here.workspace) if here else [],
        "may_edit": here is not None and here.role in EDITING_ROLES,
        "people": _people(here) if here else [],
    }
    return render(request, "canvas/boards.html", context)


def _memberships(user: User) -> "QuerySet[Membership]":
    return (
        Membership.objects.filter(user=user)
        .select_related("workspace")
        .annotate(people_count=Count("workspace__memberships"))
        .order_by("created_at")
    )


def _people(membership: Membership) -> "QuerySet[Membership]":
    return (
        Membership.objects.filter(workspace=membership.workspace, user__is_active=True)
        .select_related("user")
        .order_by("created_at")
    )


@login_required
@require_POST
def new_board(request: HttpRequest) -> HttpResponse:
    membership = _editing_membership(request)
    board = create_board(workspace=membership.workspace, user=cast(User, request.user))
    return redirect("board", board.id)


@login_required
@require_POST
def new_sample(request: HttpRequest) -> HttpResponse:
    membership = _editing_membership(request)
    board = make_sample_board(workspace=membership.workspace, user=cast(User, request.user))
    return redirect("board", board.id)


def _editing_membership(request: HttpRequest) -> Membership:
    """Of the workspace that the form names. Raises NotFound or AccessDenied."""
    memberships = _memberships(cast(User, request.user))
    asked = request.POST.get("workspace", "")
    membership = next((m for m in memberships if str(m.workspace_id) == asked), None)
    if membership is None:
        raise NotFound("There is no such workspace, or you are not a member of it.")
    if membership.role not in EDITING_ROLES:
        raise AccessDenied("You can look at boards here, but not make any. Ask an owner.")
    return membership


@require_http_methods(["GET", "POST"])
def board_title(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The card of a board with its title as a field (GET), and with the new one (POST)."""
    board, access = require_board(request, board_id, edit=True)
    if request.method == "GET":
        context = {"card": card_of(board), "form": TitleForm(initial={"title": board.title})}
        return render(request, "canvas/boards/_card.html", context)
    form = TitleForm(request.POST)
    if not form.is_valid():
        return render(request, "canvas/boards/_card.html", {"card": card_of(board), "form": form})
    if access.user_id is not None:
        rename_board(board_id=board.id, title=form.cleaned_data["title"], user_id=access.user_id)
    return render(request, "canvas/boards/_card.html", {"card": card_of(board), "may_edit": True})


@never_cache
@require_GET
def board(request: HttpRequest, board_id: UUID) -> HttpResponse:
    try:
        shown, access = require_board(request, board_id)
    except NotFound:
        if request.user.is_authenticated or session_links(request.session):
            raise
        return redirect_to_login(request.get_full_path())
    return board_page(request, shown, access)


def board_page(request: HttpRequest, shown: Board, access: BoardAccess) -> HttpResponse:
    context = {"board": shown, "access": access, "config": board_config(shown, access)}
    return render(request, "canvas/board.html", context)
