"""The cache of several processes: Redis, and while that is away one of each process."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

T = TypeVar("T")


class RedisOrLocal(RedisCache):
    """Counts of wrong passwords go on while Redis is away, for each process alone: nobody is locked
    out by that, and nobody gets in by more than a few tries."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._local = LocMemCache("without-redis", {})

    def get(self, key: Any, *values: Any, **named: Any) -> Any:
        return self._try(super().get, self._local.get, key, *values, **named)

    def add(self, key: Any, *values: Any, **named: Any) -> Any:
        return self._try(super().add, self._local.add, key, *values, **named)

    def set(self, key: Any, *values: Any, **named: Any) -> Any:
        return self._try(super().set, self._local.set, key, *values, **named)

    def incr(self, key: Any, *values: Any, **named: Any) -> Any:
        return self._try(super().incr, self._local.incr, key, *values, **named)

    def delete(self, key: Any, *values: Any, **named: Any) -> Any:
        return self._try(super().delete, self._local.delete, key, *values, **named)

    def _try(
        self, call: Callable[..., T], instead: Callable[..., T], *values: Any, **named: Any
    ) -> T:
        try:
            return call(*values, **named)
        except RedisError as error:
            logger.warning("Redis does not answer, counting here: %s", type(error).__name__)
            return instead(*values, **named)
