"""The one writer of nodes, edges and board titles: ops, committed in groups.

`commit_ops` works from the database's own state, under its lock, so that it is right with any
number of threads and processes. It tells nobody: a room broadcasts what it committed itself;
`apply_changes` is for everybody else, and announces.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import connection, transaction

from assets.models import Asset, Generation
from assets.transactions import write_transaction
from canvas.actions.op_rows import BoardRow, BoardRows, OpRow
from canvas.document import values
from canvas.document.changes import (
    Change,
    InvalidChange,
    Item,
    ParsedChange,
    apply_to_board,
    apply_to_edge,
    apply_to_node,
    parse_changes,
)
from canvas.document.kinds import NODE_REFERENCES
from canvas.document.order import OrderError, between
from canvas.errors import NotFound, OpRejected
from canvas.signals import board_changed

# With its envelope an op fits into one frame of 250 KiB.
MAX_OP_BYTES = 240 * 1024
# Frames in frames: each level is a query when a parent is checked, and nobody nests deeper.
MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Submission:
    """An op as it came. actor_id None: the server's own, which may write what only it writes."""

    op_id: UUID
    changes: list[Change]
    actor_id: int | None


@dataclass(frozen=True, slots=True)
class CommittedOp:
    """changes: canonical, as `encoded` (JSON) has them. is_repeat: it was committed before now."""

    revision: int
    op_id: UUID
    actor_id: int | None
    encoded: str
    is_repeat: bool = False

    @property
    def changes(self) -> list[Change]:
        changes: list[Change] = orjson.loads(self.encoded)
        return changes


@dataclass(frozen=True, slots=True)
class RejectedOp:
    op_id: UUID
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class CommitResult:
    """revision: the board's, after it. committed: in the order given, repeats too.

    nodes, edges: what was touched, as it is now ("deleted" among its keys if it was deleted).
    """

    revision: int
    committed: list[CommittedOp] = field(default_factory=list)
    rejected: list[RejectedOp] = field(default_factory=list)
    nodes: dict[str, Item] = field(default_factory=dict)
    edges: dict[str, Item] = field(default_factory=dict)
    title: str | None = None


def commit_ops(board_id: UUID, submissions: Sequence[Submission]) -> CommitResult:
    """Commit each op that is sound, in order, in one transaction; refuse each of the others alone.

    An op_id that the board has seen is not applied again, whatever it brings now: its first
    revision and changes come back. Raises NotFound (no such board) or a DatabaseError, and then
    nothing was committed.
    """
    with write_transaction(), connection.cursor() as cursor:
        rows = BoardRows(connection, cursor, board_id)
        board = rows.board(lock=True)
        if board is None:
            raise NotFound("The board is not there any more.")
        return _Batch(rows, board).commit(submissions)


def apply_changes(
    *,
    board_id: UUID,
    changes: list[Change],
    actor_id: int | None = None,
    op_id: UUID | None = None,
) -> CommittedOp:
    """Commit one op from outside a room; rooms hear of it after the transaction. Raises OpRejected.

    A `create` without `order` is put on top.
    """
    result = commit_ops(board_id, [Submission(op_id or uuid4(), changes, actor_id)])
    for refused in result.rejected:
        raise OpRejected(refused.message, code=refused.code)
    op = result.committed[0]
    if not op.is_repeat:
        transaction.on_commit(lambda: _announce(board_id, op.revision))
    return op


def _announce(board_id: UUID, revision: int) -> None:
    board_changed.send_robust(sender=None, board_id=board_id, revision=revision)


