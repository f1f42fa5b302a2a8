"""Pictures on their way to engines and back: arrays <-> files, base64 and data URIs.

What comes back is untrusted and goes through the same gate as an upload (`assets.ingest`). All of
it takes CPU: adapters call it by `asyncio.to_thread`.
"""

import base64
import binascii
from typing import cast

import numpy as np
from django.conf import settings
from PIL import Image as Pillow

from assets.engines.request import Image, Mask
from assets.errors import BadEngineOutput, IngestError
from assets.ingest import decode
from assets.png import encode_png


def decode_picture(data: bytes) -> Image:
    """(H, W, 3 or 4) of any format that uploads may have, whatever its content type said.

    Raises BadEngineOutput.
    """
    try:
        decoded = decode(data, max_pixels=settings.MAX_IMAGE_PIXELS)
    except IngestError as error:
        raise BadEngineOutput(
            f"The engine gave back a file that cannot be taken. {error.message}"
        ) from error
    return np.asarray(decoded.image, dtype=np.uint8)


def decode_base64(text: object) -> bytes:
    """With or without `data:image/...;base64,` before it. Raises BadEngineOutput."""
    if not isinstance(text, str):
        raise BadEngineOutput("The engine gave back no picture where one belongs. Retry it.")
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadEngineOutput(
            "The engine gave back a picture that is cut off or garbled. Retry it."
        ) from error


def decode_base64_picture(text: object) -> Image:
    """The picture that an answer holds as base64 or as a data URI. Raises BadEngineOutput."""
    return decode_picture(decode_base64(text))


def picture_png(image: Image) -> bytes:
    """(H, W, 3 or 4) -> the bytes of a PNG."""
    return encode_png(Pillow.fromarray(image))


def grey_mask_png(mask: Mask) -> bytes:
    """(H, W), 255 = regenerate -> a grey PNG with white = edit (A1111, IOPaint, BFL, LocalAI)."""
    return encode_png(Pillow.fromarray(mask))


def alpha_mask_png(image: Image, mask: Mask) -> bytes:
    """`image` with alpha = 255 - mask: transparent = edit (OpenAI, ComfyUI's LoadImage)."""
    rgba = np.dstack([image[..., :3], 255 - mask])
    return encode_png(Pillow.fromarray(cast(Image, rgba)))


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def data_uri(data: bytes, content_type: str = "image/png") -> str:
    return f"data:{content_type};base64,{base64_of(data)}"
