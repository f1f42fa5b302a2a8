"""Where each px of a filled hole was copied from.

PatchMatch (Barnes and others, 2009) on small descriptors of a px and its neighbours, all px at
once in numpy: good matches spread to neighbours, and random places near them are tried.
"""

from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.engines.sketch.arrays import Bytes, F, Field, Flags
from assets.engines.sketch.pixels import lab_of_bytes
from assets.engines.sketch.rng import Rng

STEPS = (8, 4, 2, 1, 1)
"""px from which neighbours' finds are taken over, one round each."""
TRIES = 4
"""Random places tried in each round, nearer and nearer."""

Indices = NDArray[np.integer[Any]]

Places = tuple[Field, Field]
"""rows and columns, (H, W) float32."""


def trace_sources(filled: Bytes, hole: Flags, usable: Flags) -> Places:
    """For every px of `filled` (H, W, 3) the place in it, among `usable`, that looks most alike.

    Outside the hole a px is its own place. usable: (H, W), at least one True. Deterministic.
    """
    height, width = hole.shape
    looks = _descriptors(filled)
    rows, columns = np.indices((height, width), dtype=np.int32)
    own_rows, own_columns = rows.copy(), columns.copy()
    ys, xs = np.nonzero(hole)
    if not len(ys):
        return rows.astype(F), columns.astype(F)
    pool_y, pool_x = np.nonzero(usable)
    chance = Rng("trace", height, width).generator()
    start = chance.integers(0, len(pool_y), len(ys))
    rows[hole], columns[hole] = pool_y[start], pool_x[start]
    cost = np.zeros((height, width), F)
    cost[hole] = _cost(looks, ys, xs, rows[hole], columns[hole])

    def consider(at_y: Indices, at_x: Indices) -> None:
        """Take (at_y, at_x), one place for each px of the hole, where it is better."""
        y, x = np.clip(at_y, 0, height - 1), np.clip(at_x, 0, width - 1)
        offer = _cost(looks, ys, xs, y, x)
        better = (offer < cost[ys, xs]) & usable[y, x]
        by, bx = ys[better], xs[better]
        rows[by, bx], columns[by, bx] = y[better], x[better]
        cost[by, bx] = offer[better]

    for step in STEPS:
        for dy, dx in ((0, step), (0, -step), (step, 0), (-step, 0)):
            ny, nx = np.clip(ys + dy, 0, height - 1), np.clip(xs + dx, 0, width - 1)
            consider(
                rows[ny, nx] - (ny - own_rows[ys, xs]), columns[ny, nx] - (nx - own_columns[ys, xs])
            )
        reach = max(height, width) / 2
        for _ in range(TRIES):
            jump = chance.uniform(-reach, reach, (2, len(ys))).astype(np.int32)
            consider(rows[ys, xs] + jump[0], columns[ys, xs] + jump[1])
            reach /= 4
    return rows.astype(F), columns.astype(F)


def _descriptors(image: Bytes) -> Field:
    """(H, W, 9): a px's OKLab, its neighbourhood's, and the slope and roughness of lightness."""
    lab = lab_of_bytes(image)
    near = cv2.GaussianBlur(lab, (0, 0), 1.5)
    light = np.ascontiguousarray(near[..., 0])
    slope = [cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1)]
    rough = lab[..., 0] - light
    return cast(Field, np.dstack([lab * F(1.2), near, *slope, rough]).astype(F))


def _cost(looks: Field, ys: Indices, xs: Indices, y: Indices, x: Indices) -> Field:
    difference = looks[ys, xs] - looks[y, x]
    return cast(Field, np.einsum("nc,nc->n", difference, difference))
