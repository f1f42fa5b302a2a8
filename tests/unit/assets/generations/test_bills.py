from decimal import Decimal

import pytest

from assets.errors import EngineTimeout, EngineUnavailable, RateLimited, SafetyBlock
from assets.generations.bills import Bill, Tally

CALL = Decimal("0.0400")


def tally(*answers: Decimal | None, is_open: bool = False) -> Tally:
    made = Tally(price_usd=CALL)
    for answer in answers:
        made.begin()
        made.answer(answer)
    if is_open:
        made.begin()
    return made


def test_a_run_that_called_nothing_cost_nothing():
    assert Tally(price_usd=CALL).bill_after(ZeroDivisionError()) == Bill()


def test_answered_calls_cost_their_price_or_what_the_provider_said():
    bill = tally(None, Decimal("0.05128")).bill()
    assert bill == Bill(Decimal("0.0913"), True, 2)


@pytest.mark.parametrize(
    ("error", "more", "is_certain"),
    [
        (RateLimited("Busy."), 0, True),
        (EngineUnavailable("Down.", was_billed=False), 0, True),
        (EngineUnavailable("Fell over.", was_billed=True), 1, True),
        (EngineTimeout("Late."), 1, False),
        (SafetyBlock("No.", rule="r", decided_by="d", was_billed=True), 1, True),
        (ZeroDivisionError(), 1, False),
    ],
)
def test_the_call_under_way_costs_what_its_error_knows(error, more, is_certain):
    bill = tally(None, is_open=True).bill_after(error)
    assert bill == Bill(CALL + more * CALL, is_certain, 2)


def test_what_is_free_is_free_for_certain():
    free = Tally()
    free.begin()
    assert free.bill() == Bill(Decimal(0), True, 1)
