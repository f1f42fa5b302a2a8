"""What is set up, as `EngineConfig`: rows of a workspace and engines of the environment."""

from dataclasses import replace
from typing import Any

from django.conf import settings

from assets.engines.adapters import adapter_kind
from assets.engines.config import EngineConfig
from assets.engines.kinds import AdapterKind
from assets.errors import EngineAuthFailed, EngineUnavailable
from assets.models import EngineSetting
from assets.sealing import CannotOpen, open_sealed


def config_of(row: EngineSetting) -> EngineConfig:
    """Raises EngineUnavailable, or EngineAuthFailed where its key cannot be opened any more."""
    return replace(config_without_key(row), api_key=_key_of(row))


def config_without_key(row: EngineSetting) -> EngineConfig:
    """For what only reads capabilities or names."""
    return EngineConfig(
        key=row.key,
        adapter=row.adapter,
        label=row.label,
        base_url=row.base_url or known_kind(row.adapter).base_url,
        model=row.model,
        enabled=row.enabled,
        may_be_private=row.may_be_private,
        price_usd=row.price_usd,
        concurrency=row.concurrency,
        typical_seconds=row.typical_seconds,
        options=row.options | _own_workflows(row),
    )


def config_of_environment(key: str, kind_key: str) -> EngineConfig:
    """An engine that the environment names by its kind. Raises EngineUnavailable."""
    kind = known_kind(kind_key)
    first = kind.models[0] if kind.models else None
    defaults: dict[str, Any] = {
        "label": kind.label,
        "base_url": kind.base_url,
        "concurrency": kind.concurrency,
        # Whoever sets the environment owns the machine.
        "may_be_private": True,
    }
    if first is not None:
        defaults |= {
            "model": first.id,
            "price_usd": first.price_usd,
            "typical_seconds": first.seconds,
        }
    given = settings.ENGINE_CONFIGS.get(key, {})
    return EngineConfig(key=key, adapter=kind.key, **(defaults | given))


def known_kind(key: str) -> AdapterKind:
    kind = adapter_kind(key)
    if kind is None:
        raise EngineUnavailable(
            f'This server knows no kind of engine "{key}". Have an administrator set the engine '
            "up anew on the Engines page, or correct ANCHORBOARD_ENGINES."
        )
    return kind


def _own_workflows(row: EngineSetting) -> dict[str, Any]:
    kind = adapter_kind(row.adapter)
    if kind is None or not kind.takes_workflows:
        return {}
    return {"workflows": dict(row.workflows.values_list("operation", "graph"))}


def _key_of(row: EngineSetting) -> str:
    try:
        return open_sealed(row.sealed_key)
    except CannotOpen as error:
        raise EngineAuthFailed(
            f"The stored key of {row.label} cannot be opened: the server's encryption key is "
            "another one now. Have an administrator enter the key again on the Engines page."
        ) from error
