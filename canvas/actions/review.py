"""What a review tells others: that pictures were rejected, and that somebody is through."""

from collections import Counter
from collections.abc import Collection, Mapping
from uuid import UUID

from django.contrib.auth.models import User

from assets.transactions import write_transaction
from canvas.access import display_name
from canvas.actions.audit import record
from canvas.actions.notify import notify
from canvas.approval_facts import author_of
from canvas.models import ApprovalRequest, Board, Node, Notification
from canvas.words import counted


def tell_rejected(*, board: Board, user: User, node_ids: Collection[UUID], reason: str) -> int:
    """Each author once, of those pictures that bear the mark by now. Returns how many were told."""
    nodes = [
        node
        for node in Node.objects.filter(
            board=board, id__in=node_ids, kind="image", deleted_at=None
        ).select_related("asset", "generation")
        if node.props.get("mark") == "reject"
    ]
    own = f"u{user.pk}"
    theirs = Counter(author for node in nodes if (author := author_of(node)) not in ("", own))
    for author, count in theirs.items():
        first = next(node for node in nodes if author_of(node) == author)
        what = "one of your pictures" if count == 1 else f"{counted(count, 'picture')} of yours"
        text = f"{display_name(user)} rejected {what}" + (f": {reason}" if reason else ".")
        notify([int(author[1:])], Notification.Kind.DECISION, board, first, text)
    return len(theirs)


def complete_review(*, board: Board, user: User, title: str, tallies: Mapping[str, int]) -> int:
    """Somebody has looked at all of it, whether they decided or not: it goes on the record, and who
    asked for approvals, or made the board, is told. Returns how many were told."""
    with write_transaction():
        asked = ApprovalRequest.objects.filter(board=board).values_list("user_id", flat=True)
        people = {one for one in (*asked, board.created_by_id) if one} - {user.pk}
        done = ", ".join(f"{count} {word}" for word, count in tallies.items() if count)
        text = f"{display_name(user)} completed a review of {title}: {done or 'no marks'}."
        notify(people, Notification.Kind.DECISION, board, None, text)
        facts = {**tallies, "board": board.title}
        record(board.workspace, user, "review_completed", title, facts)
    return len(people)
