"""The board in one piece."""

import gzip
import json
import random
import uuid
from typing import Any

import pytest
from django.test import Client

from assets.models import Asset, Generation
from canvas.actions.ops import apply_changes
from canvas.document.order import n_between
from canvas.models import Board, Role
from tests.factories import make_board, make_member
from tests.integration.canvas.document_parts import create_frame, create_note, new_id

pytestmark = pytest.mark.django_db

WORDS = """a red cup on wooden table by the window morning light soft shadows film grain mountain
lake city street at night neon rain reflection portrait of woman with flowers studio backdrop"""


@pytest.fixture
def board() -> Board:
    return make_board()


@pytest.fixture
def member(board: Board) -> Client:
    client = Client()
    client.force_login(make_member(board.workspace, Role.VIEWER))
    return client


def url(board: Board) -> str:
    return f"/boards/{board.id}/snapshot"


def read(answer: Any) -> dict[str, Any]:
    body = answer.content
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    content: dict[str, Any] = json.loads(body)
    return content


def test_it_holds_what_lives_on_the_board(board: Board, member: Client) -> None:
    frame, note, gone = new_id(), new_id(), new_id()
    edge = {"source": note, "target": frame, "role": "anchor"}
    changes = [create_frame(frame), create_note(note, parent=frame, text="Hi"), create_note(gone)]
    apply_changes(board_id=board.id, changes=[*changes, {"edge": new_id(), "create": edge}])
    op = apply_changes(board_id=board.id, changes=[{"node": gone, "delete": True}])

    content = read(member.get(url(board)))

    assert (content["revision"], content["title"]) == (op.revision, board.title)
    assert {node["id"] for node in content["nodes"]} == {frame, note}
    told = next(node for node in content["nodes"] if node["id"] == note)
    assert told == {
        "id": note,
        "kind": "note",
        "x": 0,
        "y": 0,
        "width": 200,
        "height": 100,
        "rotation": 0,
        "order": "V",
        "parent": frame,
        "asset": None,
        "generation": None,
        "name": "",
        "text": "Hi",
        "colour": "amber",
    }
    assert [e["role"] for e in content["edges"]] == ["anchor"]


def test_what_has_not_changed_is_not_sent_again(board: Board, member: Client) -> None:
    first = member.get(url(board))
    again = member.get(url(board), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    apply_changes(board_id=board.id, changes=[create_note(new_id())])
    changed = member.get(url(board), headers={"If-None-Match": first.headers["ETag"]})

    assert changed.status_code == 200
    assert read(changed)["revision"] == 1


def test_it_is_compressed_for_those_who_take_it(board: Board, member: Client) -> None:
    packed = member.get(url(board), headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    plain = member.get(url(board))
    assert "Content-Encoding" not in plain.headers
    assert read(packed) == read(plain)


def test_it_is_kept_from_shared_caches(board: Board, member: Client) -> None:
    answer = member.get(url(board))
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_others_learn_nothing(board: Board) -> None:
    outsider = Client()
    outsider.force_login(make_member(make_board().workspace))
    for client in (outsider, Client()):
        answer = client.get(url(board), headers={"Accept": "application/json"})
        missing = client.get(
            f"/boards/{uuid.uuid4()}/snapshot", headers={"Accept": "application/json"}
        )
        assert answer.status_code == missing.status_code == 404
        assert answer.content == missing.content


def test_it_is_only_read(board: Board, member: Client) -> None:
    assert member.post(url(board)).status_code == 405


def test_ten_thousand_pictures_stay_under_a_megabyte(board: Board, member: Client) -> None:
    """Each made by a generation of its own, laid out in rows and named by its prompt."""
    chance, words, count = random.Random(3), WORDS.split(), 10_000
    workspace = board.workspace
    assets = Asset.objects.bulk_create(
        Asset(workspace=workspace, sha256=uuid.uuid4().hex * 2, width=1024, height=768, byte_size=1)
        for _ in range(count)
    )
    generations = Generation.objects.bulk_create(
        Generation(workspace=workspace, width=1024, height=768, seed=number)
        for number in range(count)
    )
    orders = n_between(None, None, count)
    changes = [
        {
            "node": new_id(),
            "create": {
                "kind": "image",
                "x": number % 100 * 344,
                "y": number // 100 * 280,
                "width": 320,
                "height": 240,
                "order": orders[number],
                "asset": str(assets[number].id),
                "generation": str(generations[number].id),
                "name": " ".join(chance.choices(words, k=6)),
            },
        }
        for number in range(count)
    ]
    for start in range(0, count, 400):
        apply_changes(board_id=board.id, changes=changes[start : start + 400])

    answer = member.get(url(board), headers={"Accept-Encoding": "gzip"})

    assert len(read(answer)["nodes"]) == count
    assert len(answer.content) < 1_000_000
