import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from assets.actions.generations import cancel_generation
from assets.actions.runs import announce_change
from assets.generations.dispatch import EmbeddedDispatcher
from assets.models import Generation
from assets.signals import generation_changed
from tests.factories import make_user, make_workspace
from tests.fakes import ScriptedEngine
from tests.integration.assets.generations.rows import claim, fresh, picture_count, queued

pytestmark = pytest.mark.django_db(transaction=True)
WAIT_S = 20


class States:
    """Waits for states without polling: the signal says when to look again."""

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self.seen: list[tuple[object, str]] = []

    def hear(self, signal, sender, generation_id):
        row = Generation.objects.only("state").get(id=generation_id)
        with self._moved:
            self.seen.append((generation_id, row.state))
            self._moved.notify_all()

    def wait(self, condition: Callable[[], bool]) -> None:
        with self._moved:
            assert self._moved.wait_for(condition, WAIT_S), self.seen

    def wait_for(self, row: Generation, state: str) -> None:
        self.wait(lambda: (row.id, state) in self.seen)


@pytest.fixture
def states() -> Iterator[States]:
    states = States()
    generation_changed.connect(states.hear)
    yield states
    generation_changed.disconnect(states.hear)


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def new_dispatcher(engine) -> Iterator[Callable[..., EmbeddedDispatcher]]:
    made: list[EmbeddedDispatcher] = []

    def make(concurrency: int = 1) -> EmbeddedDispatcher:
        dispatcher = EmbeddedDispatcher(
            engines=lambda key: engine, concurrency=concurrency, deadline_s=WAIT_S
        )
        made.append(dispatcher)
        dispatcher.start()
        return dispatcher

    yield make
    for dispatcher in made:
        dispatcher.stop()


def test_what_waited_before_the_start_is_made(new_dispatcher, states):
    row = queued()
    new_dispatcher()
    states.wait_for(row, "succeeded")


def test_what_is_asked_later_is_taken_up_by_its_signal(new_dispatcher, states):
    new_dispatcher()
    first = queued()
    announce_change(first.id)
    states.wait_for(first, "succeeded")
    second = queued()
    announce_change(second.id)
    states.wait_for(second, "succeeded")


def test_wake_makes_it_look_at_the_queue(new_dispatcher, states):
    dispatcher = new_dispatcher()
    row = queued()
    dispatcher.wake()
    states.wait_for(row, "succeeded")


def test_what_a_killed_server_left_running_is_finished_and_made_once(new_dispatcher, states):
    row = queued(prompt="noise")
    claim(row)
    new_dispatcher()
    states.wait_for(row, "succeeded")
    assert fresh(row).attempt == 2
    assert picture_count() == 1


def test_what_brought_the_server_down_twice_is_not_tried_again_at_the_third_time(
    new_dispatcher, states, engine
):
    row = queued(facts={"interruptions": 2})
    claim(row)
    new_dispatcher()
    states.wait_for(row, "failed")
    assert fresh(row).error_code == "interrupted"
    assert engine.requests == []


def test_no_more_run_at_once_than_allowed(new_dispatcher, states, engine):
    rows = [queued(prompt=f"picture {n}") for n in range(6)]
    new_dispatcher(concurrency=2)
    for row in rows:
        states.wait_for(row, "succeeded")
    assert engine.most_running <= 2


def test_one_persons_many_pictures_do_not_keep_another_waiting(new_dispatcher, states, engine):
    workspace, busy, other = make_workspace(), make_user("busy"), make_user("other")
    many = [queued(workspace, created_by=busy, prompt=f"busy {n}") for n in range(5)]
    single = queued(workspace, created_by=other, prompt="single")
    new_dispatcher(concurrency=1)
    for row in (*many, single):
        states.wait_for(row, "succeeded")
    made = [request.prompt for request in engine.requests]
    assert made == ["busy 0", "single", "busy 1", "busy 2", "busy 3", "busy 4"]


def test_a_cancel_stops_even_an_engine_that_hangs(new_dispatcher, states, engine):
    new_dispatcher()
    row = queued(prompt="hang")
    announce_change(row.id)
    states.wait_for(row, "running")
    cancel_generation(generation=row)
    after = queued(prompt="after")
    announce_change(after.id)
    states.wait_for(after, "succeeded")
    assert fresh(row).state == "cancelled"
    assert engine.running == 0


def test_what_is_cancelled_in_the_queue_is_never_run(new_dispatcher, states, engine):
    row, after = queued(prompt="unwanted"), queued(prompt="after")
    cancel_generation(generation=row)
    new_dispatcher()
    states.wait_for(after, "succeeded")
    assert [request.prompt for request in engine.requests] == ["after"]


def test_a_stop_gives_back_what_was_at_work(new_dispatcher, states, engine):
    row = queued(prompt="hang")
    dispatcher = new_dispatcher()
    states.wait_for(row, "running")
    dispatcher.stop()
    assert engine.running == 0
    assert (fresh(row).state, fresh(row).facts) == ("queued", {})


def test_nothing_happens_when_none_runs(engine):
    row = queued()
    announce_change(row.id)
    assert fresh(row).state == "queued"


def test_a_stopped_dispatcher_leaves_no_thread_and_no_listener(new_dispatcher, states):
    row = queued()
    dispatcher = new_dispatcher()
    states.wait_for(row, "succeeded")
    dispatcher.stop()
    dispatcher.wake()
    announce_change(row.id)
    assert not [thread for thread in threading.enumerate() if thread.name == "generations"]


def test_the_database_failing_does_not_end_the_dispatcher(new_dispatcher, states, caplog):
    """A table that is gone for a moment stands for any failure of the database."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE assets_generation RENAME TO assets_generation_away")
    new_dispatcher().wake()
    while "queue of generations" not in caplog.text:
        threading.Event().wait(0.01)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE assets_generation_away RENAME TO assets_generation")
    row = queued()
    announce_change(row.id)
    states.wait_for(row, "succeeded")
