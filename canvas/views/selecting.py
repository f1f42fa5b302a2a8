"""Smart select: clicks or a box on a picture of the board, or its subject, answered with a mask."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from PIL import Image

from assets.compositing.geometry import Box
from assets.compositing.select import MOST_POINTS, Click, select_object
from assets.compositing.select_subject import select_subject
from assets.kept_pixels import KeptPixels
from assets.models import Asset
from assets.png import encode_png
from canvas.access import require_board
from canvas.document import values
from canvas.document.kinds import Field
from canvas.errors import NotFound
from canvas.models import Board, Node
from canvas.views.json_body import list_of_at_most, read_fields, read_json

# One for the process: what it keeps is of use to everybody's next click.
kept_pixels = KeptPixels()

_PX = values.number(-1e6, 1e6)
_REQUEST = {
    "node": Field(values.as_id),
    "clicks": Field(list_of_at_most(MOST_POINTS), ()),
    "box": Field(values.or_null(list_of_at_most(4)), None),
    "subject": Field(values.boolean, False),
}
_CLICK = {"x": Field(_PX), "y": Field(_PX), "adds": Field(values.boolean, True)}
_BOX = {key: Field(_PX) for key in ("x", "y", "width", "height")}


@never_cache
@require_POST
def select_in_picture(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """`{node, clicks: [{x, y, adds}], box: [x, y, width, height]}`, in px of the picture, or
    `{node, subject: true}` -> a PNG of its size, 8-bit grey, 255 = selected. Raises CanvasError,
    AssetsError."""
    board, _ = require_board(request, board_id, edit=True)
    asked = read_fields(read_json(request), _REQUEST, "The request")
    clicks = [Click(**read_fields(raw, _CLICK, "A click")) for raw in asked["clicks"]]
    pixels = kept_pixels.of(picture_on_board(board, asked["node"]))
    if asked["subject"]:
        mask = select_subject(pixels)
    else:
        mask = select_object(pixels, clicks=clicks, box=_box(asked["box"]))
    return HttpResponse(encode_png(Image.fromarray(mask)), content_type="image/png")


def _box(raw: list[Any] | None) -> Box | None:
    if raw is None:
        return None
    read = read_fields(dict(zip(_BOX, raw, strict=False)), _BOX, "'box'")
    left, top = round(read["x"]), round(read["y"])
    return Box(
        left, top, round(read["x"] + read["width"]) - left, round(read["y"] + read["height"]) - top
    )


def picture_on_board(board: Board, node_id: str) -> Asset:
    """Raises NotFound."""
    node = Node.objects.filter(board=board, id=node_id, kind="image", deleted_at=None)
    found = node.select_related("asset").first()
    if found is None or found.asset is None:
        raise NotFound("This picture is not on the board any more. Choose another one.")
    return found.asset
