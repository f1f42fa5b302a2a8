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
    """Counts tries for one e-mail address, or link, from one network address.

    A try counts before it is checked, so that many at the same moment gain nothing. The count
    starts anew `window_s` after the first of its tries: nobody is locked out for longer, and
    nobody can lock another out from elsewhere.
    """

    def __init__(
        self,
        cache: BaseCache,
        *,
        email: str,
        address: str,
        most: int = TRIES,
        window_s: int = WINDOW_S,
    ) -> None:
        self._cache, self._most, self._window_s = cache, most, window_s
        who = f"{email.strip().lower()}\n{address}"
        self._key = "sign-in-tries:" + hashlib.sha256(who.encode()).hexdigest()

    def take(self) -> bool:
        """False: too many; this one must not be checked."""
        self._cache.add(self._key, 0, timeout=self._window_s)
        try:
            return self._cache.incr(self._key) <= self._most
        except ValueError:  # ended between the two calls: the next window begins
            self._cache.set(self._key, 1, timeout=self._window_s)
            return True

    @property
    def are_spent(self) -> bool:
        """Whether the next one would be too many."""
        return (self._cache.get(self._key) or 0) >= self._most

    def forget(self) -> None:
        """After a right password."""
        self._cache.delete(self._key)
