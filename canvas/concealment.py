"""What of a board is hidden from guests, read from its rows; the rule is document.concealed's."""

from uuid import UUID

from django.db import connection
from django.db.models import Q

from canvas.actions.op_rows import BoardRows
from canvas.document.concealed import concealed_nodes, is_withheld
from canvas.document.kinds import NODE_REFERENCES
from canvas.models import Node


def concealed_on(board_id: UUID) -> set[UUID]:
    """Ids of nodes. Where nothing is withheld it costs one query that finds nothing."""
    withheld = Q(props__hidden=True) | Q(props__mark="reject") | Q(props__review="rejected")
    if not Node.objects.filter(withheld, board_id=board_id, deleted_at=None).exists():
        return set()
    with connection.cursor() as cursor:
        pieces = dict(BoardRows(connection, cursor, board_id).encoded_nodes())
    return {UUID(node_id) for node_id in concealed_nodes(pieces)}


def is_concealed(node: Node) -> bool:
    """Of one live node: asks for its owners, and theirs."""
    waiting, seen = [node], {node.id}
    while waiting:
        one = waiting.pop()
        if is_withheld(one.props):
            return True
        named = [one.parent, *(one.props.get(key) for key in NODE_REFERENCES)]
        owners = {UUID(str(owner)) for owner in named if owner} - seen
        seen |= owners
        if owners:
            found = Node.objects.filter(board_id=node.board_id, id__in=owners, deleted_at=None)
            waiting += found
    return False
