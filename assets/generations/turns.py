"""Which waiting generation comes next: fair between people, oldest first for each."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q

from assets.generations.states import QUEUED, RUNNING
from assets.models import Generation

Person = int | None
"""A user's id; None for the work of people who are gone, who queue as one."""


@dataclass(frozen=True)
class Waiting:
    person: Person
    since: datetime


@dataclass(frozen=True)
class Ticket:
    """attempt: the row's number before the claim, which makes it one more."""

    generation_id: uuid.UUID
    person: Person
    attempt: int


def next_person(
    waiting: Sequence[Waiting], running: Iterable[Person], served: Mapping[Person, int]
) -> Person:
    """Whose turn it is: who has least at work, then who was served longest ago, then who waits
    longest. `waiting` is not empty; `served` says when each was last served, as a running number.

    So fifty drafts of one person never keep another's single picture waiting.
    """
    at_work = Counter(running)
    turn = min(waiting, key=lambda w: (at_work[w.person], served.get(w.person, -1), w.since))
    return turn.person


def next_ticket(
    *, aside: Collection[uuid.UUID], running: Iterable[Person], served: Mapping[Person, int]
) -> Ticket | None:
    """The queued generation to take up now, but none of `aside`. One row for each person is read
    first, so the cost follows the number of people, not of pictures."""
    queued = Generation.objects.filter(state=QUEUED).exclude(id__in=aside)
    people = queued.values_list("created_by").annotate(since=Min("created_at")).order_by()
    waiting = [Waiting(person, since) for person, since in people]
    if not waiting:
        return None
    person = next_person(waiting, running, served)
    oldest = queued.filter(created_by=person).order_by("created_at", "id").first()
    return Ticket(oldest.id, person, oldest.attempt) if oldest is not None else None


def is_valid(ticket: Ticket) -> bool:
    """Whether the run that this ticket began is still wanted: before its claim, or after it."""
    before = Q(state=QUEUED, attempt=ticket.attempt)
    after = Q(state=RUNNING, attempt=ticket.attempt + 1)
    return Generation.objects.filter(before | after, id=ticket.generation_id).exists()
