"""Engine keys and tiers -> engines. Settings say which there are; each is imported when used."""

from functools import cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from assets.engines.base import Engine
from assets.errors import EngineUnavailable


def engine_for(key: str) -> Engine:
    """The one instance of an engine. Raises EngineUnavailable for a key that is not set up."""
    path = settings.ENGINES.get(key)
    if path is None:
        known = ", ".join(sorted(settings.ENGINES))
        raise EngineUnavailable(
            f'There is no engine "{key}" on this server. Choose another tier, or have '
            f"ANCHORBOARD_ENGINES name it (it has: {known})."
        )
    return _instance(path)


def engine_of_tier(tier: str) -> Engine:
    """Raises EngineUnavailable for a tier that is not set up."""
    key = settings.TIERS.get(tier)
    if key is None:
        known = ", ".join(known_tiers())
        raise EngineUnavailable(f'There is no tier "{tier}". Choose one of: {known}.')
    return engine_for(key)


def known_tiers() -> tuple[str, ...]:
    """In the order of the settings, which is the order people see."""
    return tuple(settings.TIERS)


@cache
def _instance(path: str) -> Engine:
    try:
        engine = import_string(path)
    except ImportError as error:
        raise EngineUnavailable(
            f"The engine at {path} could not be loaded. Check ANCHORBOARD_ENGINES and that its "
            "packages are installed."
        ) from error
    return cast(Engine, engine())
