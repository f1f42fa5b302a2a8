"""The only writers of clips: files in, an asset with its first frame and its `Clip` out."""

import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

from django.contrib.auth.models import User
from PIL import Image

from assets.actions.assets import add_made_picture, clean_name
from assets.files import FileStore
from assets.models import Asset, Clip, Look, Rendition, Workspace
from assets.motion.intake import take_in
from assets.motion.making import MadeClip
from assets.renditions import make_levels
from assets.transactions import write_transaction

# A clip takes a core for as long as it plays, or longer.
_AT_ONCE = threading.BoundedSemaphore(1)


def add_uploaded_clip(
    *, workspace: Workspace, pieces: Iterable[bytes], container: str, name: str, user: User | None
) -> Asset:
    """Take in a clip that somebody sent. container: as `sniff_clip` says. Raises IngestError
    (nothing is kept then) or StorageFailed."""
    with _AT_ONCE, tempfile.TemporaryDirectory(prefix="anchorboard-clip-") as folder:
        source = Path(folder) / "source"
        with source.open("wb") as file:
            file.writelines(pieces)
        made = take_in(source, Path(folder), container=container)
        return add_clip(
            workspace=workspace, made=made, name=name, user=user, origin=Asset.Origin.UPLOAD
        )


def add_clip(
    *, workspace: Workspace, made: MadeClip, name: str, user: User | None, origin: Asset.Origin
) -> Asset:
    """Keep a clip and its first frame. The same bytes in a workspace give the same Asset. Call it
    outside a transaction: it encodes and copies. Raises StorageFailed."""
    still = add_made_picture(workspace=workspace, image=made.still, name=name, user=user)
    levels = tuple(make_levels(Image.fromarray(made.still)))
    sha256 = FileStore().put_clip(
        made.master, made.play, {level.level: level.data for level in levels}
    )
    height, width = made.still.shape[:2]
    with write_transaction():
        asset, is_new = Asset.objects.get_or_create(
            workspace=workspace,
            sha256=sha256,
            role=Asset.Role.CLIP,
            defaults={
                "origin": origin,
                "format": Asset.Format.MKV,
                "width": width,
                "height": height,
                "byte_size": made.master.stat().st_size,
                "name": clean_name(name),
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
                for level in levels
            )
            look = Look.objects.filter(asset=still).first()
            if look is not None:
                look.asset, look._state.adding = asset, True
                look.save(force_insert=True)
            Clip.objects.create(
                asset=asset,
                still=still,
                frames=made.frames,
                fps_num=made.fps.numerator,
                fps_den=made.fps.denominator,
                loops=bool(made.facts["clip"]["loops"]),
                play_size=made.play.stat().st_size,
                facts=made.facts,
            )
    return asset
