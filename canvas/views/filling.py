"""A look at the fill of a hole, before anything is paid: nothing of it is kept."""

import io
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from PIL import Image

from assets.compositing.geometry import Size
from assets.errors import InvalidMask
from assets.filling import fill_look, mask_size
from assets.ingest import decode_mask
from canvas.access import require_board
from canvas.views.selecting import kept_pixels, picture_on_board

LOOK_QUALITY = 85


@never_cache
@require_POST
def look_at_fill(request: HttpRequest, board_id: UUID, node_id: UUID) -> HttpResponse:
    """A small mask as PNG (see `mask_size`) -> a WebP of the filled hole, transparent around it.

    Where it lies on the picture stands in the header `X-Area` (x, y, width, height in px). Raises
    CanvasError, AssetsError.
    """
    board, _ = require_board(request, board_id, edit=True)
    picture = picture_on_board(board, str(node_id))
    size = mask_size(Size(picture.width, picture.height))
    hole = decode_mask(_body(request), width=size.width, height=size.height)
    look, area = fill_look(kept_pixels.of(picture), hole)
    stream = io.BytesIO()
    Image.fromarray(look).save(stream, "WEBP", quality=LOOK_QUALITY, method=0)
    response = HttpResponse(stream.getvalue(), content_type="image/webp")
    response["X-Area"] = ",".join(map(str, area.as_list()))
    return response


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise InvalidMask("This mask is larger than a look at its fill takes.") from None
