"""What Redis is used for, where there is one: messages that pass, counts that end by themselves.

Nothing that must be kept is in it: a Redis that is restarted, or empty, costs nobody anything.
"""

from typing import Any

REDIS_SCHEMES = ("redis", "rediss", "unix")
PREFIX = "anchorboard"
CONNECT_WITHIN_S = 2
# Counts of wrong passwords: room for so many that nobody can push out another's count.
LOCAL_CACHE = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}


def cache(url: str) -> dict[str, Any]:
    if not url:
        return LOCAL_CACHE
    return {
        "BACKEND": "canvas.cache.RedisOrLocal",
        "LOCATION": url,
        "KEY_PREFIX": PREFIX,
        "OPTIONS": {"socket_connect_timeout": CONNECT_WITHIN_S, "socket_timeout": CONNECT_WITHIN_S},
    }


def channel_layer(url: str) -> dict[str, Any]:
    host = {"address": url, "socket_connect_timeout": CONNECT_WITHIN_S}
    return {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [host], "prefix": PREFIX},
    }
