"""Proof that nothing outside the composite mask changed, recomputed from the finished bytes."""

import hashlib
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask
from assets.compositing.geometry import Box

STRIP_ROWS = 256
"""Rows compared and hashed at a time: 50 Mpx need no second copy of the picture."""


@dataclass(frozen=True)
class Proof:
    """Hashes are SHA-256 (hex) of raw px, row by row: picture, mask, result.

    protected_sha256: of the parent's px with 0 in every px that the composite mask touches; the
    result's px give the same hash exactly when changed_outside is 0.
    """

    parent_sha256: str
    mask_sha256: str
    result_sha256: str
    protected_sha256: str
    pixels: int
    pixels_outside: int
    pixels_engine: int
    changed_outside: int

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "parent_sha256": self.parent_sha256,
            "mask_sha256": self.mask_sha256,
            "result_sha256": self.result_sha256,
            "protected_sha256": self.protected_sha256,
            "pixels": self.pixels,
            "pixels_outside": self.pixels_outside,
            "pixels_engine": self.pixels_engine,
            "changed_outside": self.changed_outside,
        }


def prove(parent: Image, mask: Mask, result: Image, composite: Mask, area: Box) -> Proof:
    """Compare and hash. composite: of `area`, 0 everywhere else; the other three of one size."""
    height, width = parent.shape[:2]
    protected = hashlib.sha256()
    changed = 0
    for start in range(0, height, STRIP_ROWS):
        rows = slice(start, min(start + STRIP_ROWS, height))
        free = _untouched(rows, width, composite, area)
        before, after = parent[rows], result[rows]
        if free is not None:
            before = np.asarray(cv2.copyTo(before, free), dtype=np.uint8)
            after = np.asarray(cv2.copyTo(after, free), dtype=np.uint8)
        protected.update(_bytes(before))
        if cv2.norm(before, after, cv2.NORM_INF) > 0:
            changed += int(np.count_nonzero((before != after).any(axis=2)))
    return Proof(
        parent_sha256=hash_pixels(parent),
        mask_sha256=hash_pixels(mask),
        result_sha256=hash_pixels(result),
        protected_sha256=protected.hexdigest(),
        pixels=width * height,
        pixels_outside=width * height - int(cv2.countNonZero(composite)),
        pixels_engine=int(np.count_nonzero(composite == 255)),
        changed_outside=changed,
    )


def _untouched(rows: slice, width: int, composite: Mask, area: Box) -> Mask | None:
    """255 where the composite mask is 0, for these rows of the picture; None for all of them."""
    first, last = max(rows.start, area.y), min(rows.stop, area.bottom)
    if first >= last:
        return None
    free: Mask = np.full((rows.stop - rows.start, width), 255, dtype=np.uint8)
    touched = composite[first - area.y : last - area.y] > 0
    free[first - rows.start : last - rows.start, area.columns][touched] = 0
    return free


def hash_pixels(pixels: Image | Mask) -> str:
    """SHA-256 (hex) of raw px, row by row."""
    return hashlib.sha256(_bytes(pixels)).hexdigest()


def _bytes(pixels: Image | Mask) -> memoryview:
    """The px as a buffer: what lies in memory order is not copied."""
    return np.ascontiguousarray(pixels).data
