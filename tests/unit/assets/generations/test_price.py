from dataclasses import replace
from decimal import Decimal

import pytest

from assets.engines.base import Capabilities
from assets.engines.request import Operation
from assets.generations.price import (
    Quote,
    price_of_one,
    price_words,
    quote,
)


def capabilities(price_usd: str, seconds: float = 2.0) -> Capabilities:
    return Capabilities(
        operations=frozenset(Operation),
        max_pixels=1024 * 1024,
        price_usd=Decimal(price_usd),
        typical_seconds=seconds,
    )


def test_four_pictures_cost_four_times_one_to_the_cent():
    assert quote(capabilities("0.039"), Operation.INPAINT, count=4, at_once=4) == Quote(
        Decimal("0.1560"), 2.0
    )


def test_pictures_that_wait_for_each_other_take_longer():
    assert quote(capabilities("0"), Operation.INPAINT, count=5, at_once=2).seconds == 6.0


def test_each_engine_call_of_a_picture_costs_and_takes_time():
    assert quote(capabilities("0.039"), Operation.INPAINT, calls=3) == Quote(Decimal("0.1170"), 6.0)


def test_an_operation_with_a_time_of_its_own_is_quoted_by_it():
    slow = replace(capabilities("0"), seconds_by_operation={Operation.OUTPAINT: 7.0})
    assert quote(slow, Operation.OUTPAINT, count=4, at_once=2).seconds == 14.0
    assert quote(slow, Operation.INPAINT).seconds == 2.0


def test_a_price_is_rounded_to_what_is_stored():
    assert price_of_one(capabilities("0.00005")) == Decimal("0.0001")


@pytest.mark.parametrize(
    ("price", "words"),
    [("0", "free"), ("0.0004", "$0.0004"), ("0.156", "$0.16"), ("0.04", "$0.04"), ("12", "$12.00")],
)
def test_price_in_words(price, words):
    assert price_words(Decimal(price)) == words
