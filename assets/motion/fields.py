"""Smooth random fields and the flows that textures drift along. Seeded; px of the frame."""

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.motion.terms import Motion

Plane = NDArray[np.float32]
GRID = 6
"""Cells over the long side of a field of noise: broad enough to look like air or cloth."""


def noise(height: int, width: int, rng: np.random.Generator, *, cells: int = GRID) -> Plane:
    """(height, width) float32, -1 to 1, without edges."""
    step = max(height, width) / cells
    rows, columns = max(2, round(height / step) + 2), max(2, round(width / step) + 2)
    coarse = rng.uniform(-1, 1, (rows, columns)).astype(np.float32)
    return np.asarray(
        cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float32
    )


def flow(
    motion: Motion, height: int, width: int, amount: float, rng: np.random.Generator
) -> tuple[Plane, Plane]:
    """How far each px of a drifting texture goes in one round, as (x, y) px."""
    reach = min(height, width) * (0.02 + 0.07 * amount)
    across, down = noise(height, width, rng), noise(height, width, rng)
    side = 1.0 if rng.random() < 0.5 else -1.0
    if motion is Motion.STEAM:
        return reach * 0.45 * across, reach * (-1.0 + 0.35 * down)
    if motion is Motion.WATER:
        return reach * side * (0.7 + 0.3 * across), reach * 0.12 * down
    return reach * side * (0.85 + 0.25 * across), reach * 0.18 * down


def ripple(
    motion: Motion, height: int, width: int, amount: float, rng: np.random.Generator
) -> tuple[Plane, Plane, Plane]:
    """A standing pattern of waves: (x, y) px of the largest displacement, and the phase (radians)
    at which each px is when the clip begins."""
    x = np.linspace(0, width / min(height, width), width, dtype=np.float32)[None, :]
    y = np.linspace(0, height / min(height, width), height, dtype=np.float32)[:, None]
    wobble = noise(height, width, rng)
    size = min(height, width) * (0.0015 + 0.006 * amount)
    if motion is Motion.WATER:
        phase = 2 * np.pi * (9 * y + 0.8 * x + 0.5 * wobble)
        return np.full_like(phase, size), np.full_like(phase, 0.35 * size), phase
    phase = 2 * np.pi * (2.2 * x + 0.9 * y + 0.6 * wobble)
    return np.full_like(phase, 0.8 * size), np.full_like(phase, size), phase
