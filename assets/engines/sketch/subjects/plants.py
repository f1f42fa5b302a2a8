"""Pot plants and trees."""

import math

import numpy as np

from assets.engines.sketch.colour import Colour, adjust, from_lch
from assets.engines.sketch.geometry import (
    Point,
    blob,
    curve,
    ellipse,
    leaf,
    points,
    rect,
    rounded_rect,
    spline,
    stroke,
    turn,
)
from assets.engines.sketch.subjects.flowers import flower
from assets.engines.sketch.subjects.parts import Kit, Thing, decorate, part, revolve


def plant(kit: Kit) -> Thing:
    rng, e = kit.rng, kit.tilt
    h, R = rng.between(0.34, 0.48), rng.between(0.24, 0.32)
    parts = []
    body, rs, ys = revolve(
        [(R, -h), (R * 0.97, -h * 0.6), (R * 0.85, -h * 0.2), (R * 0.74, 0)], e, kit.col
    )
    green = from_lch(rng.between(0.42, 0.58), 0.09, rng.between(128, 165))
    kind = (
        "cactus"
        if kit.word == "cactus"
        else "monstera"
        if kit.word == "monstera"
        else rng.pick(["fan", "monstera", "snake", "fern", "rubber"])
    )
    L = []
    H = h
    if kind == "cactus":
        cw, chh = R * 0.5, rng.between(0.5, 0.75)
        L.append(part(rounded_rect(-cw, -h - chh, cw * 2, chh + 0.05, cw), green, "inflate"))
        for sg, y in ((1, 0.45), (-1, 0.62)):
            q = curve(
                (sg * cw * 0.6, -h - chh * y),
                (sg * cw * 2, -h - chh * y),
                (sg * cw * 1.9, -h - chh * y),
                (sg * cw * 1.9, -h - chh * (y + 0.32)),
                20,
            )
            L.append(part(stroke(q, cw * 0.7, cw * 0.72), adjust(green, dL=0.02), "inflate"))
        for _ in range(14):
            L.append(
                part(
                    ellipse(
                        rng.between(-cw * 0.7, cw * 0.7), -h - rng.between(0.05, chh * 0.95), 0.006
                    ),
                    adjust(green, dL=0.25),
                    casts=False,
                    line=False,
                    lift=0,
                )
            )
        if rng.chance(0.6):
            L += flower(
                rng, 0, -h - chh - 0.01, 0.08, "daisy", kit.second, from_lch(0.85, 0.14, 90)
            )
        H += chh
    elif kind == "snake":
        for _ in range(rng.integer(6, 9)):
            t = rng.between(-1, 1)
            q = leaf(
                t * R * 0.6,
                -h + 0.05,
                -math.pi / 2 + t * 0.32,
                rng.between(0.5, 0.9),
                rng.between(0.09, 0.13),
                0.04 * t,
            )
            L.append(
                part(
                    q,
                    adjust(green, dL=rng.between(-0.07, 0.08)),
                    ("lin", t * R - 0.06, 0, t * R + 0.08, 0),
                )
            )
        H += 0.8
    elif kind == "fan":
        for j in range(rng.integer(7, 10)):
            t = -1 + 2 * (j + 0.5) / 9 + rng.between(-0.08, 0.08)
            a = -math.pi / 2 + t * 1.15
            Ln = rng.between(0.35, 0.6)
            x, y = Ln * math.cos(a) * 0.9, -h + Ln * math.sin(a)
            cv = curve((t * 0.05, -h + 0.04), (t * 0.1, -h - 0.2), (x * 0.7, y + 0.1), (x, y), 14)
            L.append(part(stroke(cv, 0.015, 0.01), adjust(green, dL=-0.05), line=False, lift=0))
            L.append(
                part(
                    leaf(
                        x - 0.07 * math.cos(a),
                        y - 0.07 * math.sin(a),
                        a + t * 0.3,
                        rng.between(0.28, 0.38),
                        rng.between(0.13, 0.18),
                        0.1 * t,
                    ),
                    adjust(green, dL=rng.between(-0.07, 0.09)),
                    "inflate",
                )
            )
            H = max(H, -y + 0.28)
    elif kind == "monstera":
        for j in range(rng.integer(5, 7)):
            t = -1 + 2 * (j + 0.5) / 6 + rng.between(-0.1, 0.1)
            a = -math.pi / 2 + t * 1.05
            Ln = rng.between(0.38, 0.62)
            x, y = Ln * math.cos(a), -h + Ln * math.sin(a)
            cv = curve((t * 0.05, -h + 0.04), (t * 0.08, -h - 0.2), (x * 0.6, y + 0.1), (x, y), 14)
            L.append(part(stroke(cv, 0.016, 0.011), adjust(green, dL=-0.06), line=False, lift=0))
            s = rng.between(0.2, 0.27)
            pts: list[Point] = [(-0.05, 0)]
            for sg in (1, -1):
                side = [
                    (0.0, 0.42),
                    (0.3, 0.62),
                    (0.36, 0.3),
                    (0.46, 0.6),
                    (0.66, 0.5),
                    (0.64, 0.24),
                    (0.8, 0.4),
                    (1.0, 0.2),
                ]
                side = [(a_, b_ * sg) for a_, b_ in (side if sg == 1 else side[::-1])]
                pts += side + ([(1.18, 0)] if sg == 1 else [])
            q = turn(spline(np.array(pts) * s * 1.25, n=6, tension=0.42), a + t * 0.5) + (x, y)
            L.append(part(q, adjust(green, dL=rng.between(-0.06, 0.08)), "inflate"))
            H = max(H, -y + s)
    else:
        for _ in range(rng.integer(5, 8) if kind == "rubber" else rng.integer(8, 11)):
            t = -1 + 2 * rng.between()
            a = -math.pi / 2 + t * (0.5 if kind == "rubber" else 1.25)
            Ln = rng.between(0.5, 0.75) if kind == "rubber" else rng.between(0.45, 0.7)
            cv = curve(
                (0, -h + 0.04),
                (t * 0.1, -h - Ln * 0.5),
                (Ln * math.cos(a) * 0.8, -h + Ln * math.sin(a) - 0.1),
                (Ln * math.cos(a) * 1.15, -h + Ln * math.sin(a) + (0.12 if kind == "fern" else 0)),
                22,
            )
            L.append(part(stroke(cv, 0.014, 0.006), adjust(green, dL=-0.05), line=False, lift=0))
            for m in range(4, 22, 2 if kind == "fern" else 4):
                d = cv[m] - cv[m - 1]
                b = math.atan2(d[1], d[0])
                sz = (0.13 if kind == "fern" else 0.2) * (1.1 - m / 30)
                for sg in (-1, 1):
                    L.append(
                        part(
                            leaf(
                                cv[m][0],
                                cv[m][1],
                                b + sg * 0.95,
                                sz,
                                sz * (0.3 if kind == "fern" else 0.5),
                                0,
                                9,
                            ),
                            adjust(green, dL=rng.between(-0.05, 0.08)),
                            None if kind == "fern" else "inflate",
                            line=kind != "fern",
                            lift=0,
                        )
                    )
        H += 0.62
    soil = from_lch(0.32, 0.04, 50)
    parts += [
        part(ellipse(0, -h, R, R * e), adjust(kit.col, dL=-0.02), lift=0),
        part(ellipse(0, -h + 0.01, R * 0.9, R * 0.9 * e), soil, casts=False, lift=0),
    ]
    front = np.concatenate(
        [
            ellipse(0, -h, R, R * e, 40, 0, math.pi),
            np.stack([-rs, ys], 1),
            ellipse(0, 0, rs[-1], rs[-1] * e, 24, math.pi, 0),
            np.stack([rs, ys], 1)[::-1],
        ]
    )
    parts += L
    parts.append(part(front, kit.col, ("rev", ys, rs)))
    decorate(kit, rs, ys, e, parts, -h, 0)
    return Thing(parts, 0.95, H, rs[-1], "plant")


