"""Flowers, and vases of them."""

import math
from typing import Any

import numpy as np

from assets.engines.sketch.colour import Colour, adjust, from_lch, mix, to_lch
from assets.engines.sketch.geometry import (
    TAU,
    blob,
    curve,
    ellipse,
    leaf,
    points,
    spline,
    stroke,
)
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.subjects.parts import Kit, Part, Thing, decorate, part, revolve


def flower(
    rng: Rng, x: float, y: float, R: float, kind: str, col: Colour, heart: Colour
) -> list[Part]:
    out = []
    if kind == "tulip":
        for dx in (-0.3, 0.3, 0):
            out.append(
                part(
                    spline(
                        points(
                            (x + dx * R, y + R * 0.9),
                            (x + dx * R * 1.9 - R * 0.35, y + R * 0.2),
                            (x + dx * R * 1.9, y - R),
                            (x + dx * R * 1.9 + R * 0.35, y + R * 0.2),
                        ),
                        n=8,
                    ),
                    col if dx == 0 else adjust(col, dL=-0.06),
                    ("lin", x - R, y - R, x + R, y + R),
                )
            )
    elif kind == "daisy":
        n = rng.integer(9, 13)
        for j in range(n):
            a = TAU * j / n
            out.append(
                part(
                    leaf(
                        x + 0.18 * R * math.cos(a),
                        y + 0.18 * R * math.sin(a) * 0.85,
                        a,
                        R * 0.9,
                        R * 0.42,
                        0,
                    ),
                    col,
                    ("lin", x - R, y - R, x + R, y + R),
                    lift=0,
                )
            )
        out.append(part(ellipse(x, y, R * 0.3, R * 0.28), heart, ("sph", x, y, R * 0.3, R * 0.3)))
    elif kind == "poppy":
        for a in (0.3, 1.9, 3.5, 5.1):
            out.append(
                part(
                    blob(
                        rng,
                        x + 0.38 * R * math.cos(a),
                        y + 0.34 * R * math.sin(a),
                        R * 0.66,
                        R * 0.58,
                        0.1,
                    ),
                    adjust(col, dL=rng.between(-0.05, 0.04)),
                    "inflate",
                    lift=0,
                )
            )
        out.append(part(ellipse(x, y, R * 0.2), heart))
    elif kind == "ball":
        out.append(part(ellipse(x, y, R * 0.62), col, ("sph", x, y, R * 0.62, R * 0.62)))
        for j in range(12):
            a = j * 2.4
            d = R * 0.55 * math.sqrt(j / 12)
            out.append(
                part(
                    ellipse(x + d * math.cos(a), y + d * math.sin(a), R * 0.09),
                    adjust(col, dL=0.1),
                    casts=False,
                    line=False,
                    lift=0,
                )
            )
    else:  # rose: nested swirls
        for j, s in enumerate((1, 0.76, 0.52, 0.28)):
            out.append(
                part(
                    blob(
                        rng, x + R * 0.04 * j, y - R * 0.03 * j, R * 0.8 * s, R * 0.74 * s, 0.09, 6
                    ),
                    adjust(col, dL=-0.05 + 0.05 * (j % 2) + 0.015 * j),
                    "inflate",
                    lift=0,
                )
            )
    return out


def vase_profile(kit: Kit, h: float, R: float) -> Any:
    rng = kit.rng
    kind = rng.pick(["amphora", "bulb", "cyl", "gourd", "cone", "bottle"])
    n = R * rng.between(0.35, 0.5)
    return {
        "amphora": [
            (n * 1.25, -h),
            (n, -h * 0.88),
            (n * 1.1, -h * 0.78),
            (R, -h * 0.55),
            (R * 0.82, -h * 0.25),
            (R * 0.5, -0.02),
            (R * 0.5, 0),
        ],
        "bulb": [
            (n, -h),
            (n * 0.9, -h * 0.8),
            (n * 1.2, -h * 0.62),
            (R, -h * 0.35),
            (R * 0.92, -h * 0.14),
            (R * 0.6, 0),
        ],
        "cyl": [
            (R * 0.75, -h),
            (R * 0.76, -h * 0.6),
            (R * 0.78, -h * 0.3),
            (R * 0.76, -0.03),
            (R * 0.72, 0),
        ],
        "gourd": [
            (n * 1.1, -h),
            (n * 0.8, -h * 0.9),
            (R * 0.62, -h * 0.72),
            (n * 0.95, -h * 0.54),
            (R, -h * 0.3),
            (R * 0.85, -h * 0.08),
            (R * 0.55, 0),
        ],
        "cone": [
            (R * 0.95, -h),
            (R * 0.85, -h * 0.7),
            (R * 0.62, -h * 0.3),
            (R * 0.48, -0.03),
            (R * 0.48, 0),
        ],
        "bottle": [
            (n * 0.8, -h),
            (n * 0.62, -h * 0.85),
            (n * 0.62, -h * 0.6),
            (R * 0.6, -h * 0.48),
            (R, -h * 0.26),
            (R * 0.95, -h * 0.08),
            (R * 0.7, 0),
        ],
    }[kind]


