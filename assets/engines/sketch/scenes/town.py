"""Skylines and streets."""

import math

import numpy as np

from assets.engines.sketch.canvas import Canvas, plane
from assets.engines.sketch.colour import Colour, adjust, from_lch, mix, to_lch
from assets.engines.sketch.geometry import TAU, arch, ellipse, points, rect, stroke
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.scenes.sky import Air
from assets.engines.sketch.subjects.catalogue import build
from assets.engines.sketch.subjects.parts import Kit
from assets.engines.sketch.subjects.stage import cast, draw
from assets.engines.sketch.words import Brief


def city(
    canvas: Canvas,
    rng: Rng,
    y: float,
    palette: Palette,
    air: Air,
    lights: bool,
    time: str,
    sun: Colour,
    side: int,
) -> None:
    W = canvas.W
    cs = [palette.wall, palette.ground, palette.accent2, mix(palette.dark, palette.wall, 0.4)]
    for j in range(3):
        d = (0.72, 0.42, 0.08)[j]
        x = -0.05
        tall = y * (0.62, 0.5, 0.34)[j]
        while x < W + 0.05:
            w = rng.between(0.045, 0.12) * (1, 1.15, 1.3)[j]
            h = tall * rng.between(0.4, 1) * (1.25 if rng.chance(0.14) else 1)
            c = air(adjust(rng.pick(cs), dL=-0.12 - 0.04 * j), d)
            x0, y0 = x, y - h
            kind = rng.pick(["flat", "flat", "step", "slant", "dome", "spire"])
            shape = rect(x0, y0, w, h + 0.03)
            if kind == "slant":
                shape = points((x0, y0), (x0 + w, y0 + w * 0.5), (x0 + w, y + 0.03), (x0, y + 0.03))
            canvas.fill(shape, c, v=plane(0.8, y=y0, down=-0.45 / h))
            if kind == "step":
                canvas.box(x0 + w * 0.2, y0 - 0.03, w * 0.6, 0.032, c)
            elif kind == "dome":
                canvas.fill(ellipse(x0 + w / 2, y0, w / 2, w / 2, 30, math.pi, TAU), c)
            elif kind == "spire":
                canvas.fill(
                    points(
                        (x0 + w * 0.42, y0 + 0.001),
                        (x0 + w * 0.5, y0 - 0.09),
                        (x0 + w * 0.58, y0 + 0.001),
                    ),
                    c,
                )
            sw = w * 0.3
            canvas.box(
                x0 if side > 0 else x0 + w - sw,
                y0 + (w * 0.5 if kind == "slant" else 0),
                sw,
                h + 0.02,
                adjust(c, dL=-0.045),
                alpha=0.8,
                line=False,
                lift=0,
            )
            if j and w * canvas.u > 6:
                nx = max(2, int(w / 0.022))
                gx = w / nx
                ny = int((h - 0.02) / 0.03)
                for a in range(nx):
                    for b in range(ny):
                        on = rng.chance(0.5 if lights else 0.8)
                        if not on:
                            continue
                        lc = (
                            rng.pick(
                                [
                                    from_lch(0.9, 0.12, 88),
                                    from_lch(0.86, 0.1, 75),
                                    from_lch(0.93, 0.06, 95),
                                ]
                            )
                            if lights
                            else adjust(c, dL=-0.07)
                        )
                        if time == "neon" and rng.chance(0.4):
                            lc = rng.pick([from_lch(0.75, 0.18, 350), from_lch(0.82, 0.13, 200)])
                        canvas.fill(
                            rect(x0 + gx * (a + 0.28), y0 + 0.035 + b * 0.03, gx * 0.44, 0.013),
                            lc,
                            0.9 if lights else 0.7,
                            raw=True,
                        )
            x += w + rng.pick([0, 0, 0.006, 0.02])
        canvas.fill(rect(-0.1, y - 0.05, W + 0.2, 0.09), air(cs[0], 0.8), 0.3, soft=0.04, raw=True)
    canvas.box(
        -0.1,
        y,
        W + 0.2,
        canvas.H,
        air(mix(palette.dark, palette.ground, 0.3), 0.1),
        v=lambda a, b: 0.7 - 0.4 * (b - y) / max(0.05, canvas.H - y) + 0 * a,
        line=False,
    )


