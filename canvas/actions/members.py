"""Workspaces, and who belongs to them in which role. Changes act at once on open boards."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from assets.models import Workspace
from canvas.access import display_name
from canvas.actions.audit import record
from canvas.errors import AccessDenied, CanvasError, NotFound
from canvas.models import Invitation, Membership, ProjectRole, Role
from canvas.roles import roles_given_by
from canvas.signals import ask_again_on_commit

# What fits into the database: addresses may name any number.
MOST_ID = 2**31 - 1


class LastOwner(CanvasError):
    """A workspace would be left without an owner."""

    code = "last_owner"
    http_status = 409


def create_workspace(*, user: User, name: str) -> Workspace:
    with transaction.atomic():
        workspace = Workspace.objects.create(name=name)
        Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER)
    return workspace


def rename_workspace(*, actor: Membership, name: str) -> None:
    """Raises AccessDenied to all but owners."""
    if actor.role != Role.OWNER:
        raise AccessDenied("Only owners rename a workspace. Ask one of them.")
    Workspace.objects.filter(id=actor.workspace_id).update(name=name)


def change_role(*, actor: Membership, user_id: int, role: Role) -> Membership:
    """Raises NotFound, AccessDenied or LastOwner. Open boards get the new role at once."""
    with transaction.atomic():
        actor, member = _locked(actor, user_id)
        _must_manage(actor, member, role)
        if member.role == Role.OWNER and role != Role.OWNER:
            _must_not_be_last_owner(member)
        if role != member.role:
            facts = {"from": member.role, "to": role.value}
            member.role = role
            member.save(update_fields=["role"])
            _end_invitations_of(member, but=roles_given_by(role))
            _tell(member.user_id)
            record(member.workspace, actor.user, "role_changed", display_name(member.user), facts)
    return member


def remove_member(*, actor: Membership, user_id: int) -> None:
    """Removing oneself is leaving, which everybody may. Raises as `change_role` does."""
    with transaction.atomic():
        actor, member = _locked(actor, user_id)
        if actor.user_id != member.user_id:
            _must_manage(actor, member)
        if member.role == Role.OWNER:
            _must_not_be_last_owner(member)
        ProjectRole.objects.filter(
            user_id=member.user_id, project__workspace_id=member.workspace_id
        ).delete()
        _end_invitations_of(member, but=())
        member.delete()
        _tell(user_id)
        facts = {"role": member.role, "left": actor.user_id == user_id}
        record(actor.workspace, actor.user, "member_removed", display_name(member.user), facts)


def _locked(actor: Membership, user_id: int) -> tuple[Membership, Membership]:
    """Both as they are now, under the lock of their workspace: of two owners who demote each other
    at the same moment the second is refused."""
    Workspace.objects.select_for_update().get(id=actor.workspace_id)
    asked = {actor.user_id, user_id if user_id <= MOST_ID else 0}
    members = {
        member.user_id: member
        for member in Membership.objects.filter(
            workspace_id=actor.workspace_id, user_id__in=asked
        ).select_related("user", "workspace")
    }
    if actor.user_id not in members:
        raise NotFound("There is no such workspace, or you are not a member of it.")
    if user_id not in members:
        raise NotFound("This person is not a member any more. Reload the page.")
    return members[actor.user_id], members[user_id]


def _must_manage(actor: Membership, member: Membership, role: Role | None = None) -> None:
    given = roles_given_by(actor.role)
    if member.role not in given or (role is not None and role not in given):
        raise AccessDenied(
            "Owners manage everybody, leads manage designers, reviewers and viewers. Ask an owner."
        )


def _must_not_be_last_owner(member: Membership) -> None:
    others = Membership.objects.filter(
        workspace_id=member.workspace_id, role=Role.OWNER, user__is_active=True
    ).exclude(pk=member.pk)
    if not others.exists():
        raise LastOwner("A workspace needs an owner. Make somebody else an owner first.")


def _end_invitations_of(member: Membership, *, but: Collection[Role]) -> None:
    """A link gives what its maker may give, and ends with that. but: what they may give still."""
    Invitation.objects.filter(
        workspace_id=member.workspace_id, created_by_id=member.user_id, revoked_at=None
    ).exclude(role__in=but).update(revoked_at=timezone.now())


def _tell(user_id: int) -> None:
    ask_again_on_commit(change_role, user_id=user_id)
