import uuid
from typing import Any

import numpy as np
import pytest

from assets.actions.assets import add_made_picture
from assets.actions.generations import (
    NewAnchor,
    NewGeneration,
    cancel_generation,
    retry_generation,
    start_generations,
)
from assets.engines.request import Operation
from assets.errors import InvalidRequest
from assets.models import Asset, Generation, Workspace
from tests.factories import make_user, make_workspace
from tests.integration.assets.generations.rows import fresh, heard, queued

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scripted(settings):
    settings.ENGINES = {"scripted": "tests.fakes.ScriptedEngine"}
    settings.TIERS = {"draft": "scripted"}


@pytest.fixture
def workspace() -> Workspace:
    return make_workspace()


def new(**changes: Any) -> NewGeneration:
    asked: dict[str, Any] = {
        "id": uuid.uuid4(),
        "operation": Operation.TEXT_TO_IMAGE,
        "prompt": "a red cup",
        "tier": "draft",
        "width": 256,
        "height": 256,
    }
    return NewGeneration(**asked | changes)


def picture_of(workspace: Workspace) -> Asset:
    image = np.full((64, 64, 3), 90, np.uint8)
    return add_made_picture(workspace=workspace, image=image, name="grey", user=None)


def refused(code: str):
    return pytest.raises(InvalidRequest, check=lambda error: error.code == code)


def test_rows_come_back_in_the_order_asked(workspace):
    user = make_user()
    asked = [new(prompt=f"cup {n}", seed=n) for n in range(5)]
    rows = start_generations(workspace=workspace, user=user, asked=asked)
    assert [(row.id, row.prompt, row.seed) for row in rows] == [
        (one.id, one.prompt, one.seed) for one in asked
    ]
    assert {(row.state, row.created_by_id) for row in rows} == {("queued", user.pk)}


def test_each_new_row_is_announced_once_after_commit(workspace, django_capture_on_commit_callbacks):
    asked = [new(), new()]
    with heard() as (changed, _):
        for _ in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                start_generations(workspace=workspace, user=None, asked=asked)
    assert changed == [one.id for one in asked]


def test_an_id_that_is_there_stays_as_it_is(workspace):
    asked = new()
    start_generations(workspace=workspace, user=None, asked=[asked])
    Generation.objects.update(state="failed")
    again = new(id=asked.id, prompt="another")
    (row,) = start_generations(workspace=workspace, user=None, asked=[again])
    assert (row.state, row.prompt) == ("failed", "a red cup")


def test_an_id_of_another_workspace_is_refused_and_not_shown(workspace):
    theirs = queued(make_workspace("Other"), prompt="their secret")
    with refused("generation_taken") as caught:
        start_generations(workspace=workspace, user=None, asked=[new(id=theirs.id)])
    assert "secret" not in caught.value.message


def test_one_that_cannot_be_made_leaves_none(workspace):
    with refused("prompt_empty"):
        start_generations(workspace=workspace, user=None, asked=[new(), new(prompt=" ")])
    assert not Generation.objects.exists()


def test_pictures_of_another_workspace_are_refused(workspace):
    theirs = picture_of(make_workspace("Other"))
    asked = new(operation=Operation.IMAGE_TO_IMAGE, anchors=(NewAnchor(theirs),))
    with refused("unknown_picture"):
        start_generations(workspace=workspace, user=None, asked=[asked])


def test_a_new_picture_has_no_source(workspace):
    with refused("invalid_request"):
        start_generations(workspace=workspace, user=None, asked=[new(source=picture_of(workspace))])


@pytest.mark.parametrize(
    ("state", "after"),
    [
        ("queued", "cancelled"),
        ("running", "cancelled"),
        ("succeeded", "succeeded"),
        ("failed", "failed"),
        ("blocked", "blocked"),
        ("cancelled", "cancelled"),
    ],
)
def test_cancel_moves_only_what_has_not_ended(state, after, django_capture_on_commit_callbacks):
    row = queued(state=state)
    with heard() as (changed, _), django_capture_on_commit_callbacks(execute=True):
        assert cancel_generation(generation=row).state == after
    assert changed == ([row.id] if state != after else [])


@pytest.mark.parametrize(
    ("state", "after"),
    [
        ("queued", "queued"),
        ("running", "running"),
        ("failed", "queued"),
        ("blocked", "queued"),
        ("cancelled", "queued"),
    ],
)
def test_retry_queues_only_what_ended_without_a_picture(
    state, after, django_capture_on_commit_callbacks
):
    row = queued(state=state, error_code="x", error_message="y")
    with heard() as (changed, _), django_capture_on_commit_callbacks(execute=True):
        assert retry_generation(generation=row, user=None).state == after
    assert changed == ([row.id] if state != after else [])


def test_a_retry_takes_the_engine_that_the_tier_means_today():
    row = queued(state="failed", engine="gone")
    retry_generation(generation=row, user=None)
    assert fresh(row).engine == "scripted"


def test_a_retry_of_a_tier_that_is_gone_says_so():
    row = queued(state="failed", tier="gone")
    with refused("unknown_tier"):
        retry_generation(generation=row, user=None)
    assert fresh(row).state == "failed"
