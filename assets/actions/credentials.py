"""The certificate that a workspace signs with: the one writer."""

from django.contrib.auth.models import User
from django.utils import timezone

from assets.errors import InvalidRequest
from assets.export.certificates import Certificate, make_for_trial, read_own
from assets.export.credentials import Claim, is_available, sign
from assets.export.encode import MIME, encode, white
from assets.export.metadata import SourceType
from assets.export.presets import PNG
from assets.models import SigningCertificate, Workspace
from assets.sealing import CannotOpen, open_sealed, seal
from assets.transactions import write_transaction


class KeyLost(InvalidRequest):
    """The key was sealed with another encryption key."""

    code = "signing_key_lost"


def certificate_of(workspace: Workspace) -> Certificate:
    """The workspace's own; at first use one is made for trying out. Raises KeyLost."""
    row = SigningCertificate.objects.filter(workspace=workspace).first()
    if row is None or (not row.is_own and row.expires_at <= timezone.now()):
        made = make_for_trial(workspace.name, now=timezone.now())
        row = _keep(workspace, made, user=None, is_own=False)
    try:
        key = open_sealed(row.sealed_key)
    except CannotOpen:
        raise KeyLost(
            "The key of this workspace's certificate cannot be opened: the server's encryption key"
            " has changed. An owner can bring the certificate again, on the Export page."
        ) from None
    return Certificate(row.chain, key, row.algorithm, row.subject, row.expires_at)


def set_certificate(
    *, workspace: Workspace, user: User, chain: bytes, key: bytes
) -> SigningCertificate:
    """Kept only once something was signed with it. Raises BadCertificate, CannotSign."""
    found = read_own(chain, key, now=timezone.now())
    if is_available():
        claim = Claim("Trial", SourceType.TRAINED)
        sign(encode(white(8, 8), PNG).data, MIME[PNG], claim, found)
    return _keep(workspace, found, user=user, is_own=True)


def drop_certificate(*, workspace: Workspace) -> None:
    """Back to one that is made for trying out."""
    SigningCertificate.objects.filter(workspace=workspace).delete()


def _keep(
    workspace: Workspace, found: Certificate, *, user: User | None, is_own: bool
) -> SigningCertificate:
    with write_transaction():
        row, _ = SigningCertificate.objects.update_or_create(
            workspace=workspace,
            defaults={
                "chain": found.chain,
                "sealed_key": seal(found.key),
                "algorithm": found.algorithm,
                "subject": found.subject,
                "expires_at": found.expires_at,
                "is_own": is_own,
                "set_by": user,
            },
        )
    return row
