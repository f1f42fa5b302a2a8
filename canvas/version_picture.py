"""A board as it was, drawn small, from the snapshot that a version keeps."""

from typing import Any

from assets.files import FileStore
from assets.models import Asset
from canvas.models import Board
from canvas.thumbnails import Thing, draw

NOT_DRAWN = frozenset({"generation", "mask"})


def draw_version(board: Board, snapshot: dict[str, Any]) -> bytes:
    """A WebP with alpha. Pictures that are gone are drawn as a quiet box."""
    nodes = [
        node
        for node in snapshot["nodes"]
        if node["kind"] not in NOT_DRAWN
        and not any(node.get(key) for key in ("candidate_of", "version_of", "hidden"))
    ]
    nodes.sort(key=lambda node: (node["order"], node["id"]))
    pictures = _pictures(board, {node["asset"] for node in nodes if node.get("asset")})
    store = FileStore()
    return draw([_thing(node, pictures) for node in nodes], store.read_rendition)


def _pictures(board: Board, ids: set[str]) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Asset id -> (SHA-256, levels of its renditions)."""
    assets = Asset.objects.filter(workspace_id=board.workspace_id, id__in=ids)
    found = {}
    for asset in assets.prefetch_related("renditions"):
        levels = tuple(sorted(rendition.level for rendition in asset.renditions.all()))
        found[str(asset.id)] = (asset.sha256, levels)
    return found


def _thing(node: dict[str, Any], pictures: dict[str, tuple[str, tuple[int, ...]]]) -> Thing:
    sha256, levels = pictures.get(node.get("asset") or "", ("", ()))
    return Thing(
        kind=node["kind"],
        x=node["x"],
        y=node["y"],
        width=node["width"],
        height=node["height"],
        rotation=node["rotation"],
        sha256=sha256,
        levels=levels,
        props=node,
    )
