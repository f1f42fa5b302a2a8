"""Clips as files that leave."""

import shutil
import tempfile
import threading
from fractions import Fraction
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from assets.actions.assets import clean_name
from assets.files import FileStore
from assets.models import Asset, Clip
from assets.motion.deliver import Delivered, Delivery, deliver
from assets.views import as_file_name
from canvas.access import require_board
from canvas.errors import AccessDenied, CanvasError, NotFound
from canvas.models import Node

MOST_MB = 500
# An encode takes a core for seconds: two at a time leave one for everybody else.
_AT_ONCE = threading.BoundedSemaphore(2)
_TYPES = {
    Delivery.WEBM: "video/webm",
    Delivery.MP4: "video/mp4",
    Delivery.WEBP: "image/webp",
    Delivery.GIF: "image/gif",
}


@never_cache
@require_GET
def clip_file(request: HttpRequest, board_id: UUID, node_id: UUID, kind: str) -> HttpResponse:
    """`?most_mb=5`: the finest that fits. Raises CanvasError, InvalidRequest."""
    board, access = require_board(request, board_id)
    if access.is_guest:
        raise AccessDenied("Files of clips are for members. Ask whoever shared the board.")
    live = Node.objects.filter(board=board, id=node_id, deleted_at=None, kind="image")
    node = live.select_related("asset__clip").first()
    if node is None or node.asset is None or node.asset.role != Asset.Role.CLIP:
        raise NotFound("There is no such clip on this board.")
    if kind not in set(Delivery):
        raise CanvasError(f"A clip is given as {', '.join(Delivery)}.", code="bad_field")
    made, data = _encoded(node.asset.clip, Delivery(kind), _most_bytes(request))
    name = as_file_name(clean_name(str(node.props.get("name") or node.asset.name))) or "clip"
    response = HttpResponse(data, content_type=_TYPES[Delivery(kind)])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    response["X-Quality"] = made.quality
    return response


def _most_bytes(request: HttpRequest) -> int | None:
    asked = request.GET.get("most_mb", "")
    if not asked:
        return None
    try:
        most = float(asked)
    except ValueError:
        most = 0.0
    if not 0.001 <= most <= MOST_MB:
        raise CanvasError(f"A file may have 0.001 to {MOST_MB} MB.", code="bad_field")
    return int(most * 1_000_000)


def _encoded(clip: Clip, kind: Delivery, most_bytes: int | None) -> tuple[Delivered, bytes]:
    with _AT_ONCE, tempfile.TemporaryDirectory(prefix="anchorboard-clip-") as name:
        folder = Path(name)
        master = folder / "master.mkv"
        with FileStore().open_master(clip.asset.sha256) as file, master.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        fps = Fraction(clip.fps_num, clip.fps_den)
        made = deliver(master, folder, kind, fps=fps, most_bytes=most_bytes)
        return made, made.path.read_bytes()
