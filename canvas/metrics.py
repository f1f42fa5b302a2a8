"""What a process tells Prometheus of itself, and of the database that it shares.

Each process has its own figures: they are asked of each, not through the proxy. What comes from
the database is the same in all (`anchorboard_generations`, `_oldest_queued_seconds`, `_workers`).
"""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from assets.generations.queue import PROCRASTINATE
from assets.models import Generation, GenerationState

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

REQUESTS = Histogram(
    "anchorboard_request_seconds",
    "HTTP requests by view, method and status",
    ["view", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
COMMITS = Histogram(
    "anchorboard_commit_seconds",
    "Group commits of live boards, until they are durable",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
    registry=REGISTRY,
)
OPS = Counter("anchorboard_ops_committed", "Ops of live boards", registry=REGISTRY)
REFUSED = Counter("anchorboard_ops_refused", "Ops that were refused", registry=REGISTRY)

# As workers say that they are alive every five seconds.
ALIVE_WITHIN_S = 20


class Here(Collector):
    """Of this process, now."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        from canvas.realtime.rooms import rooms  # it counts what rooms do

        for name, told, value in (
            ("anchorboard_rooms", "Boards with somebody on them here", rooms.open_boards),
            ("anchorboard_sockets", "Open sockets of boards", rooms.open_sockets),
            ("anchorboard_relay_up", "1 while other processes are heard", float(rooms.is_heard)),
        ):
            yield GaugeMetricFamily(name, told, value=value)


class Shared(Collector):
    """Of the database; nothing while that is away."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            yield from list(self._read())
        except DatabaseError:
            return

    def _read(self) -> Iterator[GaugeMetricFamily]:
        states = GaugeMetricFamily(
            "anchorboard_generations", "Generations by state", labels=["state"]
        )
        unfinished = Generation.objects.filter(
            state__in=[GenerationState.QUEUED, GenerationState.RUNNING]
        )
        counts = dict(unfinished.values_list("state").annotate(count=Count("id")).order_by())
        for state in (GenerationState.QUEUED, GenerationState.RUNNING):
            states.add_metric([state.value], counts.get(state.value, 0))
        yield states
        queued = unfinished.filter(state=GenerationState.QUEUED)
        oldest = queued.aggregate(at=Min("created_at"))["at"]
        waited = (timezone.now() - oldest).total_seconds() if oldest else 0.0
        yield GaugeMetricFamily(
            "anchorboard_oldest_queued_seconds", "How long the oldest one waits", value=waited
        )
        if settings.DISPATCHER == PROCRASTINATE:
            yield GaugeMetricFamily("anchorboard_workers", "Workers alive", value=_workers())


def _workers() -> int:
    from procrastinate.contrib.django.models import ProcrastinateWorker  # where it is chosen

    since = timezone.now() - timedelta(seconds=ALIVE_WITHIN_S)
    # Each process has two: one for pictures and one for upkeep.
    return int(ProcrastinateWorker.objects.filter(last_heartbeat__gt=since).count() // 2)


REGISTRY.register(Here())
REGISTRY.register(Shared())
