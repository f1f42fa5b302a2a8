"""Text as people look for it: without case, accents apart from their letters, in any alphabet."""

import unicodedata
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Func, TextField

SQL_NAME = "ANCHORBOARD_FOLD"


def fold(text: str) -> str:
    """Twin of fold in static/canvas/fuzzy.js."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def place_of(wanted: str, text: str) -> int:
    """Where in `text` something is that folds like `wanted`; -1: nowhere."""
    folded, places = [], []
    for place, letter in enumerate(text):
        for part in fold(letter):
            folded.append(part)
            places.append(place)
    at = "".join(folded).find(fold(wanted))
    return places[at] if at >= 0 and places else -1


class Fold(Func):
    """A folded text in SQL: SQLite itself knows no small letters beyond ASCII, and is given `fold`;
    PostgreSQL knows them by itself, is told of ß, and takes accents away (U+0300 to U+036F)."""

    function = SQL_NAME
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        letters = "replace(lower(%(expressions)s), 'ß', 'ss')"
        template = f"regexp_replace(normalize({letters}, NFD), U&'[\\0300-\\036F]', '', 'g')"
        return self.as_sql(compiler, connection, template=template, **context)


def connect() -> None:
    connection_created.connect(_teach, dispatch_uid="canvas.folding")


def _teach(*, connection: BaseDatabaseWrapper, **signal: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQL_NAME, 1, _fold_in_sql, deterministic=True)


def _fold_in_sql(text: object) -> str | None:
    return None if text is None else fold(str(text))
