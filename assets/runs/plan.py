"""What a run will take, before it is started, and how much of it money allows. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Costs:
    """Of one engine call. at_once: how many the engine is given of bulk work at the same time."""

    price_usd: Decimal
    seconds: float
    at_once: int


@dataclass(frozen=True)
class Plan:
    """calls: of engines. most_usd: what they cost if all go well, and so the most without repeats
    that are charged. seconds: until the last is there, the engines working side by side."""

    calls: int
    most_usd: Decimal
    seconds: float
    at_once: int


def plan_of(tiers: Sequence[str], costs: Mapping[str, Costs]) -> Plan:
    """tiers: one for each call, keys of `costs`."""
    count = {tier: tiers.count(tier) for tier in costs}
    used = {tier: number for tier, number in count.items() if number}
    seconds = [
        math.ceil(number / costs[tier].at_once) * costs[tier].seconds
        for tier, number in used.items()
    ]
    return Plan(
        calls=len(tiers),
        most_usd=sum((costs[tier].price_usd * number for tier, number in used.items()), Decimal(0)),
        seconds=max(seconds, default=0.0),
        at_once=sum(costs[tier].at_once for tier in used),
    )


def affordable(prices: Sequence[Decimal], left_usd: Decimal | None) -> int:
    """How many of these, from the first on, `left_usd` pays for; None: all."""
    if left_usd is None:
        return len(prices)
    for at, price in enumerate(prices):
        left_usd -= price
        if left_usd < 0:
            return at
    return len(prices)
