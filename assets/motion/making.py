"""From frames as they come to the files of a clip: the lossless master, and what boards play.

Both are written while the frames come; nothing but the one frame is in memory. Then each is decoded
again: the master for the proof, what is played for what its codec changed and how steady it is.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask
from assets.errors import BadEngineOutput
from assets.motion.frames import Stay
from assets.motion.measure import measure
from assets.motion.proof import Prover, codec_change, prove_clip
from assets.motion.video import MASTER_CODEC, VP9, ClipWriter, Codec, read_clip


@dataclass(frozen=True)
class MadeClip:
    """master, play: files. still: the first frame (H, W, 3), which stands for the clip.

    facts: plain JSON: "steadiness", and with a motion mask "motion_proof" and "codec".
    """

    master: Path
    play: Path
    still: Image
    frames: int
    fps: Fraction
    facts: dict[str, Any]


class ClipMaker:
    """folder: an empty one, the caller's to remove. mask: (H, W) of `still`, 255 = may move; None:
    everything may. Frames of another size are refused with BadEngineOutput."""

    def __init__(
        self,
        folder: Path,
        still: Image,
        mask: Mask | None,
        *,
        fps: Fraction,
        loops: bool,
        codec: Codec = MASTER_CODEC,
    ) -> None:
        self._still, self._fps, self._loops = still, fps, loops
        self._stay = None if mask is None else Stay(still, mask)
        self._master, self._play = folder / "master.mkv", folder / "play.webm"
        self._writers = (
            ClipWriter(self._master, codec, fps=fps),
            ClipWriter(self._play, VP9, fps=fps),
        )
        self._prover = None if self._stay is None else Prover(still, self._stay.free)
        self._first: Image | None = None
        self._count = 0

    def add(self, frame: Image) -> Image:
        """The frame as it is kept."""
        if frame.shape != self._still.shape:
            raise BadEngineOutput("The frames of this clip are not of its size. Try it again.")
        if self._stay is not None:
            frame = self._stay.over(frame)
        if self._prover is not None:
            self._prover.see(frame)
        for writer in self._writers:
            writer.add(frame)
        if self._first is None:
            self._first = frame.copy()
        self._count += 1
        return frame

    @property
    def count(self) -> int:
        """Frames so far."""
        return self._count

    def close(self) -> None:
        """Harmless twice."""
        for writer in self._writers:
            writer.close()

    def finish(self) -> MadeClip:
        """Raises BadEngineOutput when there are no two frames, or the proof does not hold."""
        self.close()
        if self._first is None or self._count < 2:
            raise BadEngineOutput("This clip has no frames. Try it again, or choose another tier.")
        free = None if self._stay is None else self._stay.free
        facts: dict[str, Any] = {"clip": {"frames": self._count, "loops": self._loops}}
        if self._prover is not None and free is not None:
            facts["motion_proof"] = self._proof(self._prover, free)
            change = codec_change(read_clip(self._play), self._still, free)
            facts["codec"] = {"name": "VP9", "mean": change.mean, "most": change.most}
        steadiness = measure(read_clip(self._play), free=free, loops=self._loops)
        facts["steadiness"] = steadiness.facts
        return MadeClip(self._master, self._play, self._first, self._count, self._fps, facts)

    def _proof(self, prover: Prover, free: Mask) -> dict[str, Any]:
        """Of the master, decoded again: it must give back every px that was written."""
        written = prover.proof()
        decoded = prove_clip(read_clip(self._master), self._still, free)
        if decoded != written or decoded.changed_outside:
            raise BadEngineOutput(
                "The clip did not keep what should stand still, so nothing of it was kept. Try it "
                "again."
            )
        return decoded.facts


def scaled_mask(mask: Mask, width: int, height: int) -> Mask:
    """A motion mask at the size of its clip: what is covered in part may not move."""
    if mask.shape == (height, width):
        return mask
    small = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)
    return np.where(np.asarray(small) >= 250, np.uint8(255), np.uint8(0))
