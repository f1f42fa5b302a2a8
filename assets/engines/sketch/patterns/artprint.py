"""Abstract art prints: for prompts that name no subject, and for the pictures in frames."""

import math

import numpy as np

from assets.engines.sketch.canvas import Canvas, plane
from assets.engines.sketch.colour import Colour
from assets.engines.sketch.geometry import TAU, arch, blob, ellipse, points, rect, spline, stroke
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.patterns.botanical import seaweed
from assets.engines.sketch.patterns.ground import background, contrasting
from assets.engines.sketch.patterns.shapes import bauhaus, mesh
from assets.engines.sketch.rng import Rng


def abstract(canvas: Canvas, rng: Rng, palette: Palette, simple: bool = False) -> None:
    """Arches and suns, cut-outs, stacked stones, stripes with a disc, blobs."""
    W, H = canvas.W, canvas.H
    k = rng.pick(
        ["sunhill", "stones", "blobs", "arches", "cut", "bands", "lines"]
        + ([] if simple else ["bauhaus", "mesh", "balance"])
    )
    bg = rng.pick([palette.paper, palette.wall, palette.main])
    background(canvas, bg)
    cs = contrasting(rng, palette, bg, 5) or [palette.accent]

    def c(i: int) -> Colour:
        return cs[i % len(cs)]

    if k == "bauhaus":
        bauhaus(canvas, rng, palette)
        return
    if k == "mesh":
        mesh(canvas, rng, palette)
        return
    if k == "sunhill":
        canvas.fill(
            ellipse(
                W * rng.between(0.3, 0.7),
                H * rng.between(0.28, 0.45),
                min(W, H) * rng.between(0.16, 0.27),
                n=100,
            ),
            c(0),
            v=lambda a, b: 0.8 - 0.5 * b / H + 0 * a,
        )
        xs = np.linspace(-0.1, W + 0.1, 80)
        for j in range(rng.integer(3, 4)):
            crest = H * (0.52 + 0.15 * j) + 0.06 * H * np.sin(
                xs * rng.between(2, 5) + rng.between(0, 6)
            )
            canvas.fill(
                np.concatenate(
                    [np.stack([xs, crest], 1), points((W + 0.1, H + 0.1), (-0.1, H + 0.1))]
                ),
                c(j + 1),
                v=plane(0.85, y=H * (0.5 + 0.15 * j), down=-1.3 / H),
            )
    elif k == "stones":
        y = H * 0.88
        for j in range(rng.integer(3, 5)):
            w, h = min(W, H) * rng.between(0.14, 0.3) * (1 - 0.1 * j), H * rng.between(0.06, 0.085)
            canvas.fill(
                blob(rng, W / 2 + rng.between(-0.05, 0.05), y - h, w, h, 0.1, 8), c(j), v="inflate"
            )
            y -= 2 * h * 0.95
    elif k == "arches":
        cx = W * rng.between(0.42, 0.58)
        R = min(W, H) * 0.4
        for j in range(rng.integer(3, 5)):
            q = R * (1 - j * 0.2)
            canvas.fill(
                arch(cx - q, H * 0.92 - q * 1.9, 2 * q, q * 1.9),
                c(j) if j < 4 else bg,
                v=lambda a, b: 0.75 - 0.3 * b / H + 0 * a,
            )
        canvas.fill(ellipse(W * rng.pick([0.15, 0.85]), H * 0.16, min(W, H) * 0.08), c(1))
    elif k == "cut":
        for j in range(rng.integer(1, 3) if simple else rng.integer(2, 5)):
            seaweed(
                canvas,
                rng,
                W * rng.between(0.25, 0.75),
                H * rng.between(0.25, 0.75),
                min(W, H) * rng.between(0.2, 0.4),
                c(j),
            )
    elif k == "bands":
        n = rng.integer(4, 7)
        y = 0.0
        for j in range(n):
            h = H * rng.between(0.08, 0.25)
            canvas.box(-0.1, y, W + 0.2, h, c(j), line=False, lift=0)
            y += h
        canvas.fill(
            ellipse(
                W * rng.between(0.35, 0.65), H * rng.between(0.35, 0.6), min(W, H) * 0.26, n=100
            ),
            palette.against(c(1), "paper", "accent"),
        )
    elif k == "lines":
        for j in range(rng.integer(2, 3)):
            canvas.fill(
                blob(
                    rng,
                    W * rng.between(0.3, 0.7),
                    H * rng.between(0.3, 0.7),
                    min(W, H) * rng.between(0.18, 0.3),
                    min(W, H) * rng.between(0.14, 0.28),
                    0.2,
                    7,
                ),
                c(j),
            )
        p = np.array(
            [
                (W * (0.15 + 0.7 * t / 7) + rng.between(-0.06, 0.06), H * rng.between(0.2, 0.8))
                for t in range(8)
            ]
        )
        canvas.fill(
            stroke(spline(p, closed=False, n=14), 0.008, 0.008),
            palette.dark,
            line=False,
            lift=0.004,
        )
    elif k == "balance":
        cx = W * rng.between(0.4, 0.6)
        y = H * 0.86
        canvas.box(W * 0.12, y, W * 0.76, 0.012, palette.dark, line=False)
        for j in range(rng.integer(4, 6)):
            q = min(W, H) * rng.between(0.07, 0.17)
            s = rng.pick(["c", "r", "h", "t"])
            x = cx + rng.between(-0.08, 0.08)
            if s == "c":
                canvas.fill(
                    ellipse(x, y - q, q),
                    c(j),
                    v=plane(0.6, x=x, across=0.4 * canvas.light.side / q),
                )
                y -= 2 * q
            elif s == "r":
                canvas.fill(
                    rect(x - q * 1.3, y - q * 0.8, q * 2.6, q * 0.8),
                    c(j),
                    v=lambda a, b: 0.66 + 0 * a + 0 * b,
                )
                y -= q * 0.8
            elif s == "h":
                canvas.fill(ellipse(x, y, q * 1.2, q * 1.2, 50, math.pi, TAU), c(j), v="inflate")
                y -= q * 1.2
            else:
                canvas.fill(
                    points((x - q, y), (x + q, y), (x + q * 0.5, y - q), (x - q * 0.5, y - q)), c(j)
                )
                y -= q
            if y < H * 0.2:
                break
    else:
        for j in range(rng.integer(3, 5)):
            canvas.fill(
                blob(
                    rng,
                    W * rng.between(0.2, 0.8),
                    H * rng.between(0.2, 0.8),
                    min(W, H) * rng.between(0.16, 0.32),
                    min(W, H) * rng.between(0.14, 0.3),
                    0.22,
                    7,
                ),
                c(j),
                0.94,
                v="inflate" if rng.chance(0.5) else None,
            )
        for _ in range(rng.integer(0, 14)):
            canvas.fill(
                ellipse(
                    W * rng.between(0.05, 0.95),
                    H * rng.between(0.05, 0.95),
                    rng.between(0.006, 0.012),
                ),
                palette.dark,
                line=False,
                lift=0,
            )
