"""Laptops, phones, headphones, cameras."""

import math

import numpy as np

from assets.engines.sketch.colour import adjust, from_lch, mix
from assets.engines.sketch.geometry import TAU, ellipse, points, rounded_rect, superellipse, turn
from assets.engines.sketch.subjects.parts import Kit, Part, Thing, part


def screen(
    kit: Kit, x: float, y: float, w: float, h: float, parts: list[Part], rad: float = 0.02
) -> None:
    """A small poster as screen content."""
    rng = kit.rng
    bg = rng.pick([kit.palette.wall, kit.second, kit.palette.accent2])
    parts.append(
        part(
            rounded_rect(x, y, w, h, rad),
            bg,
            grad=((x, y), (x, y + h), adjust(bg, dL=0.06), adjust(bg, dL=-0.05)),
            casts=False,
            lift=0,
        )
    )
    q = min(w, h)
    c1, c2 = kit.palette.against(bg, "accent", "paper"), kit.palette.against(bg, "ground", "dark")
    cx, cy = x + w * rng.between(0.35, 0.65), y + h * rng.between(0.3, 0.45)
    parts.append(part(ellipse(cx, cy, q * 0.2), c1, casts=False, lift=0))
    for j, a in enumerate((0.62, 0.76)):
        t = np.linspace(0, 1, 24)
        yy = y + h * a + h * 0.07 * np.sin(t * (4 + 2 * j) + rng.between(0, 6))
        parts.append(
            part(
                np.concatenate(
                    [
                        np.stack([x + t * w, yy], 1),
                        points((x + w, y + h - rad * 0.3), (x, y + h - rad * 0.3)),
                    ]
                ),
                mix(c2, bg, 0.4 - 0.4 * j),
                casts=False,
                lift=0,
                line=False,
            )
        )


def laptop(k: Kit) -> Thing:
    body = from_lch(0.82, 0.01, 260) if k.rng.chance(0.6) else from_lch(0.42, 0.012, 260)
    parts = [
        part(
            rounded_rect(-0.62, -0.86, 1.24, 0.8, 0.04),
            adjust(body, dL=-0.2),
            ("lin", -0.6, -0.8, 0.6, 0),
        )
    ]
    screen(k, -0.575, -0.82, 1.15, 0.69, parts, 0.015)
    parts.append(
        part(
            points((-0.62, -0.07), (0.62, -0.07), (0.76, 0.0), (-0.76, 0.0)),
            body,
            ("lin", -0.7, 0, 0.7, 0),
        )
    )
    parts.append(
        part(
            points((-0.52, -0.06), (0.52, -0.06), (0.57, -0.03), (-0.57, -0.03)),
            adjust(body, dL=-0.16),
            casts=False,
            line=False,
            lift=0,
        )
    )
    parts.append(
        part(rounded_rect(-0.76, -0.002, 1.52, 0.022, 0.01), adjust(body, dL=-0.1), lift=0)
    )
    return Thing(parts, 1.52, 0.88, 0.74, "laptop")


def phone(kit: Kit) -> Thing:
    rng = kit.rng
    a = rng.between(-0.2, 0.2)
    parts = [
        part(rounded_rect(-0.285, -1.14, 0.57, 1.14, 0.09), kit.ink, ("lin", -0.3, -1, 0.3, 0))
    ]
    screen(kit, -0.255, -1.11, 0.51, 1.08, parts, 0.07)
    parts.append(
        part(
            rounded_rect(-0.07, -1.09, 0.14, 0.03, 0.015), kit.ink, casts=False, line=False, lift=0
        )
    )
    pad = kit.palette.against(kit.palette.wall, "paper", "accent")
    for j in range(2):
        parts.append(
            part(
                rounded_rect(-0.2 + 0.205 * j, -0.2, 0.19, 0.12, 0.03),
                pad,
                casts=False,
                lift=0,
                line=False,
            )
        )
    for p in parts:
        p.polys = [turn(z, a * 0.35) for z in p.polys]
    return Thing(parts, 0.62, 1.15, 0.28, "phone")


def headphones(kit: Kit) -> Thing:
    c = kit.col
    bandp = np.concatenate(
        [
            ellipse(0, -0.62, 0.42, 0.5, 40, math.pi, TAU),
            ellipse(0, -0.62, 0.355, 0.43, 40, TAU, math.pi),
        ]
    )
    parts = [part(bandp, c, "inflate")]
    for sg in (-1, 1):
        parts.append(part(superellipse(sg * 0.4, -0.4, 0.1, 0.24, 3), kit.second, "inflate"))
        parts.append(part(superellipse(sg * 0.47, -0.4, 0.085, 0.2, 3), c, "inflate"))
    for p in parts:
        p.polys = [q + (0, 0.16) for q in p.polys]
    return Thing(parts, 1.1, 0.96, 0.45, "headphones")


def camera(kit: Kit) -> Thing:
    c = kit.col
    parts = [
        part(rounded_rect(-0.5, -0.6, 1.0, 0.6, 0.07), c, ("lin", -0.5, -0.6, 0.5, 0)),
        part(
            rounded_rect(-0.5, -0.6, 1.0, 0.17, 0.07),
            from_lch(0.82, 0.01, 90),
            ("lin", -0.5, 0, 0.5, 0),
            casts=False,
        ),
        part(rounded_rect(-0.17, -0.7, 0.34, 0.14, 0.03), from_lch(0.78, 0.01, 90), "inflate"),
        part(rounded_rect(-0.42, -0.66, 0.12, 0.07, 0.02), kit.second, lift=0),
        part(
            ellipse(0, -0.28, 0.255),
            from_lch(0.25, 0.01, 260),
            ("lin", -0.2, -0.5, 0.2, 0),
            casts=False,
        ),
        part(
            ellipse(0, -0.28, 0.2),
            from_lch(0.4, 0.02, 260),
            ("lin", 0.2, -0.1, -0.2, -0.5),
            casts=False,
            lift=0,
        ),
        part(
            ellipse(0, -0.28, 0.13),
            mix(kit.second, (0.1, 0.1, 0.2), 0.6),
            ("sph", 0, -0.28, 0.13, 0.13),
            casts=False,
            lift=0,
        ),
        part(ellipse(-0.045, -0.33, 0.03), (1, 1, 1), casts=False, alpha=0.7, raw=True),
    ]
    return Thing(parts, 1.0, 0.7, 0.48, "camera")
