"""How many runs an engine bears at once and begins in a minute, over all processes."""

from dataclasses import dataclass

from django.conf import settings

from assets.engines.registry import engine_for
from assets.errors import EngineError
from assets.generations.states import BULK

HOSTED_AT_ONCE = 4
"""Of an engine that answers over the network, where nothing else is set: what the smallest paid
plans of the hosted ones take without refusing."""


@dataclass(frozen=True)
class Load:
    """Runs of an engine: at_engine, that wait for it; finishing, whose picture is being stored."""

    at_engine: int = 0
    finishing: int = 0


@dataclass(frozen=True)
class EngineLimits:
    """at_once: >= 1. per_minute: runs begun in a minute, or None for any number.

    The last place of several is kept free of bulk work, so that whoever waits for one picture never
    waits for a batch.
    """

    at_once: int
    per_minute: int | None = None

    def places(self, lane: str) -> int:
        return max(1, self.at_once - 1) if lane == BULK else self.at_once

    def has_place(self, load: Load, lane: str) -> bool:
        """Pictures are stored while the engine makes the next ones, but no more than it makes at
        once: they are in memory meanwhile."""
        if load.at_engine + load.finishing >= 2 * self.at_once:
            return False
        return load.at_engine < self.places(lane)


def limits_of(engine_key: str) -> EngineLimits:
    """As its setting says. Where none does: what draws on this machine shares its cores; others
    have machines of their own."""
    try:
        can = engine_for(engine_key).capabilities()
    except EngineError:
        # It is gone: its runs end at once, with words, and hold nothing.
        return EngineLimits(HOSTED_AT_ONCE)
    unsaid = settings.GENERATION_CONCURRENCY if can.is_offline else HOSTED_AT_ONCE
    return EngineLimits(can.at_once or unsaid, can.per_minute)
