"""Fruit."""

import numpy as np

from assets.engines.sketch.colour import Colour, adjust, from_lch
from assets.engines.sketch.geometry import (
    TAU,
    curve,
    ellipse,
    leaf,
    points,
    spline,
    stroke,
    superellipse,
    turn,
)
from assets.engines.sketch.subjects.parts import Kit, Part, Thing, part


def stem(x: int, y: float, c: Colour, a: float = -0.25, L: float = 0.12) -> Part:
    return part(
        stroke(
            curve((x, y), (x, y - L * 0.5), (x + a * L, y - L * 0.8), (x + a * L * 2, y - L), 12),
            0.022,
            0.03,
        ),
        c,
    )


def apple(kit: Kit) -> Thing:
    rng = kit.rng
    hue = rng.pick([27, 22, 32, 120, 100])
    c = kit.col if kit.word == "@col" else from_lch(0.6 if hue < 60 else 0.75, 0.17, hue)
    q = spline(
        points(
            (0, -0.4),
            (0.12, -0.45),
            (0.25, -0.42),
            (0.3, -0.27),
            (0.24, -0.09),
            (0.1, -0.005),
            (0, -0.025),
            (-0.1, -0.005),
            (-0.24, -0.09),
            (-0.3, -0.27),
            (-0.25, -0.42),
            (-0.12, -0.45),
        ),
        n=9,
    )
    parts = [
        part(q, c, ("sph", 0, -0.23, 0.31, 0.26)),
        part(ellipse(0, -0.405, 0.085, 0.03), adjust(c, dL=-0.14), casts=False, line=False, lift=0),
        stem(0, -0.4, from_lch(0.35, 0.05, 60)),
    ]
    if rng.chance(0.7):
        parts.append(
            part(leaf(0.01, -0.46, -0.5, 0.2, 0.1, 0.1), from_lch(0.58, 0.12, 135), "inflate")
        )
    return Thing(parts, 0.6, 0.46, 0.17, "apple")


def orange(kit: Kit) -> Thing:
    rng = kit.rng
    c = from_lch(0.74, 0.165, rng.between(54, 66))
    parts = [
        part(ellipse(0, -0.25, 0.265, 0.25), c, ("sph", 0, -0.25, 0.265, 0.25)),
        part(
            superellipse(0.02, -0.465, 0.03, 0.014, 2),
            from_lch(0.45, 0.09, 130),
            casts=False,
            line=False,
            lift=0,
        ),
    ]
    if rng.chance(0.6):
        parts += [
            part(leaf(0.02, -0.47, -0.35, 0.24, 0.11, 0.12), from_lch(0.52, 0.11, 140), "inflate")
        ]
    return Thing(parts, 0.53, 0.5, 0.15, "orange")


def citrus_half(kit: Kit, hue: int = 60) -> Thing:
    c = from_lch(0.76, 0.16, hue)
    parts = [
        part(ellipse(0, -0.25, 0.25, 0.25), c),
        part(
            ellipse(0, -0.25, 0.222, 0.222),
            from_lch(0.95, 0.04, hue + 20),
            casts=False,
            lift=0,
            line=False,
        ),
    ]
    for j in range(9):
        a = TAU * j / 9
        q = spline(
            turn(
                points(
                    (0.035, 0),
                    (0.12, -0.055),
                    (0.195, -0.05),
                    (0.205, 0),
                    (0.195, 0.05),
                    (0.12, 0.055),
                ),
                a,
            ),
            n=5,
        ) + (0, -0.25)
        parts.append(
            part(
                q,
                from_lch(0.8, 0.15, hue),
                casts=False,
                line=False,
                lift=0,
                v=("lin", -0.2, -0.4, 0.2, 0),
            )
        )
    return Thing(parts, 0.5, 0.5, 0.2, "slice")


def lemon(kit: Kit) -> Thing:
    c = from_lch(0.87, 0.155, kit.rng.between(98, 108))
    q = spline(
        points(
            (-0.33, -0.19),
            (-0.27, -0.25),
            (-0.13, -0.365),
            (0.08, -0.375),
            (0.25, -0.27),
            (0.335, -0.2),
            (0.34, -0.165),
            (0.25, -0.12),
            (0.1, -0.01),
            (-0.1, -0.005),
            (-0.26, -0.11),
            (-0.33, -0.15),
        ),
        n=8,
    )
    parts = [part(q, c, ("sph", 0, -0.19, 0.33, 0.22))]
    if kit.rng.chance(0.65):
        parts.append(
            part(leaf(0.3, -0.24, -0.8, 0.22, 0.11, 0.1), from_lch(0.55, 0.11, 138), "inflate")
        )
    return Thing(parts, 0.66, 0.38, 0.2, "lemon")


def pear(kit: Kit) -> Thing:
    c = from_lch(0.8, 0.13, kit.rng.between(98, 122))
    q = spline(
        points(
            (0, -0.68),
            (0.085, -0.65),
            (0.115, -0.52),
            (0.17, -0.38),
            (0.255, -0.24),
            (0.235, -0.08),
            (0.11, 0),
            (-0.11, 0),
            (-0.235, -0.08),
            (-0.255, -0.24),
            (-0.17, -0.38),
            (-0.115, -0.52),
            (-0.085, -0.65),
        ),
        n=8,
    )
    parts = [
        part(q, c, ("sph", 0, -0.25, 0.28, 0.32)),
        stem(0, -0.66, from_lch(0.35, 0.05, 60), 0.3, 0.14),
    ]
    return Thing(parts, 0.5, 0.72, 0.16, "pear")


def banana(kit: Kit) -> Thing:
    rng = kit.rng
    parts = []
    n = rng.integer(1, 3)
    for j in range(n):
        c = from_lch(0.87 - 0.03 * j, 0.155, 92 + 3 * j)
        a = -j * 0.17
        up = curve((-0.42, -0.16), (-0.25, 0.03), (0.2, 0.06), (0.46, -0.3), 24)
        dn = curve((0.41, -0.33), (0.17, -0.12), (-0.17, -0.12), (-0.38, -0.23), 24)
        q = turn(np.concatenate([up, dn]) - (0.44, -0.31), a) + (0.44, -0.31)
        parts.append(part(q, c, ("lin", 0, -0.3, 0.05, 0.02)))
        s = turn(
            curve((-0.36, -0.2), (-0.2, -0.05), (0.18, -0.03), (0.42, -0.3), 24) - (0.44, -0.31), a
        ) + (0.44, -0.31)
        parts.append(
            part(
                stroke(s, 0.003, 0.003, 0.014), adjust(c, dL=-0.11), casts=False, line=False, lift=0
            )
        )
        tip = turn(
            points((-0.42, -0.16), (-0.38, -0.23), (-0.42, -0.235), (-0.45, -0.2)) - (0.44, -0.31),
            a,
        ) + (0.44, -0.31)
        parts.append(part(tip, from_lch(0.38, 0.05, 70), casts=False, line=False, lift=0))
    parts.append(
        part(
            points((0.4, -0.33), (0.47, -0.29), (0.5, -0.4), (0.455, -0.42)),
            from_lch(0.6, 0.09, 95),
        )
    )
    for p in parts:
        p.polys = [q + (0, 0.02) for q in p.polys]
    return Thing(parts, 0.95, 0.42, 0.3, "banana")


def fruit(kit: Kit) -> Thing:
    return kit.rng.pick([apple, pear, orange, lemon])(kit)
