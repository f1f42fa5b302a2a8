"""Credentials that stand in addresses: made once, shown once, kept as a digest."""

import hashlib
import secrets

TOKEN_BYTES = 24
"""192 bits: not to be guessed, and short enough for one line of a mail."""


def new_token() -> str:
    """32 URL-safe characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is stored and looked up by index, so that time tells nothing about near misses.

    A plain SHA-256 is enough: 192 random bits need no slow hash.
    """
    return hashlib.sha256(token.encode()).hexdigest()
