"""One landscape over a whole canvas."""

import math

import numpy as np

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import Colour, adjust, contrast, from_lch, mix, to_lch
from assets.engines.sketch.geometry import ellipse, points, poisson, rect, spline
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.scenes.land import dunes, foreground, forest, hills
from assets.engines.sketch.scenes.mountains import peaks, ridges
from assets.engines.sketch.scenes.sky import SKIES, birds, clouds, weather
from assets.engines.sketch.scenes.space import space
from assets.engines.sketch.scenes.town import city, street
from assets.engines.sketch.scenes.water import sea
from assets.engines.sketch.subjects.catalogue import build
from assets.engines.sketch.subjects.parts import Kit
from assets.engines.sketch.subjects.plants import tree
from assets.engines.sketch.subjects.stage import cast, draw
from assets.engines.sketch.words import Brief


def _time_of_day(brief: Brief, rng: Rng) -> str:
    """A key of SKIES: what the words say, else by chance, soft in bad weather."""
    for name in ("neon", "night", "golden", "morning", "soft", "day"):
        if name in brief.light:
            return name
    if set(brief.weather) & {"fog", "rain", "snow"}:
        return "soft"
    return rng.weighted({"day": 3, "morning": 2, "golden": 2, "night": 0.5})


def view(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette, quiet: bool = False) -> None:
    """Paint a landscape over the whole canvas. quiet: as a backdrop (no near frame, no figure)."""
    W, H = canvas.W, canvas.H
    S, WX = set(brief.scenes), set(brief.weather)
    time = _time_of_day(brief, rng)
    have = {s.name for s in brief.subjects}
    if not S - {"sky"} and have & {"boat"}:
        S = {"sea"} if rng.chance(0.7) else {"lake", "mountain"}
    elif not S - {"sky"} and have & {"house", "tree"}:
        S = {"hills"} if rng.chance(0.7) else {"hills", "mountain"}
    elif not S - {"sky"} and have & {"figure"}:
        S = {rng.pick(["hills", "mountain", "beach", "desert", "forest"])}
    if not S - {"sky"}:
        if time in ("golden", "morning", "night") and not S:
            S = (
                {rng.pick(["sea", "hills", "mountain", "city"])}
                if not WX
                else {rng.pick(["forest", "street", "hills", "mountain"])}
            )
        elif WX:
            S = {rng.pick(["forest", "street", "mountain", "hills"])}
        elif not S:
            S = {rng.pick(["sea", "hills"])}
    if "room" in S:
        S = {"hills"}
    natural = rng.chance(0.42 if not brief.colours else 0.3) or time in ("night", "neon")
    st = [from_lch(L, C, h + rng.between(-10, 10)) for L, C, h in rng.pick(SKIES[time])]
    if not natural or brief.colours:
        t = 0.75 if not natural else 0.35
        tgt = [
            palette.wall,
            mix(palette.wall, palette.paper, 0.5),
            mix(palette.paper, palette.accent2, 0.25),
            palette.accent,
        ]
        st = [mix(a, b, t) for a, b in zip(st, tgt, strict=True)]
        if time == "night":
            st = [
                adjust(c, L=min(to_lch(c)[0], m)) if m else c
                for c, m in zip(st, (0.26, 0.36, 0.5, 0), strict=True)
            ]
    if time in ("night", "neon"):
        turn_ = rng.pick([0, 0, -45, 35, -80, 60])
        st = [adjust(c, dh=turn_) for c in st[:3]] + st[3:]
    if WX & {"fog", "rain", "snow"} and time not in ("night", "neon"):
        st = [adjust(mix(c, from_lch(0.87, 0.015, 230), 0.32), kC=0.85) for c in st]
    if canvas.style.line:
        st = [mix(c, palette.paper, 0.62) for c in st[:3]] + [mix(st[3], palette.accent, 0.5)]
    top, mid, hor, sun = st
    hy = H * (
        {
            "sea": rng.between(0.42, 0.62),
            "beach": rng.between(0.36, 0.52),
            "lake": rng.between(0.5, 0.62),
        }.get(
            next(iter([s for s in ("sea", "beach", "lake") if s in S]), ""), rng.between(0.55, 0.7)
        )
    )
    if "wide" in brief.layout:
        hy = H * rng.between(0.58, 0.68)
    wet_city = "city" in S and (rng.chance(0.72) or quiet)
    if {"city"} == S and not wet_city:
        hy = H * rng.between(0.84, 0.9)
    if S & {"space"}:
        space(canvas, brief, rng, palette)
        return
    canvas.sky([(0, top), (0.55 * hy / H, mid), (hy / H, hor), (1, hor)])
    # sun or moon
    sx = W * rng.pick([0.5, 0.33, 0.67, 0.25, 0.75, 0.6])
    low = time in ("golden", "morning")
    sr = rng.between(0.05, 0.1) if time in ("day", "soft") else rng.between(0.075, 0.19)
    sy = (
        hy - sr * rng.between(-0.35, 0.9)
        if low and rng.chance(0.65)
        else hy * rng.between(0.2, 0.6)
    )
    if quiet:
        sr *= 0.75
    fog = "fog" in WX
    if time != "soft" and "rain" not in WX:
        sc = sun if time != "night" else from_lch(0.95, 0.035, 95)
        if low or time == "neon":
            sc = mix(sun, palette.accent, 0.5 if not natural else 0.15)
            if contrast(sc, mid) < 0.1:
                sc = adjust(sc, dL=0.1)
        canvas.glow(sx, sy, sr * 5, mix(sc, hor, 0.3), 0.5 if time != "day" else 0.3)
        if rng.chance(0.25) and not quiet:
            for q in (2.6, 1.9, 1.4):
                canvas.fill(ellipse(sx, sy, sr * q, n=100), sc, 0.12, line=False, lift=0)
        if time == "night" and rng.chance(0.5):
            along = np.linspace(0, 1, 40)
            out = ellipse(sx, sy, sr * 0.75, n=60, a0=math.pi * 0.5, a1=math.pi * 1.5)
            inn = spline(
                np.stack(
                    [
                        sx - sr * 0.75 * 0.45 * np.sin(along * math.pi),
                        sy - sr * 0.75 + 2 * sr * 0.75 * along,
                    ],
                    1,
                ),
                closed=False,
                n=2,
            )
            canvas.fill(np.concatenate([out, inn]), sc, line=False)
        else:
            canvas.fill(
                ellipse(sx, sy, sr, n=110),
                sc,
                grad=None
                if time != "neon"
                else (
                    (0, sy - sr),
                    (0, sy + sr),
                    from_lch(0.88, 0.15, 90),
                    from_lch(0.65, 0.24, 355),
                ),
            )
    if time == "night" and not WX & {"rain", "fog"}:
        for x, y in poisson(rng.fork("st"), W, hy * 0.92, 0.085):
            q = rng.between(0.0012, 0.0036)
            canvas.fill(ellipse(x, y, q, n=8), (1, 0.98, 0.9), rng.between(0.4, 1), raw=True)
    light_side = -1 if sx < W / 2 else 1
    clouds(
        canvas,
        rng.fork("cl"),
        time,
        hy,
        top,
        mid,
        hor,
        sun,
        palette,
        n=rng.integer(3, 6) if "sky" in S or WX else rng.integer(0, 4),
    )
    haze = mix(hor, mid, 0.25)
    night = time in ("night", "neon")

    def air(c: Colour, d: float) -> Colour:
        """d 0 near .. 1 far"""
        c = mix(c, adjust(mid, dL=-0.1 if not night else 0.02), 0.15)
        if night:
            c = adjust(mix(c, top, 0.55), L=min(to_lch(c)[0] * 0.55, 0.4))
        elif time == "golden":
            c = mix(c, from_lch(0.5, 0.11, 15), 0.18)
        if canvas.style.line:
            c = mix(c, palette.paper, 0.5)
        k = d * (0.82 if not fog else 0.97) ** (1 if not fog else 0.5)
        return mix(c, haze, min(0.96, k))

    n = 1
    base = from_lch(0.5, 0.085, 150) if natural else palette.ground
    hue2 = from_lch(0.6, 0.1, 115) if natural else palette.accent2
    if (
        S & {"mountain", "island", "lake"}
        or ("sea" in S and rng.chance(0.35))
        or ("hills" in S and rng.chance(0.5))
        or ("forest" in S and rng.chance(0.5))
        or ({"city"} == S and rng.chance(0.2))
    ):
        hero = "mountain" in S
        rock = from_lch(0.46, 0.06, 265) if natural else mix(palette.dark, palette.wall, 0.35)
        n = rng.integer(3, 4) if hero else rng.integer(1, 2)
        if hero and rng.chance(0.6 if fog else 0.35):
            ridges(
                canvas,
                rng.fork("rg"),
                hy,
                H,
                air,
                rock if natural else palette.dark,
                haze,
                light_side,
            )
            n = 0
        for j in range(n):
            d = 1 - (j + 0.6) / (n + 0.4)
            hgt = (hy * rng.between(0.42, 0.62) if hero else hy * rng.between(0.12, 0.25)) * (
                0.6 + 0.5 * (1 - abs(j - n * 0.45) / n)
            )
            peaks(
                canvas,
                rng.fork(f"pk{j}"),
                hy + 0.01 + (j * 0.03 if hero else 0),
                hgt,
                air(rock, 0.25 + d * 0.6),
                light_side,
                snow=("snow" in WX or (hero and rng.chance(0.6))) and j < n - 1 or "snow" in WX,
                sharp=rng.between(0.5, 1),
                sun=sun,
            )
            if fog or rng.chance(0.4):
                canvas.fill(
                    rect(-0.1, hy - hgt * 0.3, W + 0.2, hgt * 0.45),
                    haze,
                    0.5 if fog else 0.25,
                    soft=0.05,
                    raw=True,
                )
    if "city" in S:
        city(
            canvas,
            rng.fork("city"),
            hy + (0.02 if not S & {"sea", "lake", "beach"} else 0),
            palette,
            air,
            night or time == "golden",
            time,
            sun,
            light_side,
        )
    water = S & {"sea", "beach", "lake", "island"} or wet_city
    if water:
        sea(
            canvas,
            rng.fork("sea"),
            hy,
            H,
            top,
            mid,
            hor,
            sun,
            sx,
            sr,
            time,
            palette,
            natural,
            beach="beach" in S,
            lake="lake" in S or "city" in S,
        )
        if "island" in S or (S & {"sea"} and rng.chance(0.25)):
            x = W * rng.between(0.15, 0.85)
            island = spline(
                points(
                    (x - 0.2, hy + 0.012),
                    (x - 0.2, hy + 0.012),
                    (x - 0.12, hy - 0.04),
                    (x - 0.02, hy - rng.between(0.07, 0.16)),
                    (x + 0.06, hy - 0.06),
                    (x + 0.17, hy - 0.02),
                    (x + 0.24, hy + 0.012),
                    (x + 0.24, hy + 0.012),
                ),
                n=8,
            )
            canvas.fill(
                island, air(base, 0.35), v=lambda a, b: 0.6 - light_side * (a - x) * -1.2 + 0 * b
            )
        if "boat" in have or (not quiet and rng.chance(0.4) and "city" not in S and H > 0.5):
            sub = next((s for s in brief.subjects if s.name == "boat"), None)
            for b in range(1 if not sub else max(1, min(4, sub.count))):
                k = Kit(
                    rng.fork(f"boat{b}"),
                    palette,
                    (
                        sub.colour
                        if sub and sub.colour
                        else rng.pick([palette.accent, palette.main, palette.dark])
                    ),
                    palette.accent2,
                    palette.dark,
                    palette.paper,
                )
                s = rng.between(0.16, 0.24) * (1.6 if sub and b == 0 else 0.8)
                bx = W * (rng.between(0.2, 0.8) if b == 0 else rng.between(0.1, 0.9))
                by = hy + (H - hy) * (
                    rng.between(0.2, 0.42) if "beach" not in S else rng.between(0.06, 0.16)
                )
                thing = build("boat", k)
                for j in range(6):
                    ww = 0.5 * s * (1 - j * 0.12)
                    canvas.fill(
                        ellipse(
                            bx + rng.between(-0.01, 0.01),
                            by + 0.012 + j * 0.02 * s * 3,
                            ww,
                            0.006 * s * 3,
                        ),
                        adjust(k.col if j < 3 else palette.paper, dL=-0.08),
                        0.3,
                        line=False,
                        lift=0,
                    )
                draw(canvas, thing, bx, by, s)
    if "desert" in S:
        dunes(canvas, rng.fork("du"), hy, palette, natural, air, light_side, time)
    if "hills" in S or "garden" in S or ("mountain" in S and not water and n > 0) or ({"sky"} >= S):
        hills(
            canvas,
            rng.fork("hi"),
            hy,
            brief,
            palette,
            base,
            hue2,
            air,
            light_side,
            "snow" in WX,
            natural,
        )
    if "forest" in S:
        forest(
            canvas, rng.fork("fo"), hy, palette, base, air, "snow" in WX, light_side, haze, quiet
        )
    if "street" in S:
        street(
            canvas,
            rng.fork("str"),
            H,
            palette,
            night,
            brief,
            "snow" in WX,
            "rain" in WX,
            time == "neon",
            top,
        )
    names = {s.name: s for s in brief.subjects}
    if not quiet:
        if "house" in names and "street" not in S:
            k = Kit(
                rng.fork("house"),
                palette,
                names["house"].colour or palette.against(base, "main", "paper"),
                palette.accent,
                palette.dark,
                palette.paper,
            )
            thing = build("house", k)
            s, x, y = (
                rng.between(0.26, 0.4),
                W * rng.pick([0.33, 0.5, 0.66]),
                H * rng.between(0.74, 0.82),
            )
            for t in range(rng.integer(1, 4)):
                tr = tree(
                    Kit(rng.fork(f"ht{t}"), palette, base, base, palette.dark, palette.paper),
                    None,
                    air(adjust(base, dL=-0.04), 0.1),
                )
                draw(
                    canvas,
                    tr,
                    x + rng.sign() * rng.between(0.16, 0.34),
                    y - 0.005,
                    rng.between(0.2, 0.36),
                )
            cast(canvas, thing, x, y, s, 0.15, 0.4, contact=False)
            draw(canvas, thing, x, y, s)
        if "tree" in names:
            k = Kit(
                rng.fork("tr"),
                palette,
                palette.accent,
                palette.accent2,
                palette.dark,
                palette.paper,
            )
            thing = tree(k, None, names["tree"].colour or air(base, 0))
            x, y, s = W * rng.pick([0.33, 0.5, 0.67]), H * 0.84, rng.between(0.5, 0.72) * min(1, H)
            cast(canvas, thing, x, y, s, 0.15, 0.4)
            draw(canvas, thing, x, y, s)
        if "figure" in names or (rng.chance(0.22) and not water and "street" not in S and H > 0.6):
            sub = names.get("figure")
            k = Kit(
                rng.fork("fig"),
                palette,
                sub.colour if sub and sub.colour else palette.accent,
                palette.accent2,
                palette.dark,
                palette.paper,
            )
            thing = build("figure", k)
            s = rng.between(0.24, 0.36) if sub else rng.between(0.1, 0.14)
            x, y = W * rng.pick([0.3, 0.5, 0.7]), H * rng.between(0.86, 0.93)
            cast(canvas, thing, x, y, s, 0.2, 0.35)
            draw(canvas, thing, x, y, s)
        if rng.chance(0.35) and not night and not WX:
            birds(
                canvas,
                rng.fork("bi"),
                W * rng.between(0.2, 0.8),
                hy * rng.between(0.15, 0.5),
                mix(palette.dark, mid, 0.2),
            )
        if rng.chance(0.35) and not S & {"street", "city"}:
            foreground(
                canvas,
                rng.fork("fg"),
                palette,
                mix(adjust(base, L=0.3), palette.dark, 0.5) if not night else adjust(top, dL=-0.05),
            )
    weather(canvas, rng.fork("we"), WX, hor, palette)
