"""Random numbers that are the same everywhere.

Only the stream of `random.Random.random()` is used: Python guarantees it across versions and
machines. The distributions on top are our own.
"""

import hashlib
import math
import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def digest(*parts: object) -> int:
    """64-bit integer from any printable parts; same parts, same number on every machine."""
    text = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


class Rng:
    """Named, forkable stream. A fork leaves its parent alone, so that a new choice in one place
    moves nothing in another."""

    def __init__(self, *key: object) -> None:
        self.key = digest(*key)
        self._random = random.Random(self.key)

    def fork(self, name: str) -> "Rng":
        return Rng(self.key, name)

    def between(self, a: float = 0.0, b: float = 1.0) -> float:
        return a + (b - a) * self._random.random()

    def integer(self, a: int, b: int) -> int:
        """Integer in a..b, both ends included."""
        return a + int(self._random.random() * (b - a + 1))

    def chance(self, p: float) -> bool:
        return self._random.random() < p

    def pick(self, options: Iterable[T]) -> T:
        options = list(options)
        return options[int(self._random.random() * len(options))]

    def weighted(self, options: dict[T, float] | Sequence[tuple[T, float]]) -> T:
        """options: value -> weight, or pairs of them."""
        pairs = list(options.items() if isinstance(options, dict) else options)
        left = self._random.random() * sum(weight for _, weight in pairs)
        for value, weight in pairs:
            left -= weight
            if left < 0:
                return value
        return pairs[-1][0]

    def shuffle(self, options: Iterable[T]) -> list[T]:
        """A new list."""
        out = list(options)
        for k in range(len(out) - 1, 0, -1):
            j = int(self._random.random() * (k + 1))
            out[k], out[j] = out[j], out[k]
        return out

    def normal(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        a, b = max(self._random.random(), 1e-12), self._random.random()
        return mean + deviation * math.sqrt(-2 * math.log(a)) * math.cos(2 * math.pi * b)

    def sign(self) -> int:
        return -1 if self._random.random() < 0.5 else 1

    def generator(self, name: str = "np") -> np.random.Generator:
        """For arrays of noise; independent of the stream above."""
        return np.random.Generator(np.random.PCG64(digest(self.key, name)))
