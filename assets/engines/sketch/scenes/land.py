"""Hills, forest, dunes, and the plants in front."""

import math

import numpy as np

from assets.engines.sketch.canvas import Canvas, plane
from assets.engines.sketch.colour import Colour, adjust, from_lch, mix
from assets.engines.sketch.geometry import (
    blob,
    curve,
    leaf,
    points,
    rect,
    ridge_noise,
    spline,
    stroke,
)
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.scenes.sky import Air
from assets.engines.sketch.subjects.parts import Kit
from assets.engines.sketch.subjects.plants import tree
from assets.engines.sketch.subjects.stage import draw
from assets.engines.sketch.words import Brief


def hills(
    canvas: Canvas,
    rng: Rng,
    hy: float,
    brief: Brief,
    palette: Palette,
    base: Colour,
    hue2: Colour,
    air: Air,
    side: int,
    snow: bool,
    natural: bool,
) -> None:
    W, H = canvas.W, canvas.H
    n = rng.integer(3, 5)
    lav = "lavender" in brief.prompt.lower()
    for j in range(n):
        d = 1 - (j + 0.5) / n
        y = hy + (H - hy) * (j / n) ** 1.1 - 0.02
        xs = np.linspace(-0.1, W + 0.1, 80)
        f = ridge_noise(rng, 80, 2, rng.pick([1, 1.5, 2])) * (0.1 * min(1, H) * (1 - 0.3 * j / n))
        c = (
            mix(base, hue2, rng.between(0, 0.9))
            if not lav or j == 0
            else mix(from_lch(0.6, 0.12, 300), base, rng.between(0, 0.25))
        )
        if not natural:
            c = rng.pick(
                [
                    palette.ground,
                    palette.accent2,
                    mix(palette.ground, palette.accent2, 0.5),
                    palette.accent if j % 2 else palette.ground,
                ]
            )
        if snow:
            c = mix(c, from_lch(0.95, 0.015, 240), 0.82)
        c = air(c, d * 0.75)
        top = np.stack([xs, y + f], 1)
        canvas.fill(
            np.concatenate([top, points((W + 0.1, H + 0.2), (-0.1, H + 0.2))]),
            c,
            v=plane(0.85, x=W / 2, across=side * 0.25 / W, y=y, down=-1.6),
        )
        if j and rng.chance(0.6):  # field rows
            for i in range(rng.integer(6, 12)):
                x0 = W * (i + 0.5) / 9 + rng.between(-0.02, 0.02)
                x1 = W / 2 + (x0 - W / 2) * 2.1
                crest_y = float(np.interp(x0, xs, y + f))
                a, b = (x0, crest_y + 0.006), (x1, crest_y + (H - hy) / n * 1.3)
                canvas.fill(
                    stroke(
                        curve(a, (x0 * 0.7 + x1 * 0.3, a[1] + 0.03), (x1, b[1] - 0.05), b, 12),
                        0.002,
                        0.008,
                    ),
                    adjust(c, dL=-0.055),
                    0.8,
                    line=False,
                    lift=0,
                )
        kind = rng.pick(["round", "poplar", "cloud", "pine"])
        for i in range(rng.integer(0, 6) if j < n - 1 else rng.integer(0, 2)):
            x = rng.between(0.02, 0.98) * W
            s = (0.05 + 0.13 * (j + 1) / n) * rng.between(0.8, 1.25) * min(1.2, max(0.6, H))
            k = Kit(rng.fork(f"t{j}.{i}"), palette, c, c, palette.dark, palette.paper)
            t = tree(
                k, kind, air(adjust(base, dL=-0.07), d * 0.65) if natural else adjust(c, dL=-0.14)
            )
            draw(canvas, t, x, float(np.interp(x, xs, y + f)) + 0.012, s)


