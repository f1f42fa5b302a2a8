"""Things that were deleted long ago go for good, and nobody trips over the gap."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from canvas.actions.ops import Submission, apply_changes, commit_ops
from canvas.actions.purge import PURGE_AFTER, purge_deleted
from canvas.actions.versions import restore_as_copy, save_version
from canvas.models import Edge, Node, Op
from canvas.upkeep import look_after
from tests.integration.canvas.document_parts import create_note, new_id
from tests.integration.canvas.shared_world import World, made_picture, make_world, put_picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return make_world()


def link(world: World, source: object, target: object) -> str:
    edge = new_id()
    create = {"source": str(source), "target": str(target), "role": "source"}
    apply_changes(board_id=world.board.id, changes=[{"edge": edge, "create": create}])
    return edge


def delete(world: World, *nodes: object, ago: timedelta = PURGE_AFTER) -> None:
    changes = [{"node": str(node), "delete": True} for node in nodes]
    apply_changes(board_id=world.board.id, changes=changes)
    at = timezone.now() - ago - timedelta(minutes=1)
    Node.objects.filter(board=world.board, id__in=nodes).update(deleted_at=at)


def test_only_what_was_deleted_long_ago_goes(world: World) -> None:
    old, young = put_picture(world.board, world.picture), put_picture(world.board, world.picture)
    delete(world, old)
    delete(world, young, ago=timedelta(days=29))
    assert purge_deleted(now=timezone.now()) == 1
    assert set(Node.objects.values_list("id", flat=True)) == {young, world.picture_node}
    assert Op.objects.filter(board=world.board).count() == world.board.ops.count() > 0


def test_links_stay_as_long_as_one_end_does(world: World) -> None:
    gone = [put_picture(world.board, made_picture(world.board, red=red)) for red in (1, 2)]
    kept = link(world, gone[0], world.picture_node)
    link(world, gone[0], gone[1])
    delete(world, *gone)
    look_after()
    assert [str(edge.id) for edge in Edge.objects.all()] == [kept]


def test_an_undo_that_comes_late_brings_the_thing_back(world: World) -> None:
    node = put_picture(world.board, world.picture)
    delete(world, node)
    purge_deleted(now=timezone.now())
    create = {
        "kind": "image",
        "x": 0,
        "y": 0,
        "width": 64,
        "height": 48,
        "order": "a",
        "asset": str(world.picture.id),
        "image_width": 64,
        "image_height": 48,
    }
    apply_changes(board_id=world.board.id, changes=[{"node": str(node), "create": create}])
    assert Node.objects.get(board=world.board, id=node).deleted_at is None


def test_what_somebody_changed_while_away_is_refused_alone(world: World) -> None:
    node, other = put_picture(world.board, world.picture), new_id()
    delete(world, node)
    purge_deleted(now=timezone.now())
    late = Submission(uuid.uuid4(), [{"node": str(node), "set": {"x": 5}}], world.owner.pk)
    fine = Submission(uuid.uuid4(), [create_note(other)], world.owner.pk)
    result = commit_ops(world.board.id, [late, fine])
    assert [one.op_id for one in result.rejected] == [late.op_id]
    assert result.rejected[0].code == "no_such_node"
    assert Node.objects.filter(board=world.board, id=other).exists()


def test_versions_still_hold_it(world: World) -> None:
    version = save_version(board=world.board, user=world.owner)
    delete(world, world.picture_node)
    purge_deleted(now=timezone.now())
    copy = restore_as_copy(board=world.board, version_id=version.id, user=world.owner)
    assert Node.objects.get(board=copy).asset == world.picture