class _Batch:
    """One transaction: what it has read, and what it will write.

    Each op is applied to `_staged` copies first, and its items are taken over only when all of
    its changes held.
    """

    def __init__(self, rows: BoardRows, board: BoardRow) -> None:
        self._rows = rows
        self._board = board
        # None: it was looked for, and is not on the board.
        self._nodes: dict[str, Item | None] = {}
        self._edges: dict[str, Item] = {}
        self._assets: dict[str, Asset] = {}
        self._generations: set[str] = set()
        self._made_by: dict[str, str] = {}
        self._title: str | None = None
        self._top: str | None = None
        self._top_is_read = False
        self._touched_nodes: dict[str, tuple[int, int | None]] = {}
        self._touched_edges: dict[str, int] = {}

    def commit(self, submissions: Sequence[Submission]) -> CommitResult:
        known = self._rows.ops_by_id({str(one.op_id) for one in submissions})
        parsed: dict[int, list[ParsedChange] | InvalidChange] = {}
        for number, one in enumerate(submissions):
            if str(one.op_id) not in known:
                try:
                    parsed[number] = parse_changes(one.changes)
                except InvalidChange as error:
                    parsed[number] = error
        self._load([c for found in parsed.values() if isinstance(found, list) for c in found])

        revision = self._board.revision
        committed, rejected, new = [], [], []
        for number, one in enumerate(submissions):
            op_id = str(one.op_id)
            if before := known.get(op_id):
                committed.append(_committed(before, is_repeat=True))
                continue
            try:
                encoded = self._apply(parsed[number], one.actor_id, revision + 1)
            except InvalidChange as error:
                rejected.append(RejectedOp(one.op_id, error.code, error.message))
                continue
            revision += 1
            known[op_id] = row = OpRow(revision, op_id, one.actor_id, encoded)
            new.append(row)
            committed.append(_committed(row))
        if new:
            self._write(new)
        return CommitResult(
            revision,
            committed,
            rejected,
            {node["id"]: node for node, _, _ in self._changed_nodes()},
            {edge_id: self._edges[edge_id] for edge_id in self._touched_edges},
            self._title,
        )

    def _load(self, changes: Iterable[ParsedChange]) -> None:
        """Read in one query each what the changes name."""
        nodes, edges, assets, generations = set(), set(), set(), set()
        for change in changes:
            if change.target == "node":
                nodes.add(change.id)
                nodes.update(_ids(change.body, *NODE_REFERENCES))
                assets.update(_ids(change.body, "asset"))
                generations.update(_ids(change.body, "generation"))
            elif change.target == "edge":
                edges.add(change.id)
                nodes.update(_ids(change.body, "source", "target"))
        self._nodes = {**dict.fromkeys(nodes), **self._rows.nodes(nodes)}
        self._edges = self._rows.edges(edges)
        workspace = self._board.workspace_id
        if assets:
            found = Asset.objects.filter(workspace_id=workspace).select_related("clip")
            by_id = found.in_bulk(assets)
            self._assets = {str(asset_id): asset for asset_id, asset in by_id.items()}
            made = Generation.objects.filter(workspace_id=workspace, result_id__in=found)
            rows = made.order_by("created_at").values_list("result_id", "id")
            self._made_by = {str(result): str(generation) for result, generation in rows}
        if generations:
            ids = Generation.objects.filter(workspace_id=workspace, id__in=generations)
            self._generations = {str(found_id) for found_id in ids.values_list("id", flat=True)}

    def _apply(
        self, parsed: list[ParsedChange] | InvalidChange, actor_id: int | None, revision: int
    ) -> str:
        """Apply one op, or raise InvalidChange and leave no trace. Returns its changes as JSON."""
        if isinstance(parsed, InvalidChange):
            raise parsed
        op = _StagedOp(self, server=actor_id is None)
        canonical = [op.apply(change) for change in parsed]
        op.check_references()
        encoded = orjson.dumps(canonical).decode()
        if len(encoded) > MAX_OP_BYTES // 4 and len(encoded.encode()) > MAX_OP_BYTES:
            raise InvalidChange("too_large", "The op is too large: send it in smaller parts.")
        self._nodes.update(op.nodes)
        self._edges.update(op.edges)
        for node_id in op.nodes:
            made_by = self._touched_nodes.get(node_id, (0, actor_id))[1]
            self._touched_nodes[node_id] = (revision, made_by)
        self._touched_edges.update(dict.fromkeys(op.edges, revision))
        if op.title is not None:
            self._title = op.title
        if self._top_is_read:
            self._top = max([self._top or "", *(node["order"] for node in op.nodes.values())])
        return encoded

    def _write(self, new: Sequence[OpRow]) -> None:
        self._rows.raise_revision(len(new), self._title)
        self._rows.insert_ops(new)
        self._rows.upsert_nodes(self._changed_nodes())
        self._rows.upsert_edges(
            (self._edges[edge_id], revision) for edge_id, revision in self._touched_edges.items()
        )

    def _changed_nodes(self) -> Iterator[tuple[Item, int, int | None]]:
        for node_id, (revision, made_by) in self._touched_nodes.items():
            node = self._nodes[node_id]
            assert node is not None
            yield node, revision, made_by

    def node(self, node_id: str) -> Item | None:
        """A node of the board, read now if no change of this batch named it."""
        if node_id not in self._nodes:
            self._nodes[node_id] = self._rows.nodes([node_id]).get(node_id)
        return self._nodes[node_id]

    def edge(self, edge_id: str) -> Item | None:
        return self._edges.get(edge_id)

    def asset(self, asset_id: str) -> Asset | None:
        return self._assets.get(asset_id)

    def maker_of(self, asset_id: str) -> str | None:
        """The newest generation that gave this picture, if one did."""
        return self._made_by.get(asset_id)

    def has_generation(self, generation_id: str) -> bool:
        return generation_id in self._generations

    def top_order(self) -> str | None:
        if not self._top_is_read:
            orders = [node["order"] for node in self._nodes.values() if node is not None]
            self._top = max([self._rows.top_order() or "", *orders])
            self._top_is_read = True
        return self._top or None