def forest(
    canvas: Canvas,
    rng: Rng,
    hy: float,
    palette: Palette,
    base: Colour,
    air: Air,
    snow: bool,
    side: int,
    haze: Colour,
    quiet: bool,
) -> None:
    W, H = canvas.W, canvas.H
    n = 4
    kind = rng.pick(["pine", "pine", "trunks", "poplar", "round"])
    gap = rng.between(0.3, 0.7)
    for j in range(n):
        d = 1 - (j + 0.3) / n
        y = hy + (H - hy) * (j / n) * 0.9 + 0.02
        c = air(adjust(base, dL=-0.1 - 0.03 * j), d * 0.92)
        xs = np.linspace(-0.1, W + 0.1, 60)
        g = y + ridge_noise(rng, 60, 2, 2) * 0.03
        if kind == "trunks":
            m = int((9 - j * 1.6) * W) + 2
            for i in range(m):
                x = W * (i + rng.between(0.1, 0.9)) / m
                w = (0.012 + 0.02 * j) * rng.between(0.7, 1.3)
                canvas.fill(
                    stroke(
                        np.array(
                            [
                                (x, y + 0.05),
                                (x + rng.between(-0.02, 0.02), H * 0.3),
                                (x + rng.between(-0.03, 0.03), -0.1),
                            ]
                        ),
                        w,
                        w * 0.6,
                    ),
                    c,
                    v=plane(0.5, x=x, across=side * 0.6 / w),
                )
            for _ in range(m):
                canvas.fill(
                    blob(
                        rng,
                        rng.between(0, W),
                        rng.between(-0.02, 0.16 + 0.02 * j) * H,
                        rng.between(0.1, 0.2),
                        rng.between(0.05, 0.1),
                        0.2,
                        8,
                    ),
                    adjust(c, dL=0.03),
                    0.9,
                    v="inflate",
                )
        else:
            m = int((16 - 2.6 * j) * W) + 2
            for i in rng.shuffle(range(m)):
                x = W * (i + rng.between(0.0, 1)) / m
                if j >= 2 and abs(x / W - gap) < (0.2, 0.3)[j - 2]:
                    continue
                s = (0.26 + 0.15 * j) * rng.between(0.7, 1.25) * min(1.2, max(0.55, H))
                k = Kit(rng.fork(f"{j}.{i}"), palette, c, c, palette.dark, palette.paper)
                cc = adjust(c, dL=rng.between(-0.02, 0.025))
                t = tree(k, kind, cc)
                if snow:
                    for p in t.parts[1:]:
                        p.col = mix(p.col, (1, 1, 1), 0.55)
                draw(canvas, t, x, float(np.interp(x, xs, g)) + 0.012, s)
        gc = c if not snow else mix(c, (1, 1, 1), 0.75)
        canvas.fill(
            np.concatenate([np.stack([xs, g], 1), points((W + 0.1, H + 0.2), (-0.1, H + 0.2))]),
            gc,
            v=plane(0.8, y=y, down=-1.2),
        )
        if j < n - 1:
            canvas.fill(rect(-0.1, y - 0.08, W + 0.2, 0.12), haze, 0.3, soft=0.04, raw=True)


