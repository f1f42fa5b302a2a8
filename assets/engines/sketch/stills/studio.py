"""Product on a seamless backdrop."""

import numpy as np

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import Colour, adjust, mix, to_lch
from assets.engines.sketch.geometry import ellipse, points, rect
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.stills.arrange import group, hero_x, keep_in, lineup, place_all
from assets.engines.sketch.stills.surfaces import back_shape, gobo
from assets.engines.sketch.subjects.parts import Part, Thing, part, revolve
from assets.engines.sketch.subjects.stage import cast, draw, place
from assets.engines.sketch.words import Brief


def studio(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    """Seamless backdrop with plinths, discs and arches."""
    e = rng.between(0.16, 0.3)
    bg = (
        palette.wall
        if rng.chance(0.65)
        else rng.pick([palette.accent2, palette.ground, adjust(palette.wall, dL=0.05)])
    )
    H, W = canvas.H, canvas.W
    yf = H * rng.between(0.62, 0.74)
    sweep = adjust(bg, dL=-0.07 if to_lch(bg)[0] > 0.5 else 0.06)
    canvas.sky(
        [
            (0, adjust(bg, dL=-0.03)),
            (max(0, yf / H - 0.14), adjust(bg, dL=0.035)),
            (yf / H, mix(bg, sweep, 0.5)),
            (1, sweep),
        ]
    )
    cx = hero_x(brief, rng, canvas)
    R = min(0.4, W * 0.42)
    if rng.chance(0.75):
        back_shape(canvas, rng, palette, bg, cx, yf + 0.02, R)
    canvas.glow(cx, yf * 0.55, 0.75, canvas.light.warm, 0.22)
    things = group(brief, rng.fork("group"), palette, bg, e, False, False)
    pc = (
        palette.against(bg, *rng.shuffle(["accent2", "main", "ground", "paper"]))
        if rng.chance(0.5)
        else adjust(bg, dL=0.07 if to_lch(bg)[0] < 0.8 else -0.1)
    )
    y = yf + (H - yf) * rng.between(0.25, 0.4)
    pod = rng.weighted({"cyl": 4, "steps": 2, "block": 2, "none": 1.5})
    if things[0][1] in ("chair", "sofa", "dog", "cat"):
        pod = rng.pick(["none", "cyl"])
    ph = rng.between(0.07, 0.2) * min(1, H)
    top = y
    hero = things[0][0]
    wneed = sum(o.w for o, _ in things) * 1.1
    hh = min((y - ph) * rng.between(0.54, 0.7), 0.7)
    lo, hi = hero.box()
    s_est = min(hh / max(o.h for o, _ in things), W * 0.62 / max(wneed, 0.1))
    pw = max(0.2, min(W * 0.42, s_est * wneed * 0.62 + 0.06))
    cx = min(max(cx, pw + 0.06), W - pw - 0.06) if 2 * pw + 0.12 < W else W / 2
    if pod in ("cyl", "steps"):

        def cyl(x: float, yy: float, R_: float, hgt: float, c: Colour) -> None:
            b, rs, ys = revolve([(R_, -hgt), (R_, 0)], e, c)
            o = Thing(
                [
                    b,
                    part(
                        ellipse(0, -hgt, R_, R_ * e),
                        adjust(c, dL=0.06),
                        ("lin", -R_, -hgt - R_ * e, R_, -hgt + R_ * e),
                        lift=0,
                    ),
                ],
                R_ * 2,
                hgt,
                R_,
            )
            cast(canvas, o, x, yy, 1, e, 0.45)
            draw(canvas, o, x, yy, 1)

        if pod == "steps":
            sg = rng.sign()
            cyl(
                cx + sg * pw * 0.95,
                y - 0.045,
                pw * 0.62,
                ph * rng.between(1.5, 2.2),
                adjust(pc, dL=-0.05),
            )
            cyl(cx + sg * -pw * 0.2, y + e * 0.12, pw * 1.3, ph * 0.3, adjust(pc, dL=0.03))
            y += e * 0.12 - ph * 0.3
        cyl(cx, y, pw, ph, pc)
        top = y - ph
    elif pod == "block":
        canvas.shadow(rect(cx - pw, y, pw * 2, 0.03), 0.4, 0.02)
        canvas.fill(
            points(
                (cx - pw, y - ph),
                (cx - pw * 0.86, y - ph - pw * e),
                (cx + pw * 0.86, y - ph - pw * e),
                (cx + pw, y - ph),
            ),
            adjust(pc, dL=0.06),
        )
        canvas.fill(
            rect(cx - pw, y - ph, pw * 2, ph),
            pc,
            v=lambda a, b: 0.7 - 0.3 * (b - y + ph) / ph + canvas.light.side * (cx - a) * 0.3,
        )
        top = y - ph - pw * e * 0.45
    else:
        top = y + 0.02
    items = lineup(canvas, rng, things, cx, top, pw * 1.75 if pod != "none" else W * 0.8, hh, e)
    items = keep_in(items, canvas)
    if pod == "none" and rng.chance(0.5) and to_lch(bg)[0] < 0.97:  # glossy floor
        for thing, x, y_, s in items:
            keep = canvas.rgb.copy()
            flipped = [
                (p, [place(q * (1, -1), x, y_ + 0.004, s) for q in p.polys]) for p in thing.parts
            ]
            for p, qs in flipped:
                if not p.how.get("raw") and p.how.get("alpha", 1) > 0.9:
                    canvas.fill(qs, p.col, line=False, lift=0, grad=None)
            xs, ys = canvas.grid((0, canvas.h, 0, canvas.w))
            k = np.clip(1 - (ys - y_) / (thing.h * s * 0.8), 0, 1).astype(np.float32) * 0.25
            canvas.rgb = keep + (canvas.rgb - keep) * k[..., None]
    place_all(canvas, rng, items, e)
    if rng.chance(0.4):
        gobo(canvas, rng.fork("g"), rng.pick(["leaves", "beam", "window"]), yf, 0.8)
    if rng.chance(0.35):
        c = palette.against(bg, "accent", "accent2")
        for _ in range(rng.integer(1, 3)):
            q = rng.between(0.025, 0.06)
            x = cx + rng.sign() * rng.between(0.24, 0.42) * min(1, W)
            if 0.05 < x < W - 0.05:
                o = Thing(
                    [Part([ellipse(0, -q, q)], c, ("sph", 0, -q, q, q))], 2 * q, 2 * q, q * 0.6
                )
                yy = y + rng.between(0.03, 0.1)
                cast(canvas, o, x, yy, 1, e)
                draw(canvas, o, x, yy, 1)
