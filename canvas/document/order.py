"""Fractional index: the string that says how near a node is. Twin of static/canvas/order.js.

A key is 1 to 64 digits of base 62 ("0-9A-Za-z", in ASCII order), read as the fraction 0.ddd, and
never ends in "0": so every fraction has one key, and plain string comparison is the order.

Placing on top or at the bottom counts in steps of the fourth digit, so that it takes some seven
million placings before keys grow past four digits. Placing in between halves the gap: a key grows
by a digit about every six placings into the same gap.

Source: "Realtime editing of ordered sequences", Figma engineering; the counting is our own.
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MAX_LENGTH = 64

_BASE = len(DIGITS)
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}
_MIDDLE = DIGITS[_BASE // 2]
_STEP_DIGITS = 4


class OrderError(ValueError):
    """A key is no key, the two are not in order, or the gap has no room for a key of 64 digits."""


def is_order(key: object) -> bool:
    return (
        isinstance(key, str)
        and 0 < len(key) <= MAX_LENGTH
        and key[-1] != DIGITS[0]
        and all(digit in _VALUE for digit in key)
    )


def between(a: str | None, b: str | None) -> str:
    """A key after `a` and before `b`; None is the open end. Raises OrderError."""
    for key in (a, b):
        if key is not None and not is_order(key):
            raise OrderError(f"'{key[:MAX_LENGTH]}' is no order key")
    if a is not None and b is not None and a >= b:
        raise OrderError(f"'{a}' is not before '{b}'")
    if b is None:
        key = _MIDDLE if a is None else _after(a)
    else:
        key = _before(b) if a is None else _halve(a, b)
    if len(key) > MAX_LENGTH:
        raise OrderError("there is no room left here: give the neighbours new keys")
    return key


def n_between(a: str | None, b: str | None, n: int) -> list[str]:
    """`n` (>= 0) keys in rising order after `a` and before `b`. Raises OrderError."""
    if n <= 0:
        return []
    if b is None:
        keys = [between(a, None)]
        while len(keys) < n:
            keys.append(between(keys[-1], None))
        return keys
    if a is None:
        keys = [between(None, b)]
        while len(keys) < n:
            keys.append(between(None, keys[-1]))
        return keys[::-1]
    middle = between(a, b)
    left = n // 2
    return [*n_between(a, middle, left), middle, *n_between(middle, b, n - 1 - left)]


def _head(key: str) -> int:
    number = 0
    for digit in key[:_STEP_DIGITS].ljust(_STEP_DIGITS, DIGITS[0]):
        number = number * _BASE + _VALUE[digit]
    return number


def _from_head(number: int) -> str:
    digits = ""
    for _ in range(_STEP_DIGITS):
        number, value = divmod(number, _BASE)
        digits = DIGITS[value] + digits
    return digits.rstrip(DIGITS[0])


def _after(key: str) -> str:
    if not key:
        return _MIDDLE
    head = _head(key) + 1
    if head < _BASE**_STEP_DIGITS:
        return _from_head(head)
    return key[:_STEP_DIGITS] + _after(key[_STEP_DIGITS:])


def _before(key: str) -> str:
    head = _head(key)
    if len(key) <= _STEP_DIGITS:
        head -= 1
    if head > 0:
        return _from_head(head)
    rest = key[_STEP_DIGITS:]
    return DIGITS[0] * _STEP_DIGITS + (_before(rest) if rest else _MIDDLE)


def _halve(a: str, b: str) -> str:
    """a < b. The shortest key near the middle, found at the first digit where they differ."""
    place = 0
    while (a[place] if place < len(a) else DIGITS[0]) == b[place]:
        place += 1
    low = _VALUE[a[place]] if place < len(a) else 0
    high = _VALUE[b[place]]
    if high - low > 1:
        return b[:place] + DIGITS[(low + high) // 2]
    if len(b) > place + 1:
        return b[: place + 1]
    return b[:place] + DIGITS[low] + _halve_to_end(a[place + 1 :])


def _halve_to_end(rest: str) -> str:
    """The key halfway from the fraction `rest` to 1."""
    if not rest:
        return _MIDDLE
    value = _VALUE[rest[0]]
    if value < _BASE - 1:
        return DIGITS[(value + _BASE) // 2]
    return rest[0] + _halve_to_end(rest[1:])
