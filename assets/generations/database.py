"""The crossing from a dispatcher's event loop to the ORM."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from channels.db import database_sync_to_async

P = ParamSpec("P")
T = TypeVar("T")


async def in_database(action: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Run what uses the ORM in a thread of the loop's pool; its connection is closed after it.

    Not thread-sensitive: the one shared thread belongs to views, which must not wait for this.
    """
    result: T = await database_sync_to_async(action, thread_sensitive=False)(*args, **named)
    return result
