"""Portraits and walking figures."""

import math

import numpy as np

from assets.engines.sketch.colour import adjust, contrast, from_lch, mix, to_lch
from assets.engines.sketch.geometry import (
    blob,
    curve,
    ellipse,
    points,
    rounded_rect,
    spline,
    stroke,
    superellipse,
)
from assets.engines.sketch.subjects.parts import Kit, Thing, part

SKIN = [
    from_lch(0.86, 0.05, 58),
    from_lch(0.8, 0.07, 58),
    from_lch(0.72, 0.085, 56),
    from_lch(0.6, 0.085, 54),
    from_lch(0.5, 0.075, 50),
    from_lch(0.4, 0.06, 48),
]


def portrait(kit: Kit) -> Thing:
    rng = kit.rng
    skin = rng.pick(SKIN)
    darks = [from_lch(0.24, 0.02, 50), from_lch(0.3, 0.04, 48), kit.ink]
    hair = rng.pick(
        darks
        if to_lch(skin)[0] < 0.65
        else darks
        + [
            from_lch(0.45, 0.08, 50),
            from_lch(0.74, 0.09, 78),
            from_lch(0.52, 0.11, 45),
            from_lch(0.8, 0.01, 250),
        ]
    )
    if contrast(hair, skin) < 0.16:
        hair = adjust(skin, dL=-0.3)
    c = kit.col
    fem = {"woman": 1, "girl": 1, "lady": 1, "man": 0, "boy": 0}.get(kit.word, rng.integer(0, 1))
    style = (
        rng.pick(["bob", "long", "bun", "afro", "wave"])
        if fem
        else rng.pick(
            ["crop", "curl", "crop", "afro", "bald" if rng.chance(0.3) else "crop", "beanie"]
        )
    )
    parts = []
    fx = 0.235 if fem else 0.25
    if style == "long":
        parts.append(
            part(
                spline(
                    points(
                        (-0.3, -1.1),
                        (-0.36, -0.75),
                        (-0.42, -0.3),
                        (-0.3, -0.18),
                        (0.3, -0.18),
                        (0.42, -0.3),
                        (0.36, -0.75),
                        (0.3, -1.1),
                        (0.17, -1.33),
                        (-0.17, -1.33),
                    ),
                    n=10,
                ),
                hair,
                "inflate",
            )
        )
    if style == "bob":
        parts.append(
            part(
                spline(
                    points(
                        (-0.3, -1.15),
                        (-0.375, -0.9),
                        (-0.35, -0.62),
                        (-0.2, -0.6),
                        (0.2, -0.6),
                        (0.35, -0.62),
                        (0.375, -0.9),
                        (0.3, -1.15),
                        (0.16, -1.34),
                        (-0.16, -1.34),
                    ),
                    n=10,
                ),
                hair,
                "inflate",
            )
        )
    if style == "afro":
        parts.append(part(blob(rng, 0, -1.08, 0.46, 0.42, 0.05, 11), hair, "inflate"))
    if style == "bun":
        parts.append(part(ellipse(rng.between(-0.08, 0.08), -1.42, 0.14, 0.13), hair, "inflate"))
    if style == "wave":
        parts.append(
            part(
                spline(
                    points(
                        (-0.27, -1.12),
                        (-0.4, -0.95),
                        (-0.33, -0.78),
                        (-0.43, -0.55),
                        (-0.34, -0.36),
                        (-0.2, -0.5),
                        (0.2, -0.5),
                        (0.36, -0.38),
                        (0.42, -0.58),
                        (0.34, -0.8),
                        (0.4, -1.0),
                        (0.26, -1.18),
                        (0.1, -1.36),
                        (-0.14, -1.35),
                    ),
                    n=10,
                ),
                hair,
                "inflate",
            )
        )
    parts.append(
        part(
            spline(
                points(
                    (-0.105, -0.78),
                    (-0.1, -0.6),
                    (-0.16, -0.43),
                    (-0.16, -0.3),
                    (0.16, -0.3),
                    (0.16, -0.43),
                    (0.1, -0.6),
                    (0.105, -0.78),
                ),
                n=8,
            ),
            adjust(skin, dL=-0.07),
            ("lin", -0.12, -0.7, 0.12, -0.5),
            lift=0,
        )
    )
    w = 0.66 if fem else 0.76
    sh = spline(
        points(
            (-w, 0.02),
            (-w, 0.02),
            (-w * 0.95, -0.22),
            (-w * 0.62, -0.4),
            (-0.15, -0.5),
            (-0.15, -0.5),
            (0, -0.42),
            (0.15, -0.5),
            (0.15, -0.5),
            (w * 0.62, -0.4),
            (w * 0.95, -0.22),
            (w, 0.02),
            (w, 0.02),
        ),
        n=9,
    )
    parts.append(part(sh, c, ("lin", -w, -0.5, w, 0.1), depth=1.1))
    m = rng.pick(["collar", "neck", "stripes", "lapel", "plain"])
    c2 = kit.palette.against(c, kit.second, kit.paper)
    if m == "neck":
        parts.append(
            part(
                spline(
                    points(
                        (-0.15, -0.5),
                        (-0.14, -0.62),
                        (0, -0.575),
                        (0.14, -0.62),
                        (0.15, -0.5),
                        (0, -0.41),
                    ),
                    n=8,
                ),
                adjust(c, dL=0.04),
                "inflate",
                casts=False,
            )
        )
    elif m == "collar":
        for sg in (-1, 1):
            parts.append(
                part(
                    points(
                        (sg * 0.13, -0.53),
                        (sg * 0.005, -0.4),
                        (sg * 0.12, -0.28),
                        (sg * 0.25, -0.44),
                    ),
                    c2,
                    ("lin", -0.3, -0.5, 0.3, -0.2),
                    casts=False,
                )
            )
    elif m == "lapel":
        parts.append(part(points((-0.13, -0.5), (0.13, -0.5), (0, -0.06)), c2, casts=False, lift=0))
        for sg in (-1, 1):
            parts.append(
                part(
                    points(
                        (sg * 0.14, -0.52),
                        (0, -0.04),
                        (sg * 0.22, -0.2),
                        (sg * 0.2, -0.31),
                        (sg * 0.28, -0.34),
                    ),
                    adjust(c, dL=-0.05),
                    casts=False,
                )
            )
    elif m == "stripes":
        for j in range(5):
            y = -0.36 + j * 0.09
            ww = np.interp(y, [-0.4, -0.22, 0.02], [w * 0.6, w * 0.93, w]) * 0.985
            t = np.linspace(-1, 1, 20)
            top = np.stack([t * ww, y + 0.035 * (1 - t * t)], 1)
            parts.append(
                part(
                    np.concatenate([top, (top + (0, 0.035))[::-1]]),
                    c2,
                    ("lin", -w, -0.5, w, 0.1),
                    casts=False,
                    line=False,
                    lift=0,
                )
            )
    # head
    jaw = 0.5 if fem else 0.62
    face = spline(
        points(
            (-fx, -1.08),
            (-fx * 0.98, -0.9),
            (-fx * (0.62 + jaw * 0.3), -0.75),
            (-fx * 0.3, -0.66),
            (fx * 0.3, -0.66),
            (fx * (0.62 + jaw * 0.3), -0.75),
            (fx * 0.98, -0.9),
            (fx, -1.08),
            (fx * 0.6, -1.27),
            (-fx * 0.6, -1.27),
        ),
        n=10,
    )
    parts.append(part(ellipse(-fx * 1.0, -0.93, 0.045, 0.07), adjust(skin, dL=-0.04), lift=0))
    parts.append(part(ellipse(fx * 1.0, -0.93, 0.045, 0.07), adjust(skin, dL=-0.04), lift=0))
    parts.append(part(face, skin, ("sph", 0, -0.95, 0.33, 0.42), depth=0.8))
    dk = adjust(skin, dL=-0.2, kC=1.1)
    for sg in (-1, 1):
        parts.append(
            part(
                ellipse(sg * 0.13, -0.84, 0.06, 0.045),
                mix(skin, from_lch(0.65, 0.15, 25), 0.4),
                casts=False,
                line=False,
                lift=0,
                soft=0.015,
                raw=True,
                alpha=0.55,
            )
        )
        e = curve(
            (sg * 0.055, -0.945), (sg * 0.08, -0.925), (sg * 0.13, -0.925), (sg * 0.16, -0.95), 12
        )
        parts.append(part(stroke(e, 0.006, 0.006, 0.015), kit.ink, casts=False, line=False, lift=0))
        b = curve(
            (sg * 0.045, -1.01), (sg * 0.09, -1.035), (sg * 0.14, -1.035), (sg * 0.175, -1.0), 12
        )
        parts.append(
            part(stroke(b, 0.018, 0.006), mix(hair, skin, 0.15), casts=False, line=False, lift=0)
        )
    nose = curve((0.012, -0.96), (0.05, -0.87), (0.05, -0.845), (-0.005, -0.84), 14)
    parts.append(part(stroke(nose, 0.004, 0.008, 0.012), dk, casts=False, line=False, lift=0))
    lip = from_lch(0.56, 0.13, 22) if fem else adjust(skin, dL=-0.14, kC=1.3)
    parts.append(
        part(
            spline(
                points(
                    (-0.065, -0.765),
                    (-0.02, -0.78),
                    (0, -0.774),
                    (0.02, -0.78),
                    (0.065, -0.765),
                    (0, -0.74),
                ),
                n=6,
            ),
            lip,
            casts=False,
            line=False,
            lift=0,
        )
    )
    # hair front
    if style in ("bob", "long", "wave"):
        pa = rng.between(-0.12, 0.12)
        parts.append(
            part(
                spline(
                    points(
                        (pa, -1.22),
                        (pa, -1.22),
                        (-0.15, -1.14),
                        (-fx * 1.02, -0.92),
                        (-fx * 1.02, -0.92),
                        (-0.3, -1.12),
                        (-0.17, -1.32),
                        (0.02, -1.37),
                        (0.18, -1.32),
                        (0.3, -1.12),
                        (fx * 1.02, -0.92),
                        (fx * 1.02, -0.92),
                        (0.17, -1.13),
                    ),
                    n=8,
                ),
                adjust(hair, dL=0.02),
                "inflate",
            )
        )
    elif style == "bun":
        parts.append(
            part(
                spline(
                    points(
                        (-fx * 1.03, -1.0),
                        (-fx * 1.03, -1.0),
                        (-0.28, -1.18),
                        (-0.14, -1.34),
                        (0.14, -1.34),
                        (0.28, -1.18),
                        (fx * 1.03, -1.0),
                        (fx * 1.03, -1.0),
                        (0.16, -1.2),
                        (0, -1.22),
                        (-0.16, -1.2),
                    ),
                    n=8,
                ),
                hair,
                "inflate",
            )
        )
    elif style in ("crop", "curl"):
        parts.append(
            part(
                spline(
                    points(
                        (-fx * 1.04, -0.98),
                        (-fx * 1.04, -0.98),
                        (-0.29, -1.2),
                        (-0.16, -1.38),
                        (0.1, -1.42),
                        (0.28, -1.3),
                        (fx * 1.05, -0.98),
                        (fx * 1.05, -0.98),
                        (0.2, -1.15),
                        (0.05, -1.17),
                        (-0.12, -1.2),
                        (-0.2, -1.1),
                    ),
                    n=8,
                ),
                hair,
                "inflate",
            )
        )
        if style == "curl":
            for j in range(9):
                a = math.pi + math.pi * j / 8
                parts.append(
                    part(
                        ellipse(0.25 * math.cos(a), -1.17 + 0.2 * math.sin(a), 0.085, 0.08),
                        adjust(hair, dL=0.03 * (j % 2)),
                        "inflate",
                        lift=0,
                    )
                )
        if rng.chance(0.45) or kit.word == "beard":
            parts.append(
                part(
                    spline(
                        points(
                            (-fx * 1.0, -0.92),
                            (-fx * 0.98, -0.78),
                            (-0.1, -0.63),
                            (0.1, -0.63),
                            (fx * 0.98, -0.78),
                            (fx * 1.0, -0.92),
                            (fx * 0.8, -0.82),
                            (0.1, -0.81),
                            (0, -0.8),
                            (-0.1, -0.81),
                            (-fx * 0.8, -0.82),
                        ),
                        n=8,
                    ),
                    hair,
                    "inflate",
                    casts=False,
                    lift=0,
                )
            )
            parts.append(
                part(
                    spline(points((-0.06, -0.762), (0, -0.775), (0.06, -0.762), (0, -0.745)), n=6),
                    lip,
                    casts=False,
                    line=False,
                    lift=0,
                )
            )
    elif style == "afro":
        parts.append(
            part(
                spline(
                    points(
                        (-fx * 1.03, -1.02),
                        (-fx * 1.03, -1.02),
                        (-0.27, -1.22),
                        (0, -1.34),
                        (0.27, -1.22),
                        (fx * 1.03, -1.02),
                        (fx * 1.03, -1.02),
                        (0.17, -1.17),
                        (0, -1.2),
                        (-0.17, -1.17),
                    ),
                    n=8,
                ),
                hair,
                None,
                lift=0,
                line=False,
            )
        )
    elif style == "beanie":
        parts.append(
            part(
                spline(
                    points(
                        (-0.27, -1.1),
                        (-0.27, -1.1),
                        (-0.25, -1.35),
                        (0, -1.5),
                        (0.25, -1.35),
                        (0.27, -1.1),
                        (0.27, -1.1),
                    ),
                    n=8,
                ),
                kit.second,
                "inflate",
            )
        )
        parts.append(
            part(
                rounded_rect(-0.28, -1.18, 0.56, 0.13, 0.05),
                adjust(kit.second, dL=-0.06),
                "inflate",
            )
        )
    if rng.chance(0.28):
        for sg in (-1, 1):
            parts.append(
                part(
                    [
                        ellipse(sg * 0.112, -0.94, 0.083, 0.075),
                        ellipse(sg * 0.112, -0.94, 0.07, 0.062),
                    ],
                    kit.ink,
                    casts=False,
                    line=False,
                    lift=0,
                )
            )
        parts.append(
            part(
                stroke(np.array([(-0.03, -0.955), (0.03, -0.955)]), 0.012),
                kit.ink,
                casts=False,
                line=False,
                lift=0,
            )
        )
    if fem and rng.chance(0.5):
        for sg in (-1, 1):
            parts.append(
                part(
                    ellipse(sg * fx * 1.03, -0.83, 0.028, 0.034),
                    kit.second,
                    "inflate",
                    casts=False,
                    lift=0,
                )
            )
    facing = rng.sign()
    for p in parts:
        p.polys = [q * (facing, 1) for q in p.polys]
    height = 1.42 if style not in ("afro", "bun", "beanie") else 1.54
    return Thing(parts, w * 2, height, w, "portrait")


