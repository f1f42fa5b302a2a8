"""A person against a designed ground."""

import math

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import adjust, from_lch
from assets.engines.sketch.geometry import leaf, rect
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.scenes.view import view
from assets.engines.sketch.stills.arrange import hero_x, kit_for
from assets.engines.sketch.stills.surfaces import back_shape, gobo
from assets.engines.sketch.subjects.catalogue import build
from assets.engines.sketch.subjects.stage import draw
from assets.engines.sketch.words import Brief


def portrait(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    """Bust with a designed ground."""
    H, W = canvas.H, canvas.W
    bg = palette.wall
    s0 = brief.subjects[[s.name for s in brief.subjects].index("portrait")]
    cx = hero_x(brief, rng, canvas) if len(brief.layout) else W * rng.pick([0.5, 0.5, 0.44, 0.56])
    if brief.scenes and rng.chance(0.85):
        view(canvas, brief, rng.fork("view"), palette, quiet=True)
    else:
        canvas.fill(
            rect(-0.1, -0.1, W + 0.2, H + 0.2),
            bg,
            v=lambda x, y: 0.75 - 0.3 * y / H + 0 * x,
            line=False,
            lift=0,
        )
        back_shape(canvas, rng, palette, bg, cx, H * rng.between(0.8, 1.0), 0.36)
        if rng.chance(0.5):
            g = palette.against(bg, from_lch(0.5, 0.09, rng.between(130, 160)), "accent2")
            for sg in (-1, 1):
                for _ in range(rng.integer(3, 6)):
                    a = -math.pi / 2 + sg * rng.between(0.1, 0.7)
                    q = leaf(
                        cx + sg * rng.between(0.3, 0.5),
                        H * rng.between(0.9, 1.05),
                        a,
                        rng.between(0.35, 0.7),
                        rng.between(0.1, 0.17),
                        0.1 * sg,
                    )
                    canvas.fill(q, adjust(g, dL=rng.between(-0.07, 0.07)), v="inflate")
    k = kit_for(rng.fork("p"), palette, brief, s0, bg, 0.2, 0)
    n = min(2, s0.count) if s0.count > 1 and W > 0.9 else 1
    for j in range(n):
        if j:
            k = kit_for(rng.fork(f"p{j}"), palette, brief, s0, bg, 0.2, 1)
        thing = build("portrait", k)
        s = min(H * rng.between(0.8, 0.94) / 1.5, W * 0.98 / thing.w / (1 if n == 1 else 1.5)) * (
            1.25 if "close" in brief.layout else 1
        )
        x = cx if n == 1 else W * (0.33 + 0.34 * j)
        draw(canvas, thing, x, H + 0.02 + (0.1 if "close" in brief.layout else 0), s)
    if rng.chance(0.4):
        gobo(canvas, rng.fork("g"), rng.pick(["leaves", "beam", "window"]), H, 0.7)
