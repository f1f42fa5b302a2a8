"""`manage.py seed_board`, as benchmarks call it."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from assets.models import Asset
from canvas.models import Board, Node

pytestmark = pytest.mark.django_db(transaction=True)


def seed(**wanted: int) -> str:
    out = io.StringIO()
    call_command("seed_board", stdout=out, **wanted)
    return out.getvalue()


def test_board_has_its_nodes_and_the_printed_link_opens_it(client: Client) -> None:
    printed = seed(nodes=5, distinct=2)

    way_in = re.search(r"/welcome/\S+", printed)
    address = re.search(r"/boards/\S+", printed)
    assert way_in and address
    client.get(way_in.group())
    assert client.get(address.group()).status_code == 200
    board = Board.objects.get(id=address.group().split("/")[2])
    nodes = Node.objects.filter(board=board, kind="image")
    assert nodes.count() == 5
    assert nodes.values("asset").distinct().count() == 2


def test_second_board_shares_the_pictures_of_the_first() -> None:
    seed(nodes=2, distinct=2)
    seed(nodes=3, distinct=2)

    assert Asset.objects.count() == 2


@pytest.mark.parametrize("nodes", [0, 1_000_000])
def test_more_or_less_than_a_board_takes_is_refused_in_words(nodes: int) -> None:
    with pytest.raises(CommandError, match="takes 1 to 100,000"):
        seed(nodes=nodes, distinct=1)
