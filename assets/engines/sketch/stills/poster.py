"""Colour-block poster."""

import numpy as np

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import mix
from assets.engines.sketch.geometry import ellipse, points, rect
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.stills.arrange import group, hero_x, keep_in, lineup
from assets.engines.sketch.subjects.stage import draw, place
from assets.engines.sketch.words import Brief


def blocks(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    """Poster: flat colour fields, one big subject, hard long shadow."""
    H, W = canvas.H, canvas.W
    cs = rng.shuffle([palette.wall, palette.ground, palette.accent2, palette.accent, palette.paper])
    canvas.box(-0.1, -0.1, W + 0.2, H + 0.2, cs[0], line=False, lift=0)
    lay = rng.pick(["split_v", "split_h", "quad", "sun", "diag", "frame", "stack"])
    c1, c2 = palette.against(cs[0], cs[1], cs[2]), palette.against(cs[0], cs[2], cs[3])
    if canvas.style.line:
        c1, c2 = rng.shuffle([mix(palette.paper, palette.accent, 0.55), palette.accent2])
    if lay == "split_v":
        x = W * rng.pick([0.38, 0.5, 0.62])
        canvas.box(x, -0.1, W, H + 0.2, c1, line=False)
    elif lay == "split_h":
        canvas.box(-0.1, H * rng.between(0.5, 0.68), W + 0.2, H, c1, line=False)
    elif lay == "quad":
        canvas.box(W / 2, -0.1, W, H / 2 + 0.1, c1, line=False)
        canvas.box(-0.1, H / 2, W / 2 + 0.1, H, c2, line=False)
    elif lay == "sun":
        canvas.fill(
            ellipse(W * rng.between(0.35, 0.65), H * rng.between(0.32, 0.46), 0.36, n=120), c1
        )
        canvas.box(-0.1, H * 0.72, W + 0.2, H, c2, line=False)
    elif lay == "diag":
        canvas.fill(
            points(
                (-0.1, H * rng.between(0.75, 1)),
                (W + 0.1, H * rng.between(0.2, 0.5)),
                (W + 0.1, H + 0.1),
                (-0.1, H + 0.1),
            ),
            c1,
            line=False,
        )
    elif lay == "frame":
        m = 0.06
        canvas.fill(rect(m, m, W - 2 * m, H - 2 * m), c1)
        canvas.box(m, H * 0.7, W - 2 * m, H * 0.3 - m, c2, line=False)
    else:
        n = rng.integer(3, 5)
        for j in range(n):
            canvas.box(
                -0.1,
                H * j / n,
                W + 0.2,
                H / n + 0.01,
                [c1, cs[0], c2, palette.paper, palette.accent][j % 5],
                line=False,
            )
    cx, e = hero_x(brief, rng, canvas), rng.between(0.12, 0.22)
    both = {
        "split_h": [cs[0], c1],
        "diag": [cs[0], c1],
        "split_v": [cs[0], c1],
        "quad": [cs[0], c1, c2],
        "sun": [cs[0], c1],
        "frame": [c1, c2],
        "stack": [c1, cs[0]],
    }[lay]
    things = group(brief, rng.fork("group"), palette, both, e, False, False)
    y = H * rng.between(0.8, 0.88)
    k = 1.15 if "close" in brief.layout else rng.between(0.8, 1.0)
    items = keep_in(lineup(canvas, rng, things, cx, y, W * 0.8, H * 0.68 * k, e), canvas, 0.07)
    d = canvas.light.side
    for thing, x, yy, s in items:  # long flat shadow
        for p in thing.parts:
            if p.casts and p.how.get("alpha", 1) > 0.5 and not thing.flying:
                for q in p.polys:
                    q = place(q, 0, 0, s)
                    h = -q[:, 1]
                    canvas.fill(
                        np.stack([x + q[:, 0] - d * h * 1.3, yy - h * 0.24], 1),
                        canvas.light.shade,
                        0.16 if len(thing.parts) > 25 else 0.26,
                        mode="multiply",
                        line=False,
                        lift=0,
                        raw=True,
                    ) if p is thing.parts[0] or p.v and p.v[0] == "rev" else None
        draw(canvas, thing, x, yy, s)