def street(
    canvas: Canvas,
    rng: Rng,
    H: float,
    palette: Palette,
    night: bool,
    brief: Brief,
    snow: bool,
    rain: bool,
    neon: bool = False,
    tint: Colour = (0.1, 0.1, 0.25),
) -> None:
    """Elevation of a row of houses, pavement, street, lamps."""
    W = canvas.W
    yg = H * rng.between(0.8, 0.87)
    pool = [
        palette.wall,
        palette.accent,
        palette.accent2,
        palette.ground,
        palette.main,
        mix(palette.accent, palette.paper, 0.4),
        mix(palette.ground, palette.paper, 0.5),
    ]
    x = -0.06
    glow = from_lch(0.9, 0.12, 85)
    signs = [
        from_lch(0.72, 0.2, 350),
        from_lch(0.82, 0.13, 200),
        from_lch(0.86, 0.15, 95),
        from_lch(0.75, 0.16, 150),
        from_lch(0.68, 0.2, 310),
    ]
    keep = rng.between(0.2, 0.5)
    j = 0
    order = rng.shuffle(pool)
    while x < W + 0.02:
        w = rng.between(0.2, 0.34)
        h = H * rng.between(0.42, 0.64)
        c = order[j % len(order)]
        if night:
            c = mix(adjust(c, L=to_lch(c)[0] * 0.55, kC=1.15), tint, keep)
        roof = palette.against(c, "dark", "accent", "ground") if not night else adjust(c, dL=-0.14)
        y0 = yg - h
        rk = rng.pick(["gable", "flat", "mansard", "step", "curve"])
        if rk == "gable":
            canvas.fill(
                points(
                    (x - 0.008, y0 + 0.004), (x + w / 2, y0 - w * 0.5), (x + w + 0.008, y0 + 0.004)
                ),
                roof if not snow else from_lch(0.96, 0.01, 240),
            )
        elif rk == "mansard":
            canvas.fill(
                points(
                    (x - 0.006, y0 + 0.004),
                    (x + 0.03, y0 - 0.1),
                    (x + w - 0.03, y0 - 0.1),
                    (x + w + 0.006, y0 + 0.004),
                ),
                roof if not snow else from_lch(0.96, 0.01, 240),
            )
        elif rk == "step":
            n = 4
            for i in range(n):
                canvas.box(
                    x + w / 2 * i / n,
                    y0 - w * 0.42 * (i + 1) / n,
                    w - w * i / n,
                    w * 0.42 / n + 0.004,
                    c,
                    line=False,
                )
        elif rk == "curve":
            canvas.fill(ellipse(x + w / 2, y0 + 0.003, w / 2, w * 0.4, 40, math.pi, TAU), c)
        canvas.fill(
            rect(x, y0, w, h),
            c,
            v=plane(0.78, x=x, across=0.35 * canvas.light.side / w, y=y0, down=-0.12 / h),
        )
        canvas.box(x - 0.004, y0, w + 0.008, 0.014, adjust(c, dL=-0.1), line=False, lift=0.004)
        nx, ny = rng.integer(2, 3), max(1, int((h - 0.24) / 0.13))
        ww, wh = w / nx * 0.5, 0.075
        archd = rng.chance(0.35)
        for a in range(nx):
            for b in range(ny):
                wx, wy = x + w * (a + 0.5) / nx - ww / 2, y0 + 0.05 + b * 0.125
                lit = night and rng.chance(0.6)
                wc = (
                    (rng.pick(signs) if neon and rng.chance(0.55) else glow)
                    if lit
                    else mix(palette.dark, c, 0.3)
                    if not night
                    else adjust(c, dL=-0.09)
                )
                canvas.fill(
                    rect(wx - 0.008, wy - 0.008, ww + 0.016, wh + 0.016),
                    palette.paper if not night else adjust(c, dL=0.06),
                    lift=0.003,
                )
                canvas.fill(
                    arch(wx, wy, ww, wh) if archd else rect(wx, wy, ww, wh), wc, line=False, lift=0
                )
                if not lit:
                    canvas.fill(
                        points(
                            (wx, wy + wh), (wx, wy + wh * 0.5), (wx + ww * 0.8, wy), (wx + ww, wy)
                        ),
                        adjust(wc, dL=0.1),
                        0.5,
                        line=False,
                        lift=0,
                    )
                canvas.box(
                    wx + ww / 2 - 0.002,
                    wy,
                    0.004,
                    wh,
                    palette.paper if not night else c,
                    line=False,
                    lift=0,
                )
                if lit:
                    canvas.glow(wx + ww / 2, wy + wh / 2, 0.09, wc, 0.25)
        # ground floor
        if rng.chance(0.55):
            ac = palette.against(c, *rng.shuffle(["accent", "accent2", "ground"]))
            if night:
                ac = adjust(ac, L=to_lch(ac)[0] * 0.7)
            sw = w * 0.82
            sx = x + w * 0.09
            canvas.fill(
                rect(sx, yg - 0.15, sw, 0.15),
                glow if night else mix(palette.dark, from_lch(0.6, 0.04, 220), 0.45),
                lift=0,
            )
            canvas.box(
                sx + sw * 0.7,
                yg - 0.14,
                sw * 0.24,
                0.14,
                palette.against(c, "dark", "accent"),
                lift=0,
            )
            n = 6
            for i in range(n):
                cc = ac if i % 2 == 0 else palette.paper
                canvas.fill(
                    points(
                        (sx + sw * i / n, yg - 0.19),
                        (sx + sw * (i + 1) / n, yg - 0.19),
                        (sx + sw * (i + 1) / n + (i + 1 - n / 2) * 0.003, yg - 0.135),
                        (sx + sw * i / n + (i - n / 2) * 0.003, yg - 0.135),
                    ),
                    cc if not night else adjust(cc, L=to_lch(cc)[0] * 0.75),
                    line=False,
                )
        else:
            dc = palette.against(c, *rng.shuffle(["accent", "dark", "ground"]))
            dx = x + w * rng.pick([0.18, 0.5]) - 0.03
            canvas.fill(
                arch(dx, yg - 0.14, 0.07, 0.14) if archd else rect(dx, yg - 0.14, 0.07, 0.14),
                dc if not night else adjust(dc, L=to_lch(dc)[0] * 0.6),
                lift=0.003,
            )
            canvas.fill(ellipse(dx + 0.056, yg - 0.065, 0.004), glow, line=False, lift=0)
            if rng.chance(0.8):
                canvas.box(
                    x + w * 0.62,
                    yg - 0.12,
                    w * 0.24,
                    0.07,
                    glow if night else mix(palette.dark, c, 0.3),
                    lift=0,
                )
        if neon and rng.chance(0.8):  # a glowing sign without letters
            sc = rng.pick(signs)
            sx, sy, sh = (
                x + w * rng.pick([0.12, 0.86]),
                y0 + h * rng.between(0.18, 0.4),
                rng.between(0.09, 0.16),
            )
            canvas.glow(sx, sy + sh / 2, 0.22, sc, 0.55)
            canvas.fill(rect(sx - 0.018, sy, 0.036, sh), adjust(sc, dL=-0.38), lift=0)
            for q in range(3):
                canvas.fill(
                    [
                        ellipse(sx, sy + sh * (q + 0.5) / 3, 0.012),
                        ellipse(sx, sy + sh * (q + 0.5) / 3, 0.007),
                    ]
                    if q != 1
                    else rect(sx - 0.011, sy + sh * 0.45, 0.022, sh * 0.1),
                    adjust(sc, dL=0.1),
                    raw=True,
                )
        x += w
        j += 1
    g = (
        mix(palette.ground, from_lch(0.6, 0.015, 260), 0.6)
        if not snow
        else from_lch(0.93, 0.012, 240)
    )
    if night:
        g = adjust(g, L=0.27)
    canvas.fill(rect(-0.1, yg, W + 0.2, 0.04), adjust(g, dL=0.1), lift=0)
    canvas.fill(
        rect(-0.1, yg + 0.035, W + 0.2, H),
        g,
        v=lambda a, b: 0.8 - 0.5 * (b - yg) / (H - yg) + 0 * a,
        lift=0,
    )
    if rain or night:
        y0 = int((yg + 0.036) * canvas.u)
        n = min(canvas.h - y0, y0)
        if n > 2:
            import cv2

            src = cv2.blur(
                np.ascontiguousarray(canvas.rgb[y0 - n : y0][::-1]),
                (1, max(1, int(canvas.u * 0.03))),
            )
            canvas.rgb[y0 : y0 + n] += (src - canvas.rgb[y0 : y0 + n]) * (
                np.linspace(0.5, 0.1, n, dtype=np.float32)
            )[:, None, None]
    for i in range(rng.integer(1, max(1, int(2 * W)))):
        lx = W * (i + rng.between(0.2, 0.8)) / 2
        canvas.fill(
            stroke(np.array([(lx, yg + 0.03), (lx, yg - 0.3)]), 0.009, 0.006),
            palette.dark,
            line=False,
            lift=0,
        )
        canvas.fill(ellipse(lx, yg - 0.315, 0.02), glow if night else palette.paper, line=False)
        if night:
            canvas.glow(lx, yg - 0.315, 0.26, glow, 0.55)
    for i in range(rng.integer(1, 3)):
        k = Kit(
            rng.fork(f"f{i}"),
            palette,
            rng.pick([palette.accent, palette.dark, palette.accent2]),
            palette.paper,
            palette.dark,
            palette.paper,
        )
        thing = build("figure", k)
        fx, fy = W * rng.between(0.08, 0.92), yg + rng.between(0.03, 0.05)
        cast(canvas, thing, fx, fy, 0.17, 0.2, 0.3)
        draw(canvas, thing, fx, fy, 0.17)
        if rain:
            cc = rng.pick([palette.accent, palette.accent2, palette.paper])
            canvas.fill(
                np.concatenate([ellipse(fx + 0.008, fy - 0.155, 0.065, 0.05, 30, math.pi, TAU)]), cc
            )
