import hashlib
import os
import threading
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, InMemoryStorage, Storage

from assets.errors import FileMissing, StorageFailed
from assets.files import FileStore, picture_path, rendition_path

DATA = b"pixels " * 1000
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(params=["folder", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return FileSystemStorage(tmp_path) if request.param == "folder" else InMemoryStorage()


def test_what_was_put_is_read_by_its_hash(storage: Storage) -> None:
    store = FileStore(storage)
    assert store.put(DATA, "png") == SHA256
    assert store.read(SHA256, "png") == DATA


def test_renditions_are_kept_beside_each_other(storage: Storage) -> None:
    store = FileStore(storage)
    store.put(DATA, "png", {32: b"small", 512: b"larger"})
    assert store.read_rendition(SHA256, 32) == b"small"
    assert store.read_rendition(SHA256, 512) == b"larger"


def test_names_follow_from_the_hash_alone() -> None:
    assert picture_path(SHA256, "png") == f"pictures/{SHA256[:2]}/{SHA256}.png"
    assert rendition_path(SHA256, 512) == f"renditions/{SHA256[:2]}/{SHA256}/512.webp"


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "a" * 63, "A" * 64, f"{SHA256}\n"])
def test_what_is_no_hash_names_no_file(sha256: str) -> None:
    with pytest.raises(ValueError):
        picture_path(sha256, "png")
    with pytest.raises(ValueError):
        rendition_path(sha256, 32)


@pytest.mark.parametrize("suffix", ["", "svg", "png/../../x", "html"])
def test_only_our_own_suffixes_are_written(suffix: str) -> None:
    with pytest.raises(ValueError):
        picture_path(SHA256, suffix)


def test_putting_it_again_writes_nothing(tmp_path: Path) -> None:
    store = FileStore(FileSystemStorage(tmp_path))
    store.put(DATA, "png")
    path = tmp_path / picture_path(SHA256, "png")
    before = path.stat()

    store.put(DATA, "png")

    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_half_a_file_left_by_another_program_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / picture_path(SHA256, "png")
    path.parent.mkdir(parents=True)
    path.write_bytes(DATA[:100])

    FileStore(FileSystemStorage(tmp_path)).put(DATA, "png")

    assert path.read_bytes() == DATA


def test_nothing_but_the_file_is_left_in_the_folder(tmp_path: Path) -> None:
    FileStore(FileSystemStorage(tmp_path)).put(DATA, "png")
    files = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [f"{SHA256}.png"]


def test_many_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    store = FileStore(FileSystemStorage(tmp_path))
    threads = [threading.Thread(target=store.put, args=(DATA, "png")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [DATA]


def test_a_missing_file_is_told_in_words(storage: Storage) -> None:
    with pytest.raises(FileMissing, match="not on the server any more"):
        FileStore(storage).read(SHA256, "png")


def test_a_place_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_bytes(b"a file where a folder belongs")
    with pytest.raises(StorageFailed, match="could not store"):
        FileStore(FileSystemStorage(tmp_path)).put(DATA, "png")


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """A folder stands where the file belongs, so that only the last step, the rename, fails."""
    place = tmp_path / picture_path(SHA256, "png")
    (place / "occupied").mkdir(parents=True)

    with pytest.raises(StorageFailed):
        FileStore(FileSystemStorage(tmp_path)).put(DATA, "png")

    assert os.listdir(place.parent) == [place.name]
