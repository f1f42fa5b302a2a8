"""What people say about pictures. The only writer of threads, comments and what belongs to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from assets.transactions import write_transaction
from canvas.access import BoardAccess, name_of
from canvas.actions.notify import mark_thread_read, notify
from canvas.comment_text import BadComment, clean_comment
from canvas.concealment import is_concealed
from canvas.errors import NotFound
from canvas.models import (
    Board,
    Comment,
    Membership,
    Node,
    Notification,
    Reaction,
    ReadMark,
    Thread,
)
from canvas.signals import comments_changed

MOST_THREADS = 2_000
MOST_COMMENTS = 500
MOST_MENTIONS = 20
_QUOTED = 120


@dataclass(frozen=True)
class Place:
    """As in Thread: on a picture 0..1, on the board world units. at_ms: of a clip."""

    node: UUID | None
    x: float
    y: float
    outline: list[float] = field(default_factory=list)
    at_ms: int | None = None


def start_thread(
    *, board: Board, access: BoardAccess, place: Place, text: str, mentions: Collection[int] = ()
) -> Thread:
    """Raises BadComment, or NotFound for a picture that is not there (any more)."""
    words = clean_comment(text)
    picture = None if place.node is None else _picture(board, access, place.node)
    with write_transaction():
        # Numbers are given one after the other.
        Board.objects.select_for_update().get(id=board.id)
        threads = Thread.objects.filter(board=board)
        if threads.count() >= MOST_THREADS:
            raise BadComment(
                f"A board has at most {MOST_THREADS:,} threads. Reply in one that is there.",
                code="too_many_threads",
            )
        thread = Thread.objects.create(
            board=board,
            number=(threads.aggregate(last=Max("number"))["last"] or 0) + 1,
            node=place.node,
            asset_id=None if picture is None else picture.asset_id,
            x=place.x,
            y=place.y,
            outline=place.outline,
            at_ms=place.at_ms if picture is not None and picture.props.get("clip_ms") else None,
            link_id=access.link_id,
        )
        comment = _say(thread, access, words, mentions)
        if picture is not None and picture.created_by_id is not None:
            told = {picture.created_by_id} - _mentioned(comment)
            _tell(told, Notification.Kind.COMMENT, comment, access, "commented on your picture")
    return thread


def reply(
    *, thread: Thread, access: BoardAccess, text: str, mentions: Collection[int] = ()
) -> Comment:
    """Whoever wrote in the thread before is told. Raises BadComment."""
    words = clean_comment(text)
    with write_transaction():
        if Comment.objects.filter(thread=thread).count() >= MOST_COMMENTS:
            raise BadComment(
                f"A thread has at most {MOST_COMMENTS} comments. Begin another one.",
                code="too_many_comments",
            )
        before = Comment.objects.filter(thread=thread).exclude(author=None)
        people = set(before.values_list("author_id", flat=True))
        comment = _say(thread, access, words, mentions)
        _tell(people - _mentioned(comment), Notification.Kind.REPLY, comment, access, "replied")
    return comment


def propose(*, thread: Thread, access: BoardAccess, node_id: UUID, version: int) -> Comment | None:
    """Say in the thread that somebody made a version after it; None: it says so already.

    Raises NotFound for a version that is not on the board.
    """
    _picture(thread.board, access, node_id)
    with write_transaction():
        Thread.objects.select_for_update().get(id=thread.id)
        if Comment.objects.filter(thread=thread, proposed=node_id).exists():
            return None
        people = set(thread.comments.exclude(author=None).values_list("author_id", flat=True))
        comment = Comment.objects.create(
            thread=thread,
            author_id=access.user_id,
            text=f"proposed version {version}",
            proposed=node_id,
        )
        _tell(people, Notification.Kind.REPLY, comment, access, "answered a comment")
        _announce(thread)
    return comment


def resolve(*, thread: Thread, user: User, is_resolved: bool, now: datetime) -> None:
    with write_transaction():
        thread.resolved_at = now if is_resolved else None
        thread.resolved_by = user if is_resolved else None
        thread.save(update_fields=["resolved_at", "resolved_by"])
        _announce(thread)


def react(*, thread: Thread, comment_id: UUID, user: User, kind: str, is_on: bool) -> None:
    """Raises NotFound."""
    comment = Comment.objects.filter(thread=thread, id=comment_id).first()
    if comment is None:
        raise NotFound("This comment is not there any more. Reload the page.")
    with write_transaction():
        if is_on:
            Reaction.objects.get_or_create(comment=comment, user=user, kind=kind)
        else:
            Reaction.objects.filter(comment=comment, user=user, kind=kind).delete()
        _announce(thread)


def rewrite(
    *,
    thread: Thread,
    access: BoardAccess,
    comment_id: UUID,
    text: str,
    mentions: Collection[int],
    now: datetime,
) -> None:
    """One's own. Who is named in it for the first time is told. Raises BadComment, NotFound."""
    words = clean_comment(text)
    with write_transaction():
        comment = _own(thread, access, comment_id)
        before = _mentioned(comment)
        comment.text, comment.edited_at = words, now
        comment.mentions = _named(thread.board, words, mentions)
        comment.save(update_fields=["text", "mentions", "edited_at"])
        new = _mentioned(comment) - before
        _tell(new, Notification.Kind.MENTION, comment, access, "mentioned you")
        _announce(thread)


