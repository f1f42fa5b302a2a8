"""Things, animals and ponds in the open."""

import numpy as np

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import adjust, from_lch, mix, to_lch
from assets.engines.sketch.geometry import TAU, blob, ellipse, points, rect
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.scenes.view import view
from assets.engines.sketch.stills.arrange import (
    group,
    hero_x,
    keep_in,
    kit_for,
    lineup,
    place_all,
)
from assets.engines.sketch.stills.display import grid
from assets.engines.sketch.stills.poster import blocks
from assets.engines.sketch.stills.studio import studio
from assets.engines.sketch.stills.surfaces import SURFACES, surface
from assets.engines.sketch.stills.table import table
from assets.engines.sketch.subjects.catalogue import build
from assets.engines.sketch.subjects.stage import draw, place
from assets.engines.sketch.words import Brief


def outdoor(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    """Landscape behind a ledge or on the ground."""
    H, W = canvas.H, canvas.W
    view(canvas, brief, rng.fork("view"), palette, quiet=True)
    e = rng.between(0.14, 0.22)
    cx = hero_x(brief, rng, canvas)
    yt = H * rng.between(0.76, 0.84)
    things = group(brief, rng.fork("group"), palette, palette.wall, e, False, False)
    surf = brief.surface[0] if brief.surface else rng.pick(["concrete", "wood", ""])
    g = mix(rng.pick(SURFACES[surf]), palette.ground, 0.2) if surf else palette.ground
    if things[0][0].flying:
        y = H * 0.62
    else:
        canvas.fill(
            rect(-0.1, yt, W + 0.2, H),
            g,
            v=lambda x, y: 0.8 - 0.4 * (y - yt) / (H - yt) + 0 * x,
            lift=0.01,
        )
        if surf:
            surface(canvas, surf, yt, H + 0.02, g, rng.fork("surf"))
        canvas.box(-0.1, yt - 0.002, W + 0.2, 0.005, adjust(g, dL=0.1), line=False, lift=0)
        y = yt + (H - yt) * 0.42
    items = keep_in(
        lineup(canvas, rng, things, cx, y, W * 0.75, H * rng.between(0.46, 0.6), e), canvas
    )
    place_all(canvas, rng, items, e)


def animal(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    """Animal as the hero: window sill, cushion, branch, water, or a plain poster."""
    s = brief.subjects[0]
    if s.name == "fish":
        return pond(canvas, brief, rng, palette)
    if set(brief.scenes) - {"room"}:
        return rng.weighted({outdoor: 6, table: 0.8})(canvas, brief, rng, palette)
    if "window" in brief.light:
        return rng.weighted({table: 5, blocks: 0.7, grid: 0.4})(canvas, brief, rng, palette)
    return rng.weighted({table: 2.2, blocks: 2, studio: 1.4, outdoor: 2.4, grid: 0.5})(
        canvas, brief, rng, palette
    )


def pond(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    H, W = canvas.H, canvas.W
    w = palette.wall if to_lch(palette.wall)[0] < 0.85 else adjust(palette.wall, dL=-0.15)
    canvas.sky([(0, adjust(w, dL=0.05)), (1, adjust(w, dL=-0.08))])
    for _ in range(rng.integer(4, 7)):
        canvas.fill(
            blob(
                rng,
                rng.between(0, W),
                rng.between(0, H),
                rng.between(0.15, 0.4),
                rng.between(0.03, 0.07),
                0.2,
            ),
            adjust(w, dL=0.06),
            0.5,
            line=False,
            lift=0,
        )
    n = rng.integer(2, 4) if rng.chance(0.6) else 1
    sc = {1: 0.62, 2: 0.46, 3: 0.36, 4: 0.32}[n]
    spots = {
        1: [(0.5, 0.5)],
        2: [(0.4, 0.34), (0.6, 0.68)],
        3: [(0.36, 0.25), (0.64, 0.5), (0.4, 0.76)],
        4: [(0.3, 0.24), (0.7, 0.38), (0.3, 0.62), (0.68, 0.78)],
    }[n]
    g = palette.against(w, from_lch(0.5, 0.09, 150), from_lch(0.7, 0.09, 140))
    for _ in range(rng.integer(2, 5)):
        x, y, R = (
            rng.pick([rng.between(0, 0.15), rng.between(0.85, 1)]) * W,
            rng.between(0, 1) * H,
            rng.between(0.08, 0.15),
        )
        a = rng.between(0, TAU)
        q = np.concatenate([ellipse(x, y, R, R, 50, a + 0.25, a + TAU - 0.25), points((x, y))])
        canvas.shadow(q, 0.25, 0.012, dx=0.012, dy=0.016)
        canvas.fill(q, adjust(g, dL=rng.between(-0.05, 0.06)), v="inflate")
    for j in range(n):
        k = kit_for(rng.fork(f"{j}"), palette, brief, brief.subjects[0], w, 0.2, j)
        thing = build("fish", k)
        x, y = spots[j][0] * W, spots[j][1] * H
        s = sc * min(W, H)
        rot = rng.between(-0.3, 0.3)
        for p in thing.parts[:4]:
            canvas.shadow(place(p.polys[0], x + 0.02, y + 0.4 * s + 0.04, s, rot), 0.22, 0.02)
        draw(canvas, thing, x, y + 0.4 * s, s, rot, rng.chance(0.5))
