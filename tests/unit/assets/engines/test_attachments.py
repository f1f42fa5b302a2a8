"""Pictures on their way to hosted engines: in order, and small enough to be taken."""

import numpy as np
import pytest

from assets.engines.attachments import attachments_of
from assets.engines.pictures import decode_picture
from assets.engines.request import Anchor, AnchorRole, GenerationRequest, Image, Operation

MEGABYTE = 2**20


def noise(width: int, height: int) -> Image:
    return np.random.default_rng(2).integers(0, 256, (height, width, 3), dtype=np.uint8)


def a_request(**more: object) -> GenerationRequest:
    return GenerationRequest(Operation.INPAINT, "a cup", 640, 640, 1, **more)  # type: ignore[arg-type]


def anchors(count: int, side: int = 800) -> tuple[Anchor, ...]:
    return (Anchor(noise(side, side), AnchorRole.STYLE, 0.5),) * count


def test_what_is_edited_goes_first_and_without_loss() -> None:
    source = noise(640, 480)
    overlay = np.zeros((480, 640, 3), np.uint8)
    request = a_request(source=source, overlay=overlay, anchors=anchors(1))
    sent = attachments_of(request, most_bytes=20 * MEGABYTE)
    assert [one.content_type for one in sent] == ["image/png", "image/png", "image/jpeg"]
    assert (decode_picture(sent[0].data) == source).all()
    assert sent[0].uri.startswith("data:image/png;base64,")


def test_a_source_that_is_too_large_goes_as_jpeg() -> None:
    (sent,) = attachments_of(a_request(source=noise(900, 900)), most_bytes=2 * MEGABYTE)
    assert sent.content_type == "image/jpeg"
    assert decode_picture(sent.data).shape == (900, 900, 3)


@pytest.mark.parametrize("count", [1, 6])
def test_anchors_shrink_alike_until_they_fit(count: int) -> None:
    sent = attachments_of(a_request(anchors=anchors(count)), most_bytes=3 * MEGABYTE)
    sides = {max(decode_picture(one.data).shape) for one in sent}
    assert sum(len(one.data) for one in sent) <= 3 * MEGABYTE
    assert sides == ({800} if count == 1 else {512})


def test_see_through_anchors_lie_on_white() -> None:
    clear = np.zeros((64, 64, 4), np.uint8)
    request = a_request(anchors=(Anchor(clear, AnchorRole.STYLE, 0.5),))
    (sent,) = attachments_of(request, most_bytes=MEGABYTE)
    assert decode_picture(sent.data).min() > 250
