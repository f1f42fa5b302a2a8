"""Finding boards by title, and things on them by name, prompt or text, among what one may see."""

from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat

from canvas.folding import Fold, fold, place_of
from canvas.models import Board, Node

PAGE = 20
MOST_BOARDS = 8
LONGEST_QUERY = 120
EXCERPT = 90

_NONE = Value("", output_field=TextField())
# No query has a line break: nothing is found across two texts.
_BREAK = Value("\n", output_field=TextField())

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
    if not fold(wanted).strip():
        return Results("", 0, [], [], False)
    mine = Board.objects.visible_to(user).filter(workspace_id=workspace_id)
    boards = [] if page else list(_boards(mine, wanted))
    # One more than is shown tells whether there are more.
    nodes = list(_nodes(mine, wanted)[page * PAGE : (page + 1) * PAGE + 1])
    hits = [_hit(node, wanted) for node in nodes[:PAGE]]
    return Results(wanted, page, boards, hits, len(nodes) > PAGE)


def _boards(mine: "QuerySet[Board]", wanted: str) -> "QuerySet[Board]":
    found = mine.annotate(folded=Fold("title")).filter(folded__contains=fold(wanted))
    return found.select_related("project").order_by("-edited_at")[:MOST_BOARDS]


def _nodes(mine: "QuerySet[Board]", wanted: str) -> "QuerySet[Node]":
    texts = [KT("props__name"), KT("props__text"), KT("props__prompt"), F("generation__prompt")]
    words = Concat(*chain.from_iterable((Coalesce(text, _NONE), _BREAK) for text in texts))
    found = (
        Node.objects.filter(
            Q(props__candidate_of=None) | Q(props__candidate_of__isnull=True),
            board__in=mine,
            deleted_at=None,
        )
        .exclude(kind="mask")
        .annotate(folded=Fold(words))
        .filter(folded__contains=fold(wanted))
    )
    return found.select_related("board", "generation").order_by(
        "-board__edited_at", "board_id", "-revision", "id"
    )


def _hit(node: Node, wanted: str) -> Hit:
    prompt = node.generation.prompt if node.generation else node.props.get("prompt", "")
    name = str(node.props.get("name") or "")
    texts = [name, str(node.props.get("text") or ""), str(prompt or "")]
    found = next((text for text in texts if place_of(wanted, text) >= 0), name)
    kind = KIND_WORDS.get(node.kind, node.kind.capitalize())
    return Hit(node, kind, name or kind, excerpt(found, wanted))


def excerpt(text: str, wanted: str) -> str:
    """At most EXCERPT characters of one line, with `wanted` among them."""
    line = " ".join(text.split())
    at = max(place_of(wanted, line), 0)
    start = max(0, min(at - EXCERPT // 3, len(line) - EXCERPT))
    cut = line[start : start + EXCERPT]
    return ("…" if start else "") + cut + ("…" if start + EXCERPT < len(line) else "")
