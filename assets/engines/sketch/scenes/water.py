"""Sea, beach, lake."""

import math

import cv2
import numpy as np

from assets.engines.sketch.arrays import F
from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import Colour, adjust, from_lch, mix
from assets.engines.sketch.geometry import TAU, ellipse, leaf, points, rect, ridge_noise, stroke
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng


def sea(
    canvas: Canvas,
    rng: Rng,
    hy: float,
    H: float,
    top: Colour,
    mid: Colour,
    hor: Colour,
    sun: Colour,
    sx: float,
    sr: float,
    time: str,
    palette: Palette,
    natural: bool,
    beach: bool,
    lake: bool,
) -> None:
    W = canvas.W
    deep = (
        mix(top, from_lch(0.45, 0.09, 225), 0.5)
        if natural and time in ("day", "morning", "soft")
        else adjust(mix(top, palette.dark, 0.25), dL=-0.04)
    )
    near = hor if time in ("golden", "neon") else mix(hor, deep, 0.35)
    yb = H * rng.between(0.74, 0.82) if beach else H + 0.1
    canvas.fill(
        rect(-0.1, hy, W + 0.2, yb - hy + 0.15),
        None,
        grad=(
            (0, hy),
            (0, yb),
            None,
            None,
            [(0, mix(near, mid, 0.3)), (0.35, mix(mid, deep, 0.6)), (1, deep)],
        ),
        line=False,
        lift=0,
    )
    if lake and rng.chance(0.8):  # mirror the land above the water
        y0 = int(hy * canvas.u)
        n = min(canvas.h - y0, y0)
        src = canvas.rgb[y0 - n : y0][::-1]
        k = (np.linspace(0.62, 0.12, n, dtype=np.float32))[:, None, None]
        window = (max(1, int(canvas.u * 0.004)), max(1, int(canvas.u * 0.012)))
        src = np.asarray(cv2.blur(np.ascontiguousarray(src), window), F)
        canvas.rgb[y0 : y0 + n] += (src * 0.93 - canvas.rgb[y0 : y0 + n]) * k
    # glitter under the sun, waves elsewhere
    g = mix(sun, (1, 1, 1), 0.25)
    n = rng.integer(26, 42)
    if time != "soft":
        for j in range(n):
            t = (j + rng.between()) / n
            y = hy + 0.004 + (yb - hy) * t**1.35
            w = (sr * (0.5 + 1.1 * t)) * rng.between(0.25, 1)
            x = sx + rng.between(-1, 1) * sr * (0.18 + 0.7 * t)
            hgt = 0.0022 + 0.008 * t
            canvas.fill(
                leaf(x - w / 2, y, 0, w, hgt * 1.6, 0, 9), g, 0.85 - 0.35 * t, line=False, lift=0
            )
    m = rng.integer(16, 40)
    wc = adjust(mid, dL=0.06)
    for j in range(m):
        t = (j + rng.between()) / m
        y = hy + (yb - hy) * t**1.3
        w = (0.05 + 0.26 * t) * rng.between(0.4, 1)
        x = rng.between(-0.1, W)
        canvas.fill(
            leaf(x, y, rng.between(-0.02, 0.02), w, 0.003 + 0.009 * t, 0.02, 9),
            wc if rng.chance(0.6) else adjust(deep, dL=-0.05),
            0.5,
            line=False,
            lift=0,
        )
    if beach:
        sand = (
            mix(from_lch(0.86, 0.06, 80), hor, 0.25)
            if natural
            else mix(palette.paper, palette.ground, 0.3)
        )
        if time == "night":
            sand = adjust(sand, L=0.38)
        xs = np.linspace(-0.1, W + 0.1, 60)
        sl = rng.between(-0.12, 0.12)
        shore = ridge_noise(rng, 60, 3, 2) * 0.035 + (xs - W / 2) * sl
        for off, c, a in (
            (-0.045, mix(deep, (1, 1, 1), 0.35), 0.7),
            (-0.022, (1, 1, 1), 0.95),
            (-0.006, adjust(sand, dL=-0.09), 1),
            (0.02, sand, 1),
        ):
            top_ = np.stack([xs, yb + shore + off + ridge_noise(rng, 60, 3, 4) * 0.006], 1)
            canvas.fill(
                np.concatenate([top_, points((W + 0.1, H + 0.2), (-0.1, H + 0.2))]),
                c,
                a,
                line=False,
                lift=0 if a < 1 else None,
                v=None
                if a < 1
                else (lambda p, q: 0.7 - 0.3 * (q - yb) / max(0.05, H - yb) + 0 * p),
            )
        if rng.chance(0.75):  # parasols and towels
            for _ in range(rng.integer(1, 4)):
                x, y, q = (
                    W * rng.between(0.1, 0.9),
                    H * rng.between(0.88, 0.96),
                    rng.between(0.05, 0.09),
                )
                c1, c2 = rng.pick(
                    [
                        (palette.accent, palette.paper),
                        (palette.accent2, palette.paper),
                        (palette.ground, palette.accent),
                    ]
                )
                canvas.shadow(ellipse(x + q * 0.6, y + 0.006, q * 1.0, q * 0.22), 0.3, 0.008)
                canvas.fill(
                    stroke(np.array([(x, y), (x - 0.01, y - q * 1.5)]), 0.005),
                    palette.dark,
                    line=False,
                    lift=0,
                )
                cx, cy = x - 0.01, y - q * 1.05
                dome = ellipse(cx, cy, q, q * 0.75, 40, math.pi, TAU)
                canvas.fill(dome, c1)
                for i in (-1, 1):
                    bow = np.linspace(0, 1, 12)
                    outer = np.stack(
                        [
                            cx + i * q * 0.66 * np.sin(bow * math.pi / 2),
                            cy - q * 0.75 * np.cos(bow * math.pi / 2),
                        ],
                        1,
                    )
                    inner = np.stack(
                        [
                            cx + i * q * 0.3 * np.sin(bow * math.pi / 2),
                            cy - q * 0.75 * np.cos(bow * math.pi / 2),
                        ],
                        1,
                    )[::-1]
                    canvas.fill(np.concatenate([outer, inner]), c2, line=False, lift=0)
