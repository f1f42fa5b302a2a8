"""What people say of the risk of a picture: the one writer, and on the record."""

from collections.abc import Collection
from datetime import date

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from assets.actions.rights import set_rights
from assets.models import Asset, Workspace
from assets.transactions import write_transaction
from canvas.access import BoardAccess
from canvas.actions.audit import record
from canvas.actions.review_states import refresh_board, refresh_states
from canvas.errors import AccessDenied, CanvasError
from canvas.models import Board, IntendedUse, Node
from canvas.risk import FLAGS, Risk
from canvas.risk_facts import risk_of, said_of, uses_of
from canvas.roles import MANAGING_ROLES

MOST_USES = 60


class NeedsLead(AccessDenied):
    """It would lower the risk class, which a lead does, with a reason."""

    code = "needs_lead"


class BadRisk(CanvasError):
    """There is no such use, flag or class, or a reason is missing."""

    code = "bad_risk"
    http_status = 422


def describe_picture(
    *,
    node: Node,
    access: BoardAccess,
    user: User,
    use: str,
    flags: Collection[str],
    why: str = "",
) -> None:
    """Say what it is for and what it shows. What lowers its class needs a lead and a reason.
    Raises NeedsLead, BadRisk."""
    uses = uses_of(node.board.workspace_id)
    if use and use not in uses or not set(flags) <= FLAGS.keys():
        raise BadRisk("There is no such use or flag. Reload the page.")
    with write_transaction():
        _lock(node)
        row = said_of(node.board, [node.id])[node.id]
        before = risk_of(node).risk
        row.use, row.flags, row.set_by = use, sorted(flags), user
        row.save()
        after = risk_of(node).risk
        if after.rank < before.rank:
            _must_be_reasoned(access, why)
        facts = {"use": use, "flags": row.flags, "class": after, "was": before}
        refresh_states(node.board, [node.id])
        record(
            node.board.workspace, user, "risk_described", _name(node), facts | _because(why, node)
        )


def set_risk(*, node: Node, access: BoardAccess, user: User, risk: Risk, why: str = "") -> None:
    """Raise it, as anyone may, or lower it, as a lead with a reason. Raises NeedsLead, BadRisk."""
    with write_transaction():
        _lock(node)
        verdict = risk_of(node)
        if risk == verdict.risk:
            return
        is_lower = risk.rank < verdict.risk.rank
        if is_lower:
            _must_be_reasoned(access, why)
        row = said_of(node.board, [node.id])[node.id]
        row.set_by, row.why = user, why if is_lower else row.why
        row.raised_to, row.lowered_to, row.accepted = "" if is_lower else risk, "", []
        row.save()
        rest = risk_of(node)
        if rest.risk.rank > risk.rank:
            row.lowered_to, row.accepted = risk, [reason.key for reason in rest.reasons]
            row.save()
        refresh_states(node.board, [node.id])
        verb = "risk_lowered" if is_lower else "risk_raised"
        facts = {"class": risk, "was": verdict.risk}
        record(node.board.workspace, user, verb, _name(node), facts | _because(why, node))


def _must_be_reasoned(access: BoardAccess, why: str) -> None:
    if access.role not in MANAGING_ROLES:
        raise NeedsLead("This would lower the risk class. Ask a lead: they may, with a reason.")
    if not why:
        raise BadRisk("Say why the risk class may be lower. The reason goes on the record.")


def declare_rights(
    *,
    board: Board,
    asset: Asset,
    user: User,
    kind: str,
    expires_on: date | None,
    document: "UploadedFile[bytes] | None",
) -> None:
    """Raises InvalidRequest."""
    with write_transaction():
        rights = set_rights(
            asset=asset, kind=kind, expires_on=expires_on, document=document, user=user
        )
        facts = {
            "rights": rights.kind,
            "expires": rights.expires_on,
            "document": rights.document_name,
            "document_sha256": rights.document_sha256,
            "sha256": asset.sha256,
        }
        refresh_board(board)
        record(board.workspace, user, "rights_declared", asset.name or "Picture", facts)


def set_use(*, workspace: Workspace, user: User, name: str, risk: Risk) -> None:
    """Add a line to the table of uses, or change its class. Raises BadRisk."""
    with write_transaction():
        _own_table(workspace)
        rows = IntendedUse.objects.filter(workspace=workspace)
        before = rows.filter(name=name).first()
        if before is None and rows.count() >= MOST_USES:
            raise BadRisk("The table holds 60 uses. Remove one first.")
        IntendedUse.objects.update_or_create(
            workspace=workspace, name=name, defaults={"risk": risk}
        )
        facts = {"class": risk, "was": before.risk if before else ""}
        record(workspace, user, "use_set", name, facts)


def remove_use(*, workspace: Workspace, user: User, name: str) -> None:
    """Pictures that have it count as high until somebody says another one. Raises BadRisk."""
    with write_transaction():
        _own_table(workspace)
        rows = IntendedUse.objects.filter(workspace=workspace)
        if rows.count() == 1:
            raise BadRisk("The table needs one use at least.")
        if rows.filter(name=name).delete()[0]:
            record(workspace, user, "use_removed", name)


def _own_table(workspace: Workspace) -> None:
    """The first change makes the workspace's own of the one that all begin with."""
    Workspace.objects.select_for_update().get(id=workspace.id)
    if not IntendedUse.objects.filter(workspace=workspace).exists():
        IntendedUse.objects.bulk_create(
            IntendedUse(workspace=workspace, name=name, risk=risk)
            for name, risk in uses_of(workspace.id).items()
        )


def _lock(node: Node) -> None:
    """One at a time: each judges by what the other left."""
    Board.objects.select_for_update().get(id=node.board_id)


def _name(node: Node) -> str:
    return node.props.get("name") or "Picture"


def _because(why: str, node: Node) -> dict[str, object]:
    facts: dict[str, object] = {"board": node.board.title, "node": str(node.id)}
    return facts | ({"reason": why} if why else {})
