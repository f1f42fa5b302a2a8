from datetime import UTC, datetime

from assets.generations.turns import Waiting, next_person

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)


def test_who_waits_longest_goes_first():
    assert next_person([Waiting(2, LATE), Waiting(1, EARLY)]) == 1


def test_who_has_less_at_work_goes_first():
    waiting = [Waiting(1, EARLY, at_work=1, served_at=EARLY), Waiting(2, LATE, served_at=LATE)]
    assert next_person(waiting) == 2


def test_with_nothing_at_work_the_turns_alternate():
    assert next_person([Waiting(1, EARLY, 0, LATE), Waiting(2, LATE, 0, EARLY)]) == 2
    assert next_person([Waiting(1, EARLY, 0, EARLY), Waiting(2, LATE, 0, LATE)]) == 1


def test_who_was_never_served_goes_before_who_was():
    assert next_person([Waiting(1, EARLY, 0, EARLY), Waiting(2, LATE)]) == 2


def test_the_work_of_people_who_are_gone_queues_too():
    assert next_person([Waiting(None, EARLY, at_work=1)]) is None
