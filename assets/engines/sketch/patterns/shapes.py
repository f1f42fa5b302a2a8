"""Terrazzo, Bauhaus, Memphis, colour mesh."""

import math
from functools import partial

import cv2
import numpy as np

from assets.engines.sketch.canvas import Canvas, plane
from assets.engines.sketch.colour import adjust, mix, oklab, unoklab
from assets.engines.sketch.geometry import (
    TAU,
    Outline,
    Point,
    blob,
    ellipse,
    points,
    poisson,
    rect,
    rounded_rect,
    spline,
    stroke,
    turn,
)
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.patterns.ground import background, contrasting
from assets.engines.sketch.rng import Rng


def terrazzo(canvas: Canvas, rng: Rng, palette: Palette) -> None:
    bg = rng.pick([palette.paper, palette.main, palette.wall, adjust(palette.wall, dL=0.06)])
    background(canvas, bg)
    cs = contrasting(rng, palette, bg, 5)
    big = rng.between(0.8, 1.6)
    taken: list[tuple[float, float, float]] = []
    for d, k in ((0.17 * big, 0.4), (0.085 * big, 0.4), (0.045 * big, 0.36)):
        for x, y in poisson(rng, canvas.W + 0.1, canvas.H + 0.1, d):
            if any((x - a) ** 2 + (y - b) ** 2 < (q + d * 0.55) ** 2 for a, b, q in taken):
                continue
            if d > 0.06:
                taken.append((x, y, d * 0.5))
            n = rng.integer(4, 7)
            ph = rng.between(0, TAU)
            q = np.array(
                [
                    (
                        x - 0.05 + d * k * rng.between(0.6, 1.25) * math.cos(ph + TAU * i / n),
                        y - 0.05 + d * k * rng.between(0.6, 1.25) * math.sin(ph + TAU * i / n),
                    )
                    for i in range(n)
                ]
            )
            canvas.fill(
                q,
                adjust(rng.pick(cs), dL=rng.between(-0.03, 0.03)),
                v=(
                    plane(
                        0.62,
                        x=x - 0.05,
                        y=y - 0.05,
                        across=-0.3 * canvas.light.side / d,
                        down=-0.3 * canvas.light.side / d,
                    )
                ),
                lift=0.003,
            )


def _in_cell(q: Outline, *, turned: float, size: Point, centre: Point) -> Outline:
    """An outline of the cell -0.5 to 0.5, turned by radians, scaled and moved to its place."""
    return turn(q, turned) * size + centre


def bauhaus(canvas: Canvas, rng: Rng, palette: Palette) -> None:
    n = rng.integer(2, 5)
    d = 1 / n
    nx, ny = math.ceil(canvas.W / d - 0.01), math.ceil(canvas.H / d - 0.01)
    dx, dy = canvas.W / nx, canvas.H / ny
    cs = [
        palette.paper,
        palette.wall,
        palette.ground,
        palette.accent,
        palette.accent2,
        palette.dark,
    ]
    for j in range(ny):
        for i in range(nx):
            x, y = i * dx, j * dy
            bg = rng.pick(cs)
            c = palette.against(
                bg, *rng.shuffle(["accent", "ground", "accent2", "dark", "paper", "wall"])
            )
            c2 = palette.against(c, *rng.shuffle(["accent", "ground", "accent2", "dark", "paper"]))
            canvas.fill(rect(x, y, dx + 0.002, dy + 0.002), bg, line=False, lift=0)
            k = rng.pick(
                [
                    "quarter",
                    "half",
                    "circle",
                    "tri",
                    "stripes",
                    "arcs",
                    "leaf",
                    "cross",
                    "empty",
                    "dots",
                ]
            )
            o = rng.integer(0, 3) * math.pi / 2
            T = partial(_in_cell, turned=o, size=(dx, dy), centre=(x + dx / 2, y + dy / 2))
            g = plane(0.7, y=y, down=-0.35 / dy)
            if k == "quarter":
                canvas.fill(
                    T(
                        np.concatenate(
                            [ellipse(-0.5, -0.5, 1, 1, 40, 0, math.pi / 2), points((-0.5, -0.5))]
                        )
                    ),
                    c,
                    v=g,
                )
            elif k == "half":
                canvas.fill(T(ellipse(0, 0.5, 0.5, 0.5, 40, math.pi, TAU)), c, v=g)
                canvas.fill(T(ellipse(0, 0, 0.5, 0.5, 40, math.pi, TAU)), c2, v=g)
            elif k == "circle":
                canvas.fill(T(ellipse(0, 0, 0.4)), c, v=g)
                if rng.chance(0.6):
                    canvas.fill(T(ellipse(0, 0, 0.2)), c2)
            elif k == "tri":
                canvas.fill(T(points((-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5))), c, v=g)
            elif k == "stripes":
                m = rng.integer(3, 5)
                for i in range(m):
                    canvas.fill(T(rect(-0.5, -0.5 + i / m, 1, 0.5 / m)), c, line=False, lift=0)
            elif k == "arcs":
                for t, cc in zip((1, 0.74, 0.48, 0.22), (c, bg, c2, bg), strict=True):
                    canvas.fill(
                        T(
                            np.concatenate(
                                [
                                    ellipse(-0.5, -0.5, t, t, 40, 0, math.pi / 2),
                                    points((-0.5, -0.5)),
                                ]
                            )
                        ),
                        cc,
                    )
            elif k == "leaf":
                lower = ellipse(-0.5, 0.5, 1, 1, 30, -math.pi / 2, 0)
                upper = ellipse(0.5, -0.5, 1, 1, 30, math.pi / 2, math.pi)
                canvas.fill(T(np.concatenate([lower, upper])), c, v=g)
            elif k == "cross":
                for q in (
                    points((-0.5, -0.5), (0, 0), (-0.5, 0.5)),
                    points((0.5, -0.5), (0, 0), (0.5, 0.5)),
                ):
                    canvas.fill(T(q), c, v=g)
            elif k == "dots":
                for a in range(3):
                    for b in range(3):
                        canvas.fill(
                            T(ellipse(-0.33 + a * 0.33, -0.33 + b * 0.33, 0.1, n=24)),
                            c,
                            line=False,
                            lift=0,
                        )


