"""Writes on pictures what their decisions come to, by an op: every open board shows it at once."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from canvas.actions.ops import apply_changes
from canvas.approval import State, Status
from canvas.approval_facts import statuses_of
from canvas.models import ApprovalRequest, Board, Edge, Node
from canvas.risk import Risk
from canvas.risk_facts import facts_of

_WORDS = {
    State.APPROVED: "approved",
    State.CHANGES: "changes_requested",
    State.REJECTED: "rejected",
}


def refresh_states(board: Board, node_ids: Iterable[UUID]) -> None:
    """Of these pictures; call it where something was decided, asked for, or their risk changed."""
    nodes = list(
        Node.objects.filter(
            board=board, id__in=list(node_ids), kind="image", asset__isnull=False, deleted_at=None
        ).select_related("asset", "generation")
    )
    statuses = statuses_of(board, nodes)
    facts = facts_of(board, nodes)
    asked = _asked_for(board, nodes)
    changes = []
    for node in nodes:
        state = _state(node, statuses[node.id], node.id in asked)
        risk = facts[node.id].verdict.risk
        state["risk"] = "" if risk is Risk.LOW else str(risk)
        if any((node.props.get(key) or None) != (value or None) for key, value in state.items()):
            changes.append({"node": str(node.id), "set": state})
    if changes:
        apply_changes(board_id=board.id, changes=changes)


def refresh_board(board: Board) -> None:
    """Of all its pictures that have been looked at: rights of one may count for many."""
    looked_at = Node.objects.filter(board=board, kind="image", deleted_at=None)
    ids = [
        node_id
        for node_id, props in looked_at.values_list("id", "props")
        if props.get("review") or props.get("risk")
    ]
    if ids:
        refresh_states(board, ids)


def review_before(node: Node) -> dict[str, str]:
    """What was decided on the picture that `node` is an edit of: said of other pixels, it shows
    there that these are not reviewed. Empty where nothing was."""
    sources = Edge.objects.filter(
        board_id=node.board_id,
        target=node.id,
        role__in=(Edge.Role.SOURCE, Edge.Role.REFINE),
        deleted_at=None,
    )
    before = Node.objects.filter(
        board_id=node.board_id, id__in=sources.values("source"), deleted_at=None
    ).first()
    props = before.props if before is not None else {}
    if props.get("review") not in _WORDS.values():
        return {}
    return {"review": props["review"], "review_of": props["review_of"]}


def _state(node: Node, status: Status, is_asked: bool) -> dict[str, Any]:
    word = _WORDS.get(status.state, "")
    if not word and (is_asked or status.given):
        word = "in_review"
    if not word and status.is_stale and node.props.get("review"):
        # It stays for what it was said of, which are other pixels: the board shows that.
        return {"review": node.props["review"], "review_of": node.props.get("review_of")}
    return {"review": word, "review_of": str(node.asset_id) if word else None}


def _asked_for(board: Board, nodes: Iterable[Node]) -> set[UUID]:
    bytes_of = {node.id: node.asset.sha256 for node in nodes if node.asset is not None}
    rows = ApprovalRequest.objects.filter(board=board, node__in=list(bytes_of))
    return {node for node, sha256 in rows.values_list("node", "sha256") if bytes_of[node] == sha256}
