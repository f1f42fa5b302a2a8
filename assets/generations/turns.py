"""Which waiting generation comes next: what somebody waits for before bulk, fair between people,
oldest first for each. All of it is read from the rows, so it holds for any number of workers."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet

from assets.generations.limits import EngineLimits, Load
from assets.generations.states import QUEUED, RUNNING
from assets.models import EngineGate, Generation, Lane

Person = int | None
"""A user's id; None for the work of people who are gone, who queue as one."""

SERVED_WITHIN = timedelta(minutes=10)
"""Who was served before that counts as one who was not: nobody remembers, and the database need not
look through everything that was ever made."""


@dataclass(frozen=True)
class Waiting:
    """since: the oldest one's start of waiting. at_work: how many of this person run now."""

    person: Person
    since: datetime
    at_work: int = 0
    served_at: datetime | None = None


def next_person(waiting: Sequence[Waiting]) -> Person:
    """Whose turn it is: who has least at work, then who was served longest ago, then who waits
    longest. `waiting` is not empty.

    So fifty drafts of one person never keep another's single picture waiting.
    """

    def order(one: Waiting) -> tuple[int, bool, float, datetime]:
        served = one.served_at.timestamp() if one.served_at is not None else 0.0
        return one.at_work, one.served_at is not None, served, one.since

    return min(waiting, key=order).person


def next_generation(
    *, now: datetime, limits: Callable[[str], EngineLimits], aside: Collection[uuid.UUID] = ()
) -> uuid.UUID | None:
    """The queued generation to take up now, but none of `aside`; None when nothing can be begun.

    Two workers may be told the same one: `claim_run` decides. One row for each person is read
    first, so the cost follows the number of people, not of pictures.
    """
    loads = loads_by_engine()
    for lane in (Lane.INTERACTIVE, Lane.BULK):
        queued = _queued(now).filter(lane=lane).exclude(id__in=aside)
        full = [key for key, load in loads.items() if not limits(key).has_place(load, lane)]
        queued = queued.exclude(engine__in=full)
        waiting = _waiting(queued, now)
        if waiting:
            person = next_person(waiting)
            oldest = queued.filter(created_by=person).order_by("created_at", "id")
            return oldest.values_list("id", flat=True).first()
    return None


def loads_by_engine() -> Mapping[str, Load]:
    """Of the engines that have something to do."""
    running = Generation.objects.filter(state=RUNNING).values_list("engine")
    counts = running.annotate(
        at_engine=Count("id", filter=Q(answered_at=None)),
        finishing=Count("id", filter=Q(answered_at__isnull=False)),
    )
    return {engine: Load(*counted) for engine, *counted in counts.order_by()}


def next_time(*, now: datetime) -> datetime | None:
    """When something that waits for its time, or for its engine's, may be begun; None: no such."""
    queued = Generation.objects.filter(state=QUEUED, is_held=False)
    own = queued.filter(not_before__gt=now).aggregate(at=Min("not_before"))["at"]
    gates = EngineGate.objects.filter(opens_at__gt=now, engine__in=queued.values("engine"))
    times = [at for at in (own, gates.aggregate(at=Min("opens_at"))["at"]) if at is not None]
    return min(times, default=None)


def _queued(now: datetime) -> QuerySet[Generation]:
    return (
        Generation.objects.filter(state=QUEUED, is_held=False)
        .filter(Q(not_before=None) | Q(not_before__lte=now))
        .exclude(engine__in=EngineGate.objects.filter(opens_at__gt=now).values("engine"))
    )


def _waiting(queued: QuerySet[Generation], now: datetime) -> list[Waiting]:
    people = queued.values_list("created_by").annotate(since=Min("created_at")).order_by()
    since = dict(people)
    if len(since) < 2:
        return [Waiting(person, at) for person, at in since.items()]
    at_work = dict(
        Generation.objects.filter(state=RUNNING)
        .values_list("created_by")
        .annotate(count=Count("id"))
        .order_by()
    )
    served = dict(
        Generation.objects.filter(started_at__gt=now - SERVED_WITHIN)
        .values_list("created_by")
        .annotate(at=Max("started_at"))
        .order_by()
    )
    return [
        Waiting(person, at, at_work.get(person, 0), served.get(person))
        for person, at in since.items()
    ]
