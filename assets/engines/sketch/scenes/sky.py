"""Clouds, birds, weather."""

import math
from collections.abc import Callable

import numpy as np

from assets.engines.sketch.arrays import F
from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import Colour, adjust, mix, ramp
from assets.engines.sketch.geometry import blob, curve, ellipse, leaf, rounded_rect, stroke
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng

Air = Callable[[Colour, float], Colour]
"""(colour, distance 0 near to 1 far) -> the colour seen through the air."""


SKIES = {  # top, middle, horizon, sun, land hue anchor
    "day": [
        ((0.66, 0.1, 240), (0.8, 0.06, 230), (0.93, 0.03, 200), (0.97, 0.06, 95)),
        ((0.78, 0.08, 220), (0.88, 0.05, 210), (0.95, 0.03, 90), (0.98, 0.05, 90)),
    ],
    "morning": [
        ((0.82, 0.06, 250), (0.9, 0.05, 60), (0.94, 0.07, 75), (0.97, 0.08, 85)),
        ((0.76, 0.07, 290), (0.87, 0.07, 20), (0.94, 0.07, 70), (0.98, 0.07, 85)),
    ],
    "golden": [
        ((0.55, 0.12, 300), (0.73, 0.15, 30), (0.88, 0.13, 75), (0.95, 0.13, 85)),
        ((0.5, 0.1, 265), (0.75, 0.13, 45), (0.9, 0.12, 80), (0.97, 0.1, 90)),
        ((0.66, 0.14, 20), (0.78, 0.15, 50), (0.9, 0.11, 85), (0.96, 0.08, 95)),
    ],
    "night": [
        ((0.2, 0.06, 275), (0.3, 0.09, 275), (0.45, 0.1, 285), (0.95, 0.04, 95)),
        ((0.18, 0.05, 245), (0.28, 0.08, 240), (0.42, 0.08, 210), (0.94, 0.05, 100)),
    ],
    "neon": [
        ((0.2, 0.12, 295), (0.36, 0.2, 320), (0.62, 0.23, 0), (0.85, 0.17, 60)),
        ((0.18, 0.09, 275), (0.34, 0.17, 300), (0.6, 0.16, 220), (0.75, 0.2, 350)),
    ],
    "soft": [((0.82, 0.025, 240), (0.87, 0.02, 220), (0.92, 0.02, 90), (0.97, 0.03, 90))],
}


def clouds(
    canvas: Canvas,
    rng: Rng,
    time: str,
    hy: float,
    top: Colour,
    mid: Colour,
    hor: Colour,
    sun: Colour,
    palette: Palette,
    n: int,
) -> None:
    kind = rng.pick(["puff", "streak", "flat"])
    for _ in range(n):
        x, y = rng.between(-0.1, 1.05) * canvas.W, hy * rng.between(0.08, 0.75)
        L = rng.between(0.15, 0.42)
        c = mix(mix(hor, (1, 1, 1), 0.45 if time in ("day", "soft", "morning") else 0.1), sun, 0.2)
        if time in ("night", "neon"):
            c = adjust(mid, dL=0.05)
        if kind == "streak":
            canvas.fill(
                leaf(x - L / 2, y, rng.between(-0.03, 0.03), L, L * 0.07, 0.03, 20),
                c,
                0.8,
                line=False,
            )
        elif kind == "flat":
            for i in range(rng.integer(2, 4)):
                w = L * rng.between(0.35, 0.9)
                xx = x + rng.between(-0.3, 0.3) * L
                yy = y - i * 0.02
                canvas.fill(
                    rounded_rect(xx - w / 2, yy, w, 0.021, 0.0105), c, 0.9, line=False, lift=0
                )
        else:
            pts = []
            k = rng.integer(4, 6)
            for i in range(k):
                t = (i + 0.5) / k
                R = L * (0.11 + 0.12 * math.sin(math.pi * t)) * rng.between(0.8, 1.2)
                pts.append(ellipse(x - L / 2 + L * t, y - R * 0.45, R, R * 0.86, 40))
            m = np.zeros((canvas.h, canvas.w), np.uint8)
            for p in pts:
                h = canvas.mask(p)
                if h:
                    (a, b, c0, d0), mm = h
                    np.maximum(m[a:b, c0:d0], mm, out=m[a:b, c0:d0])
            yb = int((y + 0.004) * canvas.u)
            m[max(0, yb) :] = 0
            ys = np.where(m.max(1) > 0)[0]
            xs_ = np.where(m.max(0) > 0)[0]
            if len(ys):
                roi = (int(ys[0]), int(ys[-1]) + 1, int(xs_[0]), int(xs_[-1]) + 1)
                _, gy = canvas.grid(roi)
                shape = (roi[1] - roi[0], roi[3] - roi[2])
                fall = np.clip((gy - (y - L * 0.22)) / (L * 0.22), 0, 1)
                tone = canvas.band(np.broadcast_to(0.85 - 0.6 * fall, shape).astype(F), roi)
                lut = ramp([(0, mix(c, mid, 0.6)), (0.6, c), (1, mix(c, (1, 1, 1), 0.5))])
                canvas.put(
                    roi,
                    m[roi[0] : roi[1], roi[2] : roi[3]].astype(F) * F(0.95 / 255),
                    lut[np.clip(tone * 255, 0, 255).astype(np.uint8)],
                )


def birds(canvas: Canvas, rng: Rng, x: float, y: float, col: Colour) -> None:
    for _ in range(rng.integer(3, 8)):
        q = rng.between(0.008, 0.02)
        bx, by = x + rng.normal(0, 0.1), y + rng.normal(0, 0.05)
        for sg in (-1, 1):
            canvas.fill(
                stroke(
                    curve(
                        (bx, by),
                        (bx + sg * q * 0.3, by - q * 0.5),
                        (bx + sg * q * 0.7, by - q * 0.55),
                        (bx + sg * q, by - q * 0.2),
                        8,
                    ),
                    0.0035,
                    0.001,
                ),
                col,
                line=False,
                lift=0,
            )


def weather(canvas: Canvas, rng: Rng, wx: set[str], hor: Colour, palette: Palette) -> None:
    W, H = canvas.W, canvas.H
    if "rain" in wx:
        sl = rng.between(-0.25, 0.25)
        for _ in range(int(210 * W * H)):
            x, y, L = rng.between(-0.1, W + 0.1), rng.between(-0.1, H), rng.between(0.02, 0.07)
            canvas.fill(
                stroke(np.array([(x, y), (x + sl * L, y + L)]), 0.0012, 0.002),
                (0.95, 0.97, 1),
                rng.between(0.15, 0.45),
                raw=True,
            )
    if "snow" in wx:
        for _ in range(int(260 * W * H)):
            q = rng.between(0.0015, 0.005) * (2.2 if rng.chance(0.06) else 1)
            canvas.fill(
                ellipse(rng.between(0, W), rng.between(0, H), q, n=10),
                (1, 1, 1),
                rng.between(0.5, 0.95),
                raw=True,
                soft=0 if q < 0.006 else 0.003,
            )
    if "fog" in wx:
        for _ in range(4):
            y = H * rng.between(0.35, 0.95)
            canvas.fill(
                blob(
                    rng,
                    W * rng.between(0.1, 0.9),
                    y,
                    W * rng.between(0.4, 0.8),
                    rng.between(0.03, 0.08),
                    0.2,
                ),
                mix(hor, (1, 1, 1), 0.2),
                0.35,
                soft=0.05,
                raw=True,
            )
