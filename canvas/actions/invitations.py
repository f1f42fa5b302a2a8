"""Links that make whoever opens them a member of a workspace."""

import uuid
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from canvas.access import display_name
from canvas.actions.audit import record
from canvas.actions.people import AddressTaken
from canvas.errors import AccessDenied, CanvasError, NotFound
from canvas.models import Invitation, Membership, Role
from canvas.roles import roles_given_by
from canvas.tokens import digest_of, new_token


class InvitationClosed(CanvasError):
    """It was revoked, has expired, or was used as often as it may be."""

    code = "invitation_closed"
    http_status = 410


def create_invitation(
    *, actor: Membership, role: Role, lifetime: timedelta, most_uses: int | None
) -> tuple[Invitation, str]:
    """The invitation and its token, which can never be read again. Raises AccessDenied."""
    if role not in roles_given_by(actor.role):
        raise AccessDenied(f"You cannot invite a {role.label.lower()}. Ask an owner.")
    token = new_token()
    with transaction.atomic():
        invitation = Invitation.objects.create(
            workspace_id=actor.workspace_id,
            role=role,
            digest=digest_of(token),
            created_by_id=actor.user_id,
            expires_at=timezone.now() + lifetime,
            most_uses=most_uses,
        )
        facts = {"expires": invitation.expires_at, "most_uses": most_uses}
        record(actor.workspace, actor.user, "invitation_made", f"as {role.value}", facts)
    return invitation, token


def revoke_invitation(*, actor: Membership, invitation_id: uuid.UUID) -> Invitation:
    """Whoever could give its role may take it back. Revoking twice is harmless."""
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update()
            .filter(id=invitation_id, workspace_id=actor.workspace_id)
            .first()
        )
        if invitation is None:
            raise NotFound("There is no such invitation. Reload the list.")
        if invitation.role not in roles_given_by(actor.role):
            raise AccessDenied("An owner made this invitation. Ask an owner to revoke it.")
        if invitation.revoked_at is None:
            invitation.revoked_at = timezone.now()
            invitation.save(update_fields=["revoked_at"])
            subject = f"as {invitation.role}"
            record(actor.workspace, actor.user, "invitation_revoked", subject)
    return invitation


def invitation_of_token(token: str) -> Invitation:
    """Raises NotFound or InvitationClosed. Looking uses nothing up: mail programs look too."""
    return _open(Invitation.objects.filter(digest=digest_of(token)))


def invitation_of_id(invitation_id: str) -> Invitation:
    """The one that a session remembers. Raises NotFound or InvitationClosed."""
    return _open(Invitation.objects.filter(id=uuid.UUID(invitation_id)))


def _open(found: "QuerySet[Invitation]") -> Invitation:
    invitation = found.select_related("workspace").first()
    if invitation is None:
        raise NotFound("This invitation does not exist. Check that all of the link was copied.")
    now = timezone.now()
    if invitation.is_open(now):
        return invitation
    if invitation.revoked_at is not None:
        why = "It was revoked."
    elif invitation.is_used_up:
        why = "It was used as often as it may be."
    else:
        why = "It has expired."
    raise InvitationClosed(f"{why} Ask whoever sent it to you for a new one.")


def accept_invitation(*, invitation: Invitation, user: User) -> Membership:
    """Who is a member already keeps their role, and uses nothing up. Raises InvitationClosed."""
    with transaction.atomic():
        membership, is_new = Membership.objects.get_or_create(
            workspace_id=invitation.workspace_id, user=user, defaults={"role": invitation.role}
        )
        if is_new:
            _use(invitation)
            facts = {"role": membership.role}
            record(invitation.workspace, user, "member_joined", display_name(user), facts)
    return membership


def join_with_new_account(
    *, invitation: Invitation, name: str, email: str, password: str
) -> Membership:
    """Account and membership, or neither. Raises AddressTaken or InvitationClosed."""
    taken = AddressTaken("An account with this e-mail address exists. Sign in with it to join.")
    try:
        with transaction.atomic():
            if User.objects.filter(email__iexact=email).exists():
                raise taken
            # The user name is unique in the database: it holds the rule when two ask at once.
            user = User(username=email.lower(), email=email, first_name=name)
            user.set_password(password)
            user.save()
            return accept_invitation(invitation=invitation, user=user)
    except IntegrityError as error:
        raise taken from error


def _use(invitation: Invitation) -> None:
    """One statement decides, so that of two people at the last use one gets in."""
    now = timezone.now()
    is_open = (
        Invitation.objects.filter(id=invitation.id, revoked_at=None, expires_at__gt=now)
        .filter(Q(most_uses=None) | Q(uses__lt=F("most_uses")))
        .update(uses=F("uses") + 1, last_used_at=now)
    )
    if not is_open:
        raise InvitationClosed("It ended a moment ago. Ask whoever sent it to you for a new one.")
