"""What the rules of approval are asked with, read from the rows of a board."""

from collections.abc import Iterable
from uuid import UUID

from canvas import approval
from canvas.access import display_name
from canvas.approval import Made, Status
from canvas.models import Board, Decision, Node
from canvas.risk import Risk
from canvas.risk_facts import edited_from, facts_of


def status_of(node: Node) -> Status:
    """Of one picture of a board; `statuses_of` for many."""
    return statuses_of(node.board, [node])[node.id]


def statuses_of(board: Board, nodes: Iterable[Node]) -> dict[UUID, Status]:
    """By node, of those that are pictures."""
    pictures = [node for node in nodes if node.asset is not None]
    facts = facts_of(board, pictures)
    origins = edited_from(board, [node.id for node in pictures])
    wanted = {one for node in pictures for one in (node.id, *origins[node.id])}
    made: dict[UUID, list[Made]] = {}
    for decision in decisions_on(board, wanted):
        made.setdefault(decision.node, []).append(as_made(decision))
    found = {}
    for node in pictures:
        on = [one for id_ in (*reversed(origins[node.id]), node.id) for one in made.get(id_, ())]
        found[node.id] = status(node, facts[node.id].verdict.risk, on)
    return found


def status(node: Node, risk: Risk, made: Iterable[Made]) -> Status:
    assert node.asset is not None
    return approval.status(risk, made, sha256=node.asset.sha256, author=author_of(node))


def decisions_on(board: Board, node_ids: Iterable[UUID]) -> list[Decision]:
    """Oldest first."""
    found = Decision.objects.filter(board=board, node__in=list(node_ids))
    return list(found.select_related("user").order_by("at", "id"))


def as_made(decision: Decision) -> Made:
    name = decision.guest_name or "Somebody who is gone"
    if decision.user is not None:
        name = display_name(decision.user)
    return Made(
        kind=decision.kind,
        person=f"u{decision.user_id}" if decision.user_id else f"d{decision.id}",
        name=name,
        role=decision.role,
        sha256=decision.sha256,
        is_confirmed=set(decision.checked) >= approval.CHECKLIST.keys(),
    )


def author_of(node: Node) -> str:
    """Who made these pixels, as `Made.person` has it; "" where nobody knows."""
    person = None
    if node.generation is not None and node.generation.result_id == node.asset_id:
        person = node.generation.created_by_id
    if person is None and node.asset is not None:
        person = node.asset.created_by_id
    return f"u{person}" if person else ""
