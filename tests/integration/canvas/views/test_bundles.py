import io
import zipfile

import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile

from canvas.models import Board
from canvas.views.bundles import one_by_one
from tests.integration.canvas.shared_world import EDITORS, PEOPLE, client_of, make_world

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def world():
    return make_world()


def export(client, world) -> bytes:
    answer = client.get(f"/boards/{world.board.id}/export")
    assert answer.status_code == 200
    return contents(answer)


def contents(answer) -> bytes:
    """Of an answer that is sent in pieces, as an async server takes them."""

    async def take() -> bytes:
        return b"".join([piece async for piece in answer.streaming_content])

    return async_to_sync(take)()


def bring_in(client, world, data: bytes, name="board.anchorboard"):
    file = SimpleUploadedFile(name, data)
    form = {"workspace": str(world.board.workspace_id), "file": file}
    return client.post("/boards/import/", form, headers=JSON)


def test_what_is_exported_is_imported(world):
    client = client_of("designer", world)
    answer = bring_in(client, world, export(client, world))
    assert answer.status_code == 302
    copy = Board.objects.exclude(id=world.board.id).get()
    assert answer["Location"] == f"/boards/{copy.id}/"
    assert copy.nodes.count() == 1


def test_the_file_is_named_after_the_board(world):
    Board.objects.filter(id=world.board.id).update(title="Spring: hero/blue")
    answer = client_of("designer", world).get(f"/boards/{world.board.id}/export")
    assert 'filename="Spring- hero-blue.anchorboard"' in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(contents(answer))) as archive:
        assert archive.testzip() is None


@pytest.mark.parametrize("who", PEOPLE)
def test_only_editors_of_the_workspace_import(world, who):
    data = export(client_of("owner", world), world)
    client = client_of(who, world)
    before = Board.objects.count()
    bring_in(client, world, data)
    assert (Board.objects.count() - before == 1) == (who in EDITORS)


def test_no_file_and_a_wrong_one_are_refused_in_words(world):
    client = client_of("designer", world)
    empty = client.post(
        "/boards/import/", {"workspace": str(world.board.workspace_id)}, headers=JSON
    )
    wrong = bring_in(client, world, b"no zip at all")
    for answer in (empty, wrong):
        assert answer.status_code == 422
        assert answer.json()["message"].endswith(".")


def test_a_length_beyond_the_limit_is_refused_before_it_is_read(world, settings):
    settings.MAX_BUNDLE_BYTES = 100
    answer = bring_in(client_of("designer", world), world, b"x" * 200_000)
    assert (answer.status_code, answer.json()["code"]) == (422, "too_large")


def test_a_piece_is_sent_before_the_next_is_read():
    read = []

    def pieces():
        for number in range(3):
            read.append(number)
            yield bytes([number])

    async def first() -> bytes:
        stream = one_by_one(pieces())
        piece = await anext(stream)
        await stream.aclose()
        return piece

    assert async_to_sync(first)() == b"\0"
    assert read == [0]
