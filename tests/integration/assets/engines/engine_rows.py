"""Engines of a workspace for tests: rows of the kind `FAKE_KIND`."""

from decimal import Decimal
from typing import Any

from assets.actions.engines import EngineFields, add_engine
from assets.models import EngineSetting, Workspace

FIELDS: dict[str, Any] = {
    "label": "Fake One",
    "base_url": "",
    "model": "fake-1",
    "price_usd": Decimal("0.04"),
    "concurrency": 3,
    "typical_seconds": 7,
    "api_key": "sk-hush-hush",
}


def fields_with(**changed: Any) -> EngineFields:
    return EngineFields(**(FIELDS | changed))


def make_engine(workspace: Workspace, **changed: Any) -> EngineSetting:
    return add_engine(
        workspace=workspace,
        user=None,
        adapter="fake",
        values=fields_with(**changed),
        may_be_private=True,
    )
