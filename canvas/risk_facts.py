"""What the rules of risk are asked with, read from the rows of a board."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from assets.rights import Lineage, lineages_of
from canvas.models import Board, Edge, IntendedUse, Node, PictureRisk
from canvas.risk import DEFAULT_USES, Lowering, Risk, Verdict, classify

_EDITS = (Edge.Role.SOURCE, Edge.Role.REFINE)
"""By these a picture is another version of one: what was said of that counts for it."""


def uses_of(workspace_id: UUID) -> Mapping[str, Risk]:
    rows = IntendedUse.objects.filter(workspace_id=workspace_id).order_by("id")
    return {row.name: Risk(row.risk) for row in rows} or DEFAULT_USES


def today() -> date:
    return timezone.localdate()


@dataclass(frozen=True)
class Facts:
    """said: not saved where nobody said anything of this very picture."""

    verdict: Verdict
    said: PictureRisk
    lineage: Lineage
    uses: Mapping[str, Risk]


def risk_of(node: Node) -> Verdict:
    return facts_of(node.board, [node])[node.id].verdict


def facts_of(board: Board, nodes: Iterable[Node]) -> dict[UUID, Facts]:
    """By node, of those that are pictures."""
    pictures = [node for node in nodes if node.asset_id is not None]
    said = said_of(board, [node.id for node in pictures])
    uses = uses_of(board.workspace_id)
    assets = {node.asset_id for node in pictures if node.asset_id is not None}
    lineages = lineages_of(assets, today=today())
    found = {}
    for node in pictures:
        assert node.asset_id is not None
        row, lineage = said[node.id], lineages[node.asset_id]
        verdict = classify(
            use=row.use,
            uses=uses,
            inputs=lineage.inputs,
            is_clip=bool(node.props.get("clip_ms")),
            prompts=lineage.prompts,
            flags=row.flags,
            raised_to=Risk(row.raised_to) if row.raised_to else None,
            lowering=_lowering(row),
        )
        found[node.id] = Facts(verdict, row, lineage, uses)
    return found


def _lowering(row: PictureRisk) -> Lowering | None:
    if not row.lowered_to:
        return None
    return Lowering(Risk(row.lowered_to), row.why, frozenset(row.accepted))


def said_of(board: Board, node_ids: Iterable[UUID]) -> dict[UUID, PictureRisk]:
    """Of each, what people said of it; else, not saved, what they said of the picture that it is an
    edit of. A lowering was for those pixels, and is not handed on."""
    rows = {row.node: row for row in PictureRisk.objects.filter(board=board)}
    others = [node_id for node_id in node_ids if node_id not in rows]
    origins = edited_from(board, others) if rows else {}
    return rows | {
        node_id: _handed_on(board, node_id, rows, origins.get(node_id, ())) for node_id in others
    }


def edited_from(board: Board, node_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Of each, the pictures that it is an edit of, the nearest first."""
    parents = _parents(board)
    found = {}
    for node_id in node_ids:
        path: list[UUID] = []
        at = parents.get(node_id)
        while at is not None and at not in path and at != node_id:
            path.append(at)
            at = parents.get(at)
        found[node_id] = path
    return found


def _parents(board: Board) -> dict[UUID, UUID]:
    edges = Edge.objects.filter(board=board, role__in=_EDITS, deleted_at=None)
    return dict(edges.values_list("target", "source"))


def _handed_on(
    board: Board, node_id: UUID, rows: Mapping[UUID, PictureRisk], origins: Iterable[UUID]
) -> PictureRisk:
    for before in (rows[one] for one in origins if one in rows):
        return PictureRisk(
            board=board,
            node=node_id,
            use=before.use,
            flags=before.flags,
            raised_to=before.raised_to,
        )
    return PictureRisk(board=board, node=node_id)
