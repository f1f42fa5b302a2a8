"""Approval of a picture: asking for it, and deciding. Each answers with the section again."""

from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from canvas.access import require_board
from canvas.actions.approval import NotConfirmed, ask_for_approval, decide
from canvas.actions.formats import picture_node
from canvas.approval import APPROVE, CHECKLIST
from canvas.deciders import deciding_members
from canvas.errors import CanvasError
from canvas.risk_forms import DueForm, reason_in
from canvas.sign_in import Tries
from canvas.views.risk import member, section

TOO_MANY = "Too many tries with a wrong password. Wait five minutes, then try again."


@require_POST
def submit(request: HttpRequest, board_id: UUID, node_id: UUID) -> HttpResponse:
    board, access = require_board(request, board_id, edit=True)
    node = picture_node(board, node_id)
    form = DueForm(request.POST, people=deciding_members(board))
    error = ""
    if form.is_valid():
        ask_for_approval(node=node, user=cast(User, request.user), **form.cleaned_data)
    elif "due_on" in form.errors:
        error = "A day is written such as 2027-03-31, and is not over yet."
    else:
        error = "Choose a stage and people who may decide here. Reload the page."
    return section(request, node, access, error)


@sensitive_post_parameters("password")
@require_POST
def decision(request: HttpRequest, board_id: UUID, node_id: UUID) -> HttpResponse:
    board, access = member(request, board_id)
    node = picture_node(board, node_id)
    kind, error = request.POST.get("decision", ""), ""
    try:
        decide(
            node=node,
            access=access,
            user=cast(User, request.user),
            kind=kind,
            sha256=request.POST.get("sha256", ""),
            note=reason_in(request.POST, "note"),
            checked=[one for one in request.POST.getlist("checked") if one in CHECKLIST],
            is_password_right=kind == APPROVE
            and is_password_right(request, request.POST.get("password", "")),
        )
    except CanvasError as refused:
        error = refused.message
    return section(request, node, access, error)


def is_password_right(request: HttpRequest, password: str) -> bool:
    """Raises NotConfirmed after too many wrong ones."""
    user = cast(User, request.user)
    if not password:
        return False
    tries = Tries(
        cache, email=f"approval of {user.pk}", address=request.META.get("REMOTE_ADDR", "")
    )
    if not tries.take():
        raise NotConfirmed(TOO_MANY)
    is_right = user.check_password(password)
    if is_right:
        tries.forget()
    return is_right
