"""Proof that outside of the motion mask every frame is the still, from the decoded master."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask
from assets.compositing.proof import hash_pixels


@dataclass(frozen=True)
class ClipProof:
    """changed_outside: px, over all frames, that differ from the still where nothing may move.

    frames_sha256: of the raw px of all frames, one after the other; still_sha256, free_sha256: of
    the still and of where nothing may move. All SHA-256 in hex.
    """

    frames: int
    pixels_outside: int
    changed_outside: int
    frames_sha256: str
    still_sha256: str
    free_sha256: str

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "frames": self.frames,
            "pixels_outside": self.pixels_outside,
            "changed_outside": self.changed_outside,
            "frames_sha256": self.frames_sha256,
            "still_sha256": self.still_sha256,
            "free_sha256": self.free_sha256,
        }


class Prover:
    """Looks at frames as they pass."""

    def __init__(self, still: Image, free: Mask) -> None:
        self._still, self._free = still, free
        self._kept = cv2.copyTo(still, free)
        self._hash = hashlib.sha256()
        self._frames = self._changed = 0

    def see(self, frame: Image) -> None:
        self._frames += 1
        self._hash.update(np.ascontiguousarray(frame).data)
        kept = cv2.copyTo(frame, self._free)
        if cv2.norm(kept, self._kept, cv2.NORM_INF) > 0:
            self._changed += int(np.count_nonzero((kept != self._kept).any(axis=2)))

    def proof(self) -> ClipProof:
        return ClipProof(
            frames=self._frames,
            pixels_outside=int(cv2.countNonZero(self._free)),
            changed_outside=self._changed,
            frames_sha256=self._hash.hexdigest(),
            still_sha256=hash_pixels(self._still),
            free_sha256=hash_pixels(self._free),
        )


def prove_clip(frames: Iterable[Image], still: Image, free: Mask) -> ClipProof:
    """frames: as they were decoded. free: (H, W), 255 where nothing may move."""
    prover = Prover(still, free)
    for frame in frames:
        prover.see(frame)
    return prover.proof()


@dataclass(frozen=True)
class CodecChange:
    """What a codec does to what should stand still: levels of 255, over all frames."""

    mean: float
    most: int


def codec_change(frames: Iterable[Image], still: Image, free: Mask) -> CodecChange:
    """frames: decoded from what is delivered."""
    total, most, count = 0.0, 0, 0
    for frame in frames:
        difference = cv2.absdiff(frame, still)
        kept = cv2.copyTo(difference, free)
        total += float(sum(cv2.mean(difference, free)[:3])) / 3
        most = max(most, int(kept.max()))
        count += 1
    return CodecChange(round(total / max(1, count), 3), most)
