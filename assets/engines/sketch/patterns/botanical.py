"""Leaves and cut-outs."""

import math

import numpy as np

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import Colour, adjust, contrast, from_lch
from assets.engines.sketch.geometry import (
    TAU,
    curve,
    ellipse,
    leaf,
    poisson,
    rect,
    spline,
    stroke,
    turn,
)
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.patterns.ground import background, contrasting
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.subjects.flowers import flower


def leaves(canvas: Canvas, rng: Rng, palette: Palette) -> None:
    bg = rng.pick([palette.paper, palette.wall, palette.dark, palette.ground])
    background(canvas, bg)
    greens = [
        c
        for c in (
            from_lch(0.5, 0.09, 150),
            from_lch(0.62, 0.1, 130),
            from_lch(0.4, 0.07, 165),
            from_lch(0.74, 0.09, 125),
        )
        if contrast(c, bg) > 0.14
    ]
    cs = (
        greens + contrasting(rng, palette, bg, 2)
        if rng.chance(0.55)
        else contrasting(rng, palette, bg, 4)
    )
    fl = contrasting(rng, palette, bg, 3)
    d = rng.between(0.12, 0.22)
    form = rng.pick(["sprig", "single", "fern", "round", "mix", "mix"])
    pts = [(x - 0.12, y - 0.12) for x, y in poisson(rng, canvas.W + 0.24, canvas.H + 0.24, d)]
    for x, y in pts:
        a = rng.between(0, TAU) if rng.chance(0.6) else -math.pi / 2 + rng.normal(0, 0.4)
        c = rng.pick(cs)
        L = d * rng.between(1.15, 1.5)
        k = form if form != "mix" else rng.pick(["sprig", "single", "fern", "round", "flower"])
        if k == "flower":
            fc = rng.pick(fl) if fl else palette.accent
            for p in flower(
                rng,
                x,
                y,
                d * 0.34,
                rng.pick(["daisy", "poppy", "rose"]),
                fc,
                palette.against(fc, "paper", "dark"),
            ):
                canvas.fill(p.polys, p.col, v="inflate" if p.v else None, lift=0.004)
            continue
        x0, y0 = x - math.cos(a) * L / 2, y - math.sin(a) * L / 2
        if k == "single":
            canvas.fill(leaf(x0, y0, a, L, L * 0.46, 0.08), c, v="inflate")
            canvas.fill(
                stroke(
                    turn(np.array([(0.02, 0), (L * 0.5, L * 0.06), (L * 0.86, 0)]), a) + (x0, y0),
                    0.004,
                    0.002,
                ),
                adjust(c, dL=0.14),
                line=False,
                lift=0,
            )
        else:
            st = turn(
                curve((0, 0), (L * 0.4, L * 0.12), (L * 0.7, L * 0.05), (L, -L * 0.04), 14), a
            ) + (x0, y0)
            canvas.fill(stroke(st, 0.006, 0.003), adjust(c, dL=-0.06), line=False, lift=0)
            step = 2 if k == "fern" else 3
            for m in range(2, 14, step):
                for sg in (-1, 1):
                    s = L * (0.34 if k == "fern" else 0.4) * (1.1 - m / 18)
                    if k == "round":
                        q = st[m] + turn(np.array([(s * 0.3, sg * s * 0.5)]), a)[0]
                        canvas.fill(
                            ellipse(q[0], q[1], s * 0.42, s * 0.34, 24, rot=a + sg),
                            c,
                            v="inflate",
                            lift=0.004,
                        )
                    else:
                        canvas.fill(
                            leaf(
                                st[m][0],
                                st[m][1],
                                a + sg * 0.8,
                                s,
                                s * (0.28 if k == "fern" else 0.45),
                                0.08,
                                9,
                            ),
                            c,
                            v=None if k == "fern" else "inflate",
                            lift=0.004,
                        )


def matisse(canvas: Canvas, rng: Rng, palette: Palette) -> None:
    n = rng.integer(2, 4)
    nx, ny = max(1, round(n * canvas.W)), max(1, round(n * canvas.H))
    cs = [
        palette.wall,
        palette.ground,
        palette.accent,
        palette.accent2,
        palette.paper,
        palette.dark,
    ]
    for j in range(ny):
        for i in range(nx):
            x, y, w, h = canvas.W * i / nx, canvas.H * j / ny, canvas.W / nx, canvas.H / ny
            bg = cs[(i * 2 + j * 3 + rng.integer(0, 1)) % 6]
            canvas.fill(rect(x - 0.002, y - 0.002, w + 0.004, h + 0.004), bg, line=False, lift=0)
            c = palette.against(bg, *rng.shuffle(["paper", "accent", "accent2", "ground", "dark"]))
            seaweed(canvas, rng, x + w / 2, y + h / 2, min(w, h) * 0.42, c)


def seaweed(canvas: Canvas, rng: Rng, x: float, y: float, R: float, c: Colour) -> None:
    """Cut-paper plant: fingers round a stem."""
    k = rng.integer(4, 6)
    a = -math.pi / 2 + rng.normal(0, 0.3)
    side = []
    for sg in (1, -1):
        pts = []
        for i in range(k):
            t = i / k
            L = R * (0.35 + 0.55 * math.sin(math.pi * (t * 0.8 + 0.15)))
            b0 = -R + 2 * R * t
            pts += [
                (b0 + R * 0.05, sg * R * 0.12),
                (b0 + L * 0.45, sg * L * 0.82),
                (b0 + L * 0.75, sg * L * 0.9),
                (b0 + L * 0.72, sg * L * 0.55),
                (b0 + R * 0.22, sg * R * 0.13),
            ]
        side.append(pts if sg == 1 else pts[::-1])
    q = side[0] + [(R * 1.02, 0)] + side[1] + [(-R * 1.05, 0)]
    canvas.fill(turn(spline(np.array(q), n=5), a) + (x, y), c)
