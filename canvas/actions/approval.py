"""Asking for approval, and deciding: on exactly the bytes that the person saw."""

from collections.abc import Collection
from datetime import date

from django.contrib.auth.models import User

from assets.transactions import write_transaction
from canvas.access import BoardAccess, display_name
from canvas.actions.audit import record
from canvas.actions.notify import notify
from canvas.approval import APPROVE, CHECKLIST, DECIDING, why_not
from canvas.approval_facts import author_of
from canvas.errors import AccessDenied, CanvasError
from canvas.models import ApprovalRequest, Board, Decision, Membership, Node, Notification
from canvas.risk import Risk
from canvas.risk_facts import risk_of
from canvas.roles import MANAGING_ROLES


class StaleDecision(CanvasError):
    """Other pixels are on the node than those that the person saw."""

    code = "stale_decision"
    http_status = 409


class NotConfirmed(CanvasError):
    """High risk: the checklist is not whole, or the password is wrong."""

    code = "not_confirmed"
    http_status = 422


def ask_for_approval(*, node: Node, user: User, due_on: date | None) -> None:
    """Leads and reviewers are told. Asking again for the same bytes changes the day."""
    assert node.asset is not None
    with write_transaction():
        ApprovalRequest.objects.update_or_create(
            board=node.board,
            node=node.id,
            sha256=node.asset.sha256,
            defaults={"due_on": due_on, "user": user},
        )
        others = Membership.objects.filter(
            workspace_id=node.board.workspace_id, role__in=(*MANAGING_ROLES, "reviewer")
        ).exclude(user=user)
        until = f", until {due_on:%d %B}" if due_on else ""
        text = f"{display_name(user)} asks for approval of {_name(node)}{until}."
        people = others.values_list("user_id", flat=True)
        notify(people, Notification.Kind.DECISION, node.board, node, text)
        facts = {"sha256": node.asset.sha256, "due": due_on, "class": risk_of(node).risk}
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
    if kind not in Decision.Kind.values:
        raise CanvasError("There is no such decision. Reload the page.", code="bad_decision")
    if access.role not in DECIDING:
        raise AccessDenied("Viewers look on. A lead can give you another role.")
    with write_transaction():
        Board.objects.select_for_update().get(id=node.board_id)
        node = _now(node)
        assert node.asset is not None
        if node.asset.sha256 != sha256:
            raise StaleDecision("The picture has changed meanwhile. Look at it again, then decide.")
        risk = risk_of(node).risk
        if kind == APPROVE:
            _must_count(node, access, user, risk, checked, is_password_right)
        decision = Decision.objects.create(
            board=node.board,
            node=node.id,
            asset=node.asset,
            sha256=sha256,
            kind=kind,
            user=user,
            role=access.role,
            checked=sorted(checked) if kind == APPROVE and is_password_right else [],
            note=note,
        )
        _tell(node, user, decision)
        facts = {"decision": kind, "sha256": sha256, "class": risk, "board": node.board.title}
        facts |= {"note": note} if note else {}
        record(node.board.workspace, user, "decided", _name(node), facts)
        return decision


def _must_count(
    node: Node,
    access: BoardAccess,
    user: User,
    risk: Risk,
    checked: Collection[str],
    is_password_right: bool,
) -> None:
    is_author = author_of(node) == f"u{user.pk}"
    if why := why_not(risk, role=access.role, is_author=is_author):
        raise AccessDenied(why)
    if risk is not Risk.HIGH:
        return
    if not set(checked) >= CHECKLIST.keys():
        raise NotConfirmed("Tick every line of the checklist, or ask for changes.")
    if not is_password_right:
        raise NotConfirmed("This is not your password. Type it again to approve.")


def _now(node: Node) -> Node:
    rows = Node.objects.select_related("board__workspace", "asset", "generation")
    return rows.get(board_id=node.board_id, id=node.id)


def _tell(node: Node, user: User, decision: Decision) -> None:
    asked = ApprovalRequest.objects.filter(board=node.board, node=node.id, sha256=decision.sha256)
    people = set(asked.values_list("user_id", flat=True)) - {None, user.pk}
    author = author_of(node)
    if author and author != f"u{user.pk}":
        people.add(int(author[1:]))
    done = Decision.Kind(decision.kind).label.lower()
    text = f"{display_name(user)}: {done} – {_name(node)}. {decision.note}".strip()
    notify([one for one in people if one], Notification.Kind.DECISION, node.board, node, text)


def _name(node: Node) -> str:
    return node.props.get("name") or "Picture"
