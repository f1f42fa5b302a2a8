"""The only writers of assets: bytes or pixels in, a row with its files and renditions out.

Files are written before the row is committed. A crash in between leaves files that no row speaks
of, under the names that the same picture would get again; never a row without its files.
Call these outside a transaction: decoding and encoding take up to seconds, and an open transaction
would keep every other writer waiting for as long.
"""

import hashlib
import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from numpy.typing import NDArray
from PIL import Image

from assets.compositing.geometry import Size
from assets.compositing.masks import selection, union
from assets.drift.looks import Seen, look_at
from assets.errors import InvalidMask, UnreadableImage
from assets.export.credentials import may_be_signed
from assets.files import FileStore
from assets.ingest import (
    Polarity,
    decode,
    decode_mask,
    decode_stored,
    decode_stored_mask,
    encode,
)
from assets.models import Asset, Clip, Look, Rendition, Workspace
from assets.png import encode_png
from assets.renditions import Level, make_levels
from assets.told import told_in
from assets.transactions import write_transaction

# A 50-megapixel picture with transparency takes 600 MB while it is taken in: two at a time is what
# a laptop bears, and as many as the cores of a small server do at once.
_AT_ONCE = threading.BoundedSemaphore(2)

# Somebody waits for a picture that was made: its file and its renditions are encoded side by side.
_ENCODERS = ThreadPoolExecutor(2, thread_name_prefix="encoder")

_MAX_NAME = 200  # characters, as the column has
NOTHING_TOLD: Mapping[str, str] = MappingProxyType({})


def add_picture(
    *,
    workspace: Workspace,
    data: bytes,
    name: str,
    user: User | None,
    origin: Asset.Origin | str = Asset.Origin.UPLOAD,
) -> Asset:
    """Take in a file that somebody sent. The same file in the same workspace gives the same Asset,
    with its first name. Raises IngestError (nothing is kept then) or StorageFailed."""
    with _AT_ONCE:
        decoded = decode(data, max_pixels=settings.MAX_IMAGE_PIXELS)
        stored, format = encode(decoded)
        files = _write_files(workspace, Asset.Role.PICTURE, decoded.image, stored, format)
    asset = _add_row(
        workspace, files, origin=Asset.Origin(origin), name=name, user=user, told=told_in(data)
    )
    return _with_credentials(asset, data)


def _with_credentials(asset: Asset, data: bytes) -> Asset:
    """What is stored has lost what signed it: the file as it came in is kept beside, so that what
    is made of it can name it as its ingredient."""
    if may_be_signed(data) and not asset.signed_sha256:
        asset.signed_sha256 = FileStore().put_signed(data)
        Asset.objects.filter(id=asset.id).update(signed_sha256=asset.signed_sha256)
    return asset


def add_made_picture(
    *, workspace: Workspace, image: NDArray[np.uint8], name: str, user: User | None
) -> Asset:
    """Keep what an engine made, without loss. image: (H, W, 3) RGB or (H, W, 4) RGBA, uint8.

    `load_pixels` gives the same pixels back (RGB, if nothing is transparent). Raises
    UnreadableImage for any other array, StorageFailed.
    """
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] not in (3, 4) or not image.size:
        raise UnreadableImage(f"Not a picture: an array of {image.dtype}, shape {image.shape}.")
    if image.shape[2] == 4 and image[..., 3].min() == 255:
        image = image[..., :3]
    with _AT_ONCE:
        picture = Image.fromarray(np.ascontiguousarray(image))
        encoding = _ENCODERS.submit(encode_png, picture)
        levels = tuple(make_levels(picture, threads=_ENCODERS))
        files = _write_files(
            workspace,
            Asset.Role.PICTURE,
            picture,
            encoding.result(),
            Asset.Format.PNG,
            levels=levels,
        )
    return _add_row(workspace, files, origin=Asset.Origin.GENERATION, name=name, user=user)


def add_patch(*, workspace: Workspace, image: NDArray[np.uint8], user: User | None) -> Asset:
    """Keep what an engine gave for the context of an edit: (H, W, 3) or (H, W, 4) uint8, lossless.
    Raises StorageFailed."""
    with _AT_ONCE:
        picture = Image.fromarray(np.ascontiguousarray(image))
        files = _write_files(
            workspace, Asset.Role.PATCH, picture, encode_png(picture), Asset.Format.PNG
        )
    return _add_row(
        workspace, files, origin=Asset.Origin.GENERATION, name="Engine's part", user=user
    )