def tree(kit: Kit, kind: str | None = None, green: Colour | None = None) -> Thing:
    rng = kit.rng
    g = green or from_lch(rng.between(0.45, 0.62), 0.09, rng.between(110, 155))
    wood = from_lch(0.36, 0.04, 45)
    kind = kind or rng.pick(["round", "poplar", "pine", "cloud"])
    parts = []
    if kind == "pine":
        parts.append(part(rect(-0.03, -0.2, 0.06, 0.2), wood))
        for j in range(4):
            w, y = 0.3 - 0.055 * j, -0.12 - 0.21 * j
            parts.append(
                part(
                    spline(
                        points(
                            (-w, y),
                            (-w, y),
                            (0, y + 0.03),
                            (w, y),
                            (w, y),
                            (0.02, y - 0.36),
                            (-0.02, y - 0.36),
                        ),
                        n=6,
                        tension=0.25,
                    ),
                    adjust(g, dL=0.02 * j),
                    ("lin", -w, 0, w, 0),
                    lift=0,
                )
            )
    elif kind == "poplar":
        parts += [
            part(rect(-0.025, -0.25, 0.05, 0.25), wood),
            part(
                spline(
                    points(
                        (0, -1.1),
                        (0.14, -0.75),
                        (0.16, -0.42),
                        (0.08, -0.16),
                        (-0.08, -0.16),
                        (-0.16, -0.42),
                        (-0.14, -0.75),
                    ),
                    n=9,
                ),
                g,
                "inflate",
            ),
        ]
    elif kind == "cloud":
        parts.append(part(stroke(np.array([(0, 0), (0.01, -0.3), (0.0, -0.55)]), 0.07, 0.03), wood))
        for x, y, q in (
            (-0.2, -0.55, 0.2),
            (0.2, -0.56, 0.19),
            (0, -0.75, 0.26),
            (-0.08, -0.5, 0.18),
            (0.1, -0.6, 0.2),
        ):
            parts.append(
                part(
                    blob(rng, x, y, q, q * 0.82, 0.1, 8),
                    adjust(g, dL=rng.between(-0.04, 0.06)),
                    "inflate",
                    lift=0,
                )
            )
    else:
        parts += [
            part(stroke(np.array([(0, 0), (0, -0.5)]), 0.06, 0.03), wood),
            part(stroke(np.array([(0, -0.35), (0.09, -0.5)]), 0.03, 0.015), wood),
            part(ellipse(0, -0.66, 0.32, 0.34), g, "inflate"),
        ]
    return Thing(parts, 0.6, 1.0, 0.08, "tree")
