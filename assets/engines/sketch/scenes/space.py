"""Planets and stars."""

import math

import numpy as np

from assets.engines.sketch.canvas import Canvas, plane
from assets.engines.sketch.colour import adjust, mix
from assets.engines.sketch.geometry import ellipse, leaf, poisson, turn
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.words import Brief


def space(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    W, H = canvas.W, canvas.H
    bg = adjust(palette.dark, L=0.2)
    canvas.sky([(0, bg), (1, adjust(mix(bg, palette.accent, 0.25), L=0.3))])
    for x, y in poisson(rng, W, H, 0.06):
        canvas.fill(
            ellipse(x, y, rng.between(0.001, 0.004), n=8),
            palette.paper,
            rng.between(0.4, 1),
            raw=True,
        )
    for j in range(rng.integer(2, 4)):
        R = (0.3, 0.12, 0.06, 0.04)[j] * rng.between(0.8, 1.15)
        x, y = (
            (W * rng.between(0.3, 0.7), H * rng.between(0.45, 0.7))
            if j == 0
            else (W * rng.between(0.08, 0.92), H * rng.between(0.08, 0.9))
        )
        c = [palette.accent, palette.accent2, palette.wall, palette.ground][j]
        towards = canvas.light.direction
        canvas.fill(
            ellipse(x, y, R, n=110),
            c,
            depth=1.4,
            v=plane(
                0.55, x=x, across=0.6 * float(towards[0]) / R, y=y, down=0.6 * float(towards[1]) / R
            ),
        )
        if j == 0:
            for k in range(4):
                yy = y - R + 2 * R * (k + rng.between(0.3, 0.7)) / 4
                w = math.sqrt(max(0, R * R - (yy - y) ** 2)) * 0.96
                canvas.fill(
                    leaf(x - w, yy, 0, 2 * w, R * 0.12, 0.04, 20),
                    adjust(c, dL=0.07),
                    0.6,
                    line=False,
                    lift=0,
                )
            if rng.chance(0.6):
                for _ in range(1):
                    q = np.concatenate(
                        [
                            ellipse(x, y, R * 1.7, R * 0.4, 60, -0.12, math.pi + 0.12),
                            ellipse(x, y, R * 1.4, R * 0.3, 60, math.pi + 0.12, -0.12),
                        ]
                    )
                    canvas.fill(turn(q - (x, y), -0.25) + (x, y), palette.accent2, 0.95)
