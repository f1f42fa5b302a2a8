"""The rows of one board in plain SQL: what `commit_ops` reads and writes, and what rooms load.

The ORM costs ten times as much here (measured: 2,000 against 29,000 ops a second), and the op path
is the one place where that is felt. SQL and values are for SQLite and PostgreSQL alike.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from canvas.document.changes import Item
from canvas.document.kinds import KINDS

# So many rows at once: all 10,000 of a large board would keep the garbage collector busy.
_ROWS_A_FETCH = 500

# SQLite takes 32,766 parameters in a statement, older ones 999.
_IDS_A_QUERY = 900

_NODE_COLUMNS = ("x", "y", "width", "height", "rotation", "order", "parent", "asset", "generation")
_NODE_SELECT = (
    'SELECT id, kind, x, y, width, height, rotation, "order", parent, asset_id, generation_id,'
    " props, deleted_at IS NOT NULL, revision FROM canvas_node WHERE board_id = %s"
)
# As JSON wants them; `_encoded_node` takes them in this order.
_NODE_SELECT_LIVE = (
    'SELECT id, asset_id, generation_id, x, y, "order", props, kind, width, height, rotation,'
    " parent FROM canvas_node WHERE board_id = %s AND deleted_at IS NULL"
)
_EDGE_SELECT = (
    "SELECT id, source, target, role, strength, deleted_at IS NOT NULL, revision"
    " FROM canvas_edge WHERE board_id = %s"
)
_NODE_UPSERT = (
    "INSERT INTO canvas_node (board_id, id, kind, x, y, width, height, rotation,"
    ' "order", parent, asset_id, generation_id, props, deleted_at, revision, created_by_id)'
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (board_id, id) DO UPDATE SET kind = excluded.kind, x = excluded.x,"
    " y = excluded.y, width = excluded.width, height = excluded.height,"
    ' rotation = excluded.rotation, "order" = excluded."order", parent = excluded.parent,'
    " asset_id = excluded.asset_id, generation_id = excluded.generation_id,"
    " props = excluded.props, deleted_at = excluded.deleted_at, revision = excluded.revision"
)
_EDGE_UPSERT = (
    "INSERT INTO canvas_edge (board_id, id, source, target, role, strength, deleted_at, revision)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (board_id, id) DO UPDATE SET source = excluded.source,"
    " target = excluded.target, role = excluded.role, strength = excluded.strength,"
    " deleted_at = excluded.deleted_at, revision = excluded.revision"
)
_OP_INSERT = (
    "INSERT INTO canvas_op (board_id, revision, op_id, actor_id, changes, committed_at)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)
_OP_SELECT = "SELECT revision, op_id, actor_id, changes FROM canvas_op WHERE board_id = %s"

# What a node's props column holds, by kind: its fields that are no column.
_PROPS = {
    kind.name: tuple(key for key in kind.fields if key not in _NODE_COLUMNS)
    for kind in KINDS.values()
}


@dataclass(frozen=True, slots=True)
class BoardRow:
    revision: int
    title: str
    workspace_id: UUID


@dataclass(frozen=True, slots=True)
class OpRow:
    """changes: JSON, as everybody received it."""

    revision: int
    op_id: str
    actor_id: int | None
    changes: str


class BoardRows:
    """Rows of one board over one connection. Ids come and go as strings with hyphens."""

    def __init__(
        self, connection: BaseDatabaseWrapper, cursor: CursorWrapper, board_id: UUID
    ) -> None:
        self._connection = connection
        self._cursor = cursor
        self._native_uuid = connection.features.has_native_uuid_field
        self._board = self._to_db(str(board_id))

    def board(self, *, lock: bool = False) -> BoardRow | None:
        """lock: no other writer of this board goes on until this transaction ends. (On SQLite its
        BEGIN IMMEDIATE has seen to that.)"""
        sql = "SELECT revision, title, workspace_id FROM canvas_board WHERE id = %s"
        if lock and self._connection.features.has_select_for_update:
            sql += " FOR UPDATE"
        self._cursor.execute(sql, [self._board])
        row = self._cursor.fetchone()
        return row and BoardRow(row[0], row[1], UUID(str(row[2])))

    def nodes(self, ids: Iterable[str]) -> dict[str, Item]:
        """Those of the ids that are on the board, deleted ones too."""
        rows = self._select_by_id(_NODE_SELECT, "id", ids)
        return {node["id"]: node for node in map(self._node, rows)}

    def edges(self, ids: Iterable[str]) -> dict[str, Item]:
        rows = self._select_by_id(_EDGE_SELECT, "id", ids)
        return {edge["id"]: edge for edge in map(self._edge, rows)}

    def encoded_nodes(self) -> Iterator[tuple[str, bytes]]:
        """(id, JSON) of each live node: a third of what it costs by way of objects (10,000 nodes:
        30 ms)."""
        self._cursor.execute(_NODE_SELECT_LIVE, [self._board])
        is_as_written = self._connection.vendor == "sqlite"
        while rows := self._cursor.fetchmany(_ROWS_A_FETCH):
            yield from map(_encoded_node, rows if is_as_written else map(_compact, rows))

    def nodes_since(self, revision: int) -> Iterator[Item]:
        """Nodes touched after `revision`, with deleted ones; from the beginning: live ones only."""
        return map(self._node, self._select_since(_NODE_SELECT, revision))

    def edges_since(self, revision: int) -> Iterator[Item]:
        return map(self._edge, self._select_since(_EDGE_SELECT, revision))

    def ops_by_id(self, op_ids: Iterable[str]) -> dict[str, OpRow]:
        rows = self._select_by_id(_OP_SELECT, "op_id", op_ids)
        return {op.op_id: op for op in map(self._op, rows)}

    def ops_since(self, revision: int, most: int) -> list[OpRow]:
        self._cursor.execute(
            f"{_OP_SELECT} AND revision > %s ORDER BY revision LIMIT %s",
            [self._board, revision, most],
        )
        return list(map(self._op, self._cursor.fetchall()))

    def top_order(self) -> str | None:
        """The greatest order key, by code point whatever the database's language is."""
        collation = "BINARY" if self._connection.vendor == "sqlite" else '"C"'
        self._cursor.execute(
            f'SELECT MAX("order" COLLATE {collation}) FROM canvas_node WHERE board_id = %s',
            [self._board],
        )
        row = self._cursor.fetchone()
        return row[0] if row else None

    def raise_revision(self, by: int, title: str | None) -> int:
        """Returns the new revision."""
        sql = "UPDATE canvas_board SET revision = revision + %s, edited_at = %s"
        values: list[Any] = [by, self._time(timezone.now())]
        if title is not None:
            sql += ", title = %s"
            values.append(title)
        self._cursor.execute(f"{sql} WHERE id = %s RETURNING revision", [*values, self._board])
        return int(self._cursor.fetchone()[0])

    def insert_ops(self, ops: Sequence[OpRow]) -> None:
        now = self._time(timezone.now())
        self._cursor.executemany(
            _OP_INSERT,
            [
                (self._board, op.revision, self._to_db(op.op_id), op.actor_id, op.changes, now)
                for op in ops
            ],
        )

    def upsert_nodes(self, nodes: Iterable[tuple[Item, int, int | None]]) -> None:
        """(node, its revision, who made it if it is new)."""
        now = self._time(timezone.now())
        values = [
            (
                self._board,
                self._to_db(node["id"]),
                node["kind"],
                node["x"],
                node["y"],
                node["width"],
                node["height"],
                node["rotation"],
                node["order"],
                self._to_db(node["parent"]),
                self._to_db(node["asset"]),
                self._to_db(node["generation"]),
                orjson.dumps(
                    {key: node[key] for key in _PROPS[node["kind"]] if key in node}
                ).decode(),
                now if "deleted" in node else None,
                revision,
                actor_id,
            )
            for node, revision, actor_id in nodes
        ]
        if values:
            self._cursor.executemany(_NODE_UPSERT, values)

    def upsert_edges(self, edges: Iterable[tuple[Item, int]]) -> None:
        now = self._time(timezone.now())
        values = [
            (
                self._board,
                self._to_db(edge["id"]),
                self._to_db(edge["source"]),
                self._to_db(edge["target"]),
                edge["role"],
                edge["strength"],
                now if "deleted" in edge else None,
                revision,
            )
            for edge, revision in edges
        ]
        if values:
            self._cursor.executemany(_EDGE_UPSERT, values)

    def _select_by_id(self, sql: str, column: str, ids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        wanted = list(ids)
        for start in range(0, len(wanted), _IDS_A_QUERY):
            part = [self._to_db(item_id) for item_id in wanted[start : start + _IDS_A_QUERY]]
            marks = ", ".join(["%s"] * len(part))
            self._cursor.execute(f"{sql} AND {column} IN ({marks})", [self._board, *part])
            yield from self._cursor.fetchall()

    def _select_since(self, sql: str, revision: int) -> list[tuple[Any, ...]]:
        if revision:
            self._cursor.execute(f"{sql} AND revision > %s", [self._board, revision])
        else:
            self._cursor.execute(f"{sql} AND deleted_at IS NULL", [self._board])
        rows: list[tuple[Any, ...]] = self._cursor.fetchall()
        return rows

    def _node(self, row: tuple[Any, ...]) -> Item:
        # What differs from node to node first: a snapshot of pictures packs 2 % smaller.
        node = {
            "id": _from_db(row[0]),
            "asset": _from_db(row[9]),
            "generation": _from_db(row[10]),
            "x": row[2],
            "y": row[3],
            "order": row[7],
            **orjson.loads(row[11]),
            "kind": row[1],
            "width": row[4],
            "height": row[5],
            "rotation": row[6],
            "parent": _from_db(row[8]),
        }
        if row[12]:
            node["deleted"] = True
        return node

    def _edge(self, row: tuple[Any, ...]) -> Item:
        ends = {"source": _from_db(row[1]), "target": _from_db(row[2])}
        edge = {"id": _from_db(row[0]), **ends, "role": row[3], "strength": row[4]}
        if row[5]:
            edge["deleted"] = True
        return edge

    def _op(self, row: tuple[Any, ...]) -> OpRow:
        return OpRow(row[0], str(_from_db(row[1])), row[2], row[3])

    def _to_db(self, item_id: str | None) -> Any:
        """A UUID as its column holds it: on SQLite 32 hexadecimal digits, as by Django's field."""
        if item_id is None:
            return None
        return UUID(item_id) if self._native_uuid else item_id.replace("-", "")

    def _time(self, moment: datetime) -> Any:
        return self._connection.ops.adapt_datetimefield_value(moment)


def _compact(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """PostgreSQL writes its JSON with spaces, by which nobody would find `"hidden":true`."""
    return (*row[:6], orjson.dumps(orjson.loads(row[6])).decode(), *row[7:])


def _encoded_node(row: tuple[Any, ...]) -> tuple[str, bytes]:
    """As `_node` and `encode_item` together make it. Ids, keys and orders need no escaping, a
    float's repr is its JSON, and props are JSON already."""
    raw_id, asset, generation, x, y, order, props, kind, width, height, rotation, parent = row
    node_id = _from_db(raw_id)
    own = f",{props[1:-1]}" if len(props) > 2 else ""
    text = (
        f'{{"id":"{node_id}","asset":{_id_json(asset)},"generation":{_id_json(generation)},'
        f'"x":{x!r},"y":{y!r},"order":"{order}"{own},"kind":"{kind}","width":{width!r},'
        f'"height":{height!r},"rotation":{rotation!r},"parent":{_id_json(parent)}}}'
    )
    assert node_id is not None
    return node_id, text.encode()


def _id_json(value: Any) -> str:
    return "null" if value is None else f'"{_from_db(value)}"'


def _from_db(value: Any) -> str | None:
    """A stored UUID as a string with hyphens; slicing costs a fifth of UUID(value)."""
    if isinstance(value, str):
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
    return None if value is None else str(value)
