"""Upscales: the same picture with more pixels, of exactly the size that was asked for."""

import cv2
import numpy as np

from assets.engines.request import GenerationRequest, Image, Operation
from assets.errors import InvalidRequest
from assets.generations.fit import PREVIEW_SIDE, fit_exactly, resize, small_size
from assets.generations.jobs import Finished, Inputs
from assets.models import Generation


class Upscale:
    """Transparency is enlarged here: engines that upscale know none."""

    start, end = 0.0, 1.0

    def __init__(self, generation: Generation, inputs: Inputs) -> None:
        if inputs.source is None:
            raise InvalidRequest(
                "The picture to upscale is gone. Choose another one.", code="no_source"
            )
        self._width, self._height = generation.width, generation.height
        self._source = inputs.source
        self.request = GenerationRequest(
            operation=Operation.UPSCALE,
            prompt=generation.prompt,
            width=self._width,
            height=self._height,
            seed=generation.seed,
            source=inputs.source,
        )

    def preview(self, image: Image) -> Image:
        return fit_exactly(image, *small_size(self._width, self._height, PREVIEW_SIDE))

    def finish(self, image: Image) -> Finished:
        large = resize(image[..., :3], self._width, self._height)
        if self._source.shape[2] == 4:
            size = self._width, self._height
            alpha = cv2.resize(self._source[..., 3], size, interpolation=cv2.INTER_CUBIC)
            large = np.dstack([large, alpha]).astype(np.uint8)
        return Finished(large, {})
