"""The set view of pictures of a board."""

import uuid

import pytest

from assets.actions.assets import add_made_picture
from assets.models import Look
from canvas.models import Board
from tests.factories import make_board
from tests.integration.canvas.shared_world import World, client_of, make_world, put_picture
from tests.unit.assets.drift.pictures import still_life

pytestmark = pytest.mark.django_db


def put(board: Board, name: str, **drawn: int) -> uuid.UUID:
    image = still_life(**drawn)
    asset = add_made_picture(workspace=board.workspace, image=image, name=name, user=None)
    return put_picture(board, asset, name=name)


def ask(world: World, *nodes: uuid.UUID | str) -> str:
    address = f"/boards/{world.board.id}/set/"
    answer = client_of("designer", world).post(address, {"nodes": ",".join(map(str, nodes))})
    return answer.content.decode()


def test_outliers_are_first_and_ticked_and_near_duplicates_are_together() -> None:
    world = make_world()
    usual = [put(world.board, f"Usual {n}", seed=n, x=110 + n) for n in range(6)]
    warm = put(world.board, "Warm one", seed=9, warmer=45)

    page = ask(world, *usual, warm)

    assert "6 in band, 1 outlier." in page
    assert page.index("Warm one") < page.index("Usual 0")
    assert page.count(" checked") == 1
    assert "warmer by" in page
    assert "Nearly the same" in page


def test_pictures_of_before_are_measured_when_they_are_asked_for() -> None:
    world = make_world()
    nodes = [put(world.board, f"One {n}", seed=n) for n in range(3)]
    Look.objects.all().delete()

    assert "3 in band" in ask(world, *nodes)
    assert Look.objects.count() == 3


def test_too_few_pictures_of_this_board_are_said_and_nonsense_is_refused() -> None:
    world = make_world()
    elsewhere = [put(make_board(world.board.workspace), f"E {n}", seed=n) for n in range(3)]

    assert "Select 3 or more" in ask(world, *elsewhere)
    assert "Select 3 or more" in ask(world)
    address = f"/boards/{world.board.id}/set/"
    assert client_of("designer", world).post(address, {"nodes": "x,y"}).status_code == 400
