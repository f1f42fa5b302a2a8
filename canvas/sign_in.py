"""Signing in by e-mail address, and how often a wrong password may be tried."""

import hashlib
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.cache import BaseCache
from django.http import HttpRequest

TRIES = 10
WINDOW_S = 5 * 60


class EmailBackend(ModelBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The user with this e-mail (any case) and password, or None."""
        user = User.objects.filter(email__iexact=username or "").first() if username else None
        if user is None:
            User().set_password(password or "")  # as slow as a real check: tells nobody who exists
            return None
        if user.check_password(password or "") and self.user_can_authenticate(user):
            return user
        return None


class Tries:
    """Counts tries for one e-mail address from one network address.

    A try counts before it is checked, so that many at the same moment gain nothing. The count
    starts anew `WINDOW_S` after the first of its tries: nobody is locked out for longer, and
    nobody can lock another out from elsewhere.
    """

    def __init__(self, cache: BaseCache, *, email: str, address: str) -> None:
        self._cache = cache
        who = f"{email.strip().lower()}\n{address}"
        self._key = "sign-in-tries:" + hashlib.sha256(who.encode()).hexdigest()

    def take(self) -> bool:
        """False: too many; this one must not be checked."""
        self._cache.add(self._key, 0, timeout=WINDOW_S)
        try:
            return self._cache.incr(self._key) <= TRIES
        except ValueError:  # ended between the two calls: the next window begins
            self._cache.set(self._key, 1, timeout=WINDOW_S)
            return True

    def forget(self) -> None:
        """After a right password."""
        self._cache.delete(self._key)
