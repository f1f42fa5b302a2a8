"""Clips as jobs: the still that moves, what may move in it, and the files that frames become."""

import tempfile
import threading
from fractions import Fraction
from pathlib import Path

import numpy as np

from assets.compositing.arrays import flatten
from assets.engines.base import Capabilities, ClipFrame
from assets.engines.request import GenerationRequest, Image, Mask, Operation
from assets.errors import BadEngineOutput, InvalidRequest
from assets.generations.fit import PREVIEW_SIDE, as_asked, fit_exactly, is_picture, small_size
from assets.generations.jobs import Inputs
from assets.models import Generation
from assets.motion.making import ClipMaker, MadeClip, scaled_mask
from assets.motion.terms import Motion, Terms

MOST_FRAMES = 1_000
"""Of an engine that does not end."""


class ClipJob:
    """One engine call whose frames are written as they come. Close it, whatever happens: it has a
    folder of its own until then."""

    start, end = 0.0, 1.0

    def __init__(self, generation: Generation, inputs: Inputs, capabilities: Capabilities) -> None:
        if inputs.source is None:
            raise InvalidRequest(
                "The picture to move is gone. Choose another one.", code="no_source"
            )
        width, height = generation.width, generation.height
        self.still = fit_exactly(flatten(inputs.source), width, height)
        self._mask = None if inputs.mask is None else _mask(inputs.mask, width, height)
        self._loops = bool(generation.edit["loops"])
        last = None if inputs.last is None else fit_exactly(flatten(inputs.last), width, height)
        self.request = GenerationRequest(
            operation=Operation.ANIMATE,
            prompt=generation.prompt,
            width=width,
            height=height,
            seed=generation.seed,
            source=self.still,
            mask=self._mask if capabilities.has_mask else None,
            last=last,
            motion=Terms(
                motion=Motion(generation.edit["motion"]),
                seconds=float(generation.edit["seconds"]),
                loops=self._loops,
                amount=float(generation.edit["amount"]),
                seed=generation.seed,
            ),
        )
        self._folder = tempfile.TemporaryDirectory(prefix="anchorboard-clip-")
        self._maker: ClipMaker | None = None
        self._count = 0
        # A run that is given up may close while its last frame is still being written.
        self._writing = threading.Lock()

    def add(self, frame: ClipFrame) -> Image:
        """Takes some 25 ms at 720p: call it in a thread. The frame as it is kept.
        Raises BadEngineOutput."""
        self._count += 1
        if self._count > MOST_FRAMES or not is_picture(frame.image):
            raise BadEngineOutput("The engine sent what is no clip. Try it again.")
        with self._writing:
            if self._maker is None:
                self._maker = self._make(frame.fps)
            return self._maker.add(self._fitted(frame.image))

    def finish(self) -> MadeClip:
        """Raises BadEngineOutput."""
        if self._maker is None:
            raise BadEngineOutput("This clip has no frames. Try it again.")
        with self._writing:
            return self._maker.finish()

    def preview(self, image: Image) -> Image:
        return fit_exactly(image, *small_size(image.shape[1], image.shape[0], PREVIEW_SIDE))

    def close(self) -> None:
        with self._writing:
            if self._maker is not None:
                self._maker.close()
            self._folder.cleanup()

    def _make(self, fps: Fraction) -> ClipMaker:
        folder = Path(self._folder.name)
        return ClipMaker(folder, self.still, self._mask, fps=fps, loops=self._loops)

    def _fitted(self, image: Image) -> Image:
        """A hosted engine gives the same view at a size of its own, or a little more of it."""
        height, width = self.still.shape[:2]
        scaled = as_asked(image, width, height)
        return np.ascontiguousarray(fit_exactly(image, width, height) if scaled is None else scaled)


def _mask(mask: Mask, width: int, height: int) -> Mask:
    small = scaled_mask(mask, width, height)
    if not small.any():
        raise InvalidRequest(
            "So little may move that nothing of it is left at the size of the clip. Paint a "
            "larger part.",
            code="mask_too_small",
        )
    return small
