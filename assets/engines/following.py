"""What comes after a provider took a job: looks until it is done, and fetching the result.

The job may be charged from here on. So looks are repeated with patience, and whatever goes wrong
all the same says that asking for the picture again is not safe.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from assets.engines.http import ProviderClient
from assets.engines.reading import Json
from assets.engines.request import Image
from assets.errors import EngineError, EngineTimeout, EngineUnavailable, RateLimited

POLL_S = 1.0
PAUSES = (1.0, 2.0, 4.0)
"""Between tries of one look, in polls."""
LONGEST_PAUSE_S = 30.0
CANCEL_S = 5.0
"""For telling a provider that nobody waits any more."""


@contextmanager
def once_taken() -> Iterator[None]:
    try:
        yield
    except EngineError as error:
        error.is_safe_to_repeat = False
        error.was_billed = None
        raise


async def look(client: ProviderClient, url: str, *, poll_s: float = POLL_S) -> Json:
    """GET of how the job is. Raises EngineError, SafetyBlock."""
    for pause in PAUSES:
        try:
            return await client.json("GET", url)
        except (EngineUnavailable, EngineTimeout, RateLimited) as error:
            if not error.is_safe_to_repeat:
                break
            await asyncio.sleep(min(max(error.retry_after_s or 0, pause * poll_s), LONGEST_PAUSE_S))
    with once_taken():
        return await client.json("GET", url)


async def fetch(client: ProviderClient, url: str) -> Image:
    """The picture at the address that an answer names."""
    with once_taken():
        return await client.picture(url)


async def tell_cancelled(client: ProviderClient, method: str, url: str) -> None:
    """Best effort: who cancelled does not wait for it, and a provider may have finished."""
    with suppress(EngineError, TimeoutError):
        async with asyncio.timeout(CANCEL_S):
            await client.content(method, url)