def add_mask(
    *,
    workspace: Workspace,
    data: bytes,
    picture: Asset,
    user: User | None,
    polarity: Polarity = "white",
) -> Asset:
    """Take in a mask for `picture`, of exactly its size; kept as 8-bit grey, 255 = regenerate.

    polarity: what says "regenerate" in `data`, white or transparency. Raises IngestError (mostly
    InvalidMask; nothing is kept then) or StorageFailed.
    """
    if picture.role != Asset.Role.PICTURE:
        raise InvalidMask("A mask belongs to a picture; this is a mask itself.")
    with _AT_ONCE:
        mask = Image.fromarray(
            decode_mask(data, width=picture.width, height=picture.height, polarity=polarity)
        )
        files = _write_files(workspace, Asset.Role.MASK, mask, encode_png(mask), Asset.Format.PNG)
    name = f"Mask of {picture.name}" if picture.name else "Mask"
    return _add_row(workspace, files, origin=Asset.Origin.UPLOAD, name=name, user=user)


def join_masks(*, masks: Sequence[Asset], picture: Asset, user: User | None) -> Asset:
    """One mask of all that these select in `picture`; a single one is given back as it is.

    Raises InvalidMask where they are of another size, select nothing or leave nothing; then
    nothing is kept. Raises StorageFailed.
    """
    if len(masks) == 1:
        return masks[0]
    with _AT_ONCE:
        joined = selection(
            union([load_mask(mask) for mask in masks]), Size(picture.width, picture.height)
        )
        image = Image.fromarray(joined)
        files = _write_files(
            picture.workspace, Asset.Role.MASK, image, encode_png(image), Asset.Format.PNG
        )
    name = f"Masks of {picture.name}" if picture.name else "Masks"
    return _add_row(
        picture.workspace, files, origin=Asset.Origin.UPLOAD, name=clean_name(name), user=user
    )


def add_stored_mask(*, workspace: Workspace, data: bytes, name: str, user: User | None) -> Asset:
    """Take in a mask that was stored elsewhere, in its own size. Raises IngestError (nothing is
    kept then) or StorageFailed."""
    with _AT_ONCE:
        decoded = decode(data, max_pixels=settings.MAX_IMAGE_PIXELS).image
        grey = decode_mask(data, width=decoded.width, height=decoded.height)
        mask = Image.fromarray(grey)
        files = _write_files(workspace, Asset.Role.MASK, mask, encode_png(mask), Asset.Format.PNG)
    return _add_row(workspace, files, origin=Asset.Origin.UPLOAD, name=name, user=user)


def copy_assets(
    *, assets: Iterable[Asset], workspace: Workspace, user: User | None
) -> dict[uuid.UUID, Asset]:
    """The same pictures and masks in another workspace, by the id they were copied from.

    Files are shared, as they are named by their content: only rows are made. How a picture was
    generated stays where it was. Whether `user` may read them is the caller's to ask.
    """
    copies = {}
    assets = list(assets)
    clips = [asset for asset in assets if asset.role == Asset.Role.CLIP]
    stills = [asset.clip.still for asset in clips]
    with transaction.atomic():
        for asset in (*stills, *assets):
            copy, is_new = Asset.objects.get_or_create(
                workspace=workspace,
                sha256=asset.sha256,
                role=asset.role,
                defaults={
                    "origin": asset.origin,
                    "format": asset.format,
                    "width": asset.width,
                    "height": asset.height,
                    "byte_size": asset.byte_size,
                    "name": asset.name,
                    "told": asset.told,
                    "signed_sha256": asset.signed_sha256,
                    "created_by": user,
                },
            )
            if is_new:
                Rendition.objects.bulk_create(
                    Rendition(
                        asset=copy,
                        level=one.level,
                        width=one.width,
                        height=one.height,
                        byte_size=one.byte_size,
                    )
                    for one in asset.renditions.all()
                )
                look = Look.objects.filter(asset=asset).first()
                if look is not None:
                    look.asset, look._state.adding = copy, True
                    look.save(force_insert=True)
            copies[asset.id] = copy
            if is_new and asset.role == Asset.Role.CLIP:
                _copy_clip(asset.clip, copy, copies[asset.clip.still_id])
    return copies


