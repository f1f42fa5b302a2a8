"""What the list view is told, and whom it is not told to."""

import pytest

from assets.engines.registry import engine_label
from canvas.models import Node
from tests.integration.canvas.document_parts import make_generation
from tests.integration.canvas.shared_world import EDITORS, World, client_of, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def path(world: World) -> str:
    return f"/boards/{world.board.id}/rows/"


@pytest.mark.parametrize("who", [*EDITORS, "viewer"])
def test_members_read_prompt_maker_and_time(world: World, who: str) -> None:
    generation = make_generation(world.board.workspace, created_by=world.owner, state="succeeded")
    Node.objects.filter(id=world.picture_node).update(generation=generation)

    answer = client_of(who, world).get(path(world)).json()

    (row,) = answer["rows"]
    assert row == [
        str(world.picture_node),
        generation.prompt,
        world.owner.first_name or world.owner.email.partition("@")[0],
        generation.created_at.isoformat(),
        "high",
        engine_label(generation.engine),
    ]


@pytest.mark.parametrize(
    ("who", "status"),
    [("outsider", 404), ("guest", 403), ("revoked guest", 404), ("guest of another board", 404)],
)
def test_others_are_told_nothing(world: World, who: str, status: int) -> None:
    answer = client_of(who, world).get(path(world))
    assert answer.status_code == status
    assert b"Mug" not in answer.content


def test_only_what_is_newer_is_told_again(world: World) -> None:
    client = client_of("designer", world)
    whole = client.get(path(world)).json()
    assert len(whole["rows"]) == 1
    newer = client.get(path(world), {"since": whole["revision"]}).json()
    assert newer == {"revision": whole["revision"], "rows": []}


@pytest.mark.parametrize("since", ["", "-1", "x", "1e5", "9" * 5_000, "٣"])
def test_a_revision_that_is_none_means_all(world: World, since: str) -> None:
    answer = client_of("designer", world).get(path(world), {"since": since})
    assert answer.status_code == 200
    assert len(answer.json()["rows"]) == 1
