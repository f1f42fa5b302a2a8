"""What selecting by tier and by batch is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assets.models import Generation
from canvas.models import Board, Node
from tests.factories import make_board
from tests.integration.canvas.document_parts import make_generation
from tests.integration.canvas.shared_world import (
    World,
    client_of,
    made_picture,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db


def ask(world: World, who: str = "designer") -> dict[str, dict[str, Any]]:
    answer = client_of(who, world).get(reverse("origins", args=[world.board.id]))
    assert answer.status_code == 200
    found: dict[str, dict[str, Any]] = answer.json()["generations"]
    return found


def made(board: Board, *, seconds: float = 0, **fields: Any) -> str:
    """A picture on the board that was asked for so many seconds from now."""
    generation = make_generation(board.workspace, **fields)
    at = timezone.now() + timedelta(seconds=seconds)
    Generation.objects.filter(id=generation.id).update(created_at=at)
    node = put_picture(board, made_picture(board))
    Node.objects.filter(board=board, id=node).update(generation=generation)
    return str(generation.id)


def test_pictures_asked_for_at_one_time_share_their_batch() -> None:
    world = make_world()
    first, second = (made(world.board, seconds=s, tier="draft") for s in (0, 0.01))
    later = made(world.board, seconds=30, tier="draft")
    other = made(world.board, seconds=0.02, tier="pro")

    found = ask(world)

    assert found[first]["batch"] == found[second]["batch"]
    assert len({found[one]["batch"] for one in (first, later, other)}) == 3
    assert [found[one]["tier"] for one in (first, other)] == ["draft", "pro"]


def test_ranks_follow_the_order_of_asking_batch_by_batch() -> None:
    world = make_world()
    later = made(world.board, seconds=30, prompt="a")
    first, third = (made(world.board, seconds=s, prompt="b") for s in (0, 0.02))
    between = made(world.board, seconds=0.01, prompt="c")

    found = ask(world)

    ranks = sorted(found, key=lambda one: found[one]["rank"])
    assert ranks == [first, third, between, later]


def test_only_what_is_on_this_board_is_told() -> None:
    world = make_world()
    gone = made(world.board)
    Node.objects.filter(generation=gone).update(deleted_at=timezone.now())
    made(make_board(world.board.workspace))

    assert ask(world) == {}


def test_guests_are_told_nothing_of_the_making() -> None:
    world = make_world()
    made(world.board)

    assert ask(world, "guest") == {}
    assert len(ask(world, "viewer")) == 1
