"""One workspace with a board and a picture on it, and everybody who may try to get in."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from assets.actions.assets import add_made_picture, add_picture
from assets.models import Asset
from canvas.actions.ops import apply_changes
from canvas.actions.sharing import create_link, revoke_link
from canvas.models import Board, Role, ShareLink
from tests.factories import make_board, make_member, make_workspace, picture_bytes
from tests.integration.canvas.document_parts import place

PEOPLE = (
    "owner",
    "lead",
    "designer",
    "reviewer",
    "viewer",
    "outsider",
    "guest",
    "guest of another board",
    "expired guest",
    "revoked guest",
    "stranger",
)
EDITORS = ("owner", "lead", "designer")
MEMBERS = (*EDITORS, "reviewer", "viewer")
LOOKERS = (*MEMBERS, "guest")


@dataclass
class World:
    board: Board
    owner: User
    picture: Asset
    picture_node: uuid.UUID
    link: ShareLink


def put_picture(board: Board, asset: Asset, **keys: object) -> uuid.UUID:
    node_id = uuid.uuid4()
    create = {
        "kind": "image",
        **place(),
        "asset": str(asset.id),
        "image_width": asset.width,
        "image_height": asset.height,
        "name": asset.name,
        **keys,
    }
    apply_changes(board_id=board.id, changes=[{"node": str(node_id), "create": create}])
    return node_id


def made_picture(board: Board, *, red: int = 200, name: str = "Mug") -> Asset:
    image = np.full((48, 64, 3), (red, 90, 40), np.uint8)
    return add_made_picture(workspace=board.workspace, image=image, name=name, user=None)


def make_world() -> World:
    workspace = make_workspace()
    owner = make_member(workspace, Role.OWNER, "owner")
    board = make_board(workspace)
    picture = add_picture(workspace=workspace, data=picture_bytes(), name="Mug", user=owner)
    node = put_picture(board, picture)
    link, _ = create_link(board=board, user=owner, name="Client", lifetime=None)
    return World(board, owner, picture, node, link)


def client_of(who: str, world: World, **options: object) -> Client:
    """A browser of that person, signed in or with the link opened."""
    client = Client(**options)
    workspace = world.board.workspace
    if who in Role.values:
        client.force_login(make_member(workspace, Role(who), who))
    elif who == "outsider":
        client.force_login(make_member(make_workspace("Elsewhere"), Role.OWNER, who))
    elif who != "stranger":
        _open_as_guest(client, who, world)
    return client


def _open_as_guest(client: Client, who: str, world: World) -> None:
    board = world.board
    if who == "guest of another board":
        board = make_board(board.workspace, "Another board")
    link, token = create_link(board=board, user=world.owner, name=who, lifetime=None)
    assert client.get(f"/s/{token}/").status_code == 200
    if who == "expired guest":
        ShareLink.objects.filter(id=link.id).update(
            expires_at=timezone.now() - timedelta(seconds=1)
        )
    if who == "revoked guest":
        revoke_link(board=board, link_id=link.id)
