"""Did the engine move the picture? Measured where nothing was to change, and corrected.

Engines that edit a whole picture often re-frame it by some px or per cent; pasted as it is, the
new part would sit beside its place. Only shift and scale are looked for: engines do not turn.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from assets.compositing.arrays import Image, Mask, Plane, binary, grey, shrink
from assets.compositing.crop import Affine

PROXY_SIDE = 512
"""px, long side of what is compared: sub-px shifts survive it, and it takes 20 ms at any size."""
DETAIL_WINDOW = (15, 15)
"""Proxy px. Coarser differences (casts, light) say nothing about place."""
LEAST_KEPT = 2_000
"""Proxy px outside the mask, under which a measurement would be a guess."""
SAME_PLACE = 0.98
"""Correlation of details from which the picture has certainly not moved."""
SURE = 0.5
"""Correlation after the correction, under which the engine drew something else."""
CLEARER = 0.02
"""Gain in correlation that a correction must bring."""
CLOSE = 0.7
"""Correlation from which refining will do, and no other scale needs to be tried."""
MOST_STEPS = 10
FINE_ENOUGH = 0.02
"""Proxy px: some 0.1 px of a 2048 px crop."""
MOST_SCALE_STEP = 0.2
"""Beyond it the least squares have lost their way."""
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
    of the refinement: Baker and Matthews, Lucas-Kanade 20 years on, 2004, section 3.2.
    """
    factor = -(-max(hole.shape) // PROXY_SIDE)
    kept = _kept(shrink(hole, factor))
    if cv2.countNonZero(kept) < LEAST_KEPT:
        return Registration(was_measured=False)
    before, after = grey(shrink(sent, factor)), grey(shrink(returned, factor))
    details = _details(before, kept)
    still = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    unmoved = _agreement(details, after, kept, still)
    if unmoved >= SAME_PLACE:
        return Registration(was_measured=True)
    half_kept, half_after = _kept(shrink(hole, 2 * factor)), grey(shrink(returned, 2 * factor))
    half_details = _details(grey(shrink(sent, 2 * factor)), half_kept)
    start = _coarse(half_details, half_after, half_kept)
    start = _rescaled(_refine(half_details, half_after, half_kept, start), 2)
    matrix = _refine(details, after, kept, start)
    agreement = _agreement(details, after, kept, matrix)
    if agreement < SURE:
        return Registration(was_measured=unmoved >= SURE)
    if agreement < unmoved + CLEARER:
        return Registration(was_measured=True)
    return _judge(_rescaled(matrix, factor), hole.shape, engine_px)


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
        # OpenCV 5.0 multiplies float32 inputs by the window in place: it gets copies.
        (dx, dy), _ = cv2.phaseCorrelate(details.copy(), moved, window)
        matrix = zoom.copy()
        matrix[:, 2] += scale * np.array([dx, dy])
        agreement = _agreement(details, after, kept, matrix)
        if best is None or agreement > best[0]:
            best = (agreement, matrix)
        if best[0] >= CLOSE:
            break
    assert best is not None
    return best[1]


def _refine(details: Plane, after: Plane, kept: Mask, start: Affine) -> Affine:
    """Sub-px shift and scale by least squares of the details, from a start some px away.

    Steps are solved on the sent picture and composed inversely, so slopes are taken once.
    """
    height, width = details.shape
    x, y = np.arange(width) - (width - 1) / 2, np.arange(height) - (height - 1) / 2
    weight = cv2.erode(kept, np.ones((3, 3), dtype=np.uint8)).astype(np.float32) / 255
    slope_x = cv2.Sobel(details, cv2.CV_32F, 1, 0, scale=1 / 8) * weight
    slope_y = cv2.Sobel(details, cv2.CV_32F, 0, 1, scale=1 / 8) * weight
    growth = (slope_x * x + slope_y * y[:, None]).astype(np.float32)
    slopes = np.stack([growth.ravel(), slope_x.ravel(), slope_y.ravel()])
    normal = (slopes @ slopes.T).astype(np.float64)
    matrix = start
    for _ in range(MOST_STEPS):
        rest = _details(_moved(after, matrix), kept) - details
        try:
            scale, dx, dy = np.linalg.solve(normal, slopes @ rest.ravel())
        except np.linalg.LinAlgError:  # no detail at all: the start is as good as any
            return start
        if not abs(scale) < MOST_SCALE_STEP:
            return start
        step = _zoom(1 / (1 + scale), width, height)
        step[:, 2] -= np.array([dx, dy]) / (1 + scale)
        matrix = np.column_stack([matrix[:, :2] @ step[:, :2], matrix @ [*step[:, 2], 1.0]])
        if max(abs(dx), abs(dy), abs(scale) * max(width, height) / 2) < FINE_ENOUGH:
            break
    return matrix


def _zoom(scale: float, width: int, height: int) -> Affine:
    """About the centre."""
    rest = (1 - scale) / 2
    return np.array([[scale, 0.0, rest * (width - 1)], [0.0, scale, rest * (height - 1)]])


def _rescaled(matrix: Affine, factor: int) -> Affine:
    """The same move at `factor` times the size: px centres lie at (p + 0.5) * factor - 0.5."""
    scale = matrix[0, 0]
    shift = factor * (matrix[:, 2] + (1 - scale) * 0.5) - (1 - scale) * 0.5
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
    around = cv2.blur(levels * weight, DETAIL_WINDOW)
    share = np.maximum(cv2.blur(weight, DETAIL_WINDOW), 1e-3)
    return np.asarray((levels - around / share) * weight, dtype=np.float32)


def _kept(hole: Mask) -> Mask:
    """255 where nothing of the hole is within 2 proxy px: what engines do at the rim is theirs."""
    return np.asarray(cv2.bitwise_not(cv2.dilate(binary(hole), np.ones((5, 5), dtype=np.uint8))))
