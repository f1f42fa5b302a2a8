import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from canvas.actions.boards import TRASH_FOR, delete_board, empty_trash
from canvas.actions.ops import apply_changes
from canvas.actions.sharing import create_link
from canvas.models import Board, Node, Project, ProjectRole, Role
from tests.factories import make_member
from tests.integration.canvas.document_parts import place
from tests.integration.canvas.shared_world import (
    EDITORS,
    PEOPLE,
    client_of,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def world():
    return make_world()


def delete(world, *ids):
    apply_changes(
        board_id=world.board.id,
        changes=[{"node": str(one), "delete": True} for one in ids],
        actor_id=world.owner.pk,
    )


def trash_of(client, world):
    return client.get(f"/boards/{world.board.id}/trash/", headers=JSON).json()["items"]


def restore(client, world, *ids):
    return client.post(
        f"/boards/{world.board.id}/trash/restore/",
        json.dumps({"nodes": [str(one) for one in ids]}),
        content_type="application/json",
        headers=JSON,
    )


def test_what_was_deleted_is_told_with_who_and_when(world):
    delete(world, world.picture_node)
    (item,) = trash_of(client_of("designer", world), world)
    assert item["node"]["id"] == str(world.picture_node)
    assert item["node"]["asset"] == str(world.picture.id)
    assert item["by"] == "owner"
    assert item["deleted_at"]


def test_a_frame_comes_back_with_what_lay_in_it_and_its_links(world):
    frame = uuid.uuid4()
    apply_changes(
        board_id=world.board.id,
        changes=[{"node": str(frame), "create": {"kind": "frame", **place()}}],
    )
    inside = [put_picture(world.board, world.picture, parent=str(frame), x=n) for n in range(30)]
    edge = {"source": str(inside[0]), "target": str(inside[1]), "role": "variation"}
    apply_changes(board_id=world.board.id, changes=[{"edge": str(uuid.uuid4()), "create": edge}])
    delete(world, frame, *inside)
    answer = restore(client_of("designer", world), world, *inside, frame)
    assert answer.status_code == 200
    assert len(answer.json()["nodes"]) == 31
    rows = Node.objects.filter(board=world.board, id__in=inside)
    assert {(row.deleted_at, row.parent) for row in rows} == {(None, frame)}
    assert sorted(row.x for row in rows) == list(range(30))
    snapshot = client_of("designer", world).get(f"/boards/{world.board.id}/snapshot").json()
    (link,) = (one for one in snapshot["edges"] if one["source"] == str(inside[0]))
    assert link["target"] == str(inside[1])


def test_long_notes_come_back_in_as_many_ops_as_they_need(world):
    notes = [uuid.uuid4() for _ in range(40)]
    for note in notes:
        create = {"kind": "note", **place(), "text": "ä" * 10_000}
        apply_changes(board_id=world.board.id, changes=[{"node": str(note), "create": create}])
    delete(world, *notes)
    assert restore(client_of("designer", world), world, *notes).status_code == 200
    assert not Node.objects.filter(board=world.board, id__in=notes).exclude(deleted_at=None)


def test_what_is_older_than_the_trash_keeps_is_not_in_it(world):
    delete(world, world.picture_node)
    old = timezone.now() - TRASH_FOR - timedelta(minutes=1)
    Node.objects.filter(board=world.board, id=world.picture_node).update(deleted_at=old)
    client = client_of("designer", world)
    assert trash_of(client, world) == []
    assert restore(client, world, world.picture_node).status_code == 404


def test_earlier_things_come_page_by_page(world, monkeypatch):
    monkeypatch.setattr("canvas.trash.MOST_SHOWN", 2)
    nodes = [put_picture(world.board, world.picture) for _ in range(5)]
    delete(world, *nodes[:3])
    delete(world, *nodes[3:])
    client = client_of("designer", world)
    told, after = [], ""
    for _ in range(3):
        page = client.get(f"/boards/{world.board.id}/trash/", {"after": after}, headers=JSON).json()
        told.append([item["node"]["id"] for item in page["items"]])
        after = page["next"]
    assert [len(ids) for ids in told] == [2, 2, 1]
    assert after == ""
    assert set(told[0]) == {str(one) for one in nodes[3:]}
    assert {one for ids in told for one in ids} == {str(one) for one in nodes}


@pytest.mark.parametrize(
    "after", ["x", "2026-11-25 1 x", f"{'9' * 400} 1", "\0", "2026-11-25T10:00 1"]
)
def test_a_place_that_is_none_shows_the_newest(world, after):
    delete(world, world.picture_node)
    client = client_of("designer", world)
    page = client.get(f"/boards/{world.board.id}/trash/", {"after": after}, headers=JSON)
    assert len(page.json()["items"]) == 1


def test_what_is_there_or_elsewhere_is_not_restored(world):
    other = make_world()
    delete(other, other.picture_node)
    client = client_of("designer", world)
    assert restore(client, world, world.picture_node).status_code == 404
    assert restore(client, world, other.picture_node).status_code == 404
    assert Node.objects.get(board=other.board, id=other.picture_node).deleted_at is not None


@pytest.mark.parametrize("nodes", ["x", [1], ["x"], None, {}])
def test_bad_requests_are_refused_in_words(world, nodes):
    answer = client_of("designer", world).post(
        f"/boards/{world.board.id}/trash/restore/",
        json.dumps({"nodes": nodes}),
        content_type="application/json",
        headers=JSON,
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_value")


@pytest.mark.parametrize("who", PEOPLE)
def test_a_deleted_board_is_as_good_as_not_there(world, who):
    client = client_of(who, world)
    delete_board(board=world.board, user=world.owner)
    assert client.get(f"/boards/{world.board.id}/snapshot", headers=JSON).status_code == 404
    assert client.get(f"/assets/{world.picture.id}/128").status_code == (
        200 if who in (*EDITORS, "viewer", "reviewer") else 404
    )


@pytest.mark.parametrize("who", PEOPLE)
def test_who_restores_a_board(world, who):
    client = client_of(who, world)
    delete_board(board=world.board, user=world.owner)
    client.post(f"/trash/{world.board.id}/restore/", headers=JSON)
    world.board.refresh_from_db()
    assert (world.board.deleted_at is None) == (who in EDITORS)


@pytest.mark.parametrize(
    ("in_workspace", "in_project", "may"),
    [("viewer", "designer", True), ("designer", "viewer", False), ("owner", "viewer", True)],
)
def test_a_role_in_a_project_counts_in_the_trash(world, in_workspace, in_project, may):
    project = Project.objects.create(workspace=world.board.workspace, name="Aurora", position=0)
    Board.objects.filter(id=world.board.id).update(project=project)
    ben = make_member(world.board.workspace, Role(in_workspace), "Ben")
    ProjectRole.objects.create(project=project, user=ben, role=in_project)
    client = Client()
    client.force_login(ben)
    delete_board(board=world.board, user=world.owner)
    assert (world.board.title in client.get("/trash/").content.decode()) is may
    client.post(f"/trash/{world.board.id}/restore/", headers=JSON)
    world.board.refresh_from_db()
    assert (world.board.deleted_at is None) is may


@pytest.mark.parametrize("who", PEOPLE)
def test_only_owners_and_leads_delete_for_good(world, who):
    client = client_of(who, world)
    delete_board(board=world.board, user=world.owner)
    client.post(f"/trash/{world.board.id}/delete/", headers=JSON)
    assert Board.objects.filter(id=world.board.id).exists() == (who not in ("owner", "lead"))


def test_a_board_that_lives_is_not_deleted_for_good(world):
    answer = client_of("owner", world).post(f"/trash/{world.board.id}/delete/", headers=JSON)
    assert answer.status_code == 404
    assert Board.objects.filter(id=world.board.id).exists()


def test_the_page_lists_deleted_boards_of_ones_own_workspaces(world):
    delete_board(board=world.board, user=world.owner)
    page = client_of("designer", world).get("/trash/").content.decode()
    assert world.board.title in page
    assert "Delete for good" not in page
    assert world.board.title not in client_of("outsider", world).get("/trash/").content.decode()


def test_a_link_to_a_deleted_board_says_so(world):
    _, token = create_link(board=world.board, user=world.owner, name="Client", lifetime=None)
    delete_board(board=world.board, user=world.owner)
    answer = client_of("stranger", world).get(f"/s/{token}/")
    assert answer.status_code == 410
    assert "deleted" in answer.content.decode()


def test_the_trash_is_emptied_after_its_time(world):
    delete_board(board=world.board, user=world.owner)
    now = timezone.now()
    assert empty_trash(now=now + TRASH_FOR - timedelta(minutes=1)) == 0
    assert empty_trash(now=now + TRASH_FOR + timedelta(minutes=1)) == 1
    assert not Board.objects.filter(id=world.board.id).exists()