def delete_comment(*, thread: Thread, access: BoardAccess, comment_id: UUID) -> bool:
    """One's own; a thread goes with its last one. True: the thread is left. Raises NotFound."""
    with write_transaction():
        _own(thread, access, comment_id).delete()
        is_left = Comment.objects.filter(thread=thread).exists()
        if not is_left:
            thread.delete()
        _announce(thread)
        return is_left


def _own(thread: Thread, access: BoardAccess, comment_id: UUID) -> Comment:
    """A guest's are nobody's: the next guest of that link is another person."""
    own = Comment.objects.filter(thread=thread, id=comment_id, proposed=None)
    comment = own.filter(author_id=access.user_id, author__isnull=False).first()
    if comment is None:
        raise NotFound("This comment is gone, or is somebody else's. Reload the page.")
    return comment


def read_thread(*, thread: Thread, user: User, now: datetime) -> None:
    with write_transaction():
        ReadMark.objects.update_or_create(thread=thread, user=user, defaults={"at": now})
        mark_thread_read(user=user, thread=thread, now=now)


def mentionable(board: Board) -> Sequence[dict[str, Any]]:
    """The members of the board's workspace, by name."""
    members = Membership.objects.filter(workspace_id=board.workspace_id, user__is_active=True)
    people = [
        {"id": user_id, "name": name_of(first_name, email)}
        for user_id, first_name, email in members.values_list(
            "user_id", "user__first_name", "user__email"
        )
    ]
    return sorted(people, key=lambda one: (str(one["name"]).casefold(), one["id"]))


def _picture(board: Board, access: BoardAccess, node_id: UUID) -> Node:
    node = Node.objects.filter(board=board, id=node_id, deleted_at=None, kind="image").first()
    if node is None or (access.is_guest and is_concealed(node)):
        raise NotFound(
            "This picture is not on the board any more. If it is in the trash, restore it first."
        )
    return node


def _say(thread: Thread, access: BoardAccess, text: str, mentions: Collection[int]) -> Comment:

    comment = Comment.objects.create(
        thread=thread,
        author_id=access.user_id,
        guest_name=access.name[:80] if access.is_guest else "",
        guest=access.guest,
        text=text,
        mentions=[] if access.is_guest else _named(thread.board, text, mentions),
    )
    if access.user_id is not None:
        ReadMark.objects.update_or_create(
            thread=thread, user_id=access.user_id, defaults={"at": comment.created_at}
        )
    _tell(_mentioned(comment), Notification.Kind.MENTION, comment, access, "mentioned you")
    _announce(thread)
    return comment


def _named(board: Board, text: str, mentions: Collection[int]) -> list[dict[str, Any]]:
    """A name that was taken out of the text again is no mention."""
    asked = set(mentions)
    named = [one for one in mentionable(board) if one["id"] in asked]
    return [one for one in named if f"@{one['name']}" in text][:MOST_MENTIONS]


def _mentioned(comment: Comment) -> set[int]:
    return {one["id"] for one in comment.mentions}


def _tell(people: set[int], kind: str, comment: Comment, access: BoardAccess, did: str) -> None:
    thread = comment.thread
    who = f"{access.name} (guest)" if access.is_guest else access.name
    quoted = comment.text[:_QUOTED]
    others = people - {access.user_id}
    if others:
        text = f"{who} {did}: {quoted}"
        notify(others, kind, thread.board, thread.node, text, thread=thread)


def _announce(thread: Thread) -> None:
    board_id = thread.board_id
    transaction.on_commit(
        lambda: comments_changed.send(sender=_announce, board_id=board_id), robust=True
    )