def _copy_clip(clip: Clip, copy: Asset, still: Asset) -> None:
    Clip.objects.create(
        asset=copy,
        still=still,
        frames=clip.frames,
        fps_num=clip.fps_num,
        fps_den=clip.fps_den,
        loops=clip.loops,
        play_size=clip.play_size,
        facts=clip.facts,
    )


def load_pixels(asset: Asset) -> NDArray[np.uint8]:
    """(H, W, 3) RGB, or (H, W, 4) RGBA where something is transparent: exactly what the media view
    serves as the original, of a clip its first frame. Raises StorageFailed, UnreadableImage if the
    file was damaged."""
    if asset.role == Asset.Role.CLIP:
        asset = asset.clip.still
    return decode_stored(FileStore().read(asset.sha256, asset.format))


def load_mask(asset: Asset) -> NDArray[np.uint8]:
    """(H, W), 255 = regenerate. Raises StorageFailed, UnreadableImage if the file was damaged,
    InvalidMask if it is no mask's."""
    if asset.role != Asset.Role.MASK:
        raise InvalidMask("This is a picture, not a mask.")
    return decode_stored_mask(FileStore().read(asset.sha256, asset.format))


def clean_name(name: str) -> str:
    """One line of printable characters, at most 200: what a database, a page and a log can hold."""
    line = " ".join(name.split())
    return "".join(char for char in line if char.isprintable())[:_MAX_NAME].strip()


@dataclass(frozen=True)
class _Files:
    """What was written, and so what the row has to say. levels, seen: none are made for a picture
    whose row is `there` already; seen: of pictures alone."""

    sha256: str
    role: str
    format: str
    byte_size: int
    width: int
    height: int
    levels: tuple[Level, ...]
    seen: Seen | None
    there: Asset | None


def _write_files(
    workspace: Workspace,
    role: Asset.Role,
    image: Image.Image,
    data: bytes,
    format: str,
    levels: tuple[Level, ...] = (),
) -> _Files:
    """levels: of `image`, where they are made already."""
    sha256 = hashlib.sha256(data).hexdigest()
    there = Asset.objects.filter(workspace=workspace, sha256=sha256, role=role).first()
    if there is None and not levels and role != Asset.Role.PATCH:
        levels = tuple(make_levels(image, lossless=role == Asset.Role.MASK))
    is_new_picture = there is None and role == Asset.Role.PICTURE
    seen = look_at(np.asarray(image)) if is_new_picture else None
    FileStore().put(data, format, {level.level: level.data for level in levels})
    return _Files(
        sha256,
        role,
        format,
        len(data),
        image.width,
        image.height,
        levels=levels,
        seen=seen,
        there=there,
    )


def _add_row(
    workspace: Workspace,
    files: _Files,
    *,
    origin: Asset.Origin,
    name: str,
    user: User | None,
    told: Mapping[str, str] = NOTHING_TOLD,
) -> Asset:
    """Whoever comes second gets the first's row: the constraint decides who that is.

    Not under `_AT_ONCE`: a caller inside of a transaction would wait for that while somebody who
    has it waits for the database.
    """
    if files.there is not None:
        return files.there
    with write_transaction():
        asset, is_new = Asset.objects.get_or_create(
            workspace=workspace,
            sha256=files.sha256,
            role=files.role,
            defaults={
                "origin": origin,
                "format": files.format,
                "width": files.width,
                "height": files.height,
                "byte_size": files.byte_size,
                "name": clean_name(name),
                "told": dict(told),
                "created_by": user,
            },
        )
        if is_new:
            Rendition.objects.bulk_create(
                Rendition(
                    asset=asset,
                    level=level.level,
                    width=level.width,
                    height=level.height,
                    byte_size=len(level.data),
                )
                for level in files.levels
            )
            if files.seen is not None:
                Look.objects.create(asset=asset, vector=files.seen.vector, alike=files.seen.alike)
    return asset
