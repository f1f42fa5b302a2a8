"""Stripes, dots, checks, waves, grids."""

import math

import numpy as np

from assets.engines.sketch.canvas import Canvas, plane
from assets.engines.sketch.geometry import TAU, ellipse, points, rect, turn
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.patterns.ground import background, contrasting
from assets.engines.sketch.rng import Rng


def stripes(canvas: Canvas, rng: Rng, palette: Palette) -> None:
    bg = rng.pick([palette.paper, palette.wall, palette.main, palette.ground])
    background(canvas, bg)
    cs = contrasting(rng, palette, bg, rng.integer(2, 4))
    a = rng.pick([0, math.pi / 2, math.pi / 4, -math.pi / 4, 0.3])
    base = rng.between(0.03, 0.14)
    rhythm = [rng.between(0.4, 1.6) * base for _ in range(rng.integer(2, 6))]
    D = canvas.W + canvas.H + 0.4
    wav = rng.chance(0.3)
    j = 0
    x = -D / 2
    while x < D / 2:
        w = rhythm[j % len(rhythm)]
        if j % 2 == 0:
            c = cs[(j // 2) % len(cs)]
            if wav:
                t = np.linspace(-D / 2, D / 2, 120)
                s = 0.03 * np.sin(t * 9)
                q = np.concatenate([np.stack([x + s, t], 1), np.stack([x + w + s, t], 1)[::-1]])
            else:
                q = rect(x, -D / 2, w, D)
            canvas.fill(
                turn(q, a) + (canvas.W / 2, canvas.H / 2),
                c,
                v=lambda xs, ys: 0.62 + 0 * xs + 0 * ys,
            )
        x += w
        j += 1


def dots(canvas: Canvas, rng: Rng, palette: Palette) -> None:
    bg = rng.pick([palette.wall, palette.paper, palette.ground, palette.dark])
    background(canvas, bg)
    cs = contrasting(rng, palette, bg, rng.integer(1, 4))
    n = rng.integer(4, 12)
    d = 1 / n
    grow = rng.pick(["same", "grad", "random", "half"])
    for j in range(-1, int(canvas.H / d) + 2):
        for i in range(-1, int(canvas.W / d) + 2):
            x, y = (i + 0.5 + (0.5 if j % 2 else 0)) * d, (j + 0.5) * d
            q = {
                "same": 0.32,
                "grad": 0.08 + 0.38 * min(1, max(0, y / canvas.H)),
                "random": rng.between(0.14, 0.44),
                "half": 0.4,
            }[grow] * d
            c = cs[(i * 2 + j * 3) % len(cs)]
            if grow == "half":
                canvas.fill(
                    ellipse(
                        x,
                        y,
                        q,
                        q,
                        30,
                        rng.pick([0, math.pi / 2, math.pi, -math.pi / 2]),
                        None or TAU,
                    )
                    if False
                    else turn(ellipse(0, 0, q, q, 30, 0, math.pi), rng.integer(0, 3) * math.pi / 2)
                    + (x, y),
                    c,
                )
            else:
                canvas.fill(
                    ellipse(x, y, q, n=40), c, v="inflate" if canvas.style.inflate else None
                )


def checks(canvas: Canvas, rng: Rng, palette: Palette) -> None:
    bg = rng.pick([palette.paper, palette.main])
    background(canvas, bg)
    cs = contrasting(rng, palette, bg, 2)
    n = rng.integer(4, 10)
    d = 1 / n
    kind = rng.pick(["gingham", "check", "warp", "diamond"])
    if kind == "gingham":
        for i in range(0, int(canvas.W / d) + 2, 2):
            canvas.box(i * d, -0.1, d, canvas.H + 0.2, cs[0], alpha=0.55, line=False, lift=0)
        for j in range(0, int(canvas.H / d) + 2, 2):
            canvas.box(-0.1, j * d, canvas.W + 0.2, d, cs[0], alpha=0.55, line=False, lift=0)
        if len(cs) > 1 and rng.chance(0.5):
            for i in range(0, int(canvas.W / d) + 2, 2):
                canvas.box(
                    (i + 0.46) * d, -0.1, d * 0.08, canvas.H + 0.2, cs[1], line=False, lift=0
                )
            for j in range(0, int(canvas.H / d) + 2, 2):
                canvas.box(
                    -0.1, (j + 0.46) * d, canvas.W + 0.2, d * 0.08, cs[1], line=False, lift=0
                )
        return
    t = np.linspace(0, 1, 9)
    for j in range(-2, int(canvas.H / d) + 3):
        for i in range(-2, int(canvas.W / d) + 3):
            if (i + j) % 2:
                continue
            e = np.concatenate(
                [
                    np.stack([t, 0 * t], 1),
                    np.stack([1 + 0 * t, t], 1),
                    np.stack([1 - t, 1 + 0 * t], 1),
                    np.stack([0 * t, 1 - t], 1),
                ]
            )
            p = (e + (i, j)) * d
            if kind == "diamond":
                p = (
                    points(
                        ((i + 0.5), j - 0.35),
                        (i + 1.35, j + 0.5),
                        (i + 0.5, j + 1.35),
                        (i - 0.35, j + 0.5),
                    )
                    * d
                )
            if kind == "warp":
                x, y = p[:, 0], p[:, 1]
                p = np.stack([x + 0.06 * np.sin(y * 7), y + 0.06 * np.sin(x * 7)], 1)
            canvas.fill(
                p,
                cs[(i * j) % len(cs) if kind == "diamond" else 0],
                line=False,
                lift=0,
            )


def waves(canvas: Canvas, rng: Rng, palette: Palette) -> None:
    bg = rng.pick([palette.wall, palette.ground, palette.dark])
    background(canvas, bg)
    cs = contrasting(rng, palette, bg, 4) or [palette.paper]
    if rng.chance(0.55):  # seigaiha
        n = rng.integer(4, 8)
        R = 1 / n
        rings = rng.integer(3, 5)
        for j in range(-1, int(canvas.H / (R * 0.5)) + 3):
            for i in range(-1, int(canvas.W / (2 * R)) + 3):
                x, y = (i * 2 + (1 if j % 2 else 0)) * R, j * R * 0.5
                for k in range(rings):
                    c = [cs[0], bg, cs[1 % len(cs)], bg, cs[2 % len(cs)]][k]
                    canvas.fill(
                        ellipse(x, y + R, R * (1 - k / rings * 0.95), n=48),
                        c,
                        lift=0.006 if k == 0 else 0,
                        v=plane(0.9, y=y, down=-0.45 / R) if k == 0 else None,
                    )
    else:
        n = rng.integer(7, 16)
        amp = rng.between(0.02, 0.06)
        f = rng.between(5, 12)
        xs = np.linspace(-0.1, canvas.W + 0.1, 160)
        for j in range(n + 2):
            y = canvas.H * (j - 0.5) / n
            s = amp * np.sin(
                xs * f + (j % 2) * rng.pick([0, math.pi]) + j * 0.35
            ) + amp * 0.4 * np.sin(xs * f * 0.37 + j)
            canvas.fill(
                np.concatenate(
                    [
                        np.stack([xs, y + s], 1),
                        points((canvas.W + 0.1, canvas.H + 0.3), (-0.1, canvas.H + 0.3)),
                    ]
                ),
                (cs + [bg])[j % (len(cs) + 1)],
                v=plane(0.85, y=y, down=-2.2),
            )


def grid_lines(canvas: Canvas, rng: Rng, palette: Palette) -> None:
    bg = rng.pick([palette.paper, palette.wall, palette.dark])
    background(canvas, bg)
    n = rng.integer(5, 12)
    d = 1 / n
    c = contrasting(rng, palette, bg, 3)
    w = d * rng.between(0.04, 0.16)
    for i in range(int(canvas.W / d) + 2):
        canvas.box(i * d - w / 2, -0.1, w, canvas.H + 0.2, c[0], line=False, lift=0)
    for j in range(int(canvas.H / d) + 2):
        canvas.box(-0.1, j * d - w / 2, canvas.W + 0.2, w, c[0], line=False, lift=0)
    for _ in range(int(n * n * canvas.W * canvas.H * rng.between(0.08, 0.28))):
        i, j = rng.integer(0, int(canvas.W / d)), rng.integer(0, int(canvas.H / d))
        canvas.box(i * d + w / 2, j * d + w / 2, d - w, d - w, rng.pick(c), line=False, lift=0)
