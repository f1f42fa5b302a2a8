"""What a review tells others: that their pictures were rejected, and why."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from django.contrib.auth.models import User

from canvas.access import display_name
from canvas.actions.notify import notify
from canvas.approval_facts import author_of
from canvas.models import Board, Node, Notification
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
