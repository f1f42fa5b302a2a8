"""Peaks and ridges in mist."""

import numpy as np

from assets.engines.sketch.canvas import Canvas, plane
from assets.engines.sketch.colour import Colour, adjust, from_lch, mix
from assets.engines.sketch.geometry import points, ridge_noise
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.scenes.sky import Air


def peaks(
    canvas: Canvas,
    rng: Rng,
    y: float,
    h: float,
    col: Colour,
    side: int,
    snow: bool,
    sharp: float,
    sun: Colour,
) -> None:
    """Ridge of facetted peaks with a lit and a shaded flank."""
    W = canvas.W
    n = max(2, round(rng.between(1.6, 3.2) * W))
    xs = sorted(rng.between(-0.1, W + 0.1) for _ in range(n))
    tops = [(x, y - h * rng.between(0.55, 1)) for x in xs]
    t = np.linspace(-0.1, W + 0.1, 160)
    prof = np.full(160, y - h * 0.12)
    for px, py in tops:
        w = (y - py) * rng.between(0.9, 1.5)
        prof = np.minimum(prof, py + np.abs(t - px) / w * (y - py) * 1.1)
    prof += ridge_noise(rng, 160, 5, 9) * h * 0.06 * sharp
    ridge = np.stack([t, prof], 1)
    poly = np.concatenate([ridge, points((W + 0.1, y + 0.3), (-0.1, y + 0.3))])
    canvas.fill(
        poly, col, v=lambda a, b: 0.75 - 0.55 * np.clip((b - (y - h)) / (h * 1.2), 0, 1) + 0 * a
    )
    lit = mix(adjust(col, dL=0.07), sun, 0.18)
    for px, _ in tops:
        k = int(np.argmin(np.abs(t - px)))
        lo, hi = max(0, k - 20), min(159, k + 20)
        k = lo + int(np.argmin(prof[lo : hi + 1]))
        p = ridge[k]
        foot = min(y, p[1] + h * 0.8)
        zig = [p]
        m = 7
        for i in range(1, m + 1):
            q = i / m
            zig.append(
                np.array(
                    [
                        p[0] + rng.between(-0.035, 0.035) * h * 4 * q + side * -0.04 * h * q,
                        p[1] + (foot - p[1]) * q,
                    ]
                )
            )
        far = k + int(side * 160 * h * 0.75 / (W + 0.2))
        far = min(159, max(0, far))
        seg = ridge[min(k, far) : max(k, far) + 1]
        seg = seg if far > k else seg[::-1]
        flank = np.concatenate([np.array(zig)[::-1], seg, points((seg[-1][0], foot))])
        canvas.fill(flank, lit, 0.55, line=False, lift=0)
        if snow:
            sh = (y - p[1]) * rng.between(0.28, 0.42)
            sel = ridge[(np.abs(t - p[0]) < sh * 1.3) & (prof < p[1] + sh)]
            if len(sel) > 3:
                zz = []
                for i in range(9):
                    a = i / 8
                    zz.append(
                        (
                            sel[-1][0] + (sel[0][0] - sel[-1][0]) * a,
                            max(
                                np.interp(
                                    sel[-1][0] + (sel[0][0] - sel[-1][0]) * a, sel[:, 0], sel[:, 1]
                                ),
                                p[1] + sh * (0.55 if i % 2 else 1.05) * (1 - 0.3 * abs(a - 0.5)),
                            ),
                        )
                    )
                snowc = mix(from_lch(0.97, 0.012, 240), sun, 0.12)
                canvas.fill(
                    np.concatenate([sel, np.array(zz[1:-1])]),
                    mix(snowc, col, 0.12),
                    line=False,
                    lift=0,
                    v=plane(0.6, x=p[0], across=3 * side),
                )


def ridges(
    canvas: Canvas, rng: Rng, hy: float, H: float, air: Air, col: Colour, haze: Colour, side: int
) -> None:
    """Many soft ridges, each darker and nearer, mist in every valley."""
    W = canvas.W
    n = rng.integer(5, 7)
    xs = np.linspace(-0.1, W + 0.1, 200)
    y0 = hy * rng.between(0.45, 0.6)
    for j in range(n):
        t = j / (n - 1)
        y = y0 + (H * 1.02 - y0) * t**1.25
        f = ridge_noise(rng, 200, 6, rng.pick([2, 3, 4]), 0.5) * (0.15 - 0.05 * t) * min(1.2, H)
        top = np.stack([xs, y + f - 0.03], 1)
        c = mix(haze, adjust(col, dL=-0.12 * t), 0.16 + 0.8 * t)
        canvas.fill(
            np.concatenate([top, points((W + 0.1, H + 0.2), (-0.1, H + 0.2))]),
            None,
            grad=(
                (0, y - 0.16),
                (0, y + 0.17),
                None,
                None,
                [(0, c), (0.45, c), (1, mix(c, haze, 0.55 if j < n - 1 else 0.1))],
            ),
            line=True,
        )
        if j >= n - 3 and rng.chance(0.7):
            for _ in range(int(34 * W)):
                x = rng.between(0, W)
                yy = float(np.interp(x, xs, top[:, 1]))
                s = (0.03 + 0.05 * (t - 0.5)) * rng.between(0.7, 1.4)
                canvas.fill(
                    points((x - s * 0.26, yy + 0.008), (x, yy - s), (x + s * 0.26, yy + 0.008)),
                    adjust(c, dL=-0.015),
                    line=False,
                    lift=0,
                )
