"""Secrets at rest: sealed with the installation's encryption key, opened only to be used.

Fernet (AES-128-CBC and HMAC-SHA256) of the `cryptography` package; its key is derived from
`settings.ENCRYPTION_KEY`, which may be any text, by SHA-256: that text is random, so no slow hash
is needed.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class CannotOpen(Exception):
    """Sealed with another encryption key, or damaged."""


def seal(secret: str) -> str:
    """Other bytes each time; "" stays ""."""
    return _fernet().encrypt(secret.encode()).decode("ascii") if secret else ""


def open_sealed(sealed: str) -> str:
    """Raises CannotOpen."""
    if not sealed:
        return ""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except (InvalidToken, UnicodeError) as error:
        raise CannotOpen from error


def _fernet() -> Fernet:
    digest = hashlib.sha256(settings.ENCRYPTION_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
