from datetime import UTC, datetime

from assets.generations.turns import Waiting, next_person

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)


def test_who_waits_longest_goes_first():
    assert next_person([Waiting(2, LATE), Waiting(1, EARLY)], running=[], served={}) == 1


def test_who_has_less_at_work_goes_first():
    waiting = [Waiting(1, EARLY), Waiting(2, LATE)]
    assert next_person(waiting, running=[1], served={1: 1}) == 2


def test_with_nothing_at_work_the_turns_alternate():
    waiting = [Waiting(1, EARLY), Waiting(2, LATE)]
    assert next_person(waiting, running=[], served={1: 4, 2: 3}) == 2
    assert next_person(waiting, running=[], served={1: 4, 2: 5}) == 1


def test_the_work_of_people_who_are_gone_queues_too():
    assert next_person([Waiting(None, EARLY)], running=[None], served={}) is None
