"""Birds and fish."""

import math

import numpy as np

from assets.engines.sketch.colour import adjust, contrast, from_lch
from assets.engines.sketch.geometry import (
    curve,
    ellipse,
    leaf,
    points,
    spline,
    stroke,
)
from assets.engines.sketch.subjects.parts import Kit, Thing, part


def bird(kit: Kit) -> Thing:
    rng = kit.rng
    c, c2 = (
        kit.col if contrast(kit.col, kit.palette.wall) > 0.15 else kit.palette.accent,
        kit.second,
    )
    wood = from_lch(0.4, 0.04, 50)
    br = curve((-0.85, 0.07), (-0.3, -0.03), (0.3, 0.05), (0.85, -0.06), 26)
    parts = [part(stroke(br, 0.05, 0.02), wood, ("lin", 0, -0.05, 0, 0.08))]
    for t, a in ((4, -2.2), (8, 0.7), (19, -1.0), (23, 0.6), (24, -0.5)):
        parts.append(
            part(
                leaf(br[t][0], br[t][1], a, 0.2, 0.085, 0.1),
                from_lch(0.58, 0.1, rng.between(125, 160)),
                "inflate",
            )
        )
    parts += [
        part(
            points((-0.3, -0.2), (-0.68, -0.02), (-0.63, 0.07), (-0.2, -0.06)),
            adjust(c, dL=-0.12),
            ("lin", -0.6, 0, -0.2, -0.1),
        ),
        part(
            spline(
                points(
                    (-0.36, -0.16),
                    (-0.22, -0.38),
                    (0.0, -0.55),
                    (0.14, -0.7),
                    (0.3, -0.7),
                    (0.38, -0.58),
                    (0.36, -0.42),
                    (0.28, -0.16),
                    (0.08, -0.02),
                    (-0.16, -0.05),
                ),
                n=10,
            ),
            c,
            "inflate",
        ),
        part(
            spline(
                points(
                    (0.36, -0.5),
                    (0.32, -0.25),
                    (0.16, -0.05),
                    (0.02, -0.04),
                    (0.05, -0.22),
                    (0.22, -0.42),
                ),
                n=9,
            ),
            kit.palette.against(c, c2, kit.paper),
            ("lin", 0, -0.4, 0.4, 0),
            casts=False,
            line=False,
            lift=0,
        ),
        part(
            spline(
                points(
                    (0.0, -0.42),
                    (0.04, -0.22),
                    (-0.14, -0.1),
                    (-0.42, -0.06),
                    (-0.42, -0.06),
                    (-0.26, -0.24),
                    (-0.14, -0.4),
                ),
                n=9,
            ),
            adjust(c, dL=-0.09),
            "inflate",
            casts=False,
        ),
        part(points((0.36, -0.64), (0.53, -0.575), (0.37, -0.54)), from_lch(0.75, 0.14, 75)),
        part(ellipse(0.27, -0.6, 0.03), kit.ink, casts=False, line=False, lift=0),
        part(ellipse(0.277, -0.607, 0.01), (1, 1, 1), casts=False, line=False, lift=0),
    ]
    for x in (0.04, 0.12):
        parts.append(
            part(
                stroke(np.array([(x, -0.05), (x + 0.01, 0.02)]), 0.016), kit.ink, line=False, lift=0
            )
        )
    f = rng.sign()
    for p in parts:
        p.polys = [q * (f, 1) for q in p.polys]
    return Thing(parts, 1.5, 0.72, 0.2, "bird", True)


def fish(kit: Kit) -> Thing:
    rng = kit.rng
    c = kit.col if contrast(kit.col, kit.palette.wall) > 0.15 else kit.palette.accent
    c2 = kit.palette.against(c, kit.second, kit.paper)
    y = -0.4
    parts = [
        part(
            spline(
                points(
                    (-0.42, y),
                    (-0.42, y),
                    (-0.7, y - 0.26),
                    (-0.66, y - 0.02),
                    (-0.7, y + 0.26),
                    (-0.42, y),
                    (-0.42, y),
                ),
                n=8,
            ),
            c2,
            "inflate",
        ),
        part(
            spline(
                points(
                    (-0.2, y - 0.16),
                    (-0.2, y - 0.16),
                    (0, y - 0.4),
                    (0.2, y - 0.32),
                    (0.26, y - 0.2),
                    (0.26, y - 0.2),
                ),
                n=8,
            ),
            adjust(c2, dL=-0.05),
            "inflate",
        ),
        part(
            spline(
                points(
                    (0.0, y + 0.18),
                    (0.0, y + 0.18),
                    (-0.1, y + 0.34),
                    (0.06, y + 0.32),
                    (0.14, y + 0.19),
                    (0.14, y + 0.19),
                ),
                n=8,
            ),
            adjust(c2, dL=-0.05),
            "inflate",
        ),
        part(
            spline(
                points(
                    (-0.5, y),
                    (-0.3, y - 0.14),
                    (0, y - 0.25),
                    (0.32, y - 0.2),
                    (0.56, y - 0.03),
                    (0.57, y + 0.03),
                    (0.32, y + 0.19),
                    (0, y + 0.23),
                    (-0.3, y + 0.12),
                ),
                n=10,
            ),
            c,
            "inflate",
        ),
    ]
    n = rng.pick([0, 3, 4])
    if n:
        for j in range(n):
            x = -0.26 + j * 0.17
            hgt = 0.235 * math.sqrt(max(0, 1 - (x / 0.56) ** 2)) * 0.82
            parts.append(
                part(
                    spline(
                        points(
                            (x, y - hgt),
                            (x + 0.06, y - hgt * 0.5),
                            (x + 0.05, y),
                            (x + 0.06, y + hgt * 0.5),
                            (x, y + hgt),
                            (x - 0.03, y),
                        ),
                        n=6,
                    ),
                    c2,
                    ("lin", 0, y - 0.2, 0, y + 0.2),
                    casts=False,
                    line=False,
                    lift=0,
                )
            )
    else:
        for i in range(4):
            for j in range(3):
                x, yy = -0.26 + i * 0.13, y - 0.1 + j * 0.1 + (0.05 if i % 2 else 0)
                parts.append(
                    part(
                        ellipse(x, yy, 0.06, 0.05, 16, -math.pi / 2, math.pi / 2),
                        adjust(c, dL=0.07),
                        casts=False,
                        line=False,
                        lift=0,
                    )
                )
    parts += [
        part(
            stroke(
                curve((0.3, y - 0.19), (0.24, y - 0.06), (0.24, y + 0.06), (0.3, y + 0.18), 14),
                0.014,
            ),
            adjust(c, dL=-0.15),
            casts=False,
            line=False,
            lift=0,
        ),
        part(ellipse(0.41, y - 0.05, 0.045), kit.paper, casts=False, line=False, lift=0),
        part(ellipse(0.42, y - 0.05, 0.025), kit.ink, casts=False, line=False, lift=0),
    ]
    for j in range(rng.integer(2, 4)):
        q = rng.between(0.02, 0.045)
        parts.append(
            part(
                [
                    ellipse(0.7 + rng.between(-0.04, 0.06), y - 0.15 - j * 0.14, q),
                    ellipse(0.7 + rng.between(-0.0, 0.0), y - 0.15 - j * 0.14, q * 0.0 + 0.001),
                ][:1],
                kit.paper,
                casts=False,
                line=False,
                lift=0,
                alpha=0.55,
            )
        )
    f = rng.sign()
    for p in parts:
        p.polys = [q * (f, 1) for q in p.polys]
    return Thing(parts, 1.4, 0.8, 0.5, "fish", True)
