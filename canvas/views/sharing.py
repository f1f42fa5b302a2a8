"""Share links: the dialog on the board, and the door for guests."""

from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from canvas.access import LINKS_KEY, access_for_session, require_board
from canvas.actions.sharing import create_link, open_link, revoke_link
from canvas.errors import NotFound, ShareLinkClosed
from canvas.forms import LinkForm
from canvas.models import Board, ShareLink
from canvas.views.boards import board_page


@never_cache
@require_GET
def share_panel(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The whole dialog."""
    board, _ = require_board(request, board_id, edit=True)
    return render(request, "canvas/sharing/_dialog.html", _context(board) | {"form": LinkForm()})


@require_POST
def new_link(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The dialog's content again: with the new address, this once, or with what is wrong."""
    board, _ = require_board(request, board_id, edit=True)
    form = LinkForm(request.POST)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        link, token = create_link(
            board=board,
            user=cast(User, request.user),
            name=form.cleaned_data["name"],
            lifetime=form.lifetime(),
        )
        address = request.build_absolute_uri(reverse("shared_board", args=[token]))
        context = {"form": LinkForm(), "new_link": link, "address": address}
    return render(request, "canvas/sharing/_content.html", _context(board) | context)


@require_POST
def close_link(request: HttpRequest, board_id: UUID, link_id: UUID) -> HttpResponse:
    """Its row again, as closed."""
    board, _ = require_board(request, board_id, edit=True)
    link = revoke_link(board=board, link_id=link_id, user=cast(User, request.user))
    context = {"board": board, "link": link, "now": timezone.now()}
    return render(request, "canvas/sharing/_link.html", context)


def _context(board: Board) -> dict[str, object]:
    """Open links first, newest first."""
    links = list(ShareLink.objects.filter(board=board).order_by("-created_at"))
    now = timezone.now()
    links.sort(key=lambda link: not link.is_open(now))
    open_count = sum(link.is_open(now) for link in links)
    return {"board": board, "links": links, "open_count": open_count, "now": now}


@never_cache
@require_GET
def shared_board(request: HttpRequest, token: str) -> HttpResponse:
    """The board as its guests see it; remembered in the session, for its socket and pictures."""
    try:
        link = open_link(token=token)
    except (ShareLinkClosed, NotFound) as error:
        titles = {404: "There is no such link", 410: "This link was closed"}
        context = {"title": titles[error.http_status], "message": error.message, "is_guest": True}
        response = render(request, "canvas/error.html", context, status=error.http_status)
        return _private(response)
    links = request.session.get(LINKS_KEY) or {}
    request.session[LINKS_KEY] = links | {str(link.board_id): str(link.id)}
    access = access_for_session(request.session, link.board_id)
    if access is None:  # closed between the two looks at it
        raise ShareLinkClosed("Whoever sent it to you has ended it. Ask them for a new one.")
    return _private(board_page(request, link.board, access))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a credential: kept nowhere, found by no search engine, told to nobody."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