def figure(kit: Kit) -> Thing:
    """Small walking person in a coat."""
    rng = kit.rng
    skin = rng.pick(SKIN)
    c, tr = kit.col, kit.ink
    st = rng.between(0.08, 0.14)
    parts = [
        part(stroke(np.array([(0.01, -0.48), (-st * 0.6, -0.24), (-st, -0.02)]), 0.1, 0.06), tr),
        part(
            stroke(np.array([(0, -0.48), (st * 0.7, -0.25), (st, -0.02)]), 0.1, 0.06),
            adjust(tr, dL=0.05),
        ),
        part(stroke(np.array([(-st - 0.03, -0.012), (-st + 0.06, -0.012)]), 0.035), tr),
        part(stroke(np.array([(st - 0.03, -0.012), (st + 0.07, -0.012)]), 0.035), tr),
        part(
            spline(
                points(
                    (-0.09, -0.82),
                    (-0.135, -0.6),
                    (-0.17, -0.36),
                    (-0.17, -0.36),
                    (0.16, -0.36),
                    (0.16, -0.36),
                    (0.13, -0.6),
                    (0.09, -0.82),
                    (0, -0.85),
                ),
                n=8,
            ),
            c,
            ("lin", -0.15, 0, 0.15, 0),
        ),
        part(
            stroke(np.array([(0.07, -0.77), (0.12, -0.6), (0.08, -0.47)]), 0.07, 0.05),
            adjust(c, dL=-0.07),
        ),
        part(ellipse(0.01, -0.91, 0.065, 0.075), skin, ("sph", 0.01, -0.91, 0.07, 0.08)),
        part(
            spline(
                points(
                    (-0.065, -0.88),
                    (-0.07, -0.96),
                    (0, -1.0),
                    (0.07, -0.96),
                    (0.06, -0.93),
                    (0, -0.945),
                ),
                n=8,
            ),
            rng.pick([kit.ink, kit.second]),
        ),
    ]
    if rng.chance(0.4):
        parts.append(part(superellipse(-0.14, -0.66, 0.085, 0.12, 3), kit.second, "inflate"))
    f = rng.sign()
    for p in parts:
        p.polys = [q * (f, 1) for q in p.polys]
    return Thing(parts, 0.4, 1.0, 0.14, "figure")
