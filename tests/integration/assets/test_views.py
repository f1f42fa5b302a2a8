import io
import uuid
from typing import Any

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from PIL import Image

from assets.actions.assets import add_picture, load_pixels
from assets.files import rendition_path
from assets.models import Asset
from assets.permission import Permission
from tests.factories import make_workspace, picture_bytes

pytestmark = pytest.mark.django_db


def lets_in_by_header(request: HttpRequest, asset: Asset) -> Permission | None:
    if request.headers.get("X-May-See") != str(asset.id):
        return None
    may_download = "X-No-Download" not in request.headers
    return Permission(is_lasting=may_download, may_download=may_download)


@pytest.fixture(autouse=True)
def policy(settings: Any) -> None:
    settings.ASSET_ACCESS_POLICY = "tests.integration.assets.test_views.lets_in_by_header"


@pytest.fixture
def asset() -> Asset:
    return add_picture(
        workspace=make_workspace(),
        data=picture_bytes(600, 300, format="JPEG"),
        name="Mug / by the “sea”",
        user=None,
    )


def fetch(client: Client, asset: Asset, level: str = "128", query: str = "", **headers: str) -> Any:
    url = reverse("asset", args=[asset.id, level]) + query
    return client.get(url, headers={"X-May-See": str(asset.id), **headers})


@pytest.mark.parametrize(
    ("level", "size", "content_type"),
    [
        ("32", (32, 16), "image/webp"),
        ("128", (128, 64), "image/webp"),
        ("512", (512, 256), "image/webp"),
        ("2048", (600, 300), "image/webp"),
        ("original", (600, 300), "image/jpeg"),
    ],
)
def test_every_level_is_served(
    client: Client, asset: Asset, level: str, size: tuple[int, int], content_type: str
) -> None:
    response = fetch(client, asset, level)
    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert Image.open(io.BytesIO(response.content)).size == size


def test_the_original_has_the_pixels_that_edits_work_on(client: Client, asset: Asset) -> None:
    served = np.asarray(Image.open(io.BytesIO(fetch(client, asset, "original").content)))
    assert np.array_equal(served, load_pixels(asset))


def test_a_level_above_the_picture_gives_the_largest(client: Client) -> None:
    small = add_picture(workspace=make_workspace(), data=picture_bytes(), name="", user=None)
    response = fetch(client, small, "2048")
    assert Image.open(io.BytesIO(response.content)).size == (64, 48)
    assert response.content == fetch(client, small, "128").content


def test_browsers_may_keep_it_and_nothing_in_it_may_run(client: Client, asset: Asset) -> None:
    response = fetch(client, asset)
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Disposition" not in response


def test_what_the_browser_has_is_not_sent_again(client: Client, asset: Asset) -> None:
    first = fetch(client, asset)

    again = fetch(client, asset, **{"If-None-Match": first["ETag"]})
    other = fetch(client, asset, "512", **{"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]
    assert other.status_code == 200


def test_having_it_already_opens_no_door(client: Client, asset: Asset) -> None:
    etag = fetch(client, asset)["ETag"]
    url = reverse("asset", args=[asset.id, "128"])
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 404


def test_not_allowed_not_there_and_no_such_level_look_the_same(
    client: Client, asset: Asset
) -> None:
    missing = reverse("asset", args=[uuid.uuid4(), "128"])
    answers = [
        client.get(reverse("asset", args=[asset.id, "128"])),
        client.get(missing, headers={"X-May-See": str(asset.id)}),
        fetch(client, asset, "64"),
        fetch(client, asset, "0128"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize(
    ("level", "name"),
    [("original", "Mug - by the “sea”.jpg"), ("512", "Mug - by the “sea” 512 px.webp")],
)
def test_a_download_has_a_safe_name(client: Client, asset: Asset, level: str, name: str) -> None:
    disposition = fetch(client, asset, level, "?download")["Content-Disposition"]
    encoded = name.replace(" ", "%20").replace("“", "%E2%80%9C").replace("”", "%E2%80%9D")
    assert disposition == f"attachment; filename*=utf-8''{encoded}"


@pytest.mark.parametrize("name", ["", "...", '"; filename=evil.html', "../../etc/passwd"])
def test_no_name_breaks_out_of_the_header(client: Client, asset: Asset, name: str) -> None:
    Asset.objects.filter(id=asset.id).update(name=name)
    disposition = fetch(client, asset, "original", "?download")["Content-Disposition"]
    assert disposition.startswith('attachment; filename="') and disposition.endswith('.jpg"')
    assert disposition.count('"') == 2
    assert not set(disposition[22:-5]) & set("/\\;\r\n")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_can_only_be_read(client: Client, asset: Asset, method: str) -> None:
    url = reverse("asset", args=[asset.id, "128"])
    assert getattr(client, method)(url).status_code == 405


def test_one_query_finds_it(client: Client, asset: Asset, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        fetch(client, asset)


def test_a_file_that_is_gone_is_not_found(client: Client, asset: Asset) -> None:
    default_storage.delete(rendition_path(asset.sha256, 128))

    response = fetch(client, asset)

    assert response.status_code == 404
    assert "not on the server any more" in response.content.decode()
    assert "immutable" not in response.get("Cache-Control", "")


def test_who_may_only_look_gets_no_original_and_nothing_lasting(asset: Asset) -> None:
    headers = {"X-May-See": str(asset.id), "X-No-Download": "1"}

    original = Client().get(f"/assets/{asset.id}/original", headers=headers)
    saved = Client().get(f"/assets/{asset.id}/512?download", headers=headers)

    assert original["Content-Type"] == "image/webp"
    assert original["Cache-Control"] == "private, no-cache"
    assert saved.status_code == 404
