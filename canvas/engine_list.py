"""What the Engines page shows: the engines that a workspace may use, and what its tiers mean."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from assets.engines.adapters import adapter_kind
from assets.engines.base import Capabilities, Engine
from assets.engines.registry import (
    MOTION,
    chosen_keys,
    engine_for,
    engine_of_tier,
    known_tiers,
)
from assets.engines.request import Operation
from assets.errors import EngineError
from assets.generations.timing import with_measured_times
from assets.models import EngineSetting


@dataclass(frozen=True)
class ListedEngine:
    """about: its kind and model, in a line. row: None for one of the environment, which is changed
    there. problem: why it cannot be used, or ""."""

    key: str
    label: str
    about: str
    price_usd: Decimal
    seconds: float
    is_offline: bool = False
    problem: str = ""
    takes_workflows: bool = False
    row: EngineSetting | None = None


@dataclass(frozen=True)
class ListedTier:
    """chosen: key of the engine that this workspace chose, "" for the installation's default.
    default: that default's name. price_usd, seconds: of a picture, where its engine can be used; of
    the tier of clips the price is of a second."""

    key: str
    label: str
    chosen: str
    default: str
    price_usd: Decimal | None
    seconds: float | None
    problem: str = ""


def engines_of(workspace_id: UUID) -> list[ListedEngine]:
    rows = EngineSetting.objects.filter(workspace_id=workspace_id, removed_at=None)
    own = [_of_row(row) for row in rows.order_by("created_at")]
    return own + [_of_environment(key) for key in settings.ENGINES]


def tiers_of(workspace_id: UUID) -> list[ListedTier]:
    chosen = chosen_keys(workspace_id)
    return [_tier(key, chosen.get(key, ""), workspace_id) for key in known_tiers()]


def _tier(key: str, chosen: str, workspace_id: UUID) -> ListedTier:
    default = settings.TIERS[key]
    try:
        default = engine_for(default).label
        engine = engine_of_tier(key, workspace_id)
        can = with_measured_times(engine.key, engine.capabilities())
    except EngineError as error:
        return ListedTier(key, key.capitalize(), chosen, default, None, None, error.message)
    if key != MOTION:
        return ListedTier(key, key.capitalize(), chosen, default, can.price_usd, _seconds(can))
    problem = (
        "" if Operation.ANIMATE in can.operations else "It makes no clips. Choose another one."
    )
    seconds = can.seconds_of(Operation.ANIMATE)
    return ListedTier(key, key.capitalize(), chosen, default, can.second_usd, seconds, problem)


def _seconds(can: Capabilities) -> float:
    """Of a new picture, or of the first thing that it can do."""
    able = (one for one in Operation if one in can.operations)
    return can.seconds_of(next(able, Operation.TEXT_TO_IMAGE))


def _of_row(row: EngineSetting) -> ListedEngine:
    kind = adapter_kind(row.adapter)
    return ListedEngine(
        key=row.key,
        label=row.label,
        about=_line(kind.label if kind else row.adapter, row.model),
        price_usd=row.price_usd,
        seconds=row.typical_seconds,
        problem="" if kind else "This server knows no such kind of engine any more. Remove it.",
        takes_workflows=kind is not None and kind.takes_workflows,
        row=row,
    )


def _of_environment(key: str) -> ListedEngine:
    try:
        engine: Engine = engine_for(key)
    except EngineError as error:
        return ListedEngine(key, key, "", Decimal(0), 0, problem=error.message)
    can = engine.capabilities()
    about = "Built in: offline sketches, not AI" if can.is_offline else "Set by the environment"
    return ListedEngine(
        key, engine.label, about, can.price_usd, can.typical_seconds, is_offline=can.is_offline
    )


def _line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
