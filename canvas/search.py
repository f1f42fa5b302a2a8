"""Finding boards by title, and things on them by name, prompt or text, among what one may see."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from canvas.models import Board, Node

PAGE = 20
MOST_BOARDS = 8
LONGEST_QUERY = 120
EXCERPT = 90

KIND_WORDS = {
    "image": "Picture",
    "generation": "Picture being made",
    "note": "Note",
    "text": "Text",
    "frame": "Frame",
    "shape": "Shape",
    "line": "Line",
    "mask": "Mask",
}


@dataclass(frozen=True)
class Hit:
    """A thing on a board. words: an excerpt around what was looked for."""

    node: Node
    kind: str
    title: str
    words: str


@dataclass(frozen=True)
class Results:
    query: str
    page: int
    boards: list[Board]
    hits: list[Hit]
    has_more: bool


def search(*, user: User, workspace_id: UUID, query: str, page: int = 0) -> Results:
    """Newest first; boards on the first page alone. page: from 0."""
    # No text holds a NUL, and PostgreSQL refuses to look for one.
    wanted = " ".join(query.replace("\0", " ").split())[:LONGEST_QUERY]
    if not wanted:
        return Results("", 0, [], [], False)
    mine = Board.objects.visible_to(user).filter(workspace_id=workspace_id)
    boards = [] if page else list(_boards(mine, wanted))
    # One more than is shown tells whether there are more.
    nodes = list(_nodes(mine, wanted)[page * PAGE : (page + 1) * PAGE + 1])
    hits = [_hit(node, wanted) for node in nodes[:PAGE]]
    return Results(wanted, page, boards, hits, len(nodes) > PAGE)


def _boards(mine: "QuerySet[Board]", wanted: str) -> "QuerySet[Board]":
    found = mine.filter(title__icontains=wanted).select_related("project")
    return found.order_by("-edited_at")[:MOST_BOARDS]


def _nodes(mine: "QuerySet[Board]", wanted: str) -> "QuerySet[Node]":
    found = Node.objects.filter(
        Q(props__name__icontains=wanted)
        | Q(props__text__icontains=wanted)
        | Q(props__prompt__icontains=wanted)
        | Q(generation__prompt__icontains=wanted),
        Q(props__candidate_of=None) | Q(props__candidate_of__isnull=True),
        board__in=mine,
        deleted_at=None,
    ).exclude(kind="mask")
    return found.select_related("board", "generation").order_by(
        "-board__edited_at", "board_id", "-revision", "id"
    )


def _hit(node: Node, wanted: str) -> Hit:
    prompt = node.generation.prompt if node.generation else node.props.get("prompt", "")
    name = str(node.props.get("name") or "")
    texts = [name, str(node.props.get("text") or ""), str(prompt or "")]
    found = next((text for text in texts if wanted.lower() in text.lower()), name)
    kind = KIND_WORDS.get(node.kind, node.kind.capitalize())
    return Hit(node, kind, name or kind, excerpt(found, wanted))


def excerpt(text: str, wanted: str) -> str:
    """At most EXCERPT characters of one line, with `wanted` among them."""
    line = " ".join(text.split())
    at = max(line.lower().find(wanted.lower()), 0)
    start = max(0, min(at - EXCERPT // 3, len(line) - EXCERPT))
    cut = line[start : start + EXCERPT]
    return ("…" if start else "") + cut + ("…" if start + EXCERPT < len(line) else "")
