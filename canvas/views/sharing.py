"""Share links: the dialog on the board, where they are made, changed and ended."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from canvas.access import require_board
from canvas.actions import sharing as actions
from canvas.errors import CanvasError, NotFound
from canvas.link_forms import LinkForm, RightsForm
from canvas.models import Board, LinkVisit, ShareLink

SHOWN_VISITS = 50


@never_cache
@require_GET
def share_panel(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The whole dialog."""
    board, _ = require_board(request, board_id, edit=True)
    return render(
        request, "canvas/sharing/_dialog.html", _context(board) | {"form": LinkForm(board)}
    )


@sensitive_post_parameters("password")
@never_cache
@require_POST
def new_link(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The dialog's content again: with the new address, this once, or with what is wrong."""
    board, _ = require_board(request, board_id, edit=True)
    form = LinkForm(board, request.POST)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        try:
            link, token = actions.create_link(
                board=board,
                user=cast(User, request.user),
                name=form.cleaned_data["name"],
                lifetime=form.lifetime(),
                grant=form.grant(),
            )
        except CanvasError as error:
            form.add_error("sees", error.message)
        else:
            context = {"form": LinkForm(board)} | _made(request, link, token)
    return render(request, "canvas/sharing/_content.html", _context(board) | context)


@never_cache
@require_GET
def link_panel(request: HttpRequest, board_id: UUID, link_id: UUID) -> HttpResponse:
    """What there is to know and to change of one link."""
    board, _ = require_board(request, board_id, edit=True)
    return _panel(request, board, link_id, {})


@sensitive_post_parameters("password")
@never_cache
@require_POST
def change_link(request: HttpRequest, board_id: UUID, link_id: UUID) -> HttpResponse:
    """Its rights; the panel again, with what is wrong."""
    board, _ = require_board(request, board_id, edit=True)
    form = RightsForm(request.POST)
    if not form.is_valid():
        return _panel(request, board, link_id, {"form": form})
    link = _link(board, link_id)
    try:
        actions.change_link(
            board=board,
            link_id=link_id,
            user=cast(User, request.user),
            role=form.cleaned_data["role"],
            may_download=form.cleaned_data["may_download"],
            expires_at=form.expires_at(link),
            password=form.new_password(),
        )
    except NotFound:
        raise
    except CanvasError as error:
        form.add_error("role", error.message)
        return _panel(request, board, link_id, {"form": form})
    return _panel(request, board, link_id, {"is_saved": True})


@require_POST
def close_link(request: HttpRequest, board_id: UUID, link_id: UUID) -> HttpResponse:
    """Its row again, as switched off."""
    return _switched(request, board_id, link_id, actions.revoke_link)


@require_POST
def reopen_link(request: HttpRequest, board_id: UUID, link_id: UUID) -> HttpResponse:
    """Its row again, as switched on."""
    return _switched(request, board_id, link_id, actions.reopen_link)


@never_cache
@require_POST
def regenerate_link(request: HttpRequest, board_id: UUID, link_id: UUID) -> HttpResponse:
    """The dialog's content, with the new address, this once."""
    board, _ = require_board(request, board_id, edit=True)
    link, token = actions.regenerate_link(
        board=board, link_id=link_id, user=cast(User, request.user)
    )
    context = {"form": LinkForm(board)} | _made(request, link, token)
    return render(request, "canvas/sharing/_content.html", _context(board) | context)


@require_POST
def delete_link(request: HttpRequest, board_id: UUID, link_id: UUID) -> HttpResponse:
    """The dialog's content without it."""
    board, _ = require_board(request, board_id, edit=True)
    actions.delete_link(board=board, link_id=link_id, user=cast(User, request.user))
    context = _context(board) | {"form": LinkForm(board)}
    return render(request, "canvas/sharing/_content.html", context)


def _switched(
    request: HttpRequest, board_id: UUID, link_id: UUID, act: Callable[..., ShareLink]
) -> HttpResponse:
    board, _ = require_board(request, board_id, edit=True)
    link = act(board=board, link_id=link_id, user=cast(User, request.user))
    context = {"board": board, "link": link, "now": timezone.now()}
    return render(request, "canvas/sharing/_link.html", context)


def _panel(
    request: HttpRequest, board: Board, link_id: UUID, context: dict[str, Any]
) -> HttpResponse:
    link = _link(board, link_id)
    visits = LinkVisit.objects.filter(link=link).order_by("-at", "-id")[:SHOWN_VISITS]
    initial = {"role": link.role, "ends": "keep", "may_download": link.may_download}
    shown = {"form": RightsForm(initial=initial), "board": board, "link": link, "visits": visits}
    return render(
        request, "canvas/sharing/_link_panel.html", shown | {"now": timezone.now()} | context
    )


def _link(board: Board, link_id: UUID) -> ShareLink:
    link = ShareLink.objects.filter(board=board, id=link_id).first()
    if link is None:
        raise NotFound("This board has no such link. Reload the list.")
    return link


def _made(request: HttpRequest, link: ShareLink, token: str) -> dict[str, object]:
    address = request.build_absolute_uri(reverse("shared_board", args=[token]))
    return {"new_link": link, "address": address}


def _context(board: Board) -> dict[str, object]:
    """Open links first, newest first."""
    links = list(ShareLink.objects.filter(board=board).order_by("-created_at"))
    now = timezone.now()
    links.sort(key=lambda link: not link.is_open(now))
    open_count = sum(link.is_open(now) for link in links)
    return {"board": board, "links": links, "open_count": open_count, "now": now}
