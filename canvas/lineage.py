"""How a picture came from others and what came of it, read from the edges of its board."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from canvas.concealment import is_concealed
from canvas.models import Edge, Node
from canvas.words import percent

ROLE_LABELS = {
    Edge.Role.ANCHOR: "Anchor",
    Edge.Role.MASK: "Mask",
    Edge.Role.SOURCE: "Source",
    Edge.Role.VARIATION: "Variation",
    Edge.Role.REFINE: "Refined",
    Edge.Role.LAST: "Last frame",
}
MOST_SHOWN = 4


@dataclass(frozen=True)
class Relative:
    """A live neighbour with a picture. label: its part in it, as people read it."""

    node_id: UUID
    asset_id: UUID
    name: str
    label: str


@dataclass(frozen=True)
class Lineage:
    """At most `MOST_SHOWN` of each; the counts are of all. Masks are no pictures of their own."""

    parents: list[Relative]
    children: list[Relative]
    parent_count: int
    child_count: int


def lineage_of(node: Node, *, for_guest: bool = False) -> Lineage:
    """Guests are told of nothing that is hidden."""
    edges = list(
        Edge.objects.filter(
            Q(source=node.id) | Q(target=node.id), board_id=node.board_id, deleted_at=None
        ).exclude(role=Edge.Role.MASK)
    )
    ends = {edge.source for edge in edges} | {edge.target for edge in edges}
    neighbours = Node.objects.filter(
        board_id=node.board_id, id__in=ends, kind="image", deleted_at=None, asset__isnull=False
    )
    live = {
        neighbour.id: neighbour
        for neighbour in neighbours
        if not (neighbour.props.get("candidate_of") or (for_guest and is_concealed(neighbour)))
    }
    parents = _relatives(live, ((edge.source, edge) for edge in edges if edge.target == node.id))
    children = _relatives(live, ((edge.target, edge) for edge in edges if edge.source == node.id))
    return Lineage(parents[:MOST_SHOWN], children[:MOST_SHOWN], len(parents), len(children))


def _relatives(live: dict[UUID, Node], ends: Iterable[tuple[UUID, Edge]]) -> list[Relative]:
    """Each neighbour once: a picture can be source and anchor of the same result."""
    found: dict[UUID, Relative] = {}
    for node_id, edge in ends:
        neighbour = live.get(node_id)
        if neighbour is None or neighbour.asset_id is None or node_id in found:
            continue
        label = ROLE_LABELS[Edge.Role(edge.role)]
        if edge.role == Edge.Role.ANCHOR and edge.strength is not None:
            label = f"{label} {percent(edge.strength)}"
        found[node_id] = Relative(
            node_id, neighbour.asset_id, neighbour.props.get("name") or "Picture", label
        )
    return list(found.values())
