"""Words laid across a picture, so that a copy of what is only to be looked at says so.

On what is served alone: the files stay as they are.
"""

import io

from PIL import Image, ImageDraw, ImageFont

from assets.files import FileStore
from assets.models import Asset
from assets.renditions import LEVELS, QUALITY, best_level

MOST_CHARACTERS = 40
# Shares of the longer side: letters large enough to be in the way, close enough to cover all of it.
_SIZE, _GAP = 1 / 24, 1 / 5
_ANGLE = 30
_INK, _EDGE = (255, 255, 255, 110), (0, 0, 0, 70)


def watermarked_file(asset: Asset, wanted: int | None, words: str) -> bytes:
    """A WebP of the level `wanted` (None: the largest). Raises StorageFailed."""
    level = best_level(asset.width, asset.height, wanted or LEVELS[-1])
    with Image.open(io.BytesIO(FileStore().read_rendition(asset.sha256, level))) as image:
        marked = with_words(image, words[:MOST_CHARACTERS])
    stream = io.BytesIO()
    marked.save(stream, "WEBP", quality=QUALITY)
    return stream.getvalue()


def with_words(image: Image.Image, words: str) -> Image.Image:
    """The picture with `words` in slanted rows all over it; a new one, RGB, of the same size."""
    side = max(image.size)
    font = ImageFont.load_default(max(8, round(side * _SIZE)))
    # Large enough to cover the picture however it is turned.
    layer = Image.new("RGBA", (round(side * 1.5),) * 2, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    length = max(1, round(draw.textlength(words, font=font)))
    step = max(8, round(side * _GAP))
    for row, y in enumerate(range(0, layer.height, step)):
        start = -(row % 2) * (length + step) // 2
        for x in range(start, layer.width, length + step):
            draw.text((x, y), words, font=font, fill=_INK, stroke_width=1, stroke_fill=_EDGE)
    layer = layer.rotate(_ANGLE, Image.Resampling.BILINEAR)
    left, top = (layer.width - image.width) // 2, (layer.height - image.height) // 2
    box = (left, top, left + image.width, top + image.height)
    return Image.alpha_composite(image.convert("RGBA"), layer.crop(box)).convert("RGB")
