"""Recent boards, thumbnails, what open pages are told, and search."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from PIL import Image

from canvas.actions.boards import rename_board
from canvas.actions.ops import apply_changes
from canvas.cards import cards_of
from canvas.models import Board, Thumbnail
from canvas.thumbnails import HEIGHT, WIDTH
from tests.factories import make_board
from tests.integration.canvas.document_parts import place
from tests.integration.canvas.shared_world import (
    PEOPLE,
    World,
    client_of,
    made_picture,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db

MEMBERS = ("owner", "lead", "designer", "reviewer", "viewer")


def write_note(board: Board, text: str) -> str:
    note = "11111111-1111-4111-8111-" + f"{board.revision:012d}"
    create = {"kind": "note", **place(), "text": text}
    apply_changes(board_id=board.id, changes=[{"node": note, "create": create}])
    return note


# Recent


def test_recent_is_what_one_opened_oneself_last_first() -> None:
    world = make_world()
    client, other = client_of("owner", world), client_of("viewer", world)
    second = make_board(world.board.workspace, "Second")
    third = make_board(world.board.workspace, "Third")
    other.get(f"/boards/{third.id}/")
    client.get(f"/boards/{second.id}/")
    client.get(f"/boards/{world.board.id}/")

    page = client.get("/", {"show": "recent"}).content.decode()

    assert page.index("Spring hero") < page.index("Second")
    assert "Third" not in page


def test_recent_says_so_when_nothing_was_opened() -> None:
    page = client_of("owner", make_world()).get("/", {"show": "recent"}).content.decode()

    assert "Nothing opened yet" in page


def test_more_than_sixty_boards_are_shown_on_request() -> None:
    world = make_world()
    client = client_of("viewer", world)
    for number in range(61):
        make_board(world.board.workspace, f"Board {number}")

    first, every = client.get("/").content, client.get("/", {"every": "1"}).content

    assert first.count(b'class="board-card"') == 60
    assert b"Show all boards" in first
    assert every.count(b'class="board-card"') == 62


# Thumbnails


def thumbnail(client: Any, world: World) -> Image.Image:
    answer = client.get(f"/boards/{world.board.id}/thumbnail")
    assert answer["Content-Type"] == "image/webp"
    return Image.open(io.BytesIO(answer.content))


def test_a_thumbnail_shows_the_picture_where_it_lies() -> None:
    world = make_world()
    client = client_of("viewer", world)
    red = made_picture(world.board, red=220)
    put_picture(world.board, red, x=2000, y=0, width=400, height=300)
    Board.objects.filter(id=world.board.id).update(revision=99)

    image = thumbnail(client, world)

    assert image.size == (WIDTH, HEIGHT)
    pixel = image.convert("RGBA").getpixel((WIDTH - 30, HEIGHT // 2))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 180 and pixel[3] == 255
    assert image.convert("RGBA").getpixel((WIDTH // 2, 5))[3] == 0  # type: ignore[index]


def test_a_thumbnail_is_drawn_once_a_revision() -> None:
    world = make_world()
    client = client_of("viewer", world)
    thumbnail(client, world)
    first = Thumbnail.objects.get().made_at
    thumbnail(client, world)
    assert Thumbnail.objects.get().made_at == first

    write_note(world.board, "New")
    thumbnail(client, world)

    assert Thumbnail.objects.get().made_at > first


def test_the_same_thumbnail_is_not_sent_twice() -> None:
    world = make_world()
    client = client_of("viewer", world)
    address = f"/boards/{world.board.id}/thumbnail"

    first = client.get(address)
    second = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 304


@pytest.mark.parametrize("asked", ["-1", "x", "9" * 40, "0"])
def test_a_revision_that_is_none_does_no_harm(asked: str) -> None:
    world = make_world()

    answer = client_of("viewer", world).get(f"/boards/{world.board.id}/thumbnail?r={asked}")

    assert answer.status_code == 200


# News


def seen_on(page: str) -> list[str]:
    return re.findall(r'name="seen" value="([^"]+)"', page)


def news(client: Any, world: World, seen: list[str]) -> Any:
    return client.get(f"/workspaces/{world.board.workspace_id}/news/", {"seen": seen})


@pytest.mark.parametrize("who", PEOPLE)
def test_who_hears_news(who: str) -> None:
    world = make_world()
    client = client_of(who, world)

    answer = news(client, world, [])

    if who in MEMBERS:
        assert answer.status_code == 200
    else:
        assert answer["HX-Redirect"] == ("/" if who == "outsider" else "/sign-in/")
        assert answer.content == b""


def test_nothing_new_is_nothing_sent() -> None:
    world = make_world()
    client = client_of("viewer", world)

    answer = news(client, world, seen_on(client.get("/").content.decode()))

    assert (answer.status_code, answer.content) == (204, b"")


def test_of_a_board_that_changed_only_its_own_parts_are_sent() -> None:
    world = make_world()
    client = client_of("viewer", world)
    make_board(world.board.workspace, "Quiet")
    seen = seen_on(client.get("/").content.decode())

    rename_board(board_id=world.board.id, title="Autumn hero", user_id=world.owner.pk)
    fragments = news(client, world, seen).content.decode()

    assert "Autumn hero" in fragments
    assert f"?r={world.board.revision + 2}" in fragments
    assert "Quiet" not in fragments
    assert "nav-lists" not in fragments


def test_a_title_that_is_being_written_is_left_alone() -> None:
    world = make_world()
    client = client_of("owner", world)
    seen = [
        f"{one.split(':')[0]}:editing" if "nav" not in one else one
        for one in seen_on(client.get("/").content.decode())
    ]

    rename_board(board_id=world.board.id, title="Autumn hero", user_id=world.owner.pk)

    assert news(client, world, seen).status_code == 204


def test_a_new_board_brings_the_list_anew() -> None:
    world = make_world()
    client = client_of("viewer", world)
    seen = seen_on(client.get("/").content.decode())

    make_board(world.board.workspace, "Brand new")
    fragments = news(client, world, seen).content.decode()

    assert "Brand new" in fragments
    assert 'id="board-list"' in fragments
    assert 'id="nav-lists"' in fragments


def test_a_busy_board_is_drawn_anew_only_every_few_seconds() -> None:
    world = make_world()
    client = client_of("viewer", world)
    thumbnail(client, world)
    drawn = Thumbnail.objects.get().revision

    write_note(world.board, "New")
    soon = client.get("/").content.decode()
    Thumbnail.objects.update(made_at=timezone.now() - timedelta(seconds=4))
    later = client.get("/").content.decode()

    assert f"thumbnail?r={drawn}" in soon
    assert f"thumbnail?r={drawn + 1}" in later


# Search


def find(client: Any, world: World, query: str, **more: object) -> str:
    answer = client.get(f"/workspaces/{world.board.workspace_id}/search/", {"q": query, **more})
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_search(who: str) -> None:
    world = make_world()
    client = client_of(who, world)

    answer = client.get(f"/workspaces/{world.board.workspace_id}/search/", {"q": "mug"})

    expected = 200 if who in MEMBERS else 404 if who == "outsider" else 302
    assert answer.status_code == expected


def test_boards_and_things_are_found_and_lead_to_their_place() -> None:
    world = make_world()
    client = client_of("viewer", world)
    note = write_note(world.board, "Make the handle\nwarmer, please")

    assert f'href="/boards/{world.board.id}/"' in find(client, world, "spring")
    assert f"?node={note}" in find(client, world, "HANDLE")
    assert f"?node={world.picture_node}" in find(client, world, "mug")
    assert "Nothing has" in find(client, world, "giraffe")


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("ЧАШКА на столе", "чашка"),
        ("Tasse bleue, Été", "ete"),
        ("Größe", "GRÖSSE"),
        ("ΜΠΛΕ", "μπλε"),
    ],
)
def test_letters_of_any_alphabet_are_found_in_either_case(written: str, asked: str) -> None:
    world = make_world()
    note = write_note(world.board, f"{'long before it ' * 20}{written}")
    board = make_board(world.board.workspace, title=written)

    found = find(client_of("viewer", world), world, asked)

    assert f"?node={note}" in found
    assert f'href="/boards/{board.id}/"' in found
    assert written.split()[0] in found.partition(f"?node={note}")[2]


def test_nothing_of_another_workspace_is_found() -> None:
    world, other = make_world(), make_world()
    write_note(other.board, "A secret giraffe")

    assert "Nothing has" in find(client_of("viewer", world), world, "giraffe")


def test_a_card_counts_pictures_as_people_do() -> None:
    world = make_world()
    beside = put_picture(world.board, world.picture)
    put_picture(world.board, world.picture, version=1, version_of=str(beside))
    put_picture(world.board, world.picture, candidate_of=str(beside))

    (card,) = cards_of(Board.objects.filter(id=world.board.id), role="viewer", project_roles={})

    assert card.pictures == 2


def test_what_is_deleted_or_undecided_is_not_found() -> None:
    world = make_world()
    client = client_of("viewer", world)
    waiting = made_picture(world.board, name="Giraffe waiting")
    put_picture(world.board, waiting, candidate_of=str(world.picture_node))
    note = write_note(world.board, "Giraffe gone")
    apply_changes(board_id=world.board.id, changes=[{"node": note, "delete": True}])

    assert "Nothing has" in find(client, world, "giraffe")


def test_many_things_come_in_pages() -> None:
    world = make_world()
    client = client_of("viewer", world)
    for number in range(25):
        put_picture(world.board, world.picture, name=f"Giraffe {number}")

    first, second = find(client, world, "giraffe"), find(client, world, "giraffe", page=1)

    assert first.count("?node=") == 20
    assert "Show more" in first
    assert second.count("?node=") == 5
    assert "Show more" not in second


@pytest.mark.parametrize(
    "query", ["", "  ", "\u0301", "%", "_", "'; drop", "x" * 5000, "\0", "<b>"]
)
@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30])
def test_odd_questions_get_plain_answers(query: str, page: str) -> None:
    world = make_world()

    assert "<b>" not in find(client_of("viewer", world), world, query, page=page).replace(
        '<b class="medium cut">', ""
    )


def test_percent_signs_are_no_wildcards() -> None:
    world = make_world()
    client = client_of("viewer", world)

    assert "Nothing has" in find(client, world, "%")


def test_a_person_without_rights_to_change_gets_no_menus() -> None:
    world = make_world()
    assert User.objects.filter(first_name="owner").exists()

    page = client_of("reviewer", world).get("/").content.decode()

    assert "card-menu" not in page
    assert 'draggable="true"' not in page
    assert "New project" not in page
