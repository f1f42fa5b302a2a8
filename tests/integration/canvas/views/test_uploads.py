import io
import uuid
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from assets.actions.assets import add_picture, load_mask
from assets.models import Asset
from canvas.models import Board, Role
from tests.factories import make_board, make_member, make_workspace, picture_bytes

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}
CUT_OFF = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'


@dataclass
class Place:
    board: Board
    user: User
    client: Client


@pytest.fixture
def place() -> Place:
    return place_of(Role.DESIGNER)


def place_of(role: Role) -> Place:
    board = make_board()
    user = make_member(board.workspace, role)
    client = Client(headers=JSON)
    client.force_login(user)
    return Place(board, user, client)


def a_file(data: bytes | None = None, name: str = "Spring mug.png", kind: str = "image/png") -> Any:
    return SimpleUploadedFile(name, picture_bytes() if data is None else data, kind)


def upload(place: Place, **fields: Any) -> Any:
    return place.client.post(reverse("upload", args=[place.board.id]), fields)


def upload_mask(place: Place, **fields: Any) -> Any:
    return place.client.post(reverse("mask_upload", args=[place.board.id]), fields)


def assert_refused(response: Any, status: int, code: str) -> None:
    assert response.status_code == status, response.content
    answer = response.json()
    assert answer["code"] == code
    assert answer["message"].endswith(".")


def mask_file(width: int = 64, height: int = 48, *, as_alpha: bool = False) -> Any:
    mask = np.zeros((height, width), np.uint8)
    mask[10:20, 10:30] = 255
    image = Image.fromarray(mask)
    if as_alpha:
        cut_out = Image.new("RGBA", image.size, "grey")
        cut_out.putalpha(Image.fromarray(255 - mask))
        image = cut_out
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return a_file(stream.getvalue(), "mask.png")


# Pictures


def test_a_picture_is_taken_into_the_boards_workspace(place: Place) -> None:
    response = upload(place, file=a_file())

    assert response.status_code == 201
    asset = Asset.objects.get()
    assert response.json() == {
        "asset": {"id": str(asset.id), "width": 64, "height": 48, "name": "Spring mug"}
    }
    assert (asset.workspace, asset.created_by) == (place.board.workspace, place.user)


def test_sending_it_again_gives_the_same_asset(place: Place) -> None:
    first, again = upload(place, file=a_file()), upload(place, file=a_file(name="copy.png"))
    assert first.json() == again.json()
    assert Asset.objects.count() == 1


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("v1.2 hero.jpeg", "v1.2 hero"),
        ("hero.final", "hero.final"),
        ("../../etc/cron.d/x.png", "x"),
        ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>"),
        (".png", ".png"),
    ],
)
def test_it_is_called_what_its_file_is_called(place: Place, file_name: str, name: str) -> None:
    assert upload(place, file=a_file(name=file_name)).json()["asset"]["name"] == name


def test_what_it_is_counts_not_what_it_is_called(place: Place) -> None:
    bmp = a_file(picture_bytes(format="BMP"), "page.html", "text/html")
    assert upload(place, file=bmp).status_code == 201

    page = a_file(b"<!doctype html><script>alert(1)</script>", "photo.png", "image/png")
    assert_refused(upload(place, file=page), 415, "unsupported_image")
    drawing = a_file(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.png")
    assert_refused(upload(place, file=drawing), 415, "unsupported_image")


def test_broken_files_are_refused_and_leave_nothing(place: Place) -> None:
    assert_refused(upload(place, file=a_file(b"")), 422, "unreadable_image")
    assert_refused(upload(place, file=a_file(picture_bytes()[:900])), 422, "unreadable_image")
    assert not Asset.objects.exists()


def test_too_many_pixels_are_refused(place: Place, settings: Any) -> None:
    settings.MAX_IMAGE_PIXELS = 1000
    assert_refused(upload(place, file=a_file()), 413, "image_too_large")


def test_too_many_bytes_are_refused_by_what_the_request_says(place: Place, settings: Any) -> None:
    """The body is not there at all: it would have to be read to find that out."""
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    response = place.client.generic(
        "POST",
        reverse("upload", args=[place.board.id]),
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 * 1024 * 1024),
    )
    assert_refused(response, 413, "image_too_large")


def test_a_file_just_over_the_limit_is_refused(place: Place, settings: Any) -> None:
    data = picture_bytes()
    settings.MAX_UPLOAD_BYTES = len(data) - 1
    assert_refused(upload(place, file=a_file(data)), 413, "image_too_large")
    settings.MAX_UPLOAD_BYTES = len(data)
    assert upload(place, file=a_file(data)).status_code == 201


@pytest.mark.parametrize("fields", [{}, {"file": "only words"}, {"picture": "x"}])
def test_a_request_without_a_file_says_so(place: Place, fields: dict[str, str]) -> None:
    assert_refused(upload(place, **fields), 400, "missing_file")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (CUT_OFF + picture_bytes()[:2000], "multipart/form-data; boundary=x"),
        (b"anything", "multipart/form-data"),
        (b"anything", "multipart/form-data; boundary=" + "x" * 200),
    ],
)
def test_a_request_that_is_no_form_is_refused(place: Place, body: bytes, content_type: str) -> None:
    url = reverse("upload", args=[place.board.id])
    response = place.client.post(url, body, content_type=content_type)
    assert response.status_code == 400
    assert response.json()["code"] in ("missing_file", "bad_request")


