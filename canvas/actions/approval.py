"""Asking for approval, and deciding: on exactly the bytes that the person saw."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.models import User

from assets.transactions import write_transaction
from canvas.access import BoardAccess, display_name
from canvas.actions.audit import record
from canvas.actions.notify import notify
from canvas.actions.review_states import refresh_states
from canvas.approval import APPROVE, CHECKLIST, DECIDING, why_not
from canvas.approval_facts import author_of
from canvas.deciders import asked_people, deciding_members
from canvas.errors import AccessDenied, CanvasError
from canvas.models import ApprovalRequest, Board, Decision, Node, Notification
from canvas.risk import Risk
from canvas.risk_facts import facts_of, risk_of


class StaleDecision(CanvasError):
    """Other pixels are on the node than those that the person saw."""

    code = "stale_decision"
    http_status = 409


class NotConfirmed(CanvasError):
    """High risk: the checklist is not whole, or the password is wrong."""

    code = "not_confirmed"
    http_status = 422


def ask_for_approval(
    *,
    node: Node,
    user: User,
    due_on: date | None,
    stage: str = "",
    deciders: Collection[int] = (),
) -> None:
    """Those who are named are told; nobody named: leads and reviewers. Asking again for the same
    bytes changes day, stage and people. Raises CanvasError for somebody who may not decide."""
    assert node.asset is not None
    may = dict(deciding_members(node.board))
    if not set(deciders) <= may.keys():
        raise CanvasError(
            "Somebody you named cannot decide here. Choose others.", code="bad_people"
        )
    with write_transaction():
        ApprovalRequest.objects.update_or_create(
            board=node.board,
            node=node.id,
            sha256=node.asset.sha256,
            defaults={
                "due_on": due_on,
                "user": user,
                "stage": stage,
                "deciders": sorted(deciders),
                "reminded_at": None,
            },
        )
        until = f", until {due_on:%d %B}" if due_on else ""
        at = f", {stage} review" if stage else ""
        text = f"{display_name(user)} asks for approval of {_name(node)}{at}{until}."
        people = asked_people(node.board, deciders) - {user.pk}
        notify(people, Notification.Kind.DECISION, node.board, node, text)
        refresh_states(node.board, [node.id])
        facts = {"sha256": node.asset.sha256, "due": due_on, "class": risk_of(node).risk}
        facts |= {"stage": stage} if stage else {}
        record(node.board.workspace, user, "approval_asked", _name(node), facts)


def decide(
    *,
    node: Node,
    access: BoardAccess,
    user: User,
    kind: str,
    sha256: str,
    note: str = "",
    checked: Collection[str] = (),
    is_password_right: bool = False,
) -> Decision:
    """sha256: of what the person saw. checked, is_password_right: for an approval at high risk.
    Raises StaleDecision, AccessDenied, NotConfirmed, CanvasError; then nothing was written."""
    judge = Judge(access, user, kind, note, frozenset(checked), is_password_right)
    with write_transaction():
        Board.objects.select_for_update().get(id=node.board_id)
        now = _now(node)
        decision = judge.decide(now, risk_of(now).risk, sha256=sha256)
        _tell([decision])
        refresh_states(node.board, [node.id])
        return decision


@dataclass(frozen=True)
class Refused:
    """Not decided on, and why. code: "not_confirmed" where a confirmation would do."""

    node: UUID
    name: str
    code: str
    why: str


def decide_many(
    *, board: Board, judge: "Judge", seen: Mapping[UUID, UUID]
) -> tuple[list[Decision], list[Refused]]:
    """Each alone, so that one that cannot be decided on holds up no other; people are told once.

    seen: the asset that the person saw on each node. Raises AccessDenied, CanvasError."""
    judge.check()
    made, refused = [], []
    with write_transaction():
        Board.objects.select_for_update().get(id=board.id)
        rows = Node.objects.filter(
            board=board, id__in=list(seen), kind="image", asset__isnull=False, deleted_at=None
        ).select_related("board__workspace", "asset", "generation")
        nodes = {node.id: node for node in rows}
        facts = facts_of(board, nodes.values())
        for node_id, asset_id in seen.items():
            node = nodes.get(node_id)
            if node is None:
                why = "It is not on the board any more."
                refused.append(Refused(node_id, "Picture", "node_not_found", why))
                continue
            try:
                made.append(judge.decide(node, facts[node_id].verdict.risk, asset_id=asset_id))
            except CanvasError as error:
                refused.append(Refused(node_id, _name(node), error.code, error.message))
        _tell(made)
        refresh_states(board, [one.node for one in made])
    return made, refused


@dataclass(frozen=True)
class Judge:
    """Who decides, and what. checked, is_password_right: for an approval at high risk."""

    access: BoardAccess
    user: User
    kind: str
    note: str = ""
    checked: frozenset[str] = frozenset()
    is_password_right: bool = False

    def check(self) -> None:
        """Raises CanvasError, AccessDenied."""
        if self.kind not in Decision.Kind.values:
            raise CanvasError("There is no such decision. Reload the page.", code="bad_decision")
        if self.access.role not in DECIDING:
            raise AccessDenied("Viewers look on. A lead can give you another role.")

    def decide(
        self, node: Node, risk: Risk, *, sha256: str | None = None, asset_id: UUID | None = None
    ) -> Decision:
        """Within a transaction that holds the board. sha256 or asset_id: what the person saw."""
        self.check()
        assert node.asset is not None
        if sha256 != node.asset.sha256 and asset_id != node.asset_id:
            raise StaleDecision("The picture has changed meanwhile. Look at it again, then decide.")
        if self.kind == APPROVE:
            self._must_count(node, risk)
        is_sure = self.kind == APPROVE and self.is_password_right
        decision = Decision.objects.create(
            board=node.board,
            node=node.id,
            asset=node.asset,
            sha256=node.asset.sha256,
            kind=self.kind,
            user=self.user,
            role=self.access.role,
            checked=sorted(self.checked) if is_sure else [],
            note=self.note,
        )
        facts = {"decision": self.kind, "sha256": node.asset.sha256, "class": risk}
        facts |= {"board": node.board.title}
        facts |= {"note": self.note} if self.note else {}
        record(node.board.workspace, self.user, "decided", _name(node), facts)
        return decision

    def _must_count(self, node: Node, risk: Risk) -> None:
        is_author = author_of(node) == f"u{self.user.pk}"
        if why := why_not(risk, role=self.access.role, is_author=is_author):
            raise AccessDenied(why)
        if risk is not Risk.HIGH:
            return
        if not self.checked >= CHECKLIST.keys():
            raise NotConfirmed("Tick every line of the checklist, or ask for changes.")
        if not self.is_password_right:
            raise NotConfirmed("This is not your password. Type it again to approve.")


def _now(node: Node) -> Node:
    rows = Node.objects.select_related("board__workspace", "asset", "generation")
    return rows.get(board_id=node.board_id, id=node.id)


def _tell(made: Iterable[Decision]) -> None:
    """Who made the pictures and who asked for their approval: each once, whatever the number."""
    concerned: dict[int, list[Decision]] = {}
    for decision in made:
        asked = ApprovalRequest.objects.filter(
            board=decision.board, node=decision.node, sha256=decision.sha256
        )
        people = set(asked.values_list("user_id", flat=True))
        if author := author_of(_node_of(decision)):
            people.add(int(author[1:]))
        for person in people - {None, decision.user_id}:
            concerned.setdefault(person, []).append(decision)
    for person, theirs in concerned.items():
        first = theirs[0]
        assert first.user is not None
        done = Decision.Kind(first.kind).label.lower()
        what = _name(_node_of(first)) if len(theirs) == 1 else f"{len(theirs)} pictures"
        text = f"{display_name(first.user)}: {done} – {what}. {first.note}".strip()
        notify([person], Notification.Kind.DECISION, first.board, first.node, text)


def _node_of(decision: Decision) -> Node:
    rows = Node.objects.select_related("asset", "generation")
    return rows.get(board_id=decision.board_id, id=decision.node)


def _name(node: Node) -> str:
    return node.props.get("name") or "Picture"
