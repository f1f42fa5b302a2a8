"""A subject strewn over the sheet."""

from typing import Any

import numpy as np

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.geometry import Outline, ellipse, poisson, turn
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.patterns.ground import background, contrasting
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.subjects.catalogue import build
from assets.engines.sketch.subjects.parts import Kit, Thing
from assets.engines.sketch.subjects.stage import draw, place
from assets.engines.sketch.words import Brief


def scatter(
    canvas: Canvas, rng: Rng, palette: Palette, brief: Brief, subj: Any, clear: bool = True
) -> None:
    bg = rng.pick([palette.wall, palette.paper, palette.ground, palette.accent2])
    if clear:
        background(canvas, bg)
    d = rng.pick([0.17, 0.21, 0.26, 0.34])
    reg = rng.chance(0.45)
    if reg:
        pts = []
        for j in range(-1, int(canvas.H / d) + 2):
            for i in range(-1, int(canvas.W / d) + 2):
                pts.append(((i + 0.5 + (0.5 if j % 2 else 0)) * d, (j + 0.5) * d))
    else:
        pts = [(x - 0.2, y - 0.2) for x, y in poisson(rng, canvas.W + 0.4, canvas.H + 0.4, d)]
    fill = contrasting(rng, palette, bg, 2)
    a0 = rng.between(-0.4, 0.4)
    for n, (x, y) in enumerate(pts):
        s = subj[n % len(subj)]
        col = s.colour or palette.against(bg, *rng.shuffle(["main", "accent", "accent2", "ground"]))
        k = Kit(
            rng.fork(f"o{n % 7}"),
            palette,
            col,
            palette.against(col, *rng.shuffle(["accent", "accent2", "paper"])),
            palette.dark,
            palette.paper,
            0.2,
            "",
            s.word,
        )
        thing = build(s.name, k)
        lo, hi = thing.box()
        q = d * (0.72 if reg else 0.86) / max(hi[0] - lo[0], hi[1] - lo[1])
        rot = (
            (a0 if reg else rng.between(-0.7, 0.7))
            if s.name not in ("house", "tree", "cat", "dog", "chair")
            else 0
        )
        c = turn(((lo + hi) / 2)[None], rot)[0] * q
        canvas.shadow(place_first(thing, x - c[0], y - c[1], q, rot), 0.2, 0.008, dx=0.008, dy=0.01)
        draw(canvas, thing, x - c[0], y - c[1], q, rot)
    for x, y in pts if reg else []:
        if fill:
            canvas.fill(ellipse(x + d / 2, y, d * 0.035), fill[0], line=False, lift=0)


def place_first(thing: Thing, x: float, y: float, s: float, rot: float) -> Outline:
    p = max(
        (q for p in thing.parts if p.casts for q in p.polys),
        key=lambda q: np.ptp(q[:, 0]) * np.ptp(q[:, 1]),
    )
    return place(p, x, y, s, rot)
