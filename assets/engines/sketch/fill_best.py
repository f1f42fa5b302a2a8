"""A hole filled in several ways, of which the one that looks most like its surroundings is taken.

A patch fill copies, and copies what it likes: a second eye, a second emblem. So what is seen but
once in a picture is forbidden as a source in one of the ways, another keeps more to its own height
(shelves, horizons), and the results are judged by what stands around the hole.
Measured by tests.bench.removal, one core: some 2 s, where one way took 1.4.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from assets.engines.sketch.arrays import Bytes, F, Field, Flags
from assets.engines.sketch.fill import (
    LEVEL_HOLE,
    fill,
    is_thin,
    mean_near,
    shrink_flags,
    surroundings,
    without_hole,
)
from assets.engines.sketch.pixels import resized

SOLVE_PIXELS = 70_000
"""px that one way is solved at: the layouts are as good as at twice as many, in half the time."""
LEVEL_ROWS = 0.006
"""See LEVEL_HOLE: so much keeps what is copied at its height."""
SIDE = 56
"""px of the long side at which pictures are compared."""
PATCH = 7
"""px of it: what is told apart is an eighth of the picture."""
COMPONENTS = 12
"""Of the patches' colours: what is left out is grain."""
LIGHTNESS_SHARE = 0.7
"""Against colour: things differ by colour, places by light."""
DISTINCT = 1.6
"""Times the usual distance to what is most like it: from here on a thing is one of its kind."""
AROUND = 0.7
"""Of the root of the hole's area: what stands as far from it is its surroundings."""
BESIDE = 0.15
"""Of the same: what stands as near goes on into the hole, and is no copy there."""
COPIED_CLOSER = 0.6
WORST_SHARE, COPY_COST, STEP_COST = 0.5, 3.0, 1 / 20
"""Weights of the judgement, of which 1 is the usual distance between two patches."""
STEP_MOST = 40.0
RIM = 5
"""px of the picture compared at each side of the hole's edge."""
CHUNK = 512


@dataclass(frozen=True)
class Way:
    """guards: what is one of its kind is not copied. level: see LEVEL_HOLE."""

    guards: bool
    level: float


WAYS = (Way(False, LEVEL_HOLE), Way(False, LEVEL_ROWS), Way(True, LEVEL_HOLE))


def fill_best(image: Bytes, hole: Flags, seed: int) -> Bytes:
    """As `fill`, the best of WAYS."""
    if not hole.any() or hole.all() or is_thin(hole):
        return fill(image, hole, seed)
    window = surroundings(hole)
    part, part_hole = np.ascontiguousarray(image[window]), hole[window]
    out = image.copy()
    out[window] = _best(part, part_hole, seed)
    return out


def _best(image: Bytes, hole: Flags, seed: int) -> Bytes:
    seen = Surroundings(image, hole)
    best: tuple[float, Bytes] | None = None
    for way in WAYS:
        if way.guards and not seen.distinct.any():
            continue
        guard = seen.distinct if way.guards else None
        made = fill(image, hole, seed, guard, way.level, solve_pixels=SOLVE_PIXELS)
        cost = seen.cost(made)
        if best is None or cost < best[0]:
            best = cost, made
    assert best is not None
    return best[1]


