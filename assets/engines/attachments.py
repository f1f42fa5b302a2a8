"""Pictures as hosted engines get them: small enough to be taken, in the order that words count on.

Takes CPU: call it by `asyncio.to_thread`.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image as Pillow

from assets.compositing.arrays import flatten
from assets.engines.pictures import base64_of, data_uri, picture_png
from assets.engines.request import GenerationRequest, Image

ANCHOR_SIDES = (2048, 1536, 1024, 768, 512)
"""px of the long side. What an anchor guides by is there at the smaller ones too."""
ANCHOR_QUALITY = 90
SOURCE_QUALITY = 95


@dataclass(frozen=True)
class Attachment:
    data: bytes
    content_type: str

    @property
    def base64(self) -> str:
        return base64_of(self.data)

    @property
    def uri(self) -> str:
        return data_uri(self.data, self.content_type)

    @property
    def suffix(self) -> str:
        return self.content_type.partition("/")[2]


def attachments_of(request: GenerationRequest, *, most_bytes: int) -> list[Attachment]:
    """Source, overlay, then anchors, together at most `most_bytes` where that is possible at all.

    What is edited goes as PNG while it takes at most half of the room, else as JPEG: what its loss
    touches outside of the mask is undone by the paste.
    """
    edited = [one for one in (request.source, request.overlay) if one is not None]
    room = most_bytes // (2 * max(len(edited), 1))
    sent = [_source(image, room) for image in edited]
    left = most_bytes - sum(len(one.data) for one in sent)
    return [*sent, *_anchors([anchor.image for anchor in request.anchors], left)]


def _source(image: Image, most_bytes: int) -> Attachment:
    png = picture_png(image[..., :3])
    if len(png) <= most_bytes:
        return Attachment(png, "image/png")
    return _jpeg(Pillow.fromarray(flatten(image)), SOURCE_QUALITY)


def _anchors(images: list[Image], most_bytes: int) -> list[Attachment]:
    """All at the largest side at which they fit in, or at the smallest."""
    sent: list[Attachment] = []
    for side in ANCHOR_SIDES:
        sent = list(_at_side(images, side))
        if sum(len(one.data) for one in sent) <= most_bytes:
            break
    return sent


def _at_side(images: list[Image], side: int) -> Iterator[Attachment]:
    for image in images:
        small = Pillow.fromarray(flatten(image))
        small.thumbnail((side, side))
        yield _jpeg(small, ANCHOR_QUALITY)


def _jpeg(image: Pillow.Image, quality: int) -> Attachment:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality, subsampling=0)
    return Attachment(stream.getvalue(), "image/jpeg")