def memphis(canvas: Canvas, rng: Rng, palette: Palette) -> None:
    bg = rng.pick([palette.paper, palette.wall, adjust(palette.wall, dL=0.05)])
    background(canvas, bg)
    cs = contrasting(rng, palette, bg, 5)
    d = rng.between(0.15, 0.22)
    for x, y in poisson(rng, canvas.W + 0.2, canvas.H + 0.2, d):
        x, y, a, c = x - 0.1, y - 0.1, rng.between(0, TAU), rng.pick(cs)
        q = d * 0.36
        k = rng.pick(["squig", "tri", "ring", "dots", "bar", "half", "zig", "blob", "cross"])
        if k == "squig":
            t = np.linspace(-1, 1, 30)
            canvas.fill(
                stroke(
                    turn(np.stack([t * q * 1.1, np.sin(t * 7) * q * 0.25], 1), a) + (x, y),
                    0.017,
                    0.017,
                ),
                c,
            )
        elif k == "zig":
            canvas.fill(
                stroke(
                    turn(
                        spline(
                            points(
                                (-1, 0),
                                (-1, 0),
                                (-0.6, 0.35),
                                (-0.6, 0.35),
                                (-0.2, -0.1),
                                (-0.2, -0.1),
                                (0.2, 0.35),
                                (0.2, 0.35),
                                (0.6, -0.1),
                                (0.6, -0.1),
                                (1, 0.3),
                                (1, 0.3),
                            ),
                            closed=False,
                            n=4,
                        )
                        * q,
                        a,
                    )
                    + (x, y),
                    0.016,
                ),
                c,
            )
        elif k == "tri":
            canvas.shadow(
                turn(points((-0.8, 0.6), (0.8, 0.6), (0, -0.8)) * q, a) + (x + 0.012, y + 0.014),
                0.3,
                0.001,
                palette.dark,
            )
            canvas.fill(turn(points((-0.8, 0.6), (0.8, 0.6), (0, -0.8)) * q, a) + (x, y), c)
        elif k == "ring":
            canvas.fill([ellipse(x, y, q * 0.8), ellipse(x, y, q * 0.5)], c)
        elif k == "dots":
            for i in range(3):
                for j in range(3):
                    canvas.fill(
                        turn(ellipse((i - 1) * q * 0.55, (j - 1) * q * 0.55, 0.009, n=16), a)
                        + (x, y),
                        c,
                        line=False,
                        lift=0,
                    )
        elif k == "bar":
            for i in range(3):
                canvas.fill(
                    turn(
                        rounded_rect(-q * 0.9, (i - 1) * q * 0.5 - 0.008, q * 1.8, 0.016, 0.008), a
                    )
                    + (x, y),
                    c,
                    line=False,
                )
        elif k == "half":
            canvas.fill(turn(ellipse(0, 0, q, q, 30, 0, math.pi), a) + (x, y), c)
        elif k == "cross":
            for b in (0, math.pi / 2):
                canvas.fill(
                    turn(rounded_rect(-q * 0.7, -0.011, q * 1.4, 0.022, 0.01), a + b) + (x, y),
                    c,
                    line=False,
                    lift=0,
                )
        else:
            canvas.fill(blob(rng, x, y, q * 0.9, q * 0.8, 0.25, 6), c)


def mesh(canvas: Canvas, rng: Rng, palette: Palette) -> None:
    """Smooth colour field: a few OKLab control colours, blended by inverse distance, warped."""
    k = max(1, int(canvas.u / 160))
    h, w = max(8, canvas.h // k), max(8, canvas.w // k)
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    xs, ys = (xs + 0.5) / w * canvas.W, (ys + 0.5) / h * canvas.H
    ph = [rng.between(0, 6) for _ in range(4)]
    a, b = rng.between(0.08, 0.2), rng.between(2, 4.5)
    xs, ys = (
        xs + a * np.sin(ys * b + ph[0]) + 0.05 * np.sin(ys * 9 + ph[2]),
        ys + a * np.sin(xs * b + ph[1]),
    )
    cols = rng.shuffle(
        [
            palette.wall,
            palette.accent,
            palette.accent2,
            palette.ground,
            palette.paper,
            palette.wall,
            mix(palette.accent, palette.wall, 0.5),
        ]
    )
    num, den = np.zeros((h, w, 3), np.float32), np.zeros((h, w), np.float32)
    for c in cols:
        px, py = rng.between(-0.05, 1.05) * canvas.W, rng.between(-0.05, 1.05) * canvas.H
        wt = 1 / (((xs - px) ** 2 + (ys - py) ** 2) + 0.012) ** rng.between(1.4, 2.2)
        num = num + wt[..., None] * oklab(np.array(c, np.float32))
        den = den + wt
    img = unoklab(num / den[..., None])
    canvas.rgb[:] = np.clip(
        cv2.resize(img, (canvas.w, canvas.h), interpolation=cv2.INTER_CUBIC), 0, 1
    )
