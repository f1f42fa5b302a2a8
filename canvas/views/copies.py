"""Pictures that come to a board by paste, from a board of another workspace."""

from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from assets.actions.assets import copy_assets
from canvas.access import readable_assets, require_board
from canvas.document import values
from canvas.document.kinds import Field
from canvas.views.json_body import read_fields, read_json

# Ids of 36 characters in a body of at most 256 KB; the page asks again for what is more.
MOST_AT_ONCE = 2_000
FIELDS = {"assets": Field(values.list_of(values.as_id, MOST_AT_ONCE))}


@require_POST
def copy_pictures(request: HttpRequest, board_id: UUID) -> JsonResponse:
    """`{"assets": [id, ...]}` -> `{"copies": {id: id here}}`: those that this person may read and
    that are still there; the others are left out, whatever the reason."""
    board, _ = require_board(request, board_id, edit=True)
    asked = read_fields(read_json(request), FIELDS, "The request")["assets"]
    ids = {UUID(one) for one in asked}
    # Only members may edit, so this is no guest.
    user = cast(User, request.user)
    found = readable_assets(user, ids).prefetch_related("renditions")
    copies = copy_assets(assets=found, workspace=board.workspace, user=user)
    return JsonResponse({"copies": {str(old): str(copy.id) for old, copy in copies.items()}})
