"""Did the engine move the picture? Measured where nothing was to change, and corrected.

Engines that edit a whole picture often re-frame it by some px or per cent; pasted as it is, the
new part would sit beside its place. Only shift and scale are looked for: engines do not turn.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask, Plane, grey
from assets.compositing.crop import Affine

PROXY_SIDE = 512
"""px, long side of what is compared: sub-px shifts survive it, and it takes 20 ms at any size."""
DETAIL_SIGMA = 6.0
"""Proxy px. Coarser differences (casts, light) say nothing about place."""
LEAST_KEPT = 2_000
"""Proxy px outside the mask, under which a measurement would be a guess."""
SAME_PLACE = 0.98
"""Correlation of details from which the picture has certainly not moved."""
SURE = 0.5
"""Correlation after the correction, under which the engine drew something else."""
CLEARER = 0.02
"""Gain in correlation that a correction must bring."""
SCALES = (1.0, 0.96, 1.04, 0.92, 1.08, 0.88, 1.12)
"""Re-framings tried first; what is found is refined from there."""
CORRECT_FROM = 2.0
"""Picture px. Below it the fade hides the shift, and a copy stays unresampled."""
FLAG_FROM = 0.02
"""Share of the width (shift) or of the size (scale)."""


@dataclass(frozen=True)
class Registration:
    """What was found. shift: picture px at the crop's centre. scale: 1 = the same size.

    matrix: maps px of the sent crop to px of the returned one; None when nothing is to correct.
    """

    was_measured: bool
    shift_x: float = 0.0
    shift_y: float = 0.0
    scale: float = 1.0
    has_moved: bool = False
    matrix: Affine | None = None

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "measured": self.was_measured,
            "shift_px": [round(self.shift_x, 2), round(self.shift_y, 2)],
            "scale": round(self.scale, 4),
            "corrected": self.matrix is not None,
            "engine_moved_picture": self.has_moved,
        }


def register(sent: Image, returned: Image, hole: Mask, engine_px: float = 1.0) -> Registration:
    """Compare the crop sent with the crop returned outside the hole.

    sent, returned: (H, W, 3), hole: (H, W), all of one size. engine_px: engine px a picture px.
    Source of the shift: Kuglin and Hines, The phase correlation image alignment method, 1975;
    of the refinement: Evangelidis and Psarakis, Parametric image alignment (ECC), 2008.
    """
    factor = min(1.0, PROXY_SIDE / max(hole.shape))
    kept = _shrink_kept(hole, factor)
    if cv2.countNonZero(kept) < LEAST_KEPT:
        return Registration(was_measured=False)
    before, after = _shrink_grey(sent, factor), _shrink_grey(returned, factor)
    details = _details(before, kept)
    still = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    unmoved = _agreement(details, after, kept, still)
    if unmoved >= SAME_PLACE:
        return Registration(was_measured=True)
    matrix = _refine(before, after, kept, _coarse(details, after, kept))
    agreement = _agreement(details, after, kept, matrix)
    if agreement < SURE:
        return Registration(was_measured=unmoved >= SURE)
    if agreement < unmoved + CLEARER:
        return Registration(was_measured=True)
    return _judge(_at_full_size(matrix, factor), hole.shape, engine_px)


def align(returned: Image, matrix: Affine) -> Image:
    """`returned` moved back onto the crop that was sent; the rim that is missing is mirrored."""
    return np.asarray(_warp(returned, matrix), dtype=np.uint8)


def _judge(matrix: Affine, shape: tuple[int, ...], engine_px: float) -> Registration:
    height, width = shape[:2]
    centre = np.array([(width - 1) / 2, (height - 1) / 2])
    corners = np.array([[x, y] for x in (0.0, width - 1.0) for y in (0.0, height - 1.0)])
    moves = corners @ matrix[:, :2].T + matrix[:, 2] - corners
    shift = matrix[:, :2] @ centre + matrix[:, 2] - centre
    scale = float(matrix[0, 0])
    farthest = float(np.hypot(moves[:, 0], moves[:, 1]).max()) / engine_px
    has_moved = float(np.hypot(shift[0], shift[1])) > FLAG_FROM * width or (
        abs(scale - 1) > FLAG_FROM
    )
    return Registration(
        was_measured=True,
        shift_x=float(shift[0]) / engine_px,
        shift_y=float(shift[1]) / engine_px,
        scale=scale,
        has_moved=has_moved,
        matrix=matrix if farthest > CORRECT_FROM else None,
    )


def _coarse(details: Plane, after: Plane, kept: Mask) -> Affine:
    """The best of SCALES, each with the shift that phase correlation gives it."""
    height, width = details.shape
    window = np.asarray(cv2.createHanningWindow((width, height), cv2.CV_32F), dtype=np.float32)
    best: tuple[float, Affine] | None = None
    for scale in SCALES:
        zoom = _zoom(scale, width, height)
        moved = _details(_moved(after, zoom), kept)
        (dx, dy), _ = cv2.phaseCorrelate(details, moved, window)
        matrix = zoom.copy()
        matrix[:, 2] += scale * np.array([dx, dy])
        agreement = _agreement(details, after, kept, matrix)
        if best is None or agreement > best[0]:
            best = (agreement, matrix)
        if best[0] >= SAME_PLACE:
            break
    assert best is not None
    return best[1]


def _refine(before: Plane, after: Plane, kept: Mask, start: Affine) -> Affine:
    """Sub-px by ECC; the start where it finds no better one."""
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-5)
    try:
        _, found = cv2.findTransformECC(
            before, after, start.astype(np.float32), cv2.MOTION_AFFINE, stop, kept, 5
        )
    except cv2.error:  # it diverges on pictures without detail: the start is then the answer
        return start
    height, width = before.shape
    centre = np.array([(width - 1) / 2, (height - 1) / 2])
    scale = float(found[0, 0] + found[1, 1]) / 2
    at = found[:, :2] @ centre + found[:, 2]
    shift = at - scale * centre
    return np.array([[scale, 0.0, shift[0]], [0.0, scale, shift[1]]])


def _zoom(scale: float, width: int, height: int) -> Affine:
    """About the centre."""
    rest = (1 - scale) / 2
    return np.array([[scale, 0.0, rest * (width - 1)], [0.0, scale, rest * (height - 1)]])


def _at_full_size(matrix: Affine, factor: float) -> Affine:
    """The same move in px of the crop: px centres lie at (p + 0.5) * factor - 0.5."""
    scale = matrix[0, 0]
    shift = (matrix[:, 2] + (1 - scale) * 0.5) / factor - (1 - scale) * 0.5
    return np.array([[scale, 0.0, shift[0]], [0.0, scale, shift[1]]])


def _agreement(details: Plane, after: Plane, kept: Mask, matrix: Affine) -> float:
    """Correlation of details where both pictures have kept px: -1 to 1, 0 for none."""
    moved = _details(_moved(after, matrix), kept)
    product = float(np.vdot(details, moved))
    energy = float(np.vdot(details, details)) * float(np.vdot(moved, moved))
    return product / energy**0.5 if energy > 0 else 0.0


def _moved(levels: Plane, matrix: Affine) -> Plane:
    return np.asarray(_warp(levels, matrix), dtype=np.float32)


def _warp(pixels: Plane | Image, matrix: Affine) -> cv2.typing.MatLike:
    return cv2.warpAffine(
        pixels,
        matrix,
        (pixels.shape[1], pixels.shape[0]),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REFLECT_101,
    )


def _details(levels: Plane, kept: Mask) -> Plane:
    """Levels less their surroundings, 0 in the hole: neither cast nor the hole's rim counts."""
    weight = kept.astype(np.float32) / 255
    around = cv2.GaussianBlur(levels * weight, (0, 0), DETAIL_SIGMA)
    share = np.maximum(cv2.GaussianBlur(weight, (0, 0), DETAIL_SIGMA), 1e-3)
    return np.asarray((levels - around / share) * weight, dtype=np.float32)


def _shrink_grey(picture: Image, factor: float) -> Plane:
    if factor < 1:
        size = _proxy_size(picture.shape, factor)
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return grey(picture)


def _shrink_kept(hole: Mask, factor: float) -> Mask:
    """255 where nothing of the hole is within 2 proxy px: what engines do at the rim is theirs."""
    if factor < 1:
        size = _proxy_size(hole.shape, factor)
        hole = np.asarray(cv2.resize(hole, size, interpolation=cv2.INTER_AREA), np.uint8)
    rim = cv2.dilate(hole, np.ones((5, 5), dtype=np.uint8))
    return np.where(rim > 0, 0, 255).astype(np.uint8)


def _proxy_size(shape: tuple[int, ...], factor: float) -> tuple[int, int]:
    return max(1, round(shape[1] * factor)), max(1, round(shape[0] * factor))
