"""What a run has called its engine for, and so what it was charged, as far as anybody can tell."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assets.errors import EngineError, SafetyBlock
from assets.generations.price import SMALLEST_USD, exact_words

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Bill:
    """amount_usd: in steps of `SMALLEST_USD`. is_certain: False where it may have been charged and
    nobody knows. calls: engine calls that were begun."""

    amount_usd: Decimal = NOTHING
    is_certain: bool = True
    calls: int = 0


@dataclass
class Tally:
    """One run's calls, counted while they are made. price_usd: of one, as the settings have it."""

    price_usd: Decimal = NOTHING
    begun: int = 0
    _answered: int = 0
    _answered_usd: Decimal = NOTHING

    def begin(self) -> None:
        self.begun += 1

    def answer(self, cost_usd: Decimal | None) -> None:
        """The call under way gave its picture. cost_usd: what the provider said, if it did."""
        self._answered += 1
        cost = self.price_usd if cost_usd is None else cost_usd
        self._answered_usd += cost.quantize(SMALLEST_USD, ROUND_HALF_UP)

    def bill(self) -> Bill:
        """All calls answered, or one broken off at an unknown point."""
        return self._bill(was_billed=None)

    def bill_after(self, error: Exception) -> Bill:
        """The call under way, if there is one, ended in `error`, which may know what it cost."""
        if isinstance(error, EngineError | SafetyBlock):
            return self._bill(error.was_billed)
        return self._bill(was_billed=None)

    def _bill(self, was_billed: bool | None) -> Bill:
        is_open = self.begun > self._answered
        if not is_open or was_billed is False or self.price_usd == 0:
            return Bill(self._answered_usd, True, self.begun)
        return Bill(self._answered_usd + self.price_usd, was_billed is True, self.begun)


def charge_words(bill: Bill) -> str:
    """A sentence, at most 80 characters."""
    if bill.amount_usd == 0:
        return "Nothing was charged."
    was = "was" if bill.is_certain else "may have been"
    return f"{exact_words(bill.amount_usd)} {was} charged."
