"""Which tier refines a picture: the next that another engine makes, and that follows pictures."""

from dataclasses import dataclass
from decimal import Decimal

from assets.engines.registry import MOTION, engine_for, tier_keys
from assets.engines.request import Operation
from assets.errors import EngineError
from assets.generations.timing import with_measured_times
from assets.models import Generation


@dataclass(frozen=True)
class Refining:
    """price_usd, seconds: of one picture."""

    key: str
    label: str
    price_usd: Decimal
    seconds: float


def next_tier(generation: Generation) -> Refining | None:
    """Twin of tiersThatRefine in static/canvas/refine_commands.js, which has the command that the
    button runs: what is offered here must be registered there."""
    keys = tier_keys(generation.workspace_id)
    tiers = [tier for tier in keys if tier != MOTION]
    if generation.tier not in tiers:
        return None
    at = tiers.index(generation.tier)
    for tier in tiers[at + 1 :]:
        if keys[tier] != keys[tiers[at]] and (refining := _refining(tier, keys[tier])) is not None:
            return refining
    return None


def _refining(tier: str, engine_key: str) -> Refining | None:
    try:
        can = engine_for(engine_key).capabilities()
    except EngineError:
        return None
    if Operation.IMAGE_TO_IMAGE not in can.operations or not can.max_anchors:
        return None
    seconds = with_measured_times(engine_key, can).seconds_of(Operation.IMAGE_TO_IMAGE)
    return Refining(tier, tier.capitalize(), can.price_usd, seconds)
