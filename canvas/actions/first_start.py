"""What a new installation begins with, and the way in for its owner."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from assets.models import Workspace
from canvas.actions.people import make_owner, make_sign_in_link
from canvas.actions.sample import make_sample_board
from canvas.models import Role

FIRST_WORKSPACE = "My workspace"


def set_up() -> bool:
    """A workspace, its owner and the sample board, unless a workspace is there; whether it was not.

    All or nothing, so that a start that is cut off leaves nothing half made.
    """
    with transaction.atomic():
        if Workspace.objects.exists():
            return False
        workspace = Workspace.objects.create(name=FIRST_WORKSPACE)
        owner = make_owner(workspace=workspace)
        make_sample_board(workspace=workspace, user=owner)
    return True


def first_owner() -> User | None:
    return _owners().first()


def owner_token() -> str | None:
    """A new one-time sign-in token while no owner has a password; None once one has."""
    owners = list(_owners())
    if not owners or any(owner.has_usable_password() for owner in owners):
        return None
    return make_sign_in_link(user=owners[0])


def _owners() -> "QuerySet[User]":
    owners = User.objects.filter(memberships__role=Role.OWNER, is_active=True)
    return owners.order_by("memberships__created_at", "pk").distinct()
