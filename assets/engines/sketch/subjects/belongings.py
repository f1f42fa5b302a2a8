"""What people carry, wear and play with: sneakers, bags, books, watches, balls."""

import math

import numpy as np

from assets.engines.sketch.colour import adjust, from_lch
from assets.engines.sketch.geometry import (
    TAU,
    curve,
    ellipse,
    points,
    rect,
    rounded_rect,
    spline,
    stroke,
    superellipse,
)
from assets.engines.sketch.subjects.food import apple
from assets.engines.sketch.subjects.parts import Kit, Thing, part


def sneaker(kit: Kit) -> Thing:
    rng = kit.rng
    c, sole, c2 = (
        kit.col,
        kit.palette.against(kit.col, kit.paper, adjust(kit.paper, dL=-0.04)),
        kit.second,
    )
    hi = rng.chance(0.35)
    top = -0.68 if hi else -0.5
    up = points(
        (-0.62, -0.1),
        (-0.62, -0.1),
        (-0.66, -0.3),
        (-0.6, top),
        (-0.6, top),
        (-0.42, top + 0.05),
        (-0.28, top + 0.02),
        (-0.28, top + 0.02),
        (-0.05, -0.37),
        (0.22, -0.27),
        (0.5, -0.24),
        (0.68, -0.16),
        (0.7, -0.1),
        (0.7, -0.1),
    )
    so = points(
        (-0.66, -0.13),
        (-0.66, -0.13),
        (-0.3, -0.12),
        (0.1, -0.12),
        (0.5, -0.13),
        (0.73, -0.16),
        (0.73, -0.16),
        (0.79, -0.1),
        (0.76, -0.03),
        (0.62, 0),
        (0.62, 0),
        (-0.56, 0),
        (-0.56, 0),
        (-0.68, -0.03),
        (-0.69, -0.09),
    )
    parts = [
        part(ellipse(-0.44, top + 0.03, 0.165, 0.05), adjust(c, dL=-0.22), lift=0),
        part(spline(up, n=9), c, "inflate", depth=0.9),
    ]
    toe = points(
        (0.3, -0.25),
        (0.3, -0.25),
        (0.5, -0.235),
        (0.67, -0.165),
        (0.71, -0.1),
        (0.71, -0.1),
        (0.36, -0.1),
        (0.36, -0.1),
        (0.37, -0.18),
    )
    heel = points(
        (-0.62, -0.1),
        (-0.62, -0.1),
        (-0.66, -0.3),
        (-0.615, top + 0.08),
        (-0.615, top + 0.08),
        (-0.52, top + 0.14),
        (-0.47, -0.28),
        (-0.43, -0.1),
        (-0.43, -0.1),
    )
    accent = kit.palette.against(c, c2, kit.paper)
    parts.append(
        part(
            spline(toe, n=8),
            accent if rng.chance(0.5) else adjust(c, dL=-0.06),
            ("lin", 0.3, -0.3, 0.5, 0),
            casts=False,
            lift=0,
        )
    )
    parts.append(part(spline(heel, n=8), accent, ("lin", -0.6, -0.5, -0.4, 0), casts=False, lift=0))
    m = rng.pick(["wave", "bars", "disc", "panel"])
    if m == "wave":
        parts.append(
            part(
                stroke(
                    curve((-0.42, -0.17), (-0.1, -0.13), (0.05, -0.28), (0.1, -0.33), 20),
                    0.015,
                    0.05,
                    0.09,
                ),
                accent,
                casts=False,
                lift=0,
            )
        )
    elif m == "bars":
        for j in range(3):
            x = -0.22 + j * 0.12
            parts.append(
                part(
                    points(
                        (x, -0.13),
                        (x + 0.06, -0.13),
                        (x - 0.04 + 0.01 * j, -0.36 + 0.03 * j),
                        (x - 0.09 + 0.01 * j, -0.35 + 0.03 * j),
                    ),
                    accent,
                    casts=False,
                    lift=0,
                )
            )
    elif m == "disc":
        parts.append(part(ellipse(-0.33, -0.31, 0.085), accent, casts=False, lift=0))
    else:
        parts.append(
            part(
                spline(
                    points(
                        (-0.4, -0.12),
                        (-0.4, -0.12),
                        (-0.2, -0.3),
                        (0.05, -0.34),
                        (0.05, -0.34),
                        (0.22, -0.12),
                        (0.22, -0.12),
                    ),
                    n=8,
                ),
                adjust(c, dL=0.07),
                ("lin", -0.2, -0.4, 0, 0),
                casts=False,
                lift=0,
            )
        )
    tongue = points(
        (-0.3, top + 0.02),
        (-0.3, top + 0.02),
        (-0.22, top - 0.07),
        (-0.1, top - 0.03),
        (-0.1, top - 0.03),
        (-0.14, top + 0.1),
        (-0.2, top + 0.12),
    )
    parts.insert(1, part(spline(tongue, n=7), adjust(accent, dL=-0.05), "inflate"))
    for j in range(4 if not hi else 6):
        t = j / (3 if not hi else 5)
        x0, y0 = -0.25 + 0.33 * t, top + 0.07 + (-0.33 - top + 0.02) * t
        parts.append(
            part(
                stroke(np.array([(x0 - 0.03, y0 + 0.055), (x0 + 0.07, y0 - 0.012)]), 0.026, 0.026),
                sole,
                casts=False,
                lift=0,
                line=False,
            )
        )
    parts.append(part(spline(so, n=7), sole, ("lin", 0, -0.16, 0, 0.04), lift=0))
    parts.append(
        part(
            stroke(
                np.array([(-0.67, -0.055), (-0.2, -0.05), (0.3, -0.05), (0.76, -0.07)]),
                0.014,
                0.014,
            ),
            accent,
            casts=False,
            line=False,
            lift=0,
        )
    )
    f = rng.sign()
    for p in parts:
        p.polys = [q * (f, 1) for q in p.polys]
    return Thing(parts, 1.45, -top + 0.06, 0.68, "sneaker")