def dunes(
    canvas: Canvas,
    rng: Rng,
    hy: float,
    palette: Palette,
    natural: bool,
    air: Air,
    side: int,
    time: str,
) -> None:
    W, H = canvas.W, canvas.H
    sand = from_lch(0.78, 0.1, 68) if natural else palette.ground
    n = rng.integer(3, 5)
    if rng.chance(0.5):
        for _ in range(rng.integer(1, 3)):  # mesas
            x, w, h = W * rng.between(0.05, 0.95), rng.between(0.1, 0.3), rng.between(0.08, 0.2)
            c = air(from_lch(0.55, 0.11, 40) if natural else palette.accent2, 0.45)
            canvas.fill(
                points(
                    (x - w / 2, hy + 0.03),
                    (x - w * 0.36, hy - h),
                    (x + w * 0.3, hy - h * 0.96),
                    (x + w * 0.36, hy - h * 0.5),
                    (x + w * 0.5, hy + 0.03),
                ),
                c,
                v=plane(0.5, x=x, across=side * 0.8 / w),
            )
    for j in range(n):
        d = 1 - (j + 0.5) / n
        y = hy + (H - hy) * (j / n) ** 1.2
        px = W * rng.between(0.15, 0.85)
        h = (0.07 + 0.1 * j / n) * rng.between(0.8, 1.3) * min(1, H)
        c = air(adjust(sand, dL=rng.between(-0.04, 0.03)), d * 0.6)
        crest = spline(
            points(
                (-0.15, y + 0.04),
                (px - 0.3, y - h * 0.25),
                (px, y - h),
                (px + 0.28, y - h * 0.35),
                (W + 0.15, y + 0.02),
            ),
            closed=False,
            n=14,
        )
        canvas.fill(
            np.concatenate([crest, points((W + 0.15, H + 0.2), (-0.15, H + 0.2))]),
            adjust(c, dL=0.02),
            v=plane(0.85, y=y, down=-0.9),
        )
        s = -side
        spine = curve(
            (px, y - h),
            (px + s * 0.05, y + 0.02),
            (px - s * 0.12, y + h),
            (px + s * 0.12, y + h * 2.4 + 0.12),
            24,
        )
        far = crest[crest[:, 0] > px] if s > 0 else crest[crest[:, 0] < px][::-1]
        if len(far) > 2:
            canvas.fill(
                np.concatenate(
                    [spine[::-1], far, points((far[-1][0], H + 0.2), (spine[-1][0], H + 0.2))]
                ),
                mix(adjust(c, dL=-0.12), canvas.light.shade, 0.12),
                line=False,
                lift=0,
                v=plane(0.75, y=y, down=-0.8),
            )


def foreground(canvas: Canvas, rng: Rng, palette: Palette, col: Colour) -> None:
    W, H = canvas.W, canvas.H
    kind = rng.pick(["grass", "branch", "leaves"])
    if kind == "grass":
        for _ in range(int(46 * W)):
            x = rng.between(-0.02, W + 0.02)
            h = rng.between(0.04, 0.15)
            canvas.fill(
                leaf(
                    x,
                    H + 0.02,
                    -math.pi / 2 + rng.normal(0, 0.22),
                    h + 0.02,
                    0.011,
                    rng.between(-0.2, 0.2),
                    8,
                ),
                adjust(col, dL=rng.between(-0.03, 0.06)),
                line=False,
                lift=0,
            )
    elif kind == "branch":
        s = rng.sign()
        x0 = -0.05 if s > 0 else W + 0.05
        st = curve(
            (x0, H * 0.02),
            (x0 + s * 0.2, H * 0.06),
            (x0 + s * 0.35, H * 0.05),
            (x0 + s * 0.55, H * 0.17),
            18,
        )
        canvas.fill(stroke(st, 0.016, 0.004), col, line=False, lift=0)
        for m in range(3, 18):
            for sg in (-1, 1):
                canvas.fill(
                    leaf(
                        st[m][0],
                        st[m][1],
                        (0 if s > 0 else math.pi) + sg * s * rng.between(0.4, 1.1) + 0.25 * s,
                        rng.between(0.06, 0.1),
                        0.03,
                        0.08,
                        9,
                    ),
                    adjust(col, dL=rng.between(-0.02, 0.07)),
                    line=False,
                    lift=0,
                )
    else:
        for sg, x0 in ((1, 0), (-1, W)):
            for _ in range(rng.integer(3, 6)):
                a = -math.pi / 2 + sg * rng.between(0.1, 1.0)
                canvas.fill(
                    leaf(
                        x0 + rng.between(-0.06, 0.06),
                        H + 0.04,
                        a,
                        rng.between(0.2, 0.4),
                        rng.between(0.06, 0.1),
                        sg * 0.1,
                    ),
                    adjust(col, dL=rng.between(-0.03, 0.07)),
                    v="inflate",
                    line=False,
                )
