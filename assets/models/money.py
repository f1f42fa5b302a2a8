"""Money as the database holds it: whole ten-thousandths of a US dollar, so that sums are exact on
every database (SQLite's decimals are floats)."""

from decimal import Decimal
from typing import Any

from django.db import models

TICKS_PER_USD = 10_000


class UsdField(models.Field):  # type: ignore[type-arg]
    """A Decimal of US dollars with four places; `Sum` over it gives one too, and no error."""

    # How django-stubs is told what is read and written.
    _pyi_private_set_type: Decimal
    _pyi_private_get_type: Decimal

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def deconstruct(self) -> Any:
        """Migrations know the column, and import nothing of ours."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigIntegerField", args, kwargs

    def from_db_value(self, value: Any, *database: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-4)

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> int | None:
        """Raises ValueError for what is finer than is kept: whoever sets a price rounds it."""
        if value is None:
            return None
        ticks = Decimal(value) * TICKS_PER_USD
        if ticks != int(ticks):
            raise ValueError(f"Finer than 1/{TICKS_PER_USD} of a dollar: {value}")
        return int(ticks)