def book(kit: Kit) -> Thing:
    rng = kit.rng
    n = rng.integer(2, 4)
    parts, y = [], 0.0
    cols = [kit.col, kit.second, kit.palette.ground, kit.palette.accent2, kit.palette.dark]
    w = 0.0
    for j in range(n):
        bw, t, dx = (
            rng.between(0.62, 0.8) - j * 0.04,
            rng.between(0.085, 0.13),
            rng.between(-0.05, 0.05),
        )
        c = cols[j % 5]
        parts.append(
            part(
                rounded_rect(dx - bw / 2, y - t, bw, t, 0.012),
                c,
                ("lin", -bw / 2, y - t, bw / 2, y),
            )
        )
        if rng.chance(0.62):  # spine to the front
            c3 = kit.palette.against(c, kit.paper, kit.ink)
            for q0, q1 in ((0.08, 0.025), (0.14, 0.012), (0.86, 0.025)):
                parts.append(
                    part(
                        rect(dx - bw / 2 + bw * q0, y - t, bw * q1, t),
                        c3,
                        casts=False,
                        line=False,
                        lift=0,
                    )
                )
            parts.append(
                part(
                    rounded_rect(
                        dx - bw * 0.2, y - t * 0.62, bw * rng.between(0.28, 0.45), t * 0.24, 0.004
                    ),
                    c3,
                    casts=False,
                    line=False,
                    lift=0,
                )
            )
            y -= t
            w = max(w, bw + abs(dx) * 2)
            continue
        sp = bw * 0.16
        parts.append(
            part(
                rect(dx - bw / 2 + sp, y - t + t * 0.14, bw - sp + 0.001, t * 0.72),
                adjust(kit.paper, dL=-0.01),
                ("lin", 0, y - t, 0, y + 0.03),
                casts=False,
                lift=0,
            )
        )
        for m in range(3):
            parts.append(
                part(
                    rect(dx - bw / 2 + sp, y - t * (0.3 + 0.18 * m), bw - sp, 0.004),
                    adjust(kit.paper, dL=-0.05),
                    casts=False,
                    line=False,
                    lift=0,
                )
            )
        parts.append(
            part(
                rect(dx - bw / 2 + sp * 0.35, y - t, 0.02, t),
                kit.palette.against(c, kit.paper, kit.ink),
                casts=False,
                line=False,
                lift=0,
            )
        )
        y -= t
        w = max(w, bw + abs(dx) * 2)
    if rng.chance(0.5) and kit.word == "book":
        s = apple(kit) if rng.chance(0.4) else None
        if s:
            for p in s.parts:
                p.polys = [q * 0.55 + (0.05, y) for q in p.polys]
            parts += s.parts
            y -= 0.26
    return Thing(parts, w, -y, w / 2, "book")


