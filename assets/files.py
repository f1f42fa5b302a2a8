"""Content-addressed storage: what a file is called follows from the SHA-256 of its bytes.

Nothing that a person sends reaches a name, so no name can lead out of the store. In a local folder
a file appears whole or not at all, also after a power cut: it is written under a temporary name,
synced, and renamed. Other storages (S3 and the like) write a whole object at once by themselves.

Files that belong together are written together: a disk syncs five at the same time in 19 ms where
one after the other they take 68 (ext4 on a virtual disk).
"""

import hashlib
import io
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, default_storage

from assets.errors import FileMissing, StorageFailed

logger = logging.getLogger(__name__)

# Threads that wait for a disk, or for a store over the network. A board's pictures are made two at
# a time at most, with some five files each.
_WRITERS = ThreadPoolExecutor(8, thread_name_prefix="files")

PIECE = 1024 * 1024
"""Bytes that are copied at a time."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SUFFIXES = frozenset({"png", "jpeg", "webp", "mkv"})


def picture_path(sha256: str, suffix: str) -> str:
    """`pictures/ab/abcdef....png`. Raises ValueError for what is no hash, or no suffix of ours."""
    if not _SHA256.fullmatch(sha256) or suffix not in _SUFFIXES:
        raise ValueError(f"Not the name of a stored picture: {sha256!r}, {suffix!r}")
    return f"pictures/{sha256[:2]}/{sha256}.{suffix}"


def rendition_path(sha256: str, level: int) -> str:
    """`renditions/ab/abcdef.../512.webp`; `sha256` is the picture's. Raises ValueError."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"Not the hash of a stored picture: {sha256!r}")
    return f"renditions/{sha256[:2]}/{sha256}/{int(level)}.webp"


def play_path(sha256: str) -> str:
    """`renditions/ab/abcdef.../play.webm`; `sha256` is the clip's. Raises ValueError."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"Not the hash of a stored clip: {sha256!r}")
    return f"renditions/{sha256[:2]}/{sha256}/play.webm"


def sheet_path(name: str) -> str:
    """`sheets/ab/abcdef....webp`; `name` is 64 hex digits. Raises ValueError."""
    if not _SHA256.fullmatch(name):
        raise ValueError(f"Not the name of a sheet: {name!r}")
    return f"sheets/{name[:2]}/{name}.webp"


def signed_path(sha256: str) -> str:
    """`signed/ab/abcdef...`: a file as it came in, with its credentials. Raises ValueError."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"Not the hash of a signed file: {sha256!r}")
    return f"signed/{sha256[:2]}/{sha256}"


class FileStore:
    """Pictures and their renditions in a storage of Django's.

    Writing what is there already does nothing. An OSError of the storage (a full disk, a folder
    that may not be written, a file that is gone) is logged and raised as StorageFailed.
    """

    def __init__(self, storage: Storage = default_storage) -> None:
        self._storage = storage

    def put(self, data: bytes, suffix: str, renditions: Mapping[int, bytes] | None = None) -> str:
        """Keep a picture, and what was made from it by level; all are there on return. Its SHA-256,
        in hex."""
        sha256 = hashlib.sha256(data).hexdigest()
        files = {picture_path(sha256, suffix): data}
        files |= {rendition_path(sha256, level): one for level, one in (renditions or {}).items()}
        writes = [_WRITERS.submit(self._write, name, one) for name, one in files.items()]
        # Every one is waited for, also when one before it failed: none goes on by itself.
        for error in [write.exception() for write in writes]:
            if error is not None:
                raise error
        return sha256

    def put_clip(self, master: Path, play: Path, renditions: Mapping[int, bytes]) -> str:
        """Keep a clip, what boards play of it and its first frame by level. Its SHA-256, in hex.
        Files are copied by pieces: a clip may be larger than what memory is for."""
        with master.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        for level, one in renditions.items():
            self._write(rendition_path(sha256, level), one)
        self._copy(play_path(sha256), play)
        self._copy(picture_path(sha256, "mkv"), master)
        return sha256

    def open_play(self, sha256: str) -> "File[bytes]":
        """The WebM of a clip, to be read from any place of it; close it. Raises StorageFailed."""
        return self._open(play_path(sha256))

    def open_master(self, sha256: str) -> "File[bytes]":
        """Close it. Raises StorageFailed."""
        return self._open(picture_path(sha256, "mkv"))

    def read(self, sha256: str, suffix: str) -> bytes:
        return self._read(picture_path(sha256, suffix))

    def read_rendition(self, sha256: str, level: int) -> bytes:
        return self._read(rendition_path(sha256, level))

    def put_signed(self, data: bytes) -> str:
        """Keep a file as it came in; served to nobody. Its SHA-256, in hex."""
        sha256 = hashlib.sha256(data).hexdigest()
        self._write(signed_path(sha256), data)
        return sha256

    def read_signed(self, sha256: str) -> bytes:
        return self._read(signed_path(sha256))

    def put_sheet(self, name: str, data: bytes) -> None:
        self._write(sheet_path(name), data)

    def find_sheet(self, name: str) -> bytes | None:
        """None for one that was not made yet."""
        path = sheet_path(name)
        return self._read(path) if self._storage.exists(path) else None

    def _read(self, name: str) -> bytes:
        with self._reading(name), self._storage.open(name) as file:
            return bytes(file.read())

    def _open(self, name: str) -> "File[bytes]":
        with self._reading(name):
            return self._storage.open(name)

    @contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            logger.error("%s is not there", name)
            raise FileMissing(
                "The file of this picture is not on the server any more."
                " Whoever runs it may bring it back from a backup; the log says which."
            ) from error
        except OSError as error:
            logger.error("%s cannot be read: %s", name, error)
            raise StorageFailed(
                "The file of this picture cannot be read on the server."
                " Tell whoever runs it; the log says which."
            ) from error

    def _write(self, name: str, data: bytes) -> None:
        try:
            if self._is_there(name, len(data)):
                return
            if path := self._local_path(name):
                _write_whole(path, io.BytesIO(data))
            else:
                self._storage.save(name, ContentFile(data))
        except OSError as error:
            raise self._full(name, error) from error

    def _copy(self, name: str, source: Path) -> None:
        try:
            if self._is_there(name, source.stat().st_size):
                return
            with source.open("rb") as file:
                if path := self._local_path(name):
                    _write_whole(path, file)
                else:
                    self._storage.save(name, File(file))
        except OSError as error:
            raise self._full(name, error) from error

    def _full(self, name: str, error: OSError) -> StorageFailed:
        logger.error("%s cannot be written: %s", name, error)
        return StorageFailed(
            "The server could not store the picture: its disk may be full."
            " Nothing of it was kept. Try again when there is room."
        )

    def _is_there(self, name: str, size: int) -> bool:
        """By name and size: with another size it is what some other program left there."""
        return self._storage.exists(name) and self._storage.size(name) == size

    def _local_path(self, name: str) -> Path | None:
        storage = self._storage
        return Path(storage.path(name)) if isinstance(storage, FileSystemStorage) else None


def _write_whole(path: Path, data: BinaryIO) -> None:
    """Write, sync, rename, sync the folder: in this order the name never shows half a file."""
    _make_folder(path.parent)
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(data, file, PIECE)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_folder(path.parent)


def _make_folder(folder: Path) -> None:
    """mkdir -p, with each new name synced into the folder that it stands in."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
