"""Engines of a workspace: set up, changed, tested, taken away; and what its tiers mean.

Who may do this, `canvas` decides. A key goes in and never comes out again: not into a page, a log
or an error, and not to another server than the one it was entered for.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlsplit

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from assets.engines.addresses import Resolve, check_url, public_addresses, resolve
from assets.engines.base import ConfiguredEngine, Probe
from assets.engines.configured import config_of, config_without_key, known_kind
from assets.engines.registry import build_engine, known_tiers, row_of
from assets.errors import (
    AssetsError,
    EngineRefusedRequest,
    EngineTimeout,
    EngineUnavailable,
    InvalidRequest,
)
from assets.generations.failures import readable
from assets.models import EngineSetting, TierSetting, Workspace
from assets.models.engine import MOST_KNOWN_MODELS
from assets.sealing import seal

logger = logging.getLogger(__name__)

TEST_DEADLINE_S = 20.0
MOST_ENGINES = 50
"""Of one workspace."""
FAULT = (
    "The test ended by a fault of Anchorboard's own, which is in the server's log. Tell whoever "
    "runs the server."
)


@dataclass(frozen=True)
class EngineFields:
    """What a person sets. api_key: None keeps the stored one, "" takes it away."""

    label: str
    base_url: str
    model: str
    price_usd: Decimal
    concurrency: int
    typical_seconds: float
    api_key: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


def add_engine(
    *,
    workspace: Workspace,
    user: User | None,
    adapter: str,
    values: EngineFields,
    may_be_private: bool,
    resolve: Resolve = resolve,
) -> EngineSetting:
    """may_be_private: whether whoever asks owns the installation. Raises InvalidRequest, whose code
    names the field that is wrong."""
    if EngineSetting.objects.filter(workspace=workspace, removed_at=None).count() >= MOST_ENGINES:
        raise InvalidRequest(
            f"A workspace has at most {MOST_ENGINES} engines. Remove one first.", code="label"
        )
    row = EngineSetting(workspace=workspace, created_by=user, adapter=adapter)
    return _save(row, values, may_be_private, resolve)


def change_engine(
    *,
    engine: EngineSetting,
    values: EngineFields,
    may_be_private: bool,
    resolve: Resolve = resolve,
) -> EngineSetting:
    """Raises as `add_engine` does, and with the code "api_key" where the address leads to another
    server: the stored key was not entered for that one."""
    usual = known_kind(engine.adapter).base_url
    is_elsewhere = _server(values.base_url or usual) != _server(engine.base_url or usual)
    if engine.has_key and values.api_key is None and is_elsewhere:
        raise InvalidRequest(
            "The address is another server's now. Enter the key again: the stored one is not sent "
            "there.",
            code="api_key",
        )
    return _save(engine, values, may_be_private, resolve)


def switch_engine(*, engine: EngineSetting, enabled: bool) -> EngineSetting:
    engine.enabled = enabled
    engine.changed_at = timezone.now()
    engine.save(update_fields=["enabled", "changed_at"])
    return engine


def remove_engine(*, engine: EngineSetting) -> None:
    """Tiers that meant it mean the installation's default again. Its key is gone for good."""
    with transaction.atomic():
        now = timezone.now()
        TierSetting.objects.filter(workspace_id=engine.workspace_id, engine=engine.key).delete()
        EngineSetting.objects.filter(id=engine.id).update(
            removed_at=now, changed_at=now, sealed_key="", enabled=False
        )


def set_tier(*, workspace: Workspace, tier: str, engine_key: str) -> None:
    """engine_key: "" for the installation's default. Raises InvalidRequest."""
    if tier not in known_tiers():
        raise InvalidRequest("There is no such tier. Reload the page.", code="unknown_tier")
    chosen = TierSetting.objects.filter(workspace=workspace, tier=tier)
    if not engine_key:
        chosen.delete()
        return
    row = row_of(engine_key)
    is_own = row is not None and row.workspace_id == workspace.id and row.removed_at is None
    if not is_own and engine_key not in settings.ENGINES:
        raise InvalidRequest("This engine is not here any more. Reload the page.", code="engine")
    TierSetting.objects.update_or_create(
        workspace=workspace, tier=tier, defaults={"engine": engine_key}
    )


def try_engine(*, engine: EngineSetting, deadline_s: float = TEST_DEADLINE_S) -> Probe | None:
    """Ask it something that costs nothing, and keep how that went on its row.

    None where it went wrong: `test_problem` says what, in words.
    """
    began = time.monotonic()
    try:
        built = cast(ConfiguredEngine, build_engine(config_of(engine)))
        probe = async_to_sync(_probe)(built, deadline_s)
        problem = ""
    except AssetsError as error:
        probe, problem = None, readable(error.message)
    except Exception:
        logger.exception("the test of engine %s failed by a fault of ours", engine.id)
        probe, problem = None, FAULT
    engine.test_ms = round((time.monotonic() - began) * 1000)
    engine.tested_at = timezone.now()
    engine.test_problem = problem
    if probe is not None:
        engine.known_models = [readable(model)[:200] for model in probe.models[:MOST_KNOWN_MODELS]]
    engine.save(update_fields=["test_ms", "tested_at", "test_problem", "known_models"])
    return probe


async def _probe(engine: ConfiguredEngine, deadline_s: float) -> Probe:
    try:
        async with asyncio.timeout(deadline_s):
            return await engine.probe()
    except TimeoutError as error:
        raise EngineTimeout(
            f"{engine.label} did not answer within {deadline_s:g} s. Check its address."
        ) from error


def _save(
    row: EngineSetting, values: EngineFields, may_be_private: bool, resolve: Resolve
) -> EngineSetting:
    kind = known_kind(row.adapter)
    _check_address(values.base_url or kind.base_url, may_be_private, resolve)
    for one in fields(values):
        if one.name != "api_key":
            setattr(row, one.name, getattr(values, one.name))
    row.base_url = values.base_url.rstrip("/")
    row.options = dict(values.options)
    row.may_be_private = may_be_private
    row.changed_at = timezone.now()
    row.test_problem, row.tested_at = "", None
    if values.api_key is not None:
        row.sealed_key = seal(values.api_key)
    if kind.asks_key == "required" and not row.has_key:
        raise InvalidRequest(f"{kind.label} needs a key.", code="api_key")
    if kind.asks_model == "required" and not row.model:
        raise InvalidRequest(f"{kind.label} needs a model.", code="model")
    try:
        build_engine(config_without_key(row))
    except EngineUnavailable as error:
        raise InvalidRequest(error.message, code="capabilities") from error
    row.save()
    return row


def _check_address(url: str, may_be_private: bool, resolve: Resolve) -> None:
    """Also when it is used: here so that it is said at once. A name that nobody knows yet is
    taken; its test says so."""
    try:
        check_url(url)
        if may_be_private:
            return
        parts = urlsplit(url)
        if parts.scheme != "https":
            raise InvalidRequest("Use https://, so that nobody reads the key on its way.")
        async_to_sync(public_addresses)(parts.hostname or "", parts.port or 443, resolve)
    except (ValueError, InvalidRequest, EngineRefusedRequest) as error:
        raise InvalidRequest(str(error), code="base_url") from error
    except OSError:
        return


def _server(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port