def test_only_posting_uploads(place: Place) -> None:
    for name in ("upload", "mask_upload"):
        assert place.client.get(reverse(name, args=[place.board.id])).status_code == 405


# Who


@pytest.mark.parametrize("role", [Role.OWNER, Role.LEAD, Role.DESIGNER])
def test_those_who_edit_may_upload(role: Role) -> None:
    assert upload(place_of(role), file=a_file()).status_code == 201


def test_those_who_look_may_not(place: Place) -> None:
    assert_refused(upload(place_of(Role.VIEWER), file=a_file()), 403, "access_denied")
    assert not Asset.objects.exists()


def test_for_everybody_else_there_is_no_such_board(place: Place) -> None:
    outsider = place_of(Role.OWNER)
    outsider.board = place.board
    stranger = Place(place.board, place.user, Client(headers=JSON))
    for who in (outsider, stranger):
        for send in (upload, upload_mask):
            assert_refused(send(who, file=a_file()), 404, "not_found")
    place.board = Board(id=uuid.uuid4())
    assert_refused(upload(place, file=a_file()), 404, "not_found")
    assert not Asset.objects.exists()


@pytest.mark.parametrize("token", [None, "x" * 64])
def test_another_site_cannot_upload(place: Place, token: str | None) -> None:
    client = Client(enforce_csrf_checks=True, headers=JSON)
    client.force_login(place.user)
    headers = {"X-CSRFToken": token} if token else {}
    for name in ("upload", "mask_upload"):
        response = client.post(
            reverse(name, args=[place.board.id]), {"file": a_file()}, headers=headers
        )
        assert response.status_code == 403
    assert not Asset.objects.exists()


def test_the_page_itself_can_upload(place: Place) -> None:
    client = Client(enforce_csrf_checks=True, headers=JSON)
    client.force_login(place.user)
    token = "a" * 32
    client.cookies["csrftoken"] = token
    response = client.post(
        reverse("upload", args=[place.board.id]),
        {"file": a_file()},
        headers={"X-CSRFToken": token},
    )
    assert response.status_code == 201


# Masks


@pytest.fixture
def picture(place: Place) -> Asset:
    return add_picture(workspace=place.board.workspace, data=picture_bytes(), name="Mug", user=None)


@pytest.mark.parametrize("polarity", [None, "white", "alpha"])
def test_a_mask_is_taken_in_either_polarity(
    place: Place, picture: Asset, polarity: str | None
) -> None:
    fields = {"polarity": polarity} if polarity else {}

    response = upload_mask(
        place,
        file=mask_file(as_alpha=polarity == "alpha"),
        picture=str(picture.id),
        **fields,
    )

    assert response.status_code == 201
    mask = Asset.objects.get(role=Asset.Role.MASK)
    assert response.json() == {
        "asset": {"id": str(mask.id), "width": 64, "height": 48, "name": "Mask of Mug"}
    }
    values = load_mask(mask)
    assert values[15, 20] == 255 and values[40, 40] == 0


def test_masks_that_cannot_be_used_are_refused(place: Place, picture: Asset) -> None:
    of = {"picture": str(picture.id)}
    black = a_file(_png(Image.new("L", (64, 48), 0)))
    assert_refused(upload_mask(place, file=black, **of), 422, "invalid_mask")
    assert_refused(upload_mask(place, file=mask_file(63, 48), **of), 422, "invalid_mask")
    assert_refused(upload_mask(place, file=a_file(b"<svg/>"), **of), 415, "unsupported_image")
    assert_refused(upload_mask(place, file=mask_file(), polarity="x", **of), 400, "bad_field")
    assert_refused(upload_mask(place, **of), 400, "missing_file")
    assert not Asset.objects.filter(role=Asset.Role.MASK).exists()


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("picture_id", ["", "x", "1" * 5000, "\x00"])
def test_a_mask_has_to_name_its_picture(place: Place, picture_id: str) -> None:
    assert_refused(upload_mask(place, file=mask_file(), picture=picture_id), 400, "bad_field")


def test_a_picture_of_another_workspace_is_not_there(place: Place) -> None:
    foreign = add_picture(workspace=make_workspace(), data=picture_bytes(), name="", user=None)
    for picture_id in (foreign.id, uuid.uuid4()):
        response = upload_mask(place, file=mask_file(), picture=str(picture_id))
        assert_refused(response, 404, "not_found")


def test_a_mask_of_a_mask_is_refused(place: Place, picture: Asset) -> None:
    mask = upload_mask(place, file=mask_file(), picture=str(picture.id)).json()["asset"]["id"]
    assert_refused(upload_mask(place, file=mask_file(), picture=mask), 422, "invalid_mask")
