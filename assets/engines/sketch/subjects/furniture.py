"""Chairs, sofas and lamps."""

import math

import numpy as np

from assets.engines.sketch.colour import adjust, from_lch, mix
from assets.engines.sketch.geometry import (
    TAU,
    ellipse,
    points,
    rect,
    rounded_rect,
    spline,
    stroke,
    superellipse,
)
from assets.engines.sketch.subjects.parts import Kit, Thing, part, revolve


def chair(kit: Kit) -> Thing:
    rng = kit.rng
    wood = rng.pick(
        [from_lch(0.55, 0.07, 60), from_lch(0.4, 0.05, 50), kit.ink, from_lch(0.7, 0.06, 70)]
    )
    c = kit.col
    kind = rng.pick(["lounge", "shell", "stool", "wing"]) if kit.word != "stool" else "stool"
    parts = []
    if kind == "stool":
        for x, x1 in ((-0.2, -0.3), (0.2, 0.3), (-0.08, -0.11), (0.1, 0.13)):
            parts.append(
                part(
                    stroke(np.array([(x, -0.5), (x1, 0)]), 0.045, 0.03),
                    wood,
                    ("lin", -0.3, 0, 0.3, 0),
                )
            )
        parts.append(part(stroke(np.array([(-0.25, -0.2), (0.25, -0.2)]), 0.025), wood, lift=0))
        parts += [part(rounded_rect(-0.3, -0.58, 0.6, 0.1, 0.05), c, ("lin", 0, -0.6, 0, -0.46))]
        return Thing(parts, 0.62, 0.58, 0.28, "chair")
    legs = [
        (-0.3, -0.3, -0.37, 0),
        (0.3, -0.3, 0.37, 0),
        (-0.2, -0.3, -0.24, -0.05),
        (0.2, -0.3, 0.24, -0.05),
    ]
    for j, (x, y, x1, y1) in enumerate(legs):
        parts.append(
            part(
                stroke(np.array([(x, y), (x1, y1)]), 0.05, 0.028),
                adjust(wood, dL=-0.08 * (j > 1)),
                ("lin", x - 0.03, 0, x + 0.03, 0),
            )
        )
    if kind == "shell":
        parts.append(
            part(
                spline(
                    points(
                        (-0.36, -0.36),
                        (-0.4, -0.75),
                        (-0.3, -1.05),
                        (0, -1.13),
                        (0.3, -1.05),
                        (0.4, -0.75),
                        (0.36, -0.36),
                        (0, -0.3),
                    ),
                    n=10,
                ),
                c,
                "inflate",
            )
        )
        parts.append(
            part(
                ellipse(0, -0.4, 0.35, 0.11),
                adjust(c, dL=0.05),
                ("lin", -0.3, -0.5, 0.3, -0.3),
                casts=False,
            )
        )
    elif kind == "lounge":
        parts.append(part(rounded_rect(-0.36, -1.1, 0.72, 0.72, 0.14), c, "inflate"))
        parts.append(
            part(rounded_rect(-0.34, -0.5, 0.68, 0.2, 0.08), adjust(c, dL=0.04), "inflate")
        )
        for sg in (-1, 1):
            parts.append(
                part(
                    rounded_rect(sg * 0.41 - 0.065, -0.68, 0.13, 0.42, 0.06),
                    adjust(c, dL=-0.03),
                    "inflate",
                )
            )
        if rng.chance(0.5):
            parts.append(
                part(
                    superellipse(0.05, -0.62, 0.19, 0.17, 4, rot=0.15),
                    kit.second,
                    "inflate",
                    casts=False,
                )
            )
    else:
        parts.append(
            part(
                spline(
                    points(
                        (-0.42, -0.28),
                        (-0.47, -0.7),
                        (-0.4, -1.1),
                        (-0.2, -1.22),
                        (0.2, -1.22),
                        (0.4, -1.1),
                        (0.47, -0.7),
                        (0.42, -0.28),
                    ),
                    n=10,
                ),
                c,
                "inflate",
            )
        )
        parts.append(
            part(
                rounded_rect(-0.3, -1.08, 0.6, 0.62, 0.16),
                adjust(c, dL=-0.06),
                "inflate",
                casts=False,
            )
        )
        parts.append(
            part(rounded_rect(-0.34, -0.5, 0.68, 0.2, 0.09), adjust(c, dL=0.05), "inflate")
        )
        for sg in (-1, 1):
            parts.append(
                part(rounded_rect(sg * 0.42 - 0.07, -0.72, 0.14, 0.46, 0.07), c, "inflate")
            )
    return Thing(parts, 0.96, 1.15, 0.36, "chair")


