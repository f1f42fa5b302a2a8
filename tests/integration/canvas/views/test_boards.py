"""The list of boards, and a board's page."""

import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from canvas.models import Board, Node, Op
from tests.factories import make_board, make_member, make_user, make_workspace
from tests.integration.canvas.shared_world import client_of, made_picture, make_world, put_picture

pytestmark = pytest.mark.django_db


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_boards_are_listed_last_edited_first_and_only_ones_own() -> None:
    workspace = make_workspace()
    make_board(workspace, "First")
    make_board(workspace, "Second")
    make_board(title="Somebody else's")
    client = Client()
    client.force_login(make_member(workspace))

    page = client.get("/").content.decode()

    assert page.index("Second") < page.index("First")
    assert "Somebody else" not in page


def test_a_card_counts_the_pictures_that_are_decided() -> None:
    world = make_world()
    put_picture(world.board, made_picture(world.board))
    waiting = made_picture(world.board, red=100)
    put_picture(world.board, waiting, candidate_of=str(world.picture_node))

    page = client_of("owner", world).get("/").content.decode()

    assert "2 pictures" in page


def test_a_hundred_boards_take_as_many_queries_as_one(django_assert_max_num_queries: Any) -> None:
    world = make_world()
    client = client_of("owner", world)
    for number in range(100):
        make_board(world.board.workspace, f"Board {number}")

    client.get("/")  # the first visit is remembered in the session
    with django_assert_max_num_queries(9):
        client.get("/")


def test_without_boards_there_are_ways_to_start() -> None:
    workspace = make_workspace()
    client = Client()
    client.force_login(make_member(workspace))

    page = client.get("/").content.decode()

    assert "No boards in" in page
    assert "Make the sample board" in page


def test_a_viewer_is_offered_nothing_that_would_be_refused() -> None:
    world = make_world()

    page = client_of("viewer", world).get("/").content.decode()

    assert "New board" not in page
    assert "Rename" not in page


def test_someone_in_no_workspace_is_told_so() -> None:
    client = Client()
    client.force_login(make_user())

    assert "in no workspace" in client.get("/").content.decode()


def test_a_new_board_opens() -> None:
    world = make_world()
    client = client_of("designer", world)

    answer = client.post("/boards/", {"workspace": str(world.board.workspace_id)})

    assert re.fullmatch(r"/boards/[0-9a-f-]{36}/", answer["Location"])
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("path", ["/boards/", "/boards/sample/"])
@pytest.mark.parametrize(
    ("who", "status"), [("viewer", 403), ("outsider", 404), ("stranger", 302), ("guest", 302)]
)
def test_who_may_not_make_a_board(who: str, status: int, path: str) -> None:
    world = make_world()
    client = client_of(who, world)

    before = Board.objects.count()
    answer = client.post(path, {"workspace": str(world.board.workspace_id)})

    assert answer.status_code == status
    assert Board.objects.count() == before


@pytest.mark.parametrize("asked", ["", "nonsense", str(uuid.UUID(int=1))])
def test_a_workspace_that_is_none_is_not_found(asked: str) -> None:
    world = make_world()
    client = client_of("owner", world)

    assert client.post("/boards/", {"workspace": asked}).status_code == 404
    if asked:
        assert client.get("/", {"workspace": asked}).status_code == 404


def test_renaming_is_an_op_that_everybody_hears() -> None:
    world = make_world()
    client = client_of("lead", world)
    path = f"/boards/{world.board.id}/title/"

    form = client.get(path)
    caption = client.post(path, {"title": "  Autumn\x00 hero "})

    assert 'name="title"' in form.content.decode()
    assert "Autumn hero" in caption.content.decode()
    world.board.refresh_from_db()
    assert world.board.title == "Autumn hero"
    assert "Autumn hero" in Op.objects.filter(board=world.board).latest("revision").changes


@pytest.mark.parametrize("title", ["", "   ", "\x00", "x" * 121])
def test_a_title_that_is_none_is_refused_in_place(title: str) -> None:
    world = make_world()

    answer = client_of("owner", world).post(f"/boards/{world.board.id}/title/", {"title": title})

    assert 'class="error"' in answer.content.decode()
    world.board.refresh_from_db()
    assert world.board.title == "Spring hero"


def test_the_page_tells_its_modules_all_they_need() -> None:
    world = make_world()
    client = client_of("designer", world)

    page = client.get(f"/boards/{world.board.id}/").content.decode()

    found = re.search(r'id="board-config" type="application/json">(.+?)</script>', page)
    assert found is not None
    config = json.loads(found.group(1))
    assert config["may_edit"] is True
    assert config["you"]["name"] == "designer"
    assert config["urls"]["socket"] == f"/ws/board/{world.board.id}/"
    assert config["urls"]["asset"] == "/assets/{id}/{level}"
    assert config["urls"]["cancel"].endswith("/generations/{id}/cancel/")
    assert {tier["key"] for tier in config["tiers"]} >= {"draft", "standard", "pro"}
    assert all(tier["is_offline"] for tier in config["tiers"])


def test_a_title_cannot_break_out_of_the_page() -> None:
    world = make_world()
    Board.objects.filter(id=world.board.id).update(title="</script><script>alert(1)</script>")

    page = client_of("owner", world).get(f"/boards/{world.board.id}/").content.decode()

    assert "<script>alert" not in page


def test_the_sample_board_has_notes_and_queues_its_pictures() -> None:
    world = make_world()
    client = client_of("owner", world)

    answer = client.post("/boards/sample/", {"workspace": str(world.board.workspace_id)})

    nodes = Node.objects.filter(board_id=answer["Location"].split("/")[2])
    kinds = sorted(nodes.values_list("kind", flat=True))
    assert kinds.count("note") == 6
    assert kinds.count("frame") == 2
    assert kinds.count("generation") == 6


@pytest.mark.parametrize("who", ["viewer", "reviewer", "outsider"])
def test_naming_a_project_makes_no_sample_for_who_may_not_edit(who: str) -> None:
    world = make_world()
    before = Board.objects.count()
    form = {"workspace": str(world.board.workspace_id), "project": str(uuid.uuid4())}

    answer = client_of(who, world).post(reverse("new_sample"), form)

    assert answer.status_code in (403, 404)
    assert Board.objects.count() == before
