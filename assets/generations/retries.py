"""Whether a run that failed is tried again by itself, and when. Pure.

Only what is safe to repeat: never a call that may have been charged, unless the provider would
recognise it (see `EngineError.is_safe_to_repeat`). A person's Retry is another matter: they decide.
"""

from collections.abc import Callable

from assets.errors import EngineError

MOST_TRIES = 4
"""In all, the first one counted."""
FIRST_PAUSE_S = 1.0
MOST_PAUSE_S = 20.0
MOST_ASKED_S = 90.0
"""A provider that asks for more patience than that gets none: the person is told instead."""

Chance = Callable[[], float]
"""0 <= chance() < 1."""


def pause_before_retry(error: Exception, *, failed: int, chance: Chance) -> float | None:
    """Seconds to wait, or None: it is not tried again.

    failed: tries that failed before this one. The pause doubles, and half of it is by chance, so
    that what failed together does not come back together; of what a provider asks for nothing is
    taken off.
    Source: Marc Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015 ("equal").
    """
    if not isinstance(error, EngineError) or not error.is_safe_to_repeat:
        return None
    if failed + 1 >= MOST_TRIES:
        return None
    pause: float = min(MOST_PAUSE_S, FIRST_PAUSE_S * 2**failed)
    pause *= 0.5 + 0.5 * chance()
    if error.retry_after_s is None:
        return pause
    if error.retry_after_s > MOST_ASKED_S:
        return None
    return error.retry_after_s + pause
