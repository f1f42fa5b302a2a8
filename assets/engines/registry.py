"""Engine keys and tiers -> engines: those of the environment, and those set up on a workspace's
Engines page. Each class is imported when it is used.

A row is read at every look-up and its engine made anew when it has changed: so what is set up on
the page counts at once, in every process, without anybody being told.
"""

from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from assets.engines.base import Engine
from assets.engines.config import EngineConfig
from assets.engines.configured import config_of, config_of_environment, known_kind
from assets.errors import EngineUnavailable
from assets.models import EngineSetting, TierSetting

MOTION = "motion"
"""The tier that clips are made by."""

_made: dict[str, tuple[datetime, Engine]] = {}
"""Engines of rows, with the time of change that they were made from."""


def engine_for(key: str) -> Engine:
    """Reads the database. Raises EngineUnavailable for a key that is not set up or switched off,
    EngineAuthFailed for one whose key cannot be opened."""
    path = settings.ENGINES.get(key)
    if path is not None:
        return _of_environment(key, path)
    row = row_of(key)
    if row is None or row.removed_at is not None:
        raise EngineUnavailable(
            f'There is no engine "{row.label if row else key}" on this server any more. Choose '
            "another tier, or have an administrator set it up on the Engines page."
        )
    if not row.enabled:
        raise EngineUnavailable(
            f"{row.label} is switched off. Choose another tier, or have an administrator switch "
            "it on again on the Engines page."
        )
    return _of_row(row)


def engine_of_tier(tier: str, workspace_id: UUID) -> Engine:
    """What the tier means in this workspace; the installation's default where the workspace has
    chosen nothing, or what it chose is switched off or gone. Raises EngineUnavailable."""
    key = tier_keys(workspace_id).get(tier)
    if key is None:
        known = ", ".join(known_tiers())
        raise EngineUnavailable(f'There is no tier "{tier}". Choose one of: {known}.')
    return engine_for(key)


def tier_keys(workspace_id: UUID) -> dict[str, str]:
    """Tier -> key of the engine that it means in this workspace, in the order of the settings."""
    return settings.TIERS | chosen_keys(workspace_id)


def chosen_keys(workspace_id: UUID) -> dict[str, str]:
    """Tier -> key of the engine that this workspace chose for it, of those that can be used."""
    chosen = TierSetting.objects.filter(workspace_id=workspace_id, tier__in=settings.TIERS)
    keys = dict(chosen.values_list("tier", "engine"))
    if not set(keys.values()) <= settings.ENGINES.keys():
        usable = EngineSetting.objects.filter(
            workspace_id=workspace_id, enabled=True, removed_at=None
        )
        known = {row.key for row in usable} | settings.ENGINES.keys()
        keys = {tier: key for tier, key in keys.items() if key in known}
    return keys


def picture_tiers() -> tuple[str, ...]:
    """The known ones, without that of clips."""
    return tuple(tier for tier in known_tiers() if tier != MOTION)


def known_tiers() -> tuple[str, ...]:
    """In the order of the settings, which is the order people see."""
    return tuple(settings.TIERS)


def engine_label(key: str) -> str:
    """The name of an engine for people, also of one that is gone; its key as a last resort."""
    if key in settings.ENGINES:
        try:
            return engine_for(key).label
        except EngineUnavailable:
            return key
    row = row_of(key)
    return row.label if row else key


def row_of(key: str) -> EngineSetting | None:
    _, _, id_ = key.rpartition(":")
    try:
        found = EngineSetting.objects.filter(id=UUID(id_)).first()
    except ValueError:
        return None
    return found if found is not None and found.key == key else None


def build_engine(config: EngineConfig) -> Engine:
    """Raises EngineUnavailable for a class that cannot be loaded, or options it cannot have."""
    engine = cast(Engine, _load(known_kind(config.adapter).path)(config))
    try:
        engine.capabilities()
    except ValueError as error:
        raise EngineUnavailable(
            f"{config.label} is set up wrongly. {error} Have an administrator correct its options."
        ) from error
    return engine


def _of_row(row: EngineSetting) -> Engine:
    made = _made.get(row.key)
    if made is None or made[0] != row.changed_at:
        made = _made[row.key] = row.changed_at, build_engine(config_of(row))
    return made[1]


@cache
def _of_environment(key: str, path: str) -> Engine:
    """path: dotted, of a class without arguments, or the key of a kind."""
    if "." in path:
        return cast(Engine, _load(path)())
    return build_engine(config_of_environment(key, path))


def _load(path: str) -> Any:
    try:
        return import_string(path)
    except ImportError as error:
        raise EngineUnavailable(
            f"The engine at {path} could not be loaded. Check ANCHORBOARD_ENGINES and that its "
            "packages are installed."
        ) from error