def sofa(kit: Kit) -> Thing:
    rng = kit.rng
    c = kit.col
    wood = from_lch(0.42, 0.05, 55)
    w = rng.between(1.5, 1.9)
    parts = [
        part(stroke(np.array([(x, -0.14), (x * 1.03, 0)]), 0.05, 0.03), wood)
        for x in (-w * 0.42, w * 0.42, -w * 0.3, w * 0.3)
    ]
    parts.append(part(rounded_rect(-w / 2 + 0.05, -0.74, w - 0.1, 0.56, 0.12), c, "inflate"))
    n = rng.integer(2, 3)
    for j in range(n):
        x = -w / 2 + 0.14 + j * (w - 0.28) / n
        parts.append(
            part(
                rounded_rect(x + 0.008, -0.7, (w - 0.28) / n - 0.016, 0.36, 0.09),
                adjust(c, dL=0.02),
                "inflate",
                casts=False,
            )
        )
    for j in range(n):
        x = -w / 2 + 0.14 + j * (w - 0.28) / n
        parts.append(
            part(
                rounded_rect(x + 0.006, -0.36, (w - 0.28) / n - 0.012, 0.17, 0.06),
                adjust(c, dL=0.045),
                "inflate",
                casts=False,
            )
        )
    for sg in (-1, 1):
        parts.append(
            part(
                rounded_rect(sg * (w / 2 - 0.07) - 0.1, -0.54, 0.2, 0.43, 0.09),
                adjust(c, dL=-0.02),
                "inflate",
            )
        )
    for x, cc in ((-w * 0.3, kit.second), (w * 0.28, kit.paper))[: rng.integer(1, 2)]:
        parts.append(
            part(
                superellipse(x, -0.46, 0.16, 0.14, 4, rot=rng.between(-0.3, 0.3)),
                cc,
                "inflate",
                casts=False,
            )
        )
    return Thing(parts, w + 0.05, 0.76, w / 2, "sofa")


def lamp(kit: Kit) -> Thing:
    rng, e = kit.rng, kit.tilt
    parts = []
    H = rng.between(0.9, 1.15)
    kind = rng.pick(["cone", "dome", "globe", "mushroom"])
    wood = kit.palette.against(kit.col, kit.ink, kit.second)
    glow = from_lch(0.93, 0.09, 85)
    if kind == "mushroom":
        b, rs, ys = revolve(
            [(0.1, -H * 0.62), (0.1, -H * 0.4), (0.14, -H * 0.12), (0.22, -0.02), (0.22, 0)],
            e,
            kit.second,
        )
        parts += [
            b,
            part(
                np.concatenate(
                    [
                        ellipse(0, -H * 0.58, 0.4, 0.34, 40, math.pi, TAU),
                        ellipse(0, -H * 0.58, 0.4, 0.4 * e * 0.7, 40, 0, math.pi),
                    ]
                ),
                kit.col,
                ("sph", 0, -H * 0.58, 0.4, 0.36),
            ),
        ]
        return Thing(parts, 0.8, H * 0.58 + 0.34, 0.22, "lamp")
    base, _, _ = revolve([(0.2, -0.04), (0.21, -0.02), (0.21, 0)], e, wood)
    parts += [
        base,
        part(ellipse(0, -0.04, 0.2, 0.2 * e), adjust(wood, dL=0.06), lift=0),
        part(rect(-0.014, -H + 0.1, 0.028, H - 0.13), wood, ("lin", -0.014, 0, 0.014, 0)),
    ]
    if kind == "globe":
        parts.append(
            part(
                ellipse(0, -H, 0.25, 0.25),
                mix(glow, kit.col, 0.25),
                ("sph", 0, -H, 0.25, 0.25),
                depth=0.5,
            )
        )
        return Thing(parts, 0.5, H + 0.25, 0.2, "lamp")
    t, b = (0.14, 0.34) if kind == "cone" else (0.2, 0.36)
    mid = (t + b) / 2 * (1.14 if kind == "dome" else 1)
    sh, rs, ys = revolve([(t, -H - 0.22), (mid, -H - 0.03), (b, -H + 0.18)], e, kit.col)
    parts += [part(ellipse(0, -H + 0.18, b, b * e), glow, lift=0), sh]
    return Thing(parts, b * 2, H + 0.24, 0.2, "lamp")
