"""How often a wrong password may be tried."""

import uuid

from django.core.cache.backends.locmem import LocMemCache

from canvas.sign_in import TRIES, Tries


def new_cache() -> LocMemCache:
    return LocMemCache(uuid.uuid4().hex, {})


def test_the_eleventh_try_is_not_checked() -> None:
    tries = Tries(new_cache(), email="a@example.com", address="10.0.0.1")

    taken = [tries.take() for _ in range(TRIES + 1)]

    assert taken == [True] * TRIES + [False]


def test_the_count_is_of_one_address_and_one_email_in_any_case() -> None:
    cache = new_cache()
    tries = Tries(cache, email="a@example.com", address="10.0.0.1")
    while tries.take():
        pass

    assert not Tries(cache, email=" A@Example.com ", address="10.0.0.1").take()
    assert Tries(cache, email="b@example.com", address="10.0.0.1").take()
    assert Tries(cache, email="a@example.com", address="10.0.0.2").take()


def test_a_right_password_forgets_the_wrong_ones() -> None:
    tries = Tries(new_cache(), email="a@example.com", address="10.0.0.1")
    while tries.take():
        pass

    tries.forget()

    assert tries.take()