class _StagedOp:
    """One op on top of its batch."""

    def __init__(self, batch: _Batch, *, server: bool) -> None:
        self.nodes: dict[str, Item] = {}
        self.edges: dict[str, Item] = {}
        self.title: str | None = None
        self._batch = batch
        self._server = server
        self._top: str | None = None
        self._parents: dict[str, Change] = {}
        self._named: set[str] = set()

    def apply(self, change: ParsedChange) -> Change:
        if change.target == "board":
            board, canonical = apply_to_board(change)
            self.title = board["title"]
        elif change.target == "edge":
            before = self.edges.get(change.id) or self._batch.edge(change.id)
            edge, canonical = apply_to_edge(before, change, server=self._server)
            if edge is not None:
                self.edges[change.id] = edge
            if edge is not None and change.verb == "create":
                self._named.update((edge["source"], edge["target"]))
        else:
            canonical = self._apply_to_node(change)
        return canonical

    def _apply_to_node(self, change: ParsedChange) -> Change:
        before = self._node(change.id)
        known = self._with_what_we_know(before, change)
        node, canonical = apply_to_node(before, known, server=self._server)
        if node is not None:
            self.nodes[change.id] = node
        if node is None or change.verb == "delete":
            return canonical
        body = canonical.get("create") or canonical["set"]
        row = before or {}
        if node["kind"] == "mask" and node["asset"] != row.get("asset"):
            self._asset(node["asset"], Asset.Role.MASK)
        if node["generation"] not in (None, row.get("generation")):
            self._check_generation(node)
        if change.verb == "create" and node["kind"] == "image" and node["generation"] is None:
            # A copy knows how it was made, although a client may not say so.
            body["generation"] = self._batch.maker_of(node["asset"])
            self.nodes[change.id] = node = {**node, "generation": body["generation"]}
        if body.get("parent") is not None:
            self._parents[change.id] = body
        self._named.update(_ids(body, "picture", "candidate_of", "version_of"))
        return canonical

    def _with_what_we_know(self, before: Item | None, change: ParsedChange) -> ParsedChange:
        """The size and length of a picture are its asset's, and what has no order yet goes on
        top."""
        body = change.body
        kind = body.get("kind") or (before or {}).get("kind")
        if kind == "image" and (asset_id := _id(body.get("asset"))):
            asset = self._asset(asset_id, Asset.Role.PICTURE, Asset.Role.CLIP)
            body = {**body, "image_width": asset.width, "image_height": asset.height}
            body["clip_ms"] = (
                round(1000 * asset.clip.seconds) if asset.role == Asset.Role.CLIP else 0
            )
        elif "clip_ms" in body:
            body = {key: value for key, value in body.items() if key != "clip_ms"}
        is_new = before is None or (self._server and "deleted" in before)
        if change.verb == "create" and is_new and "order" not in body:
            body = {**body, "order": self._next_on_top()}
        return change if body is change.body else ParsedChange("node", change.id, change.verb, body)

    def _next_on_top(self) -> str:
        top = self._top or self._batch.top_order()
        try:
            self._top = between(top, None)
        except OrderError:
            # Somebody gave a node the very greatest key: equal keys are told apart by id.
            self._top = top
        assert self._top is not None
        return self._top

    def check_references(self) -> None:
        """What can be judged only when all changes are applied: a frame may come after its
        children."""
        for named in self._named:
            if self._node(named) is None:
                raise InvalidChange("no_such_node", f"There is no node {named} on this board.")
        for node_id, body in self._parents.items():
            node = self.nodes[node_id]
            # A later change of the op may have moved it on.
            if node["parent"] == body["parent"]:
                self._check_parent(node, body)

    def _check_parent(self, node: Item, body: Change) -> None:
        parent = self._node(node["parent"])
        if parent is None or parent["kind"] != "frame":
            raise InvalidChange("bad_parent", "A parent must be a frame of this board.")
        if "deleted" in parent:
            # Somebody else deleted the frame meanwhile: the node stands on the board itself.
            self.nodes[node["id"]] = {**node, "parent": None}
            body["parent"] = None
            return
        above: Item | None = parent
        for _ in range(MAX_DEPTH):
            if above is None or "deleted" in above:
                return
            if above["id"] == node["id"]:
                raise InvalidChange("bad_parent", "A frame cannot lie inside itself.")
            if above["parent"] is None:
                return
            above = self._node(above["parent"])
        raise InvalidChange("bad_parent", f"Frames lie at most {MAX_DEPTH} deep in each other.")

    def _asset(self, asset_id: str, *roles: Asset.Role) -> Asset:
        asset = self._batch.asset(asset_id)
        if asset is None or asset.role not in roles:
            what = roles[0].label.lower()
            raise InvalidChange("bad_asset", f"There is no {what} with this id here.")
        return asset

    def _check_generation(self, node: Item) -> None:
        if not self._batch.has_generation(node["generation"]):
            raise InvalidChange("bad_generation", "There is no generation with this id here.")

    def _node(self, node_id: str) -> Item | None:
        return self.nodes.get(node_id) or self._batch.node(node_id)


def _committed(row: OpRow, *, is_repeat: bool = False) -> CommittedOp:
    return CommittedOp(row.revision, UUID(row.op_id), row.actor_id, row.changes, is_repeat)


def _id(value: Any) -> str:
    """A canonical id, or "" for what is none: the change itself will be refused for it."""
    try:
        return values.as_id(value)
    except values.BadValue:
        return ""


def _ids(body: Change, *keys: str) -> list[str]:
    return [found for key in keys if key in body and (found := _id(body[key]))]
