"""Things seen from straight above."""

import math
from collections.abc import Callable

import numpy as np

from assets.engines.sketch.canvas import Canvas, Shading, plane
from assets.engines.sketch.colour import Colour, adjust, from_lch, mix
from assets.engines.sketch.geometry import (
    TAU,
    Outline,
    curve,
    ellipse,
    leaf,
    points,
    rect,
    spline,
    stroke,
    turn,
)
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.stills.arrange import COMPANIONS, kit_for
from assets.engines.sketch.stills.surfaces import SURFACES, gobo, surface
from assets.engines.sketch.subjects.catalogue import build
from assets.engines.sketch.subjects.food import citrus_half
from assets.engines.sketch.subjects.parts import Kit
from assets.engines.sketch.subjects.stage import draw, place
from assets.engines.sketch.words import Brief


def flatlay(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    """Seen from above: things laid on a surface, soft drop shadows, a diagonal or grid order."""
    H, W = canvas.H, canvas.W
    surf = (
        brief.surface[0]
        if brief.surface
        else rng.weighted({"": 4, "wood": 1, "linen": 2, "marble": 1.4, "concrete": 0.8})
    )
    bg = mix(rng.pick(SURFACES[surf]), palette.wall, 0.18) if surf else palette.wall
    canvas.fill(
        rect(-0.1, -0.1, W + 0.2, H + 0.2),
        bg,
        v=lambda x, y: 0.72 + 0.2 * canvas.light.side * (x / W - 0.5) - 0.1 * y / H,
        line=False,
        lift=0,
    )
    if surf:
        surface(canvas, surf, -0.02, H + 0.02, bg, rng.fork("surf"), top=True)
    if rng.chance(0.6):
        c = palette.against(bg, *rng.shuffle(["accent2", "ground", "paper", "accent"]))
        a = rng.between(-0.4, 0.4)
        grounds: list[Callable[[], Outline]] = [
            lambda: turn(rect(-0.36, -0.28, 0.72, 0.56), a) + (W * 0.5, H * 0.5),
            lambda: ellipse(W * rng.between(0.4, 0.6), H * rng.between(0.4, 0.6), 0.4, n=100),
            lambda: rect(-0.1, -0.1, W * rng.between(0.35, 0.6), H + 0.2),
            lambda: points(
                (-0.1, H * 0.5),
                (W * 0.7, -0.1),
                (W + 0.1, -0.1),
                (W + 0.1, H * 0.3),
                (W * 0.3, H + 0.1),
                (-0.1, H + 0.1),
            ),
        ]
        q = rng.pick(grounds)()
        canvas.shadow(q, 0.2, 0.012, dx=-canvas.light.side * 0.008, dy=0.008)
        canvas.fill(q, c, v=lambda x, y: 0.72 - 0.2 * (y / H) + 0 * x)
        bg2 = c
    else:
        bg2 = bg
    tops = []
    s0 = [s for s in brief.subjects if s.name not in ("figure", "house", "boat", "tree")]
    n = 0
    for s in s0[:4]:
        for _ in range(min(4, max(1, s.count))):
            k = kit_for(
                rng.fork(f"f{n}"),
                palette,
                brief,
                s,
                mix(bg, bg2, 0.5),
                0.98 if s.name in ("mug", "bowl", "plant") else 0.2,
                n,
            )
            tops.append((s.name, k))
            n += 1
    for j in range(rng.integer(1, 3)):
        nm = rng.pick(
            [
                p
                for p in COMPANIONS.get(tops[0][0], ["lemon", "pear", "book"])
                if p not in ("plant", "vase")
            ]
            or ["lemon"]
        )
        tops.append((nm, kit_for(rng.fork(f"q{j}"), palette, brief, None, bg, 0.2, 1 + j)))
    spots = [(0.5, 0.5), (0.2, 0.24), (0.8, 0.76), (0.79, 0.22), (0.2, 0.78)]
    if len(tops) >= 4 and rng.chance(0.5):
        spots = [(0.27, 0.28), (0.73, 0.72), (0.73, 0.28), (0.27, 0.72)]
        tops = tops[:4]
    size = 0.5 if len(tops) <= 2 else 0.42 if spots[0] == (0.5, 0.5) and len(tops) == 3 else 0.34
    if len(tops) == 2:
        spots = [(0.4, 0.56), (0.77, 0.24)]
    elif len(tops) == 3:
        spots = (
            [(0.42, 0.44), (0.8, 0.74), (0.8, 0.2)]
            if rng.chance(0.5)
            else [(0.5, 0.58), (0.2, 0.2), (0.8, 0.22)]
        )
    for j, (nm, k) in enumerate(tops[:5]):
        x, y = spots[j][0] * W, spots[j][1] * H
        sz = (
            size * min(max(1, W), max(1, H)) ** 0.3 * (1 if j == 0 else rng.between(0.56, 0.68))
            if size > 0.4
            else size * rng.between(0.9, 1.05)
        )
        seen_from_top(canvas, rng.fork(f"t{j}"), nm, k, x, y, sz)
    green = from_lch(0.55, 0.09, rng.between(120, 160))
    for _ in range(rng.integer(0, 2)):
        side = rng.pick(
            [(0.04, 0.5), (0.96, 0.5), (0.5, 0.03), (0.5, 0.97), (0.03, 0.97), (0.97, 0.03)]
        )
        x, y = side[0] * W, side[1] * H
        a = math.atan2(H / 2 - y, W / 2 - x) + rng.between(-0.5, 0.5)
        st = curve(
            (x - 0.2 * math.cos(a), y - 0.2 * math.sin(a)),
            (x, y),
            (x + 0.1 * math.cos(a + 0.4), y + 0.1 * math.sin(a + 0.4)),
            (x + 0.24 * math.cos(a), y + 0.24 * math.sin(a)),
            14,
        )
        for m in range(2, 14, 2):
            for sg in (-1, 1):
                q = leaf(st[m][0], st[m][1], a + sg * 0.8, 0.14, 0.055, 0.05)
                canvas.shadow(q, 0.22, 0.006, dx=-canvas.light.side * 0.008, dy=0.01)
                canvas.fill(q, adjust(green, dL=rng.between(-0.05, 0.06)), v="inflate")
        canvas.fill(stroke(st, 0.008, 0.004), adjust(green, dL=-0.1), lift=0)
    if rng.chance(0.6):
        gobo(canvas, rng.fork("g"), rng.pick(["window", "leaves", "leaves"]), 0, 0.9)


def seen_from_top(
    canvas: Canvas, rng: Rng, nm: str, kit: Kit, x: float, y: float, sz: float
) -> None:
    """One thing seen from above; things without a top view are laid on their side."""
    dx, dy = -canvas.light.side, 0.8
    L = canvas.light

    def disc(R: float, c: Colour, v: Shading | None = None, sh: bool = True) -> None:
        if sh:
            canvas.shadow(ellipse(x, y, R), 0.4, sz * 0.07, dx=dx * sz * 0.07, dy=dy * sz * 0.07)
        canvas.fill(ellipse(x, y, R, n=90), c, v=v)

    def lit(level: float, slope: float, at_x: float, at_y: float, r: float) -> Shading:
        """Rising towards the light across a round thing of radius r."""
        k = slope / r
        return plane(
            level,
            x=at_x,
            across=k * float(L.direction[0]),
            y=at_y,
            down=k * float(L.direction[1]),
        )

    def hollow(r: float) -> Shading:
        return lit(0.55, -0.4, x, y, r)

    if nm in ("mug", "teapot"):
        R = sz * 0.5
        if rng.chance(0.65):
            disc(
                R * 0.98,
                kit.palette.against(kit.col, kit.second, kit.paper),
                lambda xs, ys: (
                    0.6
                    + 0.3
                    * ((xs - x) * float(L.direction[0]) + (ys - y) * float(L.direction[1]))
                    / R
                ),
            )
            canvas.fill(ellipse(x, y, R * 0.62), adjust(kit.second, dL=-0.06), 0.35)
            R *= 0.62
        else:
            R *= 0.8
        a = rng.between(0, TAU)
        hd = stroke(np.array([(R * 0.9, 0), (R * 1.42, 0)]), R * 0.2, R * 0.17)
        q = turn(hd, a) + (x, y)
        canvas.shadow(q, 0.35, sz * 0.04, dx=dx * sz * 0.05, dy=dy * sz * 0.05)
        canvas.fill(q, kit.col, v="inflate")
        disc(R, kit.col)
        canvas.fill(
            ellipse(x, y, R * 0.9), adjust(kit.col, dL=-0.14), v=hollow(R), line=False, lift=0
        )
        d = from_lch(
            *rng.pick([(0.36, 0.06, 55), (0.62, 0.07, 68), (0.45, 0.08, 60), (0.66, 0.1, 120)])
        )
        canvas.fill(
            ellipse(x - dx * R * 0.03, y + R * 0.04, R * 0.83),
            d,
            v=hollow(R * 2),
            line=False,
            lift=0,
        )
        if rng.chance(0.6):
            for j, size in enumerate((0.5, 0.3, 0.13)):
                canvas.fill(
                    spline(
                        turn(
                            points(
                                (0, -size),
                                (size * 0.9, -size * 0.6),
                                (size * 0.7, size * 0.4),
                                (0, size),
                                (-size * 0.7, size * 0.4),
                                (-size * 0.9, -size * 0.6),
                            ),
                            a + 0.8,
                        ),
                        n=8,
                    )
                    * R
                    + (x, y),
                    mix(d, from_lch(0.93, 0.03, 80), 0.75 if j != 1 else 0.15),
                    line=False,
                    lift=0,
                )
        canvas.fill(
            ellipse(x + dx * -R * 0.35, y - R * 0.4, R * 0.12, R * 0.05, rot=-0.6),
            (1, 1, 1),
            0.4,
            raw=True,
        )
    elif nm in ("bowl", "plant", "vase"):
        R = sz * 0.52
        disc(
            R,
            kit.col,
            lambda xs, ys: (
                0.6
                + 0.25 * ((xs - x) * float(L.direction[0]) + (ys - y) * float(L.direction[1])) / R
            ),
        )
        canvas.fill(
            ellipse(x, y, R * 0.9), adjust(kit.col, dL=-0.1), v=hollow(R), line=False, lift=0
        )
        if nm == "bowl":
            hue = rng.pick([(0.74, 0.16, 58), (0.87, 0.15, 103), (0.6, 0.18, 27), (0.55, 0.1, 140)])
            for cx, cy in (
                (-0.3, -0.25),
                (0.33, -0.2),
                (0, 0.32),
                (-0.38, 0.25),
                (0.4, 0.28),
                (0.02, -0.02),
            )[: rng.integer(3, 6)]:
                size = R * 0.3
                canvas.shadow(
                    ellipse(x + cx * R, y + cy * R, size), 0.35, 0.01, dx=dx * 0.01, dy=0.012
                )
                canvas.fill(
                    ellipse(x + cx * R, y + cy * R, size),
                    from_lch(*hue),
                    v=lit(0.5, 0.45, x + cx * R, y + cy * R, size),
                )
        else:
            g = from_lch(0.5, 0.09, 140)
            n = rng.integer(9, 13)
            for j in range(n * 2):
                a = j * 2.4
                ln = R * (1.25 - 0.035 * j)
                q = leaf(x, y, a, ln, ln * 0.36, 0.06)
                canvas.shadow(q, 0.16, 0.008, dx=dx * 0.01, dy=0.014)
                canvas.fill(q, adjust(g, dL=-0.08 + 0.2 * j / n / 2), v="inflate")
    else:
        if nm in ("orange", "lemon") and rng.chance(0.55):
            thing = citrus_half(kit, 62 if nm == "orange" else 103)
        else:
            thing = build(nm, kit)
        lo, hi = thing.box()
        s = sz / max(hi[0] - lo[0], hi[1] - lo[1]) * 1.12
        rot = (
            rng.between(-0.5, 0.5)
            if nm not in ("bottle", "can", "perfume", "phone", "book")
            else rng.pick([-0.5, 0.45, -0.8, 0.2, 0.7])
        )
        c = turn(((lo + hi) / 2)[None], rot)[0] * s
        for p in thing.parts:
            if p.casts and p.how.get("alpha", 1) > 0.5:
                for q in p.polys:
                    canvas.shadow(
                        place(q, x - c[0], y - c[1], s, rot),
                        0.3 if len(thing.parts) < 14 else 0.12,
                        sz * 0.05,
                        dx=dx * sz * 0.05,
                        dy=dy * sz * 0.05,
                    )
        draw(canvas, thing, x - c[0], y - c[1], s, rot)
