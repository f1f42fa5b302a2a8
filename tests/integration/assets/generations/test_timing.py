"""What an engine took is what its button promises."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assets.engines.base import Capabilities
from assets.engines.request import Operation
from assets.generations.timing import with_measured_times
from assets.models import Generation, Workspace
from tests.factories import make_workspace

pytestmark = pytest.mark.django_db

CAN = Capabilities(frozenset(Operation), max_pixels=1, typical_seconds=20)


def finished(workspace: Workspace, *took_s: float, days_ago: int = 0, **values: object) -> None:
    for seconds in took_s:
        started = timezone.now() - timedelta(days=days_ago, minutes=5)
        fields = {"operation": "text_to_image", "state": "succeeded", "engine": "banana"} | values
        Generation.objects.create(
            workspace=workspace,
            width=64,
            height=64,
            seed=1,
            started_at=started,
            finished_at=started + timedelta(seconds=seconds),
            **fields,
        )


def seconds_of(operation: Operation) -> float:
    return with_measured_times("banana", CAN).seconds_of(operation)


def test_the_median_of_what_was_finished_counts() -> None:
    workspace = make_workspace()
    finished(workspace, 3, 4, 5, 60)
    assert seconds_of(Operation.TEXT_TO_IMAGE) == 20
    finished(workspace, 4)
    assert seconds_of(Operation.TEXT_TO_IMAGE) == 4
    assert seconds_of(Operation.INPAINT) == 20


def test_failures_other_engines_and_old_times_do_not_count() -> None:
    workspace = make_workspace()
    finished(workspace, *[1] * 6, state="failed")
    finished(workspace, *[1] * 6, engine="sketch")
    finished(workspace, *[1] * 6, days_ago=40)
    assert seconds_of(Operation.TEXT_TO_IMAGE) == 20


def test_a_run_of_several_calls_counts_as_their_mean() -> None:
    steps = {"earlier_steps": [{}, {}]}
    finished(make_workspace(), *[30] * 5, operation="outpaint", facts=steps)
    assert seconds_of(Operation.OUTPAINT) == 10
