"""Accounts and the one-time links that lead into them."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from assets.models import Workspace
from canvas.errors import CanvasError, NotFound, SignInLinkClosed
from canvas.models import Membership, Role, SignInLink
from canvas.signals import ask_again_on_commit
from canvas.tokens import digest_of, new_token

SIGN_IN_LINK_LIFETIME = timedelta(days=1)
FIRST_OWNER = "Owner"


class AddressTaken(CanvasError):
    """Another account signs in with this e-mail address."""

    code = "address_taken"
    http_status = 409


def make_owner(*, workspace: Workspace) -> User:
    """The first account: no e-mail address and no password yet, a one-time link leads into it."""
    with transaction.atomic():
        user = User(username="owner", first_name=FIRST_OWNER)
        user.set_unusable_password()
        user.save()
        Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER)
    return user


def make_sign_in_link(*, user: User) -> str:
    """The token of a new one-time link; unused older ones of this user end."""
    now = timezone.now()
    token = new_token()
    with transaction.atomic():
        SignInLink.objects.filter(user=user, used_at=None, expires_at__gt=now).update(
            expires_at=now
        )
        SignInLink.objects.create(
            user=user, digest=digest_of(token), expires_at=now + SIGN_IN_LINK_LIFETIME
        )
    return token


def use_sign_in_link(*, token: str) -> User:
    """Whom the link belongs to. Raises SignInLinkClosed the second time, and past its end."""
    link = SignInLink.objects.select_related("user").filter(digest=digest_of(token)).first()
    if link is None:
        raise NotFound("This sign-in link does not exist. Check that all of it was copied.")
    now = timezone.now()
    # One statement decides, so that of two requests at the same moment one gets in.
    is_first = SignInLink.objects.filter(
        id=link.id, used_at=None, expires_at__gt=now, user__is_active=True
    ).update(used_at=now)
    if not is_first:
        raise SignInLinkClosed("This sign-in link was used before, or it is too old.")
    return link.user


def change_account(*, user: User, email: str, name: str) -> None:
    """Raises AddressTaken. The address is kept as written, and compared in lower case."""
    address = email.lower()
    taken = AddressTaken("Another account uses this e-mail address. Choose another one.")
    try:
        with transaction.atomic():
            if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
                raise taken
            # The user name is unique in the database: it holds the rule when two ask at once.
            user.email, user.username, user.first_name = email, address, name
            user.save(update_fields=["email", "username", "first_name"])
    except IntegrityError as error:
        raise taken from error


def change_password(*, user: User, password: str) -> None:
    """Sets it; sessions signed in with the old one end, and their sockets are asked again."""
    user.set_password(password)
    with transaction.atomic():
        user.save(update_fields=["password"])
        ask_again_on_commit(change_password, user_id=user.pk)
