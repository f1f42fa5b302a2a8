"""A whole board as JSON, kept as encoded pieces: put together without encoding anything. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from canvas.document.changes import Item
from canvas.document.concealed import concealed_nodes, visible_edges
from canvas.document.team_words import node_for_guests


def encode_item(item: Item) -> bytes:
    """A live node or edge as JSON."""
    return orjson.dumps(item)


@dataclass
class BoardContent:
    """What lives on a board at `revision`; nodes and edges are JSON by id."""

    revision: int
    title: str
    nodes: dict[str, bytes] = field(default_factory=dict)
    edges: dict[str, bytes] = field(default_factory=dict)

    def take_nodes(self, nodes: Iterable[Item]) -> None:
        _take(self.nodes, nodes)

    def take_edges(self, edges: Iterable[Item]) -> None:
        _take(self.edges, edges)

    def size(self) -> int:
        """Bytes of its nodes and edges."""
        return sum(map(len, self.nodes.values())) + sum(map(len, self.edges.values()))

    def copy(self) -> "BoardContent":
        """For another thread: the pieces are shared, they never change."""
        return BoardContent(self.revision, self.title, dict(self.nodes), dict(self.edges))

    def for_guests(self) -> "BoardContent":
        """Without what is hidden or rejected, and without what the team says among itself."""
        concealed = concealed_nodes(self.nodes)
        nodes = {
            key: node_for_guests(piece) for key, piece in self.nodes.items() if key not in concealed
        }
        edges = visible_edges(self.edges, concealed) if concealed else self.edges
        return BoardContent(self.revision, self.title, nodes, edges)

    def to_json(self) -> bytes:
        """`{revision, title, nodes: [...], edges: [...]}` in UTF-8."""
        return b'{"revision":%d,"title":%s,"nodes":[%s],"edges":[%s]}' % (
            self.revision,
            orjson.dumps(self.title),
            b",".join(self.nodes.values()),
            b",".join(self.edges.values()),
        )


def _take(pieces: dict[str, bytes], items: Iterable[Item]) -> None:
    for item in items:
        if "deleted" in item:
            pieces.pop(item["id"], None)
        else:
            pieces[item["id"]] = encode_item(item)
