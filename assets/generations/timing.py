"""How long an engine really takes: medians of what it finished last, which buttons promise."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from statistics import median

from django.utils import timezone

from assets.engines.base import Capabilities
from assets.engines.request import Operation
from assets.generations.states import SUCCEEDED
from assets.models import Generation

LOOKED_AT = 60
"""Pictures of an engine, the newest: enough for a median, and of how it is now."""
FEWEST = 5
"""Of one operation; of fewer the setting is the better guess."""
NEWER_THAN = timedelta(days=30)


def with_measured_times(engine_key: str, capabilities: Capabilities) -> Capabilities:
    """`capabilities` with the measured seconds of one engine call, for every operation that was
    done often enough; the others keep what the setting says. One query."""
    measured = measured_seconds(engine_key)
    known = dict(capabilities.seconds_by_operation) | measured
    return replace(capabilities, seconds_by_operation=known) if measured else capabilities


def measured_seconds(engine_key: str) -> dict[Operation, float]:
    """From a run's start to the picture stored, s; a run of several calls counts as their mean."""
    since = timezone.now() - NEWER_THAN
    rows = Generation.objects.filter(
        engine=engine_key, state=SUCCEEDED, started_at__gt=since, blend_of=None
    ).order_by("-started_at")
    took = defaultdict[str, list[float]](list)
    for operation, started, finished, earlier in rows.values_list(
        "operation", "started_at", "finished_at", "facts__earlier_steps"
    )[:LOOKED_AT]:
        if started is not None and finished is not None:
            calls = 1 + (len(earlier) if isinstance(earlier, list) else 0)
            took[operation].append((finished - started).total_seconds() / calls)
    return {
        Operation(operation): round(max(0.1, median(seconds)), 1)
        for operation, seconds in took.items()
        if len(seconds) >= FEWEST and operation in set(Operation)
    }