class Surroundings:
    """A picture and its hole, small, as patches of COMPONENTS each that can be compared."""

    def __init__(self, image: Bytes, hole: Flags) -> None:
        height, width = hole.shape
        scale = min(1.0, SIDE / max(height, width))
        self._size = (max(PATCH, round(width * scale)), max(PATCH, round(height * scale)))
        self._image, self._hole = image, hole
        self._small_hole = shrink_flags(hole, self._size)
        touched = cv2.dilate(self._small_hole.astype(np.uint8), np.ones((PATCH, PATCH))) > 0
        self._touched = touched.ravel()
        known = ~self._small_hole.ravel()
        # Patches that hold nothing of the hole, where there are any.
        self._free = ~self._touched if not self._touched.all() else known
        patches = self._patches(without_hole(image, hole))
        self._mean = patches[known].mean(0)
        centred = patches[known] - self._mean
        _, vectors = np.linalg.eigh(centred.T @ centred)
        self._basis = vectors[:, -COMPONENTS:].astype(F)
        self._features = self._reduced(patches)
        own = self._nearest(self._features, np.flatnonzero(known), self._free, apart=True)
        self._usual = max(float(np.median(own)), 1e-3)
        strange = np.zeros(known.shape, np.uint8)
        strange[known] = own > DISTINCT * self._usual
        rows, columns = self._small_hole.shape
        self._small_distinct = cv2.dilate(strange.reshape(rows, columns), np.ones((3, 3))) > 0

    @cached_property
    def distinct(self) -> Flags:
        """(H, W): px of the picture that belong to what is one of its kind, none of the hole."""
        size = (self._hole.shape[1], self._hole.shape[0])
        found = cv2.resize(self._small_distinct.astype(F), size, interpolation=cv2.INTER_LINEAR)
        return np.asarray((found > 0.4) & ~self._hole)

    def cost(self, made: Bytes) -> float:
        """How little a filled picture (H, W, 3) looks like what surrounds its hole; less is better.

        Mean and worst distance of its patches to those around, what it shows a second time, and
        the step of light at the hole's edge.
        """
        away = cv2.distanceTransform((~self._small_hole).astype(np.uint8), cv2.DIST_L2, 5)
        root = float(self._small_hole.sum()) ** 0.5
        things = self._small_distinct & (away > BESIDE * root + PATCH // 2)
        near = (away < AROUND * root + PATCH).ravel()
        features = self._reduced(self._patches(made))
        at = np.flatnonzero(self._touched)
        around = self._free & near & ~things.ravel()
        if not around.any():
            around = self._free
        distance = self._nearest(features, at, around) / self._usual
        copied = 0.0
        if (self._free & things.ravel()).any():
            to_things = self._nearest(features, at, self._free & things.ravel()) / self._usual
            copied = float((to_things < COPIED_CLOSER * distance).mean())
        worst = float(np.percentile(distance, 90))
        steps = STEP_COST * self._step(made)
        return float(distance.mean()) + WORST_SHARE * worst + COPY_COST * copied + steps

    def _step(self, made: Bytes) -> float:
        """Mean difference of levels across the hole's edge, at most STEP_MOST each."""
        kernel = np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)
        flags = self._hole.astype(np.uint8)
        outside = (cv2.dilate(flags, kernel) > 0) & ~self._hole
        inside = self._hole & (cv2.erode(flags, kernel) == 0)
        step = np.abs(mean_near(self._image, outside) - mean_near(made, inside)).max(2)
        return float(np.minimum(step[inside], STEP_MOST).mean())

    def _patches(self, picture: Bytes) -> Field:
        """(px, values): what surrounds each px, in CIELAB, its middle weighing most."""
        small = resized(picture, *self._size).astype(F) / 255
        lab = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), F)
        lab[..., 0] *= F(LIGHTNESS_SHARE)
        edge = PATCH // 2
        padded = cv2.copyMakeBorder(lab, edge, edge, edge, edge, cv2.BORDER_REFLECT_101)
        views = np.lib.stride_tricks.sliding_window_view(padded, (PATCH, PATCH), axis=(0, 1))
        bell = cv2.getGaussianKernel(PATCH, PATCH / 3)
        weighted = views * np.sqrt(bell @ bell.T).astype(F)
        return np.asarray(weighted.reshape(self._size[0] * self._size[1], -1), F)

    def _reduced(self, patches: Field) -> Field:
        return np.asarray((patches - self._mean) @ self._basis, F)

    def _nearest(
        self, features: Field, at: np.ndarray, among: np.ndarray, *, apart: bool = False
    ) -> Field:
        """From the px `at` of `features` to the most alike of this picture's px `among`; with
        `apart` to the third most, none of its own neighbours being looked at."""
        sources = np.flatnonzero(among)
        own, squares = self._features[sources], (self._features[sources] ** 2).sum(1)
        rows, columns = np.divmod(np.arange(len(features)), self._size[0])
        found = np.zeros(len(at), F)
        for start in range(0, len(at), CHUNK):
            part = at[start : start + CHUNK]
            chosen = features[part]
            distance = (chosen**2).sum(1)[:, None] + squares - 2 * chosen @ own.T
            if apart:
                beside = np.abs(rows[part][:, None] - rows[sources]) < PATCH
                beside &= np.abs(columns[part][:, None] - columns[sources]) < PATCH
                distance[beside] = np.inf
            rank = min(2, len(sources) - 1) if apart else 0
            least = np.partition(distance, rank, axis=1)[:, rank]
            found[start : start + CHUNK] = np.sqrt(np.maximum(least, 0))
        # Where everything is a neighbour, nothing can be said.
        return np.where(np.isfinite(found), found, 0).astype(F)
