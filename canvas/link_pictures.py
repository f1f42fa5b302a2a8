"""Which pictures a link shows: by its scope, without what is hidden, undecided or rejected."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from assets.generations.names import picture_name
from assets.models import Asset
from canvas.approval import State
from canvas.approval_facts import statuses_of
from canvas.concealment import concealed_on, is_concealed
from canvas.models import FrozenPicture, Node, ShareLink

# Pictures whose tops differ by less than this share of their height stand in one row.
_ROW = 0.5


@dataclass(frozen=True)
class ShownPicture:
    """prompt: "" unless the link shows prompts. name: "" where nobody gave it one: the name that a
    picture has by itself says what its prompt was."""

    node: UUID
    asset: Asset
    name: str
    alt: str
    prompt: str


def shown_pictures(link: ShareLink) -> list[ShownPicture]:
    """In the order in which one reads them: row by row."""
    if link.frozen_at is not None:
        rows = FrozenPicture.objects.filter(link=link).select_related("asset")
        return [
            ShownPicture(one.node, one.asset, one.name, one.alt, one.prompt)
            for one in rows.order_by("position")
        ]
    concealed = concealed_on(link.board_id)
    inside = _scope(link)
    nodes = [node for node in _pictures(link) if node.id not in concealed and inside(node)]
    return [_shown(node, link) for node in _in_reading_order(_fit(link, nodes))]


def shows_asset(link: ShareLink, asset_id: UUID) -> bool:
    """The same of one picture, without looking at all others."""
    if link.frozen_at is not None:
        return FrozenPicture.objects.filter(link=link, asset_id=asset_id).exists()
    found = [node for node in _pictures(link).filter(asset_id=asset_id) if not is_concealed(node)]
    if not found:
        return False
    inside = _scope(link)
    return bool(_fit(link, [node for node in found if inside(node)]))


def shown_node(link: ShareLink, node_id: UUID) -> ShownPicture | None:
    """What it shows of this node; None: nothing."""
    if link.frozen_at is not None:
        frozen = FrozenPicture.objects.filter(link=link, node=node_id).select_related("asset")
        one = frozen.first()
        if one is None:
            return None
        return ShownPicture(one.node, one.asset, one.name, one.alt, one.prompt)
    node = _pictures(link).filter(id=node_id).first()
    if node is None or is_concealed(node) or not _scope(link)(node) or not _fit(link, [node]):
        return None
    return _shown(node, link)


def _pictures(link: ShareLink) -> QuerySet[Node]:
    nodes = Node.objects.filter(board_id=link.board_id, kind="image", deleted_at=None)
    return nodes.filter(asset__isnull=False).select_related(
        "asset", "generation", "board__workspace"
    )


def _is_aside(node: Node) -> bool:
    """Undecided, beneath a newer version, or marked as rejected."""
    is_beneath = any(node.props.get(key) for key in ("candidate_of", "version_of"))
    return is_beneath or node.props.get("mark") == "reject"


def _scope(link: ShareLink) -> Callable[[Node], bool]:
    """Whether a node of the board is what the link is for, or lies in that."""
    if link.scope not in (ShareLink.Scope.FRAME, ShareLink.Scope.SELECTION):
        return lambda node: True
    chosen = {UUID(node_id) for node_id in link.nodes}
    live = Node.objects.filter(board_id=link.board_id, deleted_at=None)
    parents = dict(live.values_list("id", "parent"))
    # What was chosen and deleted since opens nothing any more.
    chosen &= parents.keys()

    def is_inside(node: Node) -> bool:
        at: UUID | None = node.id
        seen: set[UUID] = set()
        while at is not None and at not in seen:
            if at in chosen:
                return True
            seen.add(at)
            at = parents.get(at)
        return False

    return is_inside


def _fit(link: ShareLink, nodes: Iterable[Node]) -> list[Node]:
    """Without what was rejected; only what is approved, where the link says so."""
    kept = [node for node in nodes if not _is_aside(node)]
    statuses = statuses_of(link.board, kept) if kept else {}
    return [
        node
        for node in kept
        if statuses[node.id].state is not State.REJECTED
        and (statuses[node.id].is_approved or not link.only_approved)
    ]


def _in_reading_order(nodes: list[Node]) -> list[Node]:
    rows: list[list[Node]] = []
    for node in sorted(nodes, key=lambda one: (one.y, one.x)):
        if rows and node.y - rows[-1][0].y < _ROW * rows[-1][0].height:
            rows[-1].append(node)
        else:
            rows.append([node])
    return [node for row in rows for node in sorted(row, key=lambda one: (one.x, str(one.id)))]


def _shown(node: Node, link: ShareLink) -> ShownPicture:
    assert node.asset is not None
    prompt = node.generation.prompt if node.generation is not None else ""
    name = node.props.get("name") or ""
    if node.generation is not None and not link.shows_prompts:
        name = "" if name == picture_name(node.generation) else name
    return ShownPicture(
        node=node.id,
        asset=node.asset,
        name=name,
        alt=node.props.get("alt") or "",
        prompt=prompt if link.shows_prompts else "",
    )
