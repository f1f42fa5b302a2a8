"""Signing in by e-mail address."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest


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
