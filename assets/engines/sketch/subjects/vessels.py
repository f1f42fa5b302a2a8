"""Mugs, pots, bottles, jars, cans, boxes, flacons and bowls."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from assets.engines.sketch.colour import adjust, from_lch, mix
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
    superellipse,
)
from assets.engines.sketch.subjects.parts import (
    Kit,
    Part,
    Thing,
    band,
    decorate,
    part,
    revolve,
    rim,
)


def mug(kit: Kit) -> Thing:
    rng, e = kit.rng, kit.tilt
    h, top = rng.between(0.52, 0.74), rng.between(0.27, 0.34)
    foot = top * rng.between(0.68, 1.0)
    shape = rng.pick(["straight", "belly", "taper", "round"])
    mid = {
        "straight": (top + foot) / 2,
        "belly": max(top, foot) * 1.12,
        "taper": (top + foot) / 2 * 0.95,
        "round": top * 1.06,
    }[shape]
    low = {"round": foot * 1.05, "belly": foot * 1.15}.get(shape, foot * 1.02)
    prof = [
        (top, -h),
        (top * 0.6 + mid * 0.4, -h * 0.78),
        (mid, -h * 0.5),
        (low, -h * 0.16),
        (foot * 0.93, -0.012),
        (foot * 0.88, 0),
    ]
    parts = []
    side = rng.sign()
    hy0, hy1, out, th = (
        -h * rng.between(0.78, 0.88),
        -h * rng.between(0.2, 0.32),
        rng.between(0.17, 0.25),
        rng.between(0.045, 0.065),
    )
    x0 = mid * 0.9
    if rng.chance(0.25):
        hp = spline(
            points(
                (x0, hy0),
                (x0 + out * 0.9, hy0 + 0.01),
                (x0 + out, (hy0 + hy1) / 2),
                (x0 + out * 0.6, hy1 - 0.03),
                (x0, hy1),
            ),
            closed=False,
        )
    else:
        hp = curve(
            (x0 - 0.03, hy0),
            (x0 + out * 1.5, hy0 - 0.05),
            (x0 + out * 1.25, hy1 + 0.07),
            (low * 0.9, hy1),
            30,
        )
    hp = hp * (side, 1)
    parts.append(part(stroke(hp, th * 1.15, th * 1.25, th), kit.col, "inflate"))
    body, rs, ys = revolve(prof, e, kit.col)
    parts.append(body)
    decorate(kit, rs, ys, e, parts, -h, 0)
    drink = rng.pick(
        [
            from_lch(0.33, 0.05, 55),
            from_lch(0.4, 0.07, 60),
            from_lch(0.62, 0.07, 70),
            from_lch(0.5, 0.11, 60),
            from_lch(0.63, 0.11, 125),
        ]
    )
    inner = rng.pick([None, adjust(kit.paper, dL=-0.03)])
    rim(parts, top, -h, e, kit.col, inner, drink, depth=rng.between(0.05, 0.1))
    if rng.chance(0.55):
        for j in range(rng.integer(2, 3)):
            x = (j - 1) * top * 0.45 + rng.between(-0.03, 0.03)
            a = rng.between(0.05, 0.08) * rng.sign()
            s = curve(
                (x, -h - 0.04),
                (x + a, -h - 0.16),
                (x - a, -h - 0.3),
                (x + a * 0.6, -h - rng.between(0.36, 0.5)),
                24,
            )
            parts.append(
                part(
                    stroke(s, 0.012, 0.0, 0.03),
                    (1, 1, 1),
                    casts=False,
                    alpha=0.34,
                    soft=0.008,
                    raw=True,
                )
            )
    if rng.chance(0.4) and kit.word in (
        "cup",
        "coffee",
        "tea",
        "espresso",
        "latte",
        "cappuccino",
        "teacup",
        "mug",
    ):
        R = top * rng.between(1.45, 1.7)
        c = rng.pick([kit.col, kit.second, kit.paper])
        sauc = [
            part(ellipse(0, 0.015, R, R * e * 0.98), adjust(c, dL=-0.08), ("lin", -R, 0, R, 0)),
            part(ellipse(0, 0, R, R * e * 0.98), c, ("lin", -R, -0.1, R, 0.1)),
            part(
                ellipse(0, 0.004, R * 0.66, R * e * 0.62),
                adjust(c, dL=-0.04),
                ("lin", R, 0, -R, 0),
                casts=False,
            ),
        ]
        return Thing(sauc + parts, R * 2, h, R * 0.96, "mug")
    return Thing(parts, (mid + out) * 2, h, foot, "mug")


def teapot(kit: Kit) -> Thing:
    rng, e = kit.rng, kit.tilt
    h, R = rng.between(0.46, 0.58), rng.between(0.36, 0.42)
    side = rng.sign()
    sp = np.concatenate(
        [
            curve(
                (R * 0.8, -h * 0.3),
                (R * 1.25, -h * 0.35),
                (R * 1.2, -h * 0.8),
                (R * 1.6, -h * 0.95),
                16,
            ),
            curve(
                (R * 1.45, -h * 1.02),
                (R * 1.1, -h * 0.9),
                (R * 1.1, -h * 0.65),
                (R * 0.8, -h * 0.62),
                16,
            ),
        ]
    ) * (side, 1)
    hd = curve(
        (-R * 0.85, -h * 0.8),
        (-R * 1.7, -h * 1.05),
        (-R * 1.65, -h * 0.2),
        (-R * 0.85, -h * 0.25),
        26,
    ) * (side, 1)
    body, rs, ys = revolve(
        [(R * 0.5, -h), (R * 0.78, -h * 0.9), (R, -h * 0.5), (R * 0.86, -h * 0.16), (R * 0.6, 0)],
        e,
        kit.col,
    )
    parts = [
        part(sp, kit.col, "inflate"),
        part(stroke(hd, 0.06, 0.06, 0.05), kit.col, "inflate"),
        body,
    ]
    decorate(kit, rs, ys, e, parts, -h * 0.95, 0)
    lid, _, _ = revolve(
        [(R * 0.12, -h - 0.1), (R * 0.4, -h - 0.06), (R * 0.52, -h + 0.01)],
        e,
        kit.palette.against(kit.col, kit.second, kit.col),
    )
    parts += [
        lid,
        part(ellipse(0, -h - 0.13, 0.05, 0.048), kit.second, ("sph", 0, -h - 0.13, 0.05, 0.05)),
    ]
    return Thing(parts, R * 3.1, h + 0.18, R * 0.6, "teapot")


def bottle(kit: Kit) -> Thing:
    rng, e = kit.rng, kit.tilt * 0.9
    h = rng.between(1.05, 1.4)
    R = rng.between(0.17, 0.25)
    n = R * rng.between(0.28, 0.42)
    sh = rng.between(0.55, 0.72)
    kind = rng.pick(["round", "square", "slope", "dropper"])
    if kind == "square":
        sh = 0.7
        prof = [
            (n, -h),
            (n, -h * 0.8),
            (n * 1.1, -h * 0.755),
            (R * 0.8, -h * 0.735),
            (R, -h * 0.69),
            (R, -h * 0.3),
            (R, -0.03),
            (R * 0.95, 0),
        ]
    elif kind == "slope":
        prof = [
            (n, -h),
            (n, -h * 0.85),
            (n * 1.25, -h * 0.74),
            (R * 0.8, -h * 0.56),
            (R, -h * 0.42),
            (R, -h * 0.15),
            (R * 0.98, -0.03),
            (R * 0.92, 0),
        ]
    else:
        prof = [
            (n, -h),
            (n, -h * (sh + 0.16)),
            (n * 1.15, -h * (sh + 0.1)),
            (R * 0.82, -h * sh),
            (R, -h * (sh - 0.1)),
            (R, -h * 0.2),
            (R * 0.99, -0.035),
            (R * 0.93, 0),
        ]
    if kind == "dropper":
        h *= 0.8
        prof = [(a * 1.12, y * 0.8) for a, y in prof]
    parts = []
    body, rs, ys = revolve(prof, e, kit.col)
    parts.append(body)
    if rng.chance(0.8):
        y0, y1 = -h * rng.between(0.48, 0.52), -h * rng.between(0.12, 0.2)
        lab = kit.palette.against(kit.col, kit.paper, kit.second)
        parts.append(band(rs, ys, e, y0, y1, lab, grow=0.002))
        y = y0 + (y1 - y0) * 0.3
        m = rng.pick(["disc", "bar", "half", "leaf"])
        c = kit.palette.against(lab, kit.second, kit.ink, kit.col)
        yc = (y0 + y1) / 2 + R * e
        if m == "disc":
            parts.append(
                part(ellipse(0, yc, R * 0.34, R * 0.36), c, ("rev", ys, rs), casts=False, lift=0)
            )
        elif m == "half":
            parts.append(
                part(
                    ellipse(0, yc + R * 0.1, R * 0.42, R * 0.42, 30, math.pi, TAU),
                    c,
                    ("rev", ys, rs),
                    casts=False,
                    lift=0,
                )
            )
        elif m == "bar":
            parts.append(band(rs, ys, e, y, y + (y1 - y0) * 0.12, c, grow=0.003))
            parts.append(band(rs, ys, e, y + (y1 - y0) * 0.24, y + (y1 - y0) * 0.29, c, grow=0.003))
        else:
            for a in (-1.2, -1.57, -1.95):
                parts.append(
                    part(
                        leaf(0, yc + R * 0.3, a, R * 0.7, R * 0.2, 0),
                        c,
                        ("rev", ys, rs),
                        casts=False,
                        lift=0,
                        line=False,
                    )
                )
    cc = kit.palette.against(kit.col, kit.second, kit.ink)
    if kind == "dropper":
        cap, _, _ = revolve([(n * 1.5, -h - 0.1), (n * 1.5, -h + 0.03)], e, cc)
        bulb, _, _ = revolve(
            [
                (n * 0.4, -h - 0.3),
                (n * 0.8, -h - 0.27),
                (n * 0.85, -h - 0.12),
                (n * 0.9, -h - 0.09),
            ],
            e,
            kit.ink,
        )
        parts += [bulb, cap]
        h += 0.3
    else:
        ch = rng.between(0.07, 0.16)
        cap, _, _ = revolve([(n * 1.18, -h - ch * 0.5), (n * 1.18, -h + ch * 0.5)], e, cc)
        parts += [
            cap,
            part(
                ellipse(0, -h - ch * 0.5, n * 1.18, n * 1.18 * e),
                adjust(cc, dL=0.06),
                casts=True,
                lift=0,
            ),
        ]
        h += ch / 2
    x = -R * 0.62
    parts.append(
        part(
            stroke(np.array([(x, -h * 0.5), (x, -h * 0.14)]), 0.018, 0.01),
            (1, 1, 1),
            casts=False,
            alpha=0.28,
            raw=True,
            soft=0.004,
        )
    )
    return Thing(parts, R * 2, h, R * 0.95, "bottle")


def jar(kit: Kit) -> Thing:
    rng, e = kit.rng, kit.tilt
    h, R = rng.between(0.5, 0.8), rng.between(0.27, 0.36)
    prof = [
        (R * 0.9, -h),
        (R * 0.92, -h * 0.95),
        (R, -h * 0.86),
        (R, -h * 0.4),
        (R, -0.05),
        (R * 0.93, 0),
    ]
    parts = []
    body, rs, ys = revolve(prof, e, kit.col)
    parts.append(body)
    lab = kit.palette.against(kit.col, kit.paper, kit.second)
    if rng.chance(0.8):
        parts.append(band(rs, ys, e, -h * 0.66, -h * 0.2, lab, grow=0.002))
        c = kit.palette.against(lab, kit.second, kit.ink)
        yc = -h * 0.43 + R * e
        marks: list[Callable[[], Part]] = [
            lambda: part(
                ellipse(0, yc, R * 0.26, R * 0.26), c, ("rev", ys, rs), casts=False, lift=0
            ),
            lambda: band(rs, ys, e, -h * 0.5, -h * 0.44, c),
            lambda: part(
                ellipse(0, yc + R * 0.12, R * 0.3, R * 0.3, 30, math.pi, TAU),
                c,
                ("rev", ys, rs),
                casts=False,
                lift=0,
            ),
        ]
        parts.append(rng.pick(marks)())
    else:
        decorate(kit, rs, ys, e, parts, -h * 0.9, 0)
    lh = rng.between(0.1, 0.18)
    lc = kit.palette.against(kit.col, kit.second, kit.ink)
    lid, lr, ly = revolve(
        [(R * 0.96, -h - lh), (R * 0.97, -h - lh * 0.5), (R * 0.96, -h + 0.02)], e, lc
    )
    parts += [
        lid,
        part(
            ellipse(0, -h - lh, R * 0.96, R * 0.96 * e),
            adjust(lc, dL=0.05),
            ("lin", -R, 0, R, 0),
            lift=0,
        ),
    ]
    return Thing(parts, R * 2, h + lh, R, "jar")


def can(kit: Kit) -> Thing:
    rng, e = kit.rng, kit.tilt
    h, R = rng.between(0.85, 1.05), rng.between(0.24, 0.28)
    metal = from_lch(0.84, 0.008, 250)
    parts = []
    body, rs, ys = revolve(
        [(R * 0.86, -h), (R, -h * 0.92), (R, -h * 0.5), (R, -h * 0.06), (R * 0.88, 0)], e, metal
    )
    parts.append(body)
    parts.append(band(rs, ys, e, -h * 0.91, -h * 0.065, kit.col))
    m = rng.pick(["wave", "sun", "stripes", "block", "diag"])
    c = kit.palette.against(kit.col, kit.second, kit.paper)
    if m == "wave":
        for j in range(3):
            y = -h * (0.34 - 0.1 * j)
            parts.append(band(rs, ys, e, y, -h * 0.065, mix(c, kit.col, j * 0.3), wave=0))
    elif m == "sun":
        parts.append(
            part(
                ellipse(0, -h * 0.5 + R * e, R * 0.55, R * 0.55),
                c,
                ("rev", ys, rs),
                casts=False,
                lift=0,
            )
        )
        parts.append(
            band(rs, ys, e, -h * 0.36, -h * 0.065, kit.palette.against(c, kit.paper, kit.ink))
        )
    elif m == "stripes":
        for j in range(5):
            parts.append(band(rs, ys, e, -h * (0.8 - 0.15 * j), -h * (0.735 - 0.15 * j), c))
    elif m == "block":
        parts.append(band(rs, ys, e, -h * 0.5, -h * 0.065, c))
        parts.append(
            part(
                ellipse(0, -h * 0.5 + R * e, R * 0.5, R * 0.5),
                kit.paper,
                ("rev", ys, rs),
                casts=False,
                lift=0,
            )
        )
    else:
        for j in range(-1, 3):
            x = j * R * 0.55
            q = points(
                (x - R * 0.15, -h * 0.82),
                (x + R * 0.1, -h * 0.82),
                (x - R * 0.25, -h * 0.1),
                (x - R * 0.5, -h * 0.1),
            )
            q[:, 0] = np.clip(q[:, 0], -R * 0.97, R * 0.97)
            parts.append(part(q, c, ("rev", ys, rs), casts=False, line=False, lift=0))
    parts += [
        part(
            ellipse(0, -h, R * 0.86, R * 0.86 * e),
            adjust(metal, dL=0.06),
            ("lin", -R, 0, R, 0),
            lift=0,
        ),
        part(
            ellipse(0, -h + 0.004, R * 0.77, R * 0.77 * e),
            adjust(metal, dL=-0.1),
            ("lin", R, 0, -R, 0),
            casts=False,
            lift=0,
        ),
        part(
            ellipse(-0.01, -h + 0.012, R * 0.22, R * 0.22 * e * 0.9),
            adjust(metal, dL=0.05),
            casts=False,
            lift=0,
        ),
    ]
    return Thing(parts, R * 2, h, R * 0.9, "can")


def box(kit: Kit) -> Thing:
    rng = kit.rng
    w, d, h = rng.between(0.3, 0.42), rng.between(0.2, 0.34), rng.between(0.45, 0.9)
    t = max(0.16, kit.tilt)
    c = kit.col
    a = d * 0.86
    # front-left face and right face of a turned box
    lx, rx = -w, a
    ly, ry = -w * t * 0.9, -a * t * 1.2
    L = points((lx, ly), (0, 0), (0, -h), (lx, ly - h))
    R = points((0, 0), (rx, ry), (rx, ry - h), (0, -h))
    T = points((lx, ly - h), (0, -h), (rx, ry - h), (lx + rx, ly + ry - h))
    parts = [part(L, c, ("const", 0.66)), part(R, c, ("const", 0.2)), part(T, c, ("const", 0.92))]
    c2 = kit.palette.against(c, kit.second, kit.paper)

    def on(face: Outline, u: ArrayLike, v: ArrayLike) -> Outline:
        """Points at (u, v) of a face, 0 to 1 along its sides."""
        o, x, y = face[0], face[1] - face[0], face[3] - face[0]
        placed: Outline = o + np.outer(np.asarray(u), x) + np.outer(np.asarray(v), y)
        return placed

    def quad(face: Outline, u0: float, v0: float, u1: float, v1: float) -> Outline:
        return on(face, [u0, u1, u1, u0], [v0, v0, v1, v1])

    m = rng.pick(["band", "disc", "half", "corner", "ribbon" if kit.word == "gift" else "disc"])
    if kit.word == "gift":
        m = "ribbon"
    if m == "band":
        v0 = rng.between(0.2, 0.5)
        parts += [
            part(quad(L, 0, v0, 1, v0 + 0.3), c2, ("const", 0.66), casts=False, line=False, lift=0),
            part(quad(R, 0, v0, 1, v0 + 0.3), c2, ("const", 0.2), casts=False, line=False, lift=0),
        ]
    elif m == "ribbon":
        parts += [
            part(quad(L, 0.42, 0, 0.58, 1), c2, ("const", 0.66), casts=False, line=False, lift=0),
            part(quad(R, 0.42, 0, 0.58, 1), c2, ("const", 0.2), casts=False, line=False, lift=0),
            part(
                on(T, [0.42, 0.58, 0.58, 0.42], [0, 0, 1, 1]),
                c2,
                ("const", 0.95),
                casts=False,
                line=False,
                lift=0,
            ),
        ]
        cx, cy = on(T, [0.5], [0.5])[0]
        for a in (-0.6, math.pi + 0.6):
            parts.append(part(leaf(cx, cy, a, 0.22, 0.12, 0), c2, "inflate"))
    elif m == "half":
        t_ = np.linspace(0, math.pi, 30)
        parts.append(
            part(
                on(L, 0.5 + 0.32 * np.cos(t_), 0.4 + 0.32 * w / h * np.sin(t_)),
                c2,
                ("const", 0.66),
                casts=False,
                lift=0,
            )
        )
    elif m == "corner":
        t_ = np.linspace(0, math.pi / 2, 20)
        parts.append(
            part(
                np.concatenate(
                    [on(L, [0], [0]), on(L, 0.8 * np.cos(t_), 0.8 * w / h * np.sin(t_))]
                ),
                c2,
                ("const", 0.66),
                casts=False,
                lift=0,
            )
        )
    else:
        t_ = np.linspace(0, TAU, 40)
        parts.append(
            part(
                on(L, 0.5 + 0.26 * np.cos(t_), 0.58 + 0.26 * w / h * np.sin(t_)),
                c2,
                ("const", 0.66),
                casts=False,
                lift=0,
            )
        )
        parts.append(
            part(
                quad(L, 0.3, 0.18, 0.7, 0.22), c2, ("const", 0.66), casts=False, line=False, lift=0
            )
        )
    shift = (-(rx + lx) / 2, 0)
    for p in parts:
        p.polys = [q + shift for q in p.polys]
    foot = points((lx, ly), (0, 0), (rx, ry), (lx + rx, ly + ry)) + shift
    return Thing(parts, w + a, h, (w + a) / 2 * 0.9, "box", foot=foot)


def perfume(kit: Kit) -> Thing:
    rng, e = kit.rng, kit.tilt
    w, h = rng.between(0.22, 0.34), rng.between(0.45, 0.7)
    kk = rng.pick([2.6, 4, 7, 9])
    parts = [part(superellipse(0, -h / 2, w, h / 2, kk), kit.col, "inflate", depth=1.25)]
    liq = mix(kit.col, kit.second, 0.55)
    parts.append(
        part(
            superellipse(0, -h * 0.44, w * 0.84, h * 0.38, kk),
            liq,
            ("lin", -w, -h, w, 0),
            casts=False,
            depth=1.1,
            lift=0,
        )
    )
    parts.append(
        part(
            superellipse(-w * 0.45, -h * 0.5, w * 0.09, h * 0.3, 3),
            (1, 1, 1),
            casts=False,
            alpha=0.38,
            raw=True,
            soft=0.004,
        )
    )
    if rng.chance(0.7):
        lc = kit.palette.against(liq, kit.paper, kit.ink)
        parts.append(
            part(
                rng.pick(
                    [
                        rect(-w * 0.4, -h * 0.5, w * 0.8, h * 0.16),
                        ellipse(0, -h * 0.42, w * 0.36, w * 0.36),
                        rect(-w * 0.5, -h * 0.56, w, h * 0.3),
                    ]
                ),
                lc,
                casts=False,
                lift=0,
            )
        )
    neck = from_lch(0.8, 0.05, 85)
    n1, _, _ = revolve([(w * 0.3, -h - 0.05), (w * 0.3, -h + 0.01)], e, neck)
    cc = kit.palette.against(kit.col, kit.ink, kit.second)
    ch, cw = rng.between(0.14, 0.26), w * rng.between(0.42, 0.62)
    parts.append(n1)
    if rng.chance(0.4):
        parts.append(
            part(
                ellipse(0, -h - 0.05 - cw * 0.8, cw * 0.85, cw * 0.85),
                cc,
                ("sph", 0, -h - 0.05 - cw * 0.8, cw * 0.85, cw * 0.85),
            )
        )
        ch = cw * 1.7
    else:
        cap, _, _ = revolve([(cw, -h - 0.05 - ch), (cw, -h - 0.05)], e * 0.7, cc)
        parts += [
            cap,
            part(ellipse(0, -h - 0.05 - ch, cw, cw * e * 0.7), adjust(cc, dL=0.08), lift=0),
        ]
    return Thing(parts, w * 2, h + ch + 0.05, w * 0.95, "perfume")


def bowl(kit: Kit) -> Thing:
    rng, e = kit.rng, max(0.2, kit.tilt)
    R, h = rng.between(0.46, 0.6), rng.between(0.26, 0.36)
    parts = []
    body, rs, ys = revolve(
        [(R, -h), (R * 0.96, -h * 0.7), (R * 0.78, -h * 0.32), (R * 0.42, -0.05), (R * 0.4, 0)],
        e,
        kit.col,
    )
    parts.append(body)
    decorate(kit, rs, ys, e, parts, -h, -0.04)
    rim(parts, R, -h, e, kit.col, adjust(kit.col, dL=-0.1), None, 0.045)
    back = []
    if kit.word in ("soup", "ramen") or rng.chance(0.3):
        parts.append(
            part(
                ellipse(0, -h + 0.04, R * 0.9, R * 0.9 * e * 0.86),
                from_lch(0.68, 0.12, rng.between(40, 110)),
                ("lin", -R, 0, R, 0),
                casts=False,
                lift=0,
            )
        )
        for _ in range(7):
            a, d = rng.between(0, TAU), rng.between(0, 0.55)
            parts.append(
                part(
                    leaf(
                        R * d * math.cos(a),
                        -h + 0.04 + R * d * e * math.sin(a),
                        rng.between(0, TAU),
                        0.1,
                        0.05,
                    ),
                    rng.pick([kit.second, kit.paper, from_lch(0.55, 0.12, 140)]),
                    "inflate",
                    casts=False,
                    lift=0,
                )
            )
    else:
        hue = rng.pick([65, 95, 28, 125])
        q = R * 0.3
        for x, y in ((-0.48, -0.02), (0.46, -0.01), (0, -0.06), (-0.22, 0.1), (0.26, 0.1)):
            cx, cy = x * R, -h + y * R - q * 0.3
            back.append(
                part(
                    ellipse(cx, cy, q, q * 0.96),
                    from_lch(0.7 + rng.between(-0.03, 0.05), 0.15, hue + rng.between(-8, 8)),
                    ("sph", cx, cy, q, q),
                )
            )
        front = [
            part(
                np.concatenate(
                    [
                        ellipse(0, -h, R, R * e, 40, 0, math.pi),
                        np.stack([-rs, ys], 1),
                        ellipse(0, 0, rs[-1], rs[-1] * e, 24, math.pi, 0),
                        np.stack([rs, ys], 1)[::-1],
                    ]
                ),
                kit.col,
                ("rev", ys, rs),
                casts=False,
            )
        ]
        rest = [
            p
            for p in parts
            if p.how.get("lift", 1) == 0 and p is not parts[-1] and p is not parts[-2]
        ]
        return Thing(
            parts[:1] + parts[-2:] + back + front + rest, R * 2, h + R * 0.3, R * 0.5, "bowl"
        )
    return Thing(parts, R * 2, h, R * 0.5, "bowl")
