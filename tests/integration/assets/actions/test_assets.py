import io
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from PIL import Image

from assets.actions.assets import (
    add_made_picture,
    add_mask,
    add_picture,
    clean_name,
    load_mask,
    load_pixels,
)
from assets.errors import ImageTooLarge, IngestError, InvalidMask, StorageFailed, UnreadableImage
from assets.files import picture_path, rendition_path
from assets.models import Asset, Rendition, Workspace
from tests.factories import make_user, make_workspace, picture_bytes

pytestmark = pytest.mark.django_db


def add(workspace: Workspace, data: bytes | None = None, name: str = "Mug", **more: Any) -> Asset:
    return add_picture(
        workspace=workspace, data=data or picture_bytes(), name=name, user=None, **more
    )


def mask_bytes(width: int = 64, height: int = 48) -> bytes:
    mask = np.zeros((height, width), np.uint8)
    mask[10:20, 10:30] = 255
    stream = io.BytesIO()
    Image.fromarray(mask).save(stream, "PNG")
    return stream.getvalue()


def test_a_picture_is_kept_with_its_facts_and_levels() -> None:
    workspace, user = make_workspace(), make_user()

    asset = add_picture(
        workspace=workspace, data=picture_bytes(600, 300, format="JPEG"), name="Mug", user=user
    )

    asset.refresh_from_db()
    assert (asset.width, asset.height, asset.format) == (600, 300, "jpeg")
    assert (asset.name, asset.created_by, asset.origin) == ("Mug", user, "upload")
    assert asset.role == Asset.Role.PICTURE
    assert default_storage.size(picture_path(asset.sha256, "jpeg")) == asset.byte_size
    levels = list(asset.renditions.order_by("level").values_list("level", "width", "height"))
    assert levels == [(32, 32, 16), (128, 128, 64), (512, 512, 256), (2048, 600, 300)]
    for rendition in asset.renditions.all():
        path = rendition_path(asset.sha256, rendition.level)
        assert default_storage.size(path) == rendition.byte_size


@pytest.mark.parametrize("format", ["PNG", "JPEG", "BMP"])
def test_pixels_load_as_they_were_sent(format: str) -> None:
    data = picture_bytes(format=format)
    asset = add(make_workspace(), data)
    assert np.array_equal(load_pixels(asset), np.asarray(Image.open(io.BytesIO(data))))


def test_the_same_file_is_one_asset_in_a_workspace_and_another_in_the_next() -> None:
    workspace, other = make_workspace(), make_workspace()

    first, again, elsewhere = add(workspace), add(workspace, name="Copy"), add(other)

    assert first == again and again.name == "Mug"
    assert elsewhere != first and elsewhere.sha256 == first.sha256
    assert Rendition.objects.filter(asset=first).count() == 2
    assert Rendition.objects.filter(asset=elsewhere).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_file_from_many_people_at_once_is_one_asset() -> None:
    workspace = make_workspace()
    found: list[Asset] = []
    start = threading.Barrier(4)

    def upload() -> None:
        try:
            start.wait()
            found.append(add(workspace))
        finally:
            connection.close()

    threads = [threading.Thread(target=upload) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4 and len(set(found)) == 1
    assert Asset.objects.count() == 1
    assert Rendition.objects.count() == 2


@pytest.mark.parametrize("data", [b"", b"<svg/>", picture_bytes()[:300]])
def test_a_refused_file_leaves_nothing(data: bytes, settings: Any, tmp_path: Path) -> None:
    use_folder(settings, tmp_path)
    workspace = make_workspace()

    with pytest.raises(IngestError):
        add_picture(workspace=workspace, data=data, name="x", user=None)

    assert not Asset.objects.exists()
    assert not list(tmp_path.iterdir())


def test_the_limit_of_pixels_is_the_settings(settings: Any) -> None:
    settings.MAX_IMAGE_PIXELS = 64 * 48 - 1
    with pytest.raises(ImageTooLarge):
        add(make_workspace())


def use_folder(settings: Any, folder: Path) -> None:
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": backend, "OPTIONS": {"location": folder}},
    }


