"""Threads and comments as pages are told of them: plain JSON, with less in it for guests."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from canvas.access import BoardAccess, display_name
from canvas.actions.comments import mentionable
from canvas.concealment import concealed_on
from canvas.models import Board, Comment, Node, Reaction, ReadMark, Thread

# What a guest reads instead of the name of somebody of the team.
TEAM = "Team"
_EXCERPT = 200

Json = dict[str, Any]


def threads_for(board: Board, access: BoardAccess) -> QuerySet[Thread]:
    """Guests: those of their own link, on what is shown to them."""
    threads = Thread.objects.filter(board=board).select_related("resolved_by")
    if not access.is_guest:
        return threads
    live = Node.objects.filter(board=board, deleted_at=None).values("id")
    own = threads.filter(link_id=access.link_id)
    return (own.filter(node=None) | own.filter(node__in=live)).exclude(
        node__in=concealed_on(board.id)
    )


def list_facts(board: Board, access: BoardAccess) -> Json:
    """people: whom one may mention."""
    comments = Prefetch("comments", Comment.objects.select_related("author"))
    threads = threads_for(board, access).prefetch_related(comments).order_by("number")
    marks = {}
    if access.user_id is not None:
        read = ReadMark.objects.filter(thread__board=board, user_id=access.user_id)
        marks = dict(read.values_list("thread_id", "at"))
    may_name = access.may_comment and not access.is_guest
    return {
        "may_comment": access.may_comment,
        "people": mentionable(board) if may_name else [],
        "threads": [_thread(one, access, marks.get(one.id)) for one in threads],
    }


def thread_facts(thread: Thread, access: BoardAccess) -> Json:
    """comments: oldest first."""
    reactions: dict[UUID, list[Reaction]] = defaultdict(list)
    for one in Reaction.objects.filter(comment__thread=thread).select_related("user"):
        reactions[one.comment_id].append(one)
    comments = thread.comments.select_related("author")
    return {
        "id": str(thread.id),
        "number": thread.number,
        "resolved_by": _resolver(thread, access),
        "comments": [_comment(one, access, reactions[one.id]) for one in comments],
    }


def _thread(thread: Thread, access: BoardAccess, read_until: Any) -> Json:
    comments = list(thread.comments.all())
    first, last = comments[0], comments[-1]
    newest = [one for one in comments if one.author_id != access.user_id or one.author_id is None]
    is_unread = bool(newest) and (read_until is None or newest[-1].created_at > read_until)
    return {
        "id": str(thread.id),
        "number": thread.number,
        "node": thread.node and str(thread.node),
        "asset": thread.asset_id and str(thread.asset_id),
        "x": thread.x,
        "y": thread.y,
        "outline": thread.outline,
        "at_ms": thread.at_ms,
        "is_resolved": thread.resolved_at is not None,
        "author": _author(first, access),
        "text": _words(first, access)[:_EXCERPT],
        "count": len(comments),
        "last_at": last.created_at.isoformat(),
        "is_unread": is_unread and not access.is_guest,
        "names_you": any(
            one["id"] == access.user_id for comment in comments for one in comment.mentions
        ),
    }


def _comment(comment: Comment, access: BoardAccess, reactions: list[Reaction]) -> Json:
    kinds: dict[str, list[Reaction]] = defaultdict(list)
    for one in reactions:
        kinds[one.kind].append(one)
    return {
        "id": str(comment.id),
        "author": _author(comment, access),
        "text": _words(comment, access),
        "mentions": [] if access.is_guest else [one["name"] for one in comment.mentions],
        "proposed": comment.proposed and str(comment.proposed),
        "at": comment.created_at.isoformat(),
        "is_edited": comment.edited_at is not None,
        "reactions": [
            {
                "kind": kind,
                "people": [TEAM if _is_nameless(access) else display_name(r.user) for r in whose],
                "is_yours": any(r.user_id == access.user_id for r in whose),
            }
            for kind, whose in sorted(kinds.items())
        ],
    }


def _author(comment: Comment, access: BoardAccess) -> Json:
    """is_guest says so beside the name: anybody may call themselves like a colleague."""
    is_guest = bool(comment.guest_name)
    if is_guest:
        name = comment.guest_name
    elif _is_nameless(access):
        name = TEAM
    else:
        name = "Somebody who left" if comment.author is None else display_name(comment.author)
    is_you = comment.author_id is not None and comment.author_id == access.user_id
    if is_guest and access.is_guest:
        is_you = bool(access.guest) and comment.guest == access.guest
    return {"name": name, "is_guest": is_guest, "is_you": is_you}


def _is_nameless(access: BoardAccess) -> bool:
    """Whether this is a guest whose link names nobody of the team."""
    return access.is_guest and not access.sees_people


def _words(comment: Comment, access: BoardAccess) -> str:
    text = comment.text
    if _is_nameless(access):
        for one in comment.mentions:
            text = text.replace(f"@{one['name']}", f"@{TEAM}")
    return text


def _resolver(thread: Thread, access: BoardAccess) -> str | None:
    if thread.resolved_at is None:
        return None
    if _is_nameless(access) or thread.resolved_by is None:
        return TEAM
    return display_name(thread.resolved_by)
