import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from canvas.actions.boards import duplicate_board
from canvas.actions.contents import board_content
from canvas.actions.ops import apply_changes
from canvas.actions.versions import keep_versions, restore_as_copy, save_version
from canvas.errors import NotFound
from canvas.models import Board, BoardVersion, Node, Project
from tests.factories import make_board
from tests.integration.canvas.document_parts import place
from tests.integration.canvas.shared_world import make_world, put_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def note(world, text="Warm"):
    create = {"kind": "note", **place(), "text": text}
    apply_changes(board_id=world.board.id, changes=[{"node": str(uuid.uuid4()), "create": create}])


def kinds(board: Board) -> list[str]:
    rows = Node.objects.filter(board=board, deleted_at=None)
    return sorted(rows.values_list("kind", flat=True))


def test_a_version_is_restored_as_a_board_of_its_own(world):
    version = save_version(board=world.board, user=world.owner, name="Before the client")
    note(world)
    apply_changes(
        board_id=world.board.id, changes=[{"node": str(world.picture_node), "delete": True}]
    )
    copy = restore_as_copy(board=world.board, version_id=version.id, user=world.owner)
    assert kinds(copy) == ["image"]
    assert kinds(world.board) == ["note"]
    assert copy.title == f"{world.board.title} (Before the client)"
    assert copy.workspace == world.board.workspace


def test_a_long_title_leaves_room_for_the_versions_name(world):
    apply_changes(board_id=world.board.id, changes=[{"board": {"title": "x" * 120}}])
    version = save_version(board=world.board, user=world.owner, name="Round 2")
    copy = restore_as_copy(board=world.board, version_id=version.id, user=world.owner)
    assert len(copy.title) == 120
    assert copy.title.endswith("x (Round 2)")


def test_a_version_of_another_board_is_not_there(world):
    other = save_version(board=make_board(), user=None)
    with pytest.raises(NotFound):
        restore_as_copy(board=world.board, version_id=other.id, user=world.owner)


def test_a_board_that_changed_is_kept_once_an_hour(world):
    now = timezone.now()
    assert keep_versions(now=now) == 1
    assert keep_versions(now=now + timedelta(hours=2)) == 0
    note(world)
    assert keep_versions(now=now + timedelta(minutes=30)) == 0
    assert keep_versions(now=now + timedelta(hours=2)) == 1


def test_a_board_that_nothing_was_ever_put_on_is_not_kept():
    make_board()
    assert keep_versions(now=timezone.now()) == 0


def test_old_versions_go_but_for_named_ones_and_the_last_of_each_day(world):
    now = timezone.now().replace(hour=12)
    ages_h = [1, 5, 23, 48, 50, 52, 24 * 31]
    for age in ages_h:
        version = save_version(board=world.board, user=None)
        BoardVersion.objects.filter(id=version.id).update(created_at=now - timedelta(hours=age))
    named = save_version(board=world.board, user=None, name="Round 1")
    BoardVersion.objects.filter(id=named.id).update(created_at=now - timedelta(days=400))
    keep_versions(now=now)
    ages = [
        round((now - made).total_seconds() / 3600)
        for made in BoardVersion.objects.filter(name="").values_list("created_at", flat=True)
    ]
    assert sorted(ages) == [1, 5, 23, 48]
    assert BoardVersion.objects.filter(name="Round 1").exists()


def test_a_duplicate_has_all_but_what_is_being_made(world):
    note(world)
    placeholder = put_picture(world.board, world.picture)
    Node.objects.filter(board=world.board, id=placeholder).update(kind="generation", asset=None)
    copy = duplicate_board(board=world.board, user=world.owner)
    assert kinds(copy) == ["image", "note"]
    assert copy.title == f"{world.board.title} (copy)"
    assert copy.created_by == world.owner


def test_a_thousand_things_are_duplicated(world):
    for start in range(0, 1_000, 250):
        changes = [
            {
                "node": f"00000000-0000-4000-8000-{number:012d}",
                "create": {"kind": "note", **place(), "text": "Warm light " * 40},
            }
            for number in range(start, start + 250)
        ]
        apply_changes(board_id=world.board.id, changes=changes)
    copy = duplicate_board(board=world.board, user=world.owner)
    assert len(kinds(copy)) == 1_001


def test_a_copy_of_a_version_stays_in_its_project(world):
    project = Project.objects.create(workspace=world.board.workspace, name="Aurora", position=0)
    Board.objects.filter(id=world.board.id).update(project=project)
    world.board.refresh_from_db()
    version = save_version(board=world.board, user=world.owner)
    copy = restore_as_copy(board=world.board, version_id=version.id, user=world.owner)
    assert copy.project == project


def test_a_board_that_goes_meanwhile_keeps_no_other_from_its_version(world, monkeypatch):
    other = make_world()
    note(world)
    note(other)
    monkeypatch.setattr(
        "canvas.actions.versions.board_content", refusing(world.board.id, board_content)
    )
    assert keep_versions(now=timezone.now()) == 1
    assert other.board.versions.count() == 1


def refusing(board_id, read):
    def read_or_refuse(asked):
        if asked == board_id:
            raise NotFound("The board is not there any more.")
        return read(asked)

    return read_or_refuse
