"""A picture with more pixels and no new detail: resampled, then its edges drawn sharper again."""

import cv2
import numpy as np

from assets.engines.base import Output
from assets.engines.request import GenerationRequest, Image
from assets.engines.sketch.show import Show

BLUR_SHARE, AMOUNT = 0.6, 0.6
"""Of the unsharp mask: its radius in px for each time of enlargement, and its strength. A radius
that grows with the enlargement meets the softness that resampling leaves."""


def enlarge(request: GenerationRequest, show: Show) -> Output:
    """request.source: (h, w, 3 or 4) with h, w > 0; what comes out is RGB."""
    source: Image = request.source[..., :3]  # type: ignore[index]  # `check` has seen to it
    show(0.1, source)
    size = request.width, request.height
    large = cv2.resize(source, size, interpolation=cv2.INTER_LANCZOS4)
    show(0.5, source)
    times = max(request.width / source.shape[1], 1.0)
    soft = cv2.GaussianBlur(large, (0, 0), BLUR_SHARE * times)
    sharp = cv2.addWeighted(large, 1 + AMOUNT, soft, -AMOUNT, 0)
    # Sharpening must not leave a halo: no pixel gets lighter or darker than its neighbours were.
    reach = np.ones((3, 3), np.uint8)
    low, high = (cv2.resize(edge(source, reach), size) for edge in (cv2.erode, cv2.dilate))
    return Output(np.clip(sharp, low, high).astype(np.uint8), {"method": "resampled"})
