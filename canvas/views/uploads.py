"""Pictures and masks that people bring to a board."""

from pathlib import PurePath
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from assets.actions.assets import add_mask, add_picture
from assets.actions.clips import add_uploaded_clip
from assets.errors import ImageTooLarge
from assets.ingest import Polarity
from assets.models import Asset
from assets.motion.intake import sniff_clip
from canvas.access import require_board
from canvas.errors import CanvasError, NotFound
from canvas.models import Board
from canvas.requests import most_body_bytes

POLARITIES: dict[str, Polarity] = {"white": "white", "alpha": "alpha"}
PICTURE_SUFFIXES = frozenset(
    [".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".bmp", ".dib"]
    + [".tif", ".tiff", ".avif", ".avifs", ".mp4", ".m4v", ".mov", ".webm", ".mkv"]
)


# Checking a CSRF token reads the form, and reading the form is what costs. So size and access are
# looked at first, from headers alone, and the inner views check the token before they do anything.
@csrf_exempt
@require_POST
def upload_picture(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """`file` -> 201 `{"asset": {id, width, height, name}}`. Raises CanvasError, AssetsError."""
    _check_length(request)
    board, _ = require_board(request, board_id, edit=True)
    return _take_picture(request, board)


@csrf_exempt
@require_POST
def upload_mask(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """`file`, `picture` (asset id), `polarity` (white, the default, or alpha) -> 201 as above."""
    _check_length(request)
    board, _ = require_board(request, board_id, edit=True)
    return _take_mask(request, board)


@csrf_protect
def _take_picture(request: HttpRequest, board: Board) -> HttpResponse:
    file = _sent_file(request)
    head = file.read(64)
    file.seek(0)
    if container := sniff_clip(head):
        clip = add_uploaded_clip(
            workspace=board.workspace,
            pieces=file.chunks(),
            container=container,
            name=_picture_name(file.name or ""),
            user=_user(request),
        )
        return _created(clip)
    asset = add_picture(
        workspace=board.workspace,
        data=file.read(),
        name=_picture_name(file.name or ""),
        user=_user(request),
    )
    return _created(asset)


@csrf_protect
def _take_mask(request: HttpRequest, board: Board) -> HttpResponse:
    file = _sent_file(request)
    polarity = POLARITIES.get(request.POST.get("polarity", "white"))
    if polarity is None:
        raise CanvasError("The polarity of a mask is white or alpha.", code="bad_field")
    asset = add_mask(
        workspace=board.workspace,
        data=file.read(),
        picture=_picture_of(request, board),
        user=_user(request),
        polarity=polarity,
    )
    return _created(asset)


def _check_length(request: HttpRequest) -> None:
    """By the length that the request states: Django reads no more than that."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > most_body_bytes():
        raise _too_large()


def _sent_file(request: HttpRequest) -> "UploadedFile[bytes]":
    file = request.FILES.get("file")
    if file is None:
        raise CanvasError(
            'No file arrived. Send one as multipart form data, in the field "file".',
            code="missing_file",
        )
    if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
        raise _too_large()
    return file


def _picture_of(request: HttpRequest, board: Board) -> Asset:
    try:
        asset_id = UUID(request.POST.get("picture", ""))
    except ValueError as error:
        raise CanvasError(
            'The field "picture" names no picture. Send the id of the one that the mask is for.',
            code="bad_field",
        ) from error
    picture = Asset.objects.filter(id=asset_id, workspace=board.workspace).first()
    if picture is None:
        raise NotFound("The picture of this mask is not there, or you have no access to it.")
    return picture


def _too_large() -> ImageTooLarge:
    limit = settings.MAX_UPLOAD_BYTES / 1024 / 1024
    return ImageTooLarge(
        f"The file is larger than {limit:g} MB. Make it smaller and upload it again."
    )


def _picture_name(file_name: str) -> str:
    """What people call it: the file's name, without the suffix of a picture."""
    path = PurePath(file_name)
    return path.stem if path.suffix.lower() in PICTURE_SUFFIXES else path.name


def _user(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _created(asset: Asset) -> HttpResponse:
    about = {
        "id": str(asset.id),
        "width": asset.width,
        "height": asset.height,
        "name": asset.name,
    }
    return JsonResponse({"asset": about}, status=201)