def test_without_room_for_files_there_is_no_row(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "renditions").write_bytes(b"a file where a folder belongs")
    use_folder(settings, tmp_path)
    workspace = make_workspace()

    with pytest.raises(StorageFailed):
        add(workspace)
    assert not Asset.objects.exists()

    (tmp_path / "renditions").unlink()
    assert add(workspace).renditions.count() == 2


def test_a_lost_file_is_told_in_words(settings: Any, tmp_path: Path) -> None:
    use_folder(settings, tmp_path)
    asset = add(make_workspace())
    (tmp_path / picture_path(asset.sha256, asset.format)).unlink()
    with pytest.raises(StorageFailed):
        load_pixels(asset)


@pytest.mark.parametrize("channels", [3, 4])
def test_a_made_picture_is_kept_without_loss(channels: int) -> None:
    image = np.random.default_rng(5).integers(0, 255, (40, 60, channels), dtype=np.uint8)

    asset = add_made_picture(workspace=make_workspace(), image=image, name="Idea", user=None)

    assert (asset.origin, asset.format, asset.width, asset.height) == ("generation", "png", 60, 40)
    assert np.array_equal(load_pixels(asset), image)


def test_an_opaque_made_picture_is_rgb() -> None:
    image = np.full((8, 8, 4), 255, np.uint8)
    asset = add_made_picture(workspace=make_workspace(), image=image, name="", user=None)
    assert load_pixels(asset).shape == (8, 8, 3)


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((8, 8), np.uint8),
        np.zeros((8, 8, 2), np.uint8),
        np.zeros((0, 8, 3), np.uint8),
        np.zeros((8, 8, 3), np.float32),
    ],
)
def test_what_is_no_picture_is_not_kept(image: Any) -> None:
    with pytest.raises(UnreadableImage):
        add_made_picture(workspace=make_workspace(), image=image, name="", user=None)


def test_a_mask_is_kept_in_grey() -> None:
    workspace = make_workspace()
    picture = add(workspace)

    mask = add_mask(workspace=workspace, data=mask_bytes(), picture=picture, user=None)

    assert (mask.role, mask.format, mask.width, mask.height) == ("mask", "png", 64, 48)
    values = load_mask(mask)
    assert values.shape == (48, 64) and values.dtype == np.uint8
    assert values[15, 15] == 255 and values[0, 0] == 0
    assert mask.renditions.count() == 2


def test_both_polarities_of_a_mask_give_the_same_mask() -> None:
    workspace = make_workspace()
    picture = add(workspace)
    cut_out = Image.new("RGBA", (64, 48), "grey")
    cut_out.putalpha(Image.fromarray(255 - np.asarray(Image.open(io.BytesIO(mask_bytes())))))
    stream = io.BytesIO()
    cut_out.save(stream, "PNG")

    white = add_mask(workspace=workspace, data=mask_bytes(), picture=picture, user=None)
    alpha = add_mask(
        workspace=workspace, data=stream.getvalue(), picture=picture, user=None, polarity="alpha"
    )

    assert white == alpha


def test_a_mask_of_another_size_leaves_nothing() -> None:
    workspace = make_workspace()
    picture = add(workspace)
    with pytest.raises(InvalidMask):
        add_mask(workspace=workspace, data=mask_bytes(63, 48), picture=picture, user=None)
    assert not Asset.objects.filter(role=Asset.Role.MASK).exists()


def test_a_mask_has_no_mask_and_a_picture_is_none() -> None:
    workspace = make_workspace()
    picture = add(workspace)
    mask = add_mask(workspace=workspace, data=mask_bytes(), picture=picture, user=None)
    with pytest.raises(InvalidMask):
        add_mask(workspace=workspace, data=mask_bytes(), picture=mask, user=None)
    with pytest.raises(InvalidMask):
        load_mask(picture)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Mug\tby  the\nsea ", "Mug by the sea"),
        ("a\x00b\x1bc\ud800d", "abcd"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("9.41\u202fPM", "9.41 PM"),
        ("x" * 300, "x" * 200),
        ("Łódź ☕", "Łódź ☕"),
        ("\x00", ""),
    ],
)
def test_names_become_one_printable_line(name: str, kept: str) -> None:
    assert clean_name(name) == kept
