import json
import random
from pathlib import Path
from typing import Any

import pytest

from canvas.document.order import OrderError, between, is_order, n_between

VECTORS = json.loads((Path(__file__).parents[3] / "data" / "order.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['a']}..{v['b']}")
def test_vector(vector: dict[str, Any]) -> None:
    a, b, expected = vector["a"], vector["b"], vector["expect"]
    if expected is None:
        with pytest.raises(OrderError):
            between(a, b)
    elif "n" in vector:
        assert n_between(a, b, vector["n"]) == expected
    else:
        assert between(a, b) == expected


def test_keys_put_anywhere_stay_in_order_and_short() -> None:
    chance = random.Random(7)
    keys = [between(None, None)]
    for _ in range(5_000):
        place = chance.randrange(len(keys) + 1)
        before = keys[place - 1] if place else None
        after = keys[place] if place < len(keys) else None
        keys.insert(place, between(before, after))

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert all(map(is_order, keys))
    assert max(map(len, keys)) <= 12


@pytest.mark.parametrize("n", [1, 2, 7, 2_000])
@pytest.mark.parametrize("ends", [(None, None), ("V", None), (None, "V"), ("V", "V001")])
def test_many_keys_fit_between(ends: tuple[str | None, str | None], n: int) -> None:
    keys = n_between(*ends, n)

    assert len(keys) == n
    assert keys == sorted(set(keys))
    assert all((ends[0] or "") < key and (ends[1] is None or key < ends[1]) for key in keys)
    assert max(map(len, keys)) <= 8


def test_stacking_on_top_for_ever_keeps_keys_short() -> None:
    key = None
    for _ in range(20_000):
        key = between(key, None)

    assert key is not None
    assert len(key) == 4


def test_a_gap_that_is_full_is_refused() -> None:
    nearer = "W"
    with pytest.raises(OrderError):
        for _ in range(1_000):
            nearer = between("V", nearer)
    assert len(nearer) == 64
