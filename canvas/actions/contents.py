"""What lies on a board in one piece: read, and put onto another board (duplicates, versions
restored, bundles brought in)."""

import uuid
from collections.abc import Iterable, Iterator
from uuid import UUID

import orjson
from django.db import connection, transaction

from canvas.actions.op_rows import BoardRows
from canvas.actions.ops import MAX_OP_BYTES, apply_changes
from canvas.document.changes import Change, Item
from canvas.document.kinds import NODE_REFERENCES
from canvas.document.snapshot import BoardContent
from canvas.errors import NotFound

# An op holds at most 2,000 changes and 240 KiB; a change is a node with its longest text at most.
CHANGES_AN_OP = 1_000
# What was decided, was decided on that board.
LEFT_BEHIND = frozenset({"id", "deleted", "review", "review_of", "risk"})
BYTES_AN_OP = MAX_OP_BYTES * 3 // 4


def board_content(board_id: UUID) -> BoardContent:
    """What lives on the board now. Raises NotFound."""
    with transaction.atomic(), connection.cursor() as cursor:
        rows = BoardRows(connection, cursor, board_id)
        board = rows.board()
        if board is None:
            raise NotFound("The board is not there any more.")
        content = BoardContent(board.revision, board.title)
        content.take_nodes(rows.nodes_since(0))
        content.take_edges(rows.edges_since(0))
        return content


def fill_board(board_id: UUID, *, nodes: Iterable[Item], edges: Iterable[Item]) -> None:
    """Create these nodes and edges on an empty board, under their own ids. Raises OpRejected.

    Placeholders are left out: what they stand for is being made on the board that they come from.
    A reference to what is not among the nodes becomes null, an edge without its ends is left out.
    Call it in a transaction of its own.
    """
    kept = {node["id"]: node for node in nodes if node["kind"] != "generation"}
    creates = [_node_change(node, kept.keys()) for node in _parents_first(kept)]
    lineage = [
        _edge_change(edge) for edge in edges if edge["source"] in kept and edge["target"] in kept
    ]
    for part in _parts(creates + lineage):
        apply_changes(board_id=board_id, changes=part)


def _parents_first(nodes: dict[str, Item]) -> list[Item]:
    """What a node refers to comes before it. Circles, which no board has, are broken anywhere."""
    placed: dict[str, Item] = {}

    def place(node: Item, path: frozenset[str]) -> None:
        for key in NODE_REFERENCES:
            named = node.get(key)
            if named in nodes and named not in placed and named not in path:
                place(nodes[named], path | {named})
        placed.setdefault(node["id"], node)

    for node in nodes.values():
        place(node, frozenset({node["id"]}))
    return list(placed.values())


def _node_change(node: Item, there: Iterable[str]) -> Change:
    body = {key: value for key, value in node.items() if key not in LEFT_BEHIND}
    for key in NODE_REFERENCES:
        if body.get(key) is not None and body[key] not in there:
            body[key] = None
    return {"node": node["id"], "create": body}


def _edge_change(edge: Item) -> Change:
    keys = ("source", "target", "role", "strength")
    # A new id: the one it had may be anything in a file that comes from elsewhere.
    return {"edge": str(uuid.uuid4()), "create": {key: edge.get(key) for key in keys}}


def _parts(changes: list[Change]) -> Iterator[list[Change]]:
    part: list[Change] = []
    size = 0
    for change in changes:
        length = len(orjson.dumps(change))
        if part and (len(part) >= CHANGES_AN_OP or size + length > BYTES_AN_OP):
            yield part
            part, size = [], 0
        part.append(change)
        size += length
    if part:
        yield part
