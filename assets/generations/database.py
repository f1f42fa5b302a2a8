"""The crossing from a dispatcher's event loop to the ORM."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from channels.db import database_sync_to_async
from django.db import InterfaceError, OperationalError

P = ParamSpec("P")
T = TypeVar("T")


# A database that is restarted is back within these, and a picture that was paid for is not lost.
RETRY_PAUSES_S = (0.5, 1.0, 2.0, 4.0)


async def in_database(action: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Run what uses the ORM in a thread of the loop's pool; its connection is closed after it.

    Begun anew when the database is busy or away: each action is one transaction whose moves hold
    only where they have not been made yet. Not thread-sensitive: the one shared thread belongs to
    views, which must not wait for this.
    """
    call = database_sync_to_async(action, thread_sensitive=False)
    for pause_s in RETRY_PAUSES_S:
        try:
            result: T = await call(*args, **named)
            return result
        except (OperationalError, InterfaceError):
            await asyncio.sleep(pause_s)
    result = await call(*args, **named)
    return result
