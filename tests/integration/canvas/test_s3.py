"""Pictures in a real S3 server's bucket (moto's, over HTTP)."""

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from assets.actions.assets import add_picture
from assets.errors import FileMissing, StorageFailed
from assets.files import FileStore
from tests import services
from tests.factories import make_member, make_user, make_workspace, picture_bytes
from tests.needs import leave_out


@pytest.fixture(scope="module")
def s3() -> Iterator[services.S3]:
    if gone := services.missing():
        leave_out(f"Install {', '.join(gone)} for this test.")
    with (
        tempfile.TemporaryDirectory(prefix="anchorboard-s3-") as folder,
        services.S3(Path(folder)) as s3,
    ):
        yield s3


@pytest.fixture
def bucket(s3: services.S3, settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {"default": told(s3)}


def told(s3: services.S3) -> dict[str, Any]:
    from assets.s3 import bucket_storage

    return bucket_storage(
        s3.bucket,
        endpoint=s3.url,
        region="us-east-1",
        access_key="a",
        secret_key="b",
        prefix="boards",
    )


def test_what_is_kept_is_read_and_keeping_it_again_does_nothing(bucket: None) -> None:
    store, data = FileStore(), picture_bytes(seed=3)
    sha256 = store.put(data, "png")
    assert sha256 == hashlib.sha256(data).hexdigest()
    written = default_storage.get_modified_time(f"pictures/{sha256[:2]}/{sha256}.png")
    assert store.put(data, "png") == sha256
    assert store.read(sha256, "png") == data
    assert default_storage.get_modified_time(f"pictures/{sha256[:2]}/{sha256}.png") == written
    assert store.find_sheet("0" * 64) is None
    with pytest.raises(FileMissing):
        store.read("0" * 64, "png")


@pytest.mark.django_db
def test_a_picture_is_served_to_members_and_to_nobody_else(bucket: None) -> None:
    workspace = make_workspace()
    member, outsider = make_member(workspace), make_user("outsider")
    data = picture_bytes(640, 480, seed=4)
    asset = add_picture(workspace=workspace, data=data, name="a.png", user=member)
    for person, status in ((member, 200), (outsider, 404), (None, 404)):
        client = Client()
        if person is not None:
            client.force_login(person)
        for level in ("128", "original"):
            assert client.get(f"/assets/{asset.id}/{level}").status_code == status
    client = Client()
    client.force_login(member)
    original = client.get(f"/assets/{asset.id}/original")
    assert hashlib.sha256(original.content).hexdigest() == asset.sha256
    assert original.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_a_store_that_is_away_is_told_in_words_and_comes_back(
    s3: services.S3, bucket: None, caplog: pytest.LogCaptureFixture
) -> None:
    store, data = FileStore(), picture_bytes(seed=5)
    s3.stop()
    with pytest.raises(StorageFailed):
        store.put(data, "png")
    s3.start()
    assert store.read(store.put(data, "png"), "png") == data
