"""Blending an edit on a board anew: its picture becomes the new one, where it stands."""

from uuid import UUID

from django.contrib.auth.models import User

from assets.actions.blends import Blend, blend_edit
from assets.errors import InvalidRequest
from assets.models import Generation
from canvas.actions.ops import apply_changes
from canvas.models import Board, Node


def blend_on_board(*, board: Board, user: User, node: Node, blend: Blend) -> Generation:
    """Raises InvalidRequest, InvalidMask, StorageFailed, OpRejected; then nothing changed."""
    made = blend_edit(generation=edit_of(node), blend=blend, user=user)
    change = {"asset": str(made.result_id), "generation": str(made.id)}
    apply_changes(board_id=board.id, changes=[{"node": str(node.id), "set": change}])
    return made


def edit_of(node: Node) -> Generation:
    """Raises InvalidRequest for a picture that no edit made."""
    if node.generation is None:
        raise InvalidRequest(
            "This picture is no masked edit whose edge can be blended. Edit it with a mask first.",
            code="no_patch",
        )
    return node.generation


def edit_node(board: Board, node_id: UUID) -> Node | None:
    live = Node.objects.filter(board=board, id=node_id, kind="image", deleted_at=None)
    return live.select_related(
        *(f"generation__{name}" for name in ("workspace", "source", "mask", "patch"))
    ).first()
