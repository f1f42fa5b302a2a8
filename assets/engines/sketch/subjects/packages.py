"""Bottles, jars, cans, boxes and flacons."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from assets.engines.sketch.colour import adjust, from_lch, mix
from assets.engines.sketch.geometry import (
    TAU,
    Outline,
    ellipse,
    leaf,
    points,
    rect,
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
)


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
