"""What guests say and decide on the pictures that their link shows."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assets.transactions import write_transaction
from canvas.actions.approval import StaleDecision
from canvas.actions.audit import record
from canvas.actions.comments import Place, start_thread
from canvas.actions.notify import notify
from canvas.errors import CanvasError, NotFound
from canvas.link_access import Guest
from canvas.link_pictures import ShownPicture, shown_node
from canvas.models import Board, Decision, LinkVisit, Node, Notification, Thread
from canvas.risk_facts import risk_of
from canvas.signals import comments_changed

GONE = "This picture is not shown any more. Reload the page."


def comment(*, guest: Guest, node_id: UUID, x: float, y: float, text: str) -> Thread:
    """x, y: 0..1 on the picture. Raises NotFound, BadComment."""
    _shown(guest, node_id)
    thread = start_thread(
        board=guest.link.board, access=guest.access, place=Place(node_id, x, y), text=text
    )
    author = Node.objects.filter(board=guest.link.board, id=node_id).values_list("created_by")
    if (guest.link.created_by_id,) not in author:  # who made the picture was told already
        _tell(guest, node_id, f"commented: {text.strip()[:120]}", thread=thread)
    return thread


def decide(*, guest: Guest, node_id: UUID, sha256: str, kind: str, note: str = "") -> Decision:
    """On the bytes that the guest saw, `sha256`. Raises NotFound, StaleDecision, CanvasError; then
    nothing was written."""
    if kind not in Decision.Kind.values:
        raise CanvasError("There is no such decision. Reload the page.", code="bad_decision")
    board = guest.link.board
    with write_transaction():
        Board.objects.select_for_update().get(id=board.id)
        shown = _shown(guest, node_id)
        node = _live(board, node_id)
        if not shown.asset.sha256 == sha256 == (node.asset and node.asset.sha256):
            raise StaleDecision(
                "There is a newer version of this picture. Reload the page and look at it, "
                "then decide."
            )
        decision = Decision.objects.create(
            board=board,
            node=node_id,
            asset=shown.asset,
            sha256=sha256,
            kind=kind,
            guest_name=guest.access.name,
            guest=guest.access.guest,
            link=guest.link,
            note=note,
        )
        label = Decision.Kind(kind).label.lower()
        _tell(guest, node_id, f"{label} – {_name(node)}. {note}".strip())
        facts = {
            "decision": kind,
            "sha256": sha256,
            "class": risk_of(node).risk,
            "board": board.title,
            "link": guest.link.id,
        }
        facts |= {"note": note} if note else {}
        record(board.workspace, _who(guest), "decided", _name(node), facts)
        transaction.on_commit(
            lambda: comments_changed.send(sender=decide, board_id=board.id), robust=True
        )
        return decision


def complete_review(*, guest: Guest, decided: int, shown: int) -> None:
    """The guest has said what they wanted to, on `decided` of `shown` pictures. Raises NotFound."""
    link = guest.link
    with write_transaction():
        visits = LinkVisit.objects.filter(link=link, guest=guest.access.guest)
        last = visits.order_by("-at", "-id").first()
        if last is None:
            raise NotFound("Open the link again, then complete the review.")
        last.completed_at = timezone.now()
        last.save(update_fields=["completed_at"])
        label = link.name or link.sees
        _tell(guest, None, f"completed the review of {label}: {decided} of {shown} decided")
        facts = {"board": link.board.title, "link": link.id, "decided": decided, "shown": shown}
        record(link.board.workspace, _who(guest), "review_completed", guest.access.name, facts)


def _shown(guest: Guest, node_id: UUID) -> ShownPicture:
    shown = shown_node(guest.link, node_id)
    if shown is None:
        raise NotFound(GONE)
    return shown


def _live(board: Board, node_id: UUID) -> Node:
    rows = Node.objects.select_related("board__workspace", "asset", "generation")
    node = rows.filter(board=board, id=node_id, deleted_at=None).first()
    if node is None:
        raise NotFound(GONE)
    return node


def _tell(guest: Guest, node_id: UUID | None, did: str, thread: Thread | None = None) -> None:
    """Whoever made the link hears of what comes of it."""
    if guest.link.created_by_id is None:
        return
    kind = Notification.Kind.COMMENT if thread else Notification.Kind.DECISION
    text = f"{_who(guest)} {did}"
    notify([guest.link.created_by_id], kind, guest.link.board, node_id, text, thread=thread)


def _who(guest: Guest) -> str:
    return f"{guest.access.name} (guest)"


def _name(node: Node) -> str:
    return node.props.get("name") or "Picture"
