"""Find by what the server alone knows, and the other boards of a workspace."""

from typing import Any

import pytest
from django.utils import timezone

from canvas.actions.ops import apply_changes
from canvas.finding import MOST_FOUND
from canvas.models import Node, Role
from tests.factories import make_board, make_member
from tests.integration.canvas.document_parts import create_note, make_generation, new_id
from tests.integration.canvas.shared_world import (
    EDITORS,
    PEOPLE,
    World,
    client_of,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db

MEMBERS = (*EDITORS, "reviewer", "viewer")


@pytest.fixture
def world() -> World:
    """Its picture "Mug" was made by Ada, of a prompt with capitals that ASCII does not know."""
    world = make_world()
    generation = make_generation(
        world.board.workspace,
        created_by=make_member(world.board.workspace, Role.DESIGNER, "Ada"),
        state="succeeded",
        prompt="Красная ЧАШКА, café light",
        tier="standard",
        engine_version="sketch-3",
    )
    Node.objects.filter(id=world.picture_node).update(generation=generation)
    return world


def ask(world: World, query: str, who: str = "viewer") -> dict[str, Any]:
    answer = client_of(who, world).get(f"/boards/{world.board.id}/find/", {"q": query})
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def ids(world: World, query: str) -> list[str]:
    return [one["node"] for one in ask(world, query)["found"]]


@pytest.mark.parametrize(
    "query",
    [
        "чашка",
        "CAFE",
        "café",
        "sketch",
        "sketch-3",
        "standard",
        "text to image",
        "ada",
        "mug чашка",
        "succeeded",
    ],
)
def test_a_picture_is_found_by_each_thing_that_made_it(world: World, query: str) -> None:
    assert ids(world, query) == [str(world.picture_node)]


def test_a_picture_is_found_by_the_day_it_was_made(world: World) -> None:
    assert ids(world, timezone.now().date().isoformat()) == [str(world.picture_node)]


@pytest.mark.parametrize("query", ["", "   ", "zebra", "mug zebra", "%", "_", "\x00"])
def test_nothing_is_found_by_no_words_or_by_words_that_are_not_there(
    world: World, query: str
) -> None:
    assert ids(world, query) == []


def test_what_was_found_comes_with_prompt_engine_and_person(world: World) -> None:
    (found,) = ask(world, "чашка")["found"]
    assert found == {
        "node": str(world.picture_node),
        "prompt": "Красная ЧАШКА, café light",
        "engine": "Sketch (offline)",
        "by": "Ada",
    }


def test_deleted_nodes_and_other_boards_are_not_found(world: World) -> None:
    other = make_board(world.board.workspace, "Another")
    put_picture(other, world.picture, name="Mug there")
    note = new_id()
    apply_changes(board_id=world.board.id, changes=[create_note(note, text="mug to forget")])
    assert sorted(ids(world, "mug")) == sorted([note, str(world.picture_node)])
    apply_changes(board_id=world.board.id, changes=[{"node": note, "delete": True}])
    assert ids(world, "mug") == [str(world.picture_node)]


def test_a_very_common_word_is_answered_in_part_and_says_so(world: World) -> None:
    for start in range(0, MOST_FOUND + 1, 200):
        count = min(200, MOST_FOUND + 1 - start)
        changes = [create_note(new_id(), text="zebra") for _ in range(count)]
        apply_changes(board_id=world.board.id, changes=changes)
    answer = ask(world, "zebra")
    assert len(answer["found"]) == MOST_FOUND
    assert answer["has_more"] is True


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("path", ["find/", "other-boards/"])
def test_only_members_are_answered(world: World, who: str, path: str) -> None:
    answer = client_of(who, world).get(f"/boards/{world.board.id}/{path}", {"q": "sketch"})
    expected = 200 if who in MEMBERS else 403 if who == "guest" else 404
    assert answer.status_code == expected
    if expected != 200:
        assert "Sketch" not in answer.content.decode()


def test_the_other_boards_of_the_workspace_are_named(world: World) -> None:
    make_board(title="Elsewhere")
    other = make_board(world.board.workspace, "Autumn")
    answer = client_of("viewer", world).get(f"/boards/{world.board.id}/other-boards/")
    assert answer.json() == {
        "boards": [{"id": str(other.id), "title": "Autumn", "url": f"/boards/{other.id}/"}]
    }
