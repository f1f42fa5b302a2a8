"""A workspace, its members and invitations, and the door that an invitation opens."""

from typing import cast
from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from canvas.access import require_workspace
from canvas.actions.invitations import (
    InvitationClosed,
    accept_invitation,
    create_invitation,
    invitation_of_id,
    invitation_of_token,
    join_with_new_account,
    revoke_invitation,
)
from canvas.actions.members import (
    LastOwner,
    change_role,
    create_workspace,
    remove_member,
    rename_workspace,
)
from canvas.actions.people import AddressTaken
from canvas.errors import AccessDenied, NotFound
from canvas.home import Home
from canvas.models import Invitation, Membership, Role
from canvas.roles import MAY, roles_given_by
from canvas.sign_in import Tries
from canvas.views.home import WORKSPACE_KEY
from canvas.views.people import BACKEND
from canvas.workspace_forms import InvitationForm, JoinForm, RoleForm, WorkspaceForm

INVITATION_KEY = "invitation"
"""In the session: the id of the invitation that was opened. Its token is in no further address."""

TOO_MANY = "Too many tries from your network. Wait five minutes, then try again."


@never_cache
@login_required
@require_GET
def members(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id)
    return render(request, "canvas/home/members.html", _context(request, here))


def _context(request: HttpRequest, here: Membership) -> dict[str, object]:
    given = roles_given_by(here.role)
    now = timezone.now()
    invitations = []
    if given:
        found = Invitation.objects.filter(workspace_id=here.workspace_id, role__in=given)
        invitations = list(found.select_related("created_by").order_by("-created_at"))
        invitations.sort(key=lambda invitation: not invitation.is_open(now))
    return {
        "home": Home(cast(User, request.user), here),
        "given": given,
        "may": MAY,
        "now": now,
        "invitations": invitations,
        "form": InvitationForm(roles=given),
    }


@login_required
@require_POST
def member_role(request: HttpRequest, workspace_id: UUID, user_id: int) -> HttpResponse:
    """The list again, with what went wrong at its head."""
    here = require_workspace(request, workspace_id)
    form = RoleForm(request.POST)
    role = form.chosen() if form.is_valid() else None
    error = "" if role else "There is no such role. Reload the page."
    if role:
        try:
            change_role(actor=here, user_id=user_id, role=role)
        except (LastOwner, AccessDenied, NotFound) as refused:
            error = refused.message
    here.refresh_from_db()
    return _members_again(request, here, error)


@login_required
@require_POST
def member_removal(request: HttpRequest, workspace_id: UUID, user_id: int) -> HttpResponse:
    """The list without them; who leaves goes to another workspace."""
    here = require_workspace(request, workspace_id)
    error = ""
    try:
        remove_member(actor=here, user_id=user_id)
    except (LastOwner, AccessDenied, NotFound) as refused:
        error = refused.message
    else:
        if user_id == here.user_id:
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("boards")})
    return _members_again(request, here, error)


def _members_again(request: HttpRequest, here: Membership, error: str) -> HttpResponse:
    context = _context(request, here) | {"error": error}
    return render(request, "canvas/home/_members.html", context)


@login_required
@require_POST
def new_invitation(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    """The invitations again: with the new address, this once, or with what is wrong."""
    here = require_workspace(request, workspace_id, manage=True)
    form = InvitationForm(request.POST, roles=roles_given_by(here.role))
    if not form.is_valid():
        context = _context(request, here) | {"form": form}
        return render(request, "canvas/home/_invitations.html", context)
    invitation, token = create_invitation(
        actor=here,
        role=Role(form.cleaned_data["role"]),
        lifetime=form.lifetime(),
        most_uses=form.most_uses(),
    )
    address = request.build_absolute_uri(reverse("invitation", args=[token]))
    context = _context(request, here) | {"made": invitation, "address": address}
    return render(request, "canvas/home/_invitations.html", context)


@login_required
@require_POST
def end_invitation(request: HttpRequest, workspace_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Its row again, as revoked."""
    here = require_workspace(request, workspace_id, manage=True)
    invitation = revoke_invitation(actor=here, invitation_id=invitation_id)
    context = {"home": Home(here.user, here), "invitation": invitation, "now": timezone.now()}
    return render(request, "canvas/home/_invitation.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_workspace(request: HttpRequest) -> HttpResponse:
    form = WorkspaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        workspace = create_workspace(user=cast(User, request.user), name=name)
        return _go(request, workspace.id)
    context = {"form": form, "title": "New workspace", "action": reverse("new_workspace")}
    return render(request, "canvas/home/_workspace_dialog.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def workspace_name(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id, manage=True)
    if here.role != Role.OWNER:
        raise AccessDenied("Only owners rename a workspace. Ask one of them.")
    form = WorkspaceForm(request.POST or None, initial={"name": here.workspace.name})
    if request.method == "POST" and form.is_valid():
        rename_workspace(actor=here, name=form.cleaned_data["name"])
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    action = reverse("workspace_name", args=[workspace_id])
    context = {"form": form, "title": "Rename workspace", "action": action}
    return render(request, "canvas/home/_workspace_dialog.html", context)


def _go(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    request.session[WORKSPACE_KEY] = str(workspace_id)
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("boards")})


@never_cache
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Remembers which invitation it is and goes on without the token: from here on it stands in no
    address, no history and no Referer."""
    try:
        found = invitation_of_token(token)
    except (NotFound, InvitationClosed) as error:
        return _no_entry(request, error)
    request.session[INVITATION_KEY] = str(found.id)
    response = redirect("join")
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Accepts the invitation that this session has opened: as who is signed in, or with a new
    account."""
    kept = request.session.get(INVITATION_KEY)
    if not kept:
        return redirect("boards")
    try:
        found = invitation_of_id(kept)
        if request.user.is_authenticated:
            return _join_signed_in(request, found)
        return _join_as_new(request, found)
    except (NotFound, InvitationClosed) as error:
        request.session.pop(INVITATION_KEY, None)
        return _no_entry(request, error)


def _join_signed_in(request: HttpRequest, found: Invitation) -> HttpResponse:
    user = cast(User, request.user)
    if request.method == "POST":
        accept_invitation(invitation=found, user=user)
        return _enter(request, found)
    member = Membership.objects.filter(workspace_id=found.workspace_id, user=user).first()
    context = {"invitation": found, "member": member, "may": MAY}
    return render(request, "canvas/home/join.html", context)


def _join_as_new(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None)
    context = {"invitation": found, "form": form, "may": MAY}
    if request.method == "GET":
        return render(request, "canvas/home/join.html", context)
    tries = Tries(cache, email="invitation", address=request.META.get("REMOTE_ADDR", ""))
    status = 422
    if not tries.take():
        form.add_error(None, TOO_MANY)
        status = 429
    elif form.is_valid():
        try:
            membership = join_with_new_account(invitation=found, **form.cleaned_data)
        except AddressTaken as error:
            form.add_error("email", error.message)
        else:
            login(request, membership.user, backend=BACKEND)
            return _enter(request, found)
    return render(request, "canvas/home/join.html", context, status=status)


def _enter(request: HttpRequest, found: Invitation) -> HttpResponse:
    request.session.pop(INVITATION_KEY, None)
    request.session[WORKSPACE_KEY] = str(found.workspace_id)
    return redirect("boards")


def _no_entry(request: HttpRequest, error: NotFound | InvitationClosed) -> HttpResponse:
    titles = {404: "There is no such invitation", 410: "This invitation has ended"}
    context = {"title": titles[error.http_status], "message": error.message, "is_guest": True}
    return render(request, "canvas/error.html", context, status=error.http_status)
