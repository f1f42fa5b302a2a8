"""Sessions in the database, asked for only by keys that are such."""

import re
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

_KEY = re.compile(r"[a-z0-9]{8,40}")


class SessionStore(DatabaseSessions):
    """A cookie may hold anything: a NUL in it would be an error of PostgreSQL's, and a 500."""

    def __init__(self, session_key: Any = None) -> None:
        is_key = isinstance(session_key, str) and _KEY.fullmatch(session_key)
        super().__init__(session_key if is_key else None)

    @classmethod
    def get_model_class(cls) -> Any:
        return DatabaseSessions.get_model_class()