def vase(kit: Kit, filled: bool | None = None) -> Thing:
    rng, e = kit.rng, kit.tilt * 0.9
    h, R = rng.between(0.55, 0.85), rng.between(0.24, 0.34)
    parts = []
    body, rs, ys = revolve(vase_profile(kit, h, R), e, kit.col)
    top = rs[0]
    filled = (
        (kit.word not in ("", "vase", "ceramic-vase") or rng.chance(0.9))
        if filled is None
        else filled
    )
    stems = []
    H = h
    if filled:
        kind = (
            "tulip"
            if kit.word.startswith("tulip")
            else "rose"
            if kit.word.startswith(("rose", "peony"))
            else rng.pick(
                ["tulip", "daisy", "poppy", "ball", "rose", "branch", "eucalyptus", "pampas"]
            )
        )
        green = from_lch(rng.between(0.42, 0.6), 0.08, rng.between(125, 165))
        n = rng.integer(3, 7) if kind not in ("branch", "pampas") else rng.integer(2, 4)
        fan = rng.between(0.5, 0.95)
        cols = [kit.second, kit.second, kit.palette.accent2, kit.palette.accent]
        ends = []
        for j in range(n):
            t = (j + 0.5) / n * 2 - 1 + rng.between(-0.1, 0.1)
            L = rng.between(0.5, 0.85) * (1.15 - 0.3 * abs(t))
            a = -math.pi / 2 + t * fan * 0.75
            x1, y1 = L * math.cos(a) * 1.05, -h + L * math.sin(a)
            cv = curve(
                (t * top * 0.5, -h + 0.05),
                (t * top * 0.6, -h - L * 0.35),
                (x1 * 0.75, y1 + L * 0.3),
                (x1, y1),
                20,
            )
            ends.append((x1, y1, cv, t))
            stems.append(part(stroke(cv, 0.016, 0.011), green, line=False, lift=0))
            H = max(H, -y1)
        for x1, y1, cv, t in rng.shuffle(ends):
            if kind == "eucalyptus":
                for m in range(5, 20, 2):
                    for sg in (-1, 1):
                        q = cv[m]
                        stems.append(
                            part(
                                ellipse(
                                    q[0] + sg * 0.055,
                                    q[1] - 0.01,
                                    0.06 * (1.25 - m / 24),
                                    0.045 * (1.25 - m / 24),
                                    rot=sg * 0.5,
                                ),
                                adjust(green, dL=rng.between(-0.05, 0.1), kC=0.8),
                                "inflate",
                            )
                        )
            elif kind == "branch":
                for m in range(5, 20, 2):
                    q = cv[m]
                    stems.append(
                        part(
                            leaf(
                                q[0],
                                q[1],
                                -math.pi / 2
                                + (1 if m % 4 == 1 else -1) * rng.between(0.5, 0.95)
                                + t * 0.4,
                                rng.between(0.16, 0.22),
                                0.07,
                                0.08,
                            ),
                            adjust(green, dL=rng.between(-0.06, 0.08)),
                            "inflate",
                        )
                    )
            elif kind == "pampas":
                a = math.atan2(cv[-1][1] - cv[-4][1], cv[-1][0] - cv[-4][0])
                for m in range(26):
                    q = cv[-1 - m // 4]
                    stems.append(
                        part(
                            leaf(
                                q[0],
                                q[1],
                                a + rng.normal(0, 0.33),
                                rng.between(0.1, 0.24),
                                0.018,
                                0.1,
                                8,
                            ),
                            adjust(mix(kit.second, kit.paper, 0.55), dL=rng.between(-0.08, 0.04)),
                            line=False,
                            lift=0,
                            casts=m % 3 == 0,
                        )
                    )
                H = max(H, -y1 + 0.2)
            else:
                if rng.chance(0.75):
                    q = cv[rng.integer(8, 13)]
                    stems.append(
                        part(
                            leaf(
                                q[0],
                                q[1],
                                -math.pi / 2 + rng.sign() * rng.between(0.5, 1),
                                rng.between(0.18, 0.3),
                                0.08,
                                0.1,
                            ),
                            adjust(green, dL=rng.between(-0.05, 0.07)),
                            "inflate",
                        )
                    )
                R_ = rng.between(0.105, 0.16)
                stems += flower(
                    rng,
                    x1,
                    y1,
                    R_,
                    kind,
                    adjust(rng.pick(cols), dL=rng.between(-0.03, 0.03)),
                    from_lch(0.8, 0.14, 85)
                    if to_lch(kit.second)[2] > 110 or kind == "daisy"
                    else kit.ink,
                )
                H = max(H, -y1 + R_)
    parts.append(part(ellipse(0, -h, top, top * e), adjust(kit.col, dL=-0.2), lift=0))
    parts += stems
    parts.append(body)
    decorate(kit, rs, ys, e, parts, -h, 0)
    # front lip so stems come out of the mouth
    lip = np.concatenate(
        [
            ellipse(0, -h, top, top * e, 30, 0, math.pi),
            ellipse(0, -h, top * 0.9, top * 0.9 * e, 30, math.pi, 0),
        ]
    )
    parts.append(part(lip, adjust(kit.col, dL=0.05), casts=False, line=False, lift=0))
    thing = Thing(parts, max(R * 2, 0.9 if filled else 0), H, rs[-1], "vase")
    return thing
