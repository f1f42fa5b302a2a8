"""The set view of a board: outliers first with their reasons, and near-duplicates together."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from assets.actions.looks import measure
from assets.drift.alike import groups_of
from assets.drift.features import VERSION
from assets.drift.measures import distance
from assets.drift.sets import FEWEST, LEAST_BAND, Member, look_over
from assets.errors import InvalidRequest
from assets.models import Look
from canvas.models import Board, Node

MOST = 500
MOST_MEASURED = 60
"""Pictures that came in before they were measured: 20 ms each, while somebody waits."""


@dataclass(frozen=True)
class SetRow:
    node: Node
    member: Member[UUID]

    @property
    def name(self) -> str:
        return self.node.props.get("name") or "Picture"

    @property
    def words(self) -> str:
        return ", ".join(self.member.reasons) or "no difference that can be named"


@dataclass(frozen=True)
class BoardSet:
    """rows: the farthest first. alike: nodes that show nearly the same. unmeasured: how many could
    not be looked at."""

    rows: tuple[SetRow, ...]
    alike: tuple[tuple[Node, ...], ...]
    limit: float
    centre: Node
    unmeasured: int

    @property
    def outliers(self) -> list[SetRow]:
        return [row for row in self.rows if row.member.is_outlier]

    @property
    def band(self) -> list[SetRow]:
        return [row for row in self.rows if not row.member.is_outlier]


def set_of(board: Board, node_ids: Sequence[UUID]) -> BoardSet:
    """Of pictures of this board. Raises InvalidRequest where too few can be compared."""
    rows = Node.objects.filter(
        board=board, id__in=node_ids[:MOST], kind="image", deleted_at=None, asset__isnull=False
    ).select_related("asset")
    nodes = {node.id: node for node in rows}
    looks = _looks(list(nodes.values()))
    known = {
        id_: looks[node.asset.id]
        for id_, node in nodes.items()
        if node.asset is not None and node.asset.id in looks
    }
    if len(known) < FEWEST:
        raise InvalidRequest(f"Select {FEWEST} or more finished pictures to compare as a set.")
    features = {id_: look.features for id_, look in known.items()}
    view = look_over(features)
    alike = groups_of(
        {id_: int(look.alike, 16) for id_, look in known.items()},
        alike=lambda one, other: distance(features[one], features[other]).score < LEAST_BAND,
    )
    return BoardSet(
        rows=tuple(SetRow(nodes[one.name], one) for one in view.members),
        alike=tuple(tuple(nodes[id_] for id_ in group) for group in alike),
        limit=view.limit,
        centre=nodes[view.centre],
        unmeasured=len(nodes) - len(known),
    )


def _looks(nodes: Sequence[Node]) -> dict[UUID, Look]:
    """By asset; some of those without any are measured now."""
    wanted = {node.asset.id: node.asset for node in nodes if node.asset is not None}
    rows = Look.objects.filter(version=VERSION, asset__in=wanted)
    found = {look.asset_id: look for look in rows}
    missing = [asset for id_, asset in wanted.items() if id_ not in found]
    measured = [asset.id for asset in missing[:MOST_MEASURED] if measure(asset)]
    more = Look.objects.filter(asset__in=measured)
    return found | {look.asset_id: look for look in more}
