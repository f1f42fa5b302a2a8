"""Mugs, teapots and bowls."""

import math

import numpy as np

from assets.engines.sketch.colour import adjust, from_lch
from assets.engines.sketch.geometry import (
    TAU,
    curve,
    ellipse,
    leaf,
    points,
    spline,
    stroke,
)
from assets.engines.sketch.subjects.parts import (
    Kit,
    Thing,
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
