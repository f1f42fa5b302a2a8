"""What is hidden on a board reaches no guest: not by the snapshot, a sheet, a file or a panel."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from assets.models import Asset
from canvas.actions.ops import apply_changes
from tests.integration.canvas.document_parts import create_frame, create_note, new_id
from tests.integration.canvas.shared_world import (
    World,
    client_of,
    made_picture,
    make_world,
    put_picture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def hide(world: World, node: object, is_hidden: bool = True) -> None:
    apply_changes(
        board_id=world.board.id, changes=[{"node": str(node), "set": {"hidden": is_hidden}}]
    )


def seen(client: Client, world: World) -> tuple[set[str], int]:
    """Ids of the nodes in the snapshot, and how many edges it has."""
    content = client.get(reverse("snapshot", args=[world.board.id])).json()
    return {node["id"] for node in content["nodes"]}, len(content["edges"])


def test_the_snapshot_of_a_guest_lacks_what_is_hidden_and_what_lies_in_it(world: World) -> None:
    frame, inner, note = new_id(), new_id(), new_id()
    child = put_picture(world.board, made_picture(world.board), parent=None)
    edge = {"source": str(child), "target": str(world.picture_node), "role": "anchor"}
    changes = [
        create_frame(frame),
        create_frame(inner, parent=frame),
        create_note(note, parent=inner),
        {"node": str(child), "set": {"parent": inner}},
        {"edge": new_id(), "create": edge},
    ]
    apply_changes(board_id=world.board.id, changes=changes)
    guest, viewer = client_of("guest", world), client_of("viewer", world)
    everything = seen(viewer, world)
    assert seen(guest, world) == everything
    hide(world, frame)
    assert seen(guest, world) == ({str(world.picture_node)}, 0)
    assert seen(viewer, world) == everything
    hide(world, frame, is_hidden=False)
    assert seen(guest, world) == everything


def test_results_and_versions_of_what_is_hidden_are_hidden(world: World) -> None:
    put_picture(world.board, made_picture(world.board), candidate_of=str(world.picture_node))
    put_picture(world.board, made_picture(world.board, red=9), version_of=str(world.picture_node))
    hide(world, world.picture_node)
    assert seen(client_of("guest", world), world) == (set(), 0)


def answers(client: Client, world: World, node: uuid.UUID, asset: Asset) -> tuple[int, int, bool]:
    """Status of its panel and of its file, and whether a sheet holds it."""
    panel = client.get(reverse("picture_panel", args=[world.board.id, node]))
    file = client.get(reverse("asset", args=[asset.id, "128"]))
    sheets = client.get(reverse("sheets", args=[world.board.id])).json()["sheets"]
    held = any(str(asset.id) in sheet["assets"] for sheet in sheets)
    return panel.status_code, file.status_code, held


def test_neither_panel_nor_file_nor_sheet_of_what_is_hidden_reach_a_guest(world: World) -> None:
    frame = new_id()
    asset = made_picture(world.board)
    node = put_picture(world.board, asset)
    moved = {"node": str(node), "set": {"parent": frame}}
    apply_changes(board_id=world.board.id, changes=[create_frame(frame), moved])
    guest, viewer = client_of("guest", world), client_of("viewer", world)
    assert answers(guest, world, node, asset) == (200, 200, True)
    hide(world, frame)
    assert answers(guest, world, node, asset) == (404, 404, False)
    assert answers(viewer, world, node, asset) == (200, 200, True)


def test_a_guest_is_told_of_no_hidden_relative(world: World) -> None:
    source = put_picture(world.board, made_picture(world.board, name="Secret"))
    edge = {"source": str(source), "target": str(world.picture_node), "role": "source"}
    apply_changes(board_id=world.board.id, changes=[{"edge": new_id(), "create": edge}])
    hide(world, source)
    panel = reverse("picture_panel", args=[world.board.id, world.picture_node])
    assert b"Secret" not in client_of("guest", world).get(panel).content
    assert b"Secret" in client_of("viewer", world).get(panel).content
