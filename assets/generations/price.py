"""What a request will cost and how long it will take, before it is made; a price in words."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assets.engines.base import Capabilities
from assets.engines.request import Operation

CENT = Decimal("0.01")
# The finest that is stored (Generation.cost_usd) and shown.
SMALLEST_USD = Decimal("0.0001")


@dataclass(frozen=True)
class Quote:
    """price_usd: of all pictures together. seconds: until the last of them is there."""

    price_usd: Decimal
    seconds: float

    @classmethod
    def of_nothing(cls) -> "Quote":
        return cls(Decimal(0), 0.0)


def price_of_one(capabilities: Capabilities, *, seconds: float = 0.0) -> Decimal:
    """US dollars for one call, rounded to what is stored. seconds: of the clip that it makes; 0 for
    a picture."""
    price = capabilities.price_usd
    if seconds:
        price = capabilities.second_usd * Decimal(str(seconds))
    return price.quantize(SMALLEST_USD, ROUND_HALF_UP)


def quote(
    capabilities: Capabilities,
    operation: Operation,
    *,
    count: int = 1,
    at_once: int = 1,
    calls: int = 1,
) -> Quote:
    """For `count` >= 1 pictures of `calls` >= 1 engine calls each, `at_once` >= 1 of the pictures
    being made at the same time."""
    rounds = math.ceil(count / at_once)
    return Quote(
        price_usd=price_of_one(capabilities) * count * calls,
        seconds=capabilities.seconds_of(operation) * rounds * calls,
    )


def price_words(price_usd: Decimal) -> str:
    """Whole cents; finer only below one cent, where cents would say $0.00 for what costs money.

    Twin of priceWords in static/canvas/generation_form.js: a price looks the same before and after.
    """
    if price_usd == 0:
        return "free"
    if price_usd < CENT:
        return f"${price_usd.quantize(SMALLEST_USD, ROUND_HALF_UP)}"
    return f"${price_usd.quantize(CENT, ROUND_HALF_UP)}"


def exact_words(amount_usd: Decimal) -> str:
    """For sums that have to add up: cents, or all four places where there is less than a cent."""
    cents = amount_usd.quantize(CENT, ROUND_HALF_UP)
    exact = cents if cents == amount_usd else amount_usd.quantize(SMALLEST_USD, ROUND_HALF_UP)
    return f"${exact:,}"
