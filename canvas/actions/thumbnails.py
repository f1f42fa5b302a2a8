"""The picture of a board on its card: drawn when it is asked for, once a revision at most."""

import threading

from django.utils import timezone

from assets.files import FileStore
from assets.renditions import levels_of
from canvas.models import Board, Node, Thumbnail
from canvas.thumbnails import MOST_THINGS, Thing, draw

# One at a time: many open pages of a busy board must not take every core.
_drawing = threading.Lock()


def thumbnail_of(board: Board, *, revision: int) -> Thumbnail:
    """Of this revision or a newer one."""
    wanted = min(revision, board.revision)
    kept = Thumbnail.objects.filter(board=board, revision__gte=wanted).first()
    if kept is not None:
        return kept
    with _drawing:
        # Whoever held the lock may have drawn the same board.
        kept = Thumbnail.objects.filter(board=board, revision__gte=wanted).first()
        return kept or _draw(board)


def _draw(board: Board) -> Thumbnail:
    # The revision first: of changes that come meanwhile the picture may have more, never fewer.
    now = Board.objects.values_list("revision", flat=True).get(id=board.id)
    image = draw(things_on(board), FileStore().read_rendition)
    thumbnail, _ = Thumbnail.objects.update_or_create(
        board=board, defaults={"revision": now, "made_at": timezone.now(), "image": image}
    )
    return thumbnail


def things_on(board: Board) -> list[Thing]:
    """Bottom to top; what is hidden, undecided or no thing of its own is left out."""
    rows = (
        Node.objects.filter(board=board, deleted_at=None)
        .exclude(kind="mask")
        .order_by("order", "id")
        .select_related("asset")
        .only("kind", "x", "y", "width", "height", "rotation", "props", "asset")
    )
    return [
        _thing(node)
        for node in rows[:MOST_THINGS]
        if not any(node.props.get(key) for key in ("candidate_of", "version_of", "hidden"))
    ]


def _thing(node: Node) -> Thing:
    place = (node.kind, node.x, node.y, node.width, node.height, node.rotation)
    if node.asset is None:
        return Thing(*place, props=node.props)
    levels = levels_of(node.asset.width, node.asset.height)
    return Thing(*place, node.asset.sha256, levels, node.props)