def watch(kit: Kit) -> Thing:
    c = kit.col
    parts = [
        part(rounded_rect(-0.13, -1.2, 0.26, 1.2, 0.06), kit.second, ("lin", -0.13, 0, 0.13, 0)),
        part(ellipse(0, -0.6, 0.3), from_lch(0.8, 0.04, 85), ("lin", -0.3, -0.9, 0.3, -0.3)),
        part(
            ellipse(0, -0.6, 0.255),
            kit.palette.against(kit.second, kit.paper, c),
            casts=False,
            lift=0,
        ),
        part(rounded_rect(0.28, -0.63, 0.06, 0.06, 0.01), from_lch(0.7, 0.04, 85)),
    ]
    for j in range(12):
        a = TAU * j / 12
        parts.append(
            part(
                stroke(
                    np.array(
                        [
                            (0.2 * math.cos(a), -0.6 + 0.2 * math.sin(a)),
                            (0.235 * math.cos(a), -0.6 + 0.235 * math.sin(a)),
                        ]
                    ),
                    0.012,
                ),
                kit.ink,
                casts=False,
                line=False,
                lift=0,
            )
        )
    for a, L in ((-2.2, 0.12), (-0.6, 0.18)):
        parts.append(
            part(
                stroke(
                    np.array([(0, -0.6), (L * math.cos(a), -0.6 + L * math.sin(a))]), 0.018, 0.01
                ),
                kit.ink,
                casts=False,
                line=False,
                lift=0,
            )
        )
    return Thing(parts, 0.62, 1.2, 0.2, "watch")


def bag(kit: Kit) -> Thing:
    rng = kit.rng
    c = kit.col
    body = spline(
        points(
            (-0.4, 0),
            (-0.4, 0),
            (-0.36, -0.3),
            (-0.31, -0.56),
            (-0.31, -0.56),
            (0.31, -0.56),
            (0.31, -0.56),
            (0.36, -0.3),
            (0.4, 0),
            (0.4, 0),
        ),
        n=8,
    )
    hd = np.concatenate(
        [
            ellipse(0, -0.54, 0.17, 0.3, 30, math.pi, TAU),
            ellipse(0, -0.54, 0.135, 0.26, 30, TAU, math.pi),
        ]
    )
    parts = [part(hd, adjust(c, dL=-0.1), "inflate"), part(body, c, "inflate")]
    c2 = kit.palette.against(c, kit.second, kit.paper)
    m = rng.pick(["band", "disc", "flap"])
    if m == "flap":
        parts.append(
            part(
                spline(
                    points(
                        (-0.31, -0.56),
                        (-0.31, -0.56),
                        (-0.33, -0.4),
                        (0, -0.25),
                        (0.33, -0.4),
                        (0.31, -0.56),
                        (0.31, -0.56),
                    ),
                    n=8,
                ),
                adjust(c, dL=-0.05),
                "inflate",
                casts=False,
            )
        )
        parts.append(
            part(superellipse(0, -0.29, 0.04, 0.05, 4), from_lch(0.8, 0.08, 85), casts=False)
        )
    elif m == "band":
        parts.append(
            part(
                points((-0.385, -0.16), (0.385, -0.16), (0.365, -0.27), (-0.365, -0.27)),
                c2,
                ("lin", -0.4, 0, 0.4, 0),
                casts=False,
                line=False,
                lift=0,
            )
        )
    else:
        parts.append(
            part(ellipse(0, -0.26, 0.13), c2, ("lin", -0.4, 0, 0.4, 0), casts=False, lift=0)
        )
    return Thing(parts, 0.8, 0.84, 0.38, "bag")


def ball(kit: Kit) -> Thing:
    """Plain, with a band, or a beach ball in segments."""
    r = kit.rng.between(0.26, 0.34)
    parts = [part(ellipse(0, -r, r, r), kit.col, ("sph", 0, -r, r, r))]
    kind = kit.rng.weighted({"plain": 2, "band": 1.5, "beach": 1})
    light = kit.palette.against(kit.col, kit.paper, kit.second)
    if kind == "band":
        half = np.linspace(-0.98, 0.98, 40)
        width = np.sqrt(1 - half**2)
        upper = np.stack([half * r, -r - 0.14 * r - 0.18 * r * width], 1)
        lower = np.stack([half * r, -r + 0.14 * r - 0.18 * r * width], 1)[::-1]
        strip = np.concatenate([upper, lower])
        parts.append(part(strip, light, ("sph", 0, -r, r, r), casts=False, line=False, lift=0))
    elif kind == "beach":
        for a, b in ((-0.75, -0.25), (0.25, 0.75)):
            t = np.linspace(-math.pi / 2, math.pi / 2, 30)
            left = np.stack([a * r * np.cos(t), -r + r * np.sin(t)], 1)
            right = np.stack([b * r * np.cos(t), -r + r * np.sin(t)], 1)[::-1]
            panel = np.concatenate([left, right])
            parts.append(part(panel, light, ("sph", 0, -r, r, r), casts=False, line=False, lift=0))
    return Thing(parts, 2 * r, 2 * r, r * 0.45, "ball")
