"""Cats and dogs."""

import numpy as np

from assets.engines.sketch.colour import adjust, contrast, from_lch, mix, to_lch
from assets.engines.sketch.geometry import (
    curve,
    ellipse,
    points,
    spline,
    stroke,
    superellipse,
)
from assets.engines.sketch.subjects.parts import Kit, Thing, part


def cat(kit: Kit) -> Thing:
    rng = kit.rng
    c = (
        kit.col
        if kit.word == "@col"
        else rng.pick(
            [
                from_lch(0.28, 0.02, 60),
                from_lch(0.72, 0.12, 60),
                from_lch(0.88, 0.03, 80),
                from_lch(0.6, 0.02, 260),
                kit.second,
            ]
        )
    )
    if contrast(c, kit.palette.wall) < 0.22:
        c = kit.palette.against(
            kit.palette.wall,
            from_lch(0.72, 0.12, 60),
            from_lch(0.9, 0.03, 80),
            from_lch(0.28, 0.02, 60),
        )
    body = spline(
        points(
            (-0.2, 0),
            (-0.27, -0.16),
            (-0.22, -0.42),
            (-0.15, -0.62),
            (0.13, -0.62),
            (0.22, -0.42),
            (0.28, -0.16),
            (0.22, 0),
        ),
        n=10,
    )
    tail = curve((0.18, -0.05), (0.55, 0.02), (0.55, -0.25), (0.42, -0.4), 26)
    dark = adjust(c, dL=-0.08)
    parts = [part(stroke(tail, 0.1, 0.05, 0.085), dark, "inflate"), part(body, c, "inflate")]
    for sg in (-1, 1):
        parts.append(
            part(
                spline(
                    points(
                        (sg * 0.2, -0.9),
                        (sg * 0.2, -0.9),
                        (sg * 0.215, -1.1),
                        (sg * 0.215, -1.1),
                        (sg * 0.06, -0.96),
                        (sg * 0.06, -0.96),
                    ),
                    n=6,
                    tension=0.3,
                ),
                c,
                "inflate",
                lift=0,
            )
        )
        parts.append(
            part(
                points((sg * 0.185, -0.93), (sg * 0.197, -1.05), (sg * 0.1, -0.96)),
                mix(c, from_lch(0.72, 0.1, 20), 0.6),
                casts=False,
                line=False,
                lift=0,
            )
        )
    parts.append(
        part(
            spline(
                points(
                    (0, -0.98),
                    (0.17, -0.94),
                    (0.235, -0.8),
                    (0.17, -0.665),
                    (0, -0.625),
                    (-0.17, -0.665),
                    (-0.235, -0.8),
                    (-0.17, -0.94),
                ),
                n=9,
            ),
            c,
            "inflate",
        )
    )
    eye = kit.palette.against(c, from_lch(0.85, 0.15, 105), kit.ink) if rng.chance(0.6) else kit.ink
    awake = rng.chance(0.8)
    for sg in (-1, 1):
        if awake:
            parts.append(
                part(ellipse(sg * 0.095, -0.805, 0.036, 0.04), eye, casts=False, line=False, lift=0)
            )
            parts.append(
                part(
                    ellipse(sg * 0.095, -0.805, 0.013, 0.036),
                    from_lch(0.15, 0.01, 60),
                    casts=False,
                    line=False,
                    lift=0,
                )
            )
        else:
            parts.append(
                part(
                    stroke(
                        curve(
                            (sg * 0.06, -0.8),
                            (sg * 0.08, -0.78),
                            (sg * 0.11, -0.78),
                            (sg * 0.13, -0.8),
                            10,
                        ),
                        0.014,
                    ),
                    kit.ink,
                    casts=False,
                    line=False,
                    lift=0,
                )
            )
    parts.append(
        part(
            spline(points((-0.03, -0.745), (0.03, -0.745), (0, -0.715)), n=5),
            mix(c, from_lch(0.6, 0.12, 15), 0.75),
            casts=False,
            line=False,
            lift=0,
        )
    )
    wk = adjust(c, dL=0.35 if to_lch(c)[0] < 0.6 else -0.35)
    for sg in (-1, 1):
        for a in (-0.1, 0.1):
            parts.append(
                part(
                    stroke(
                        np.array([(sg * 0.09, -0.72), (sg * 0.27, -0.73 + a * 0.5)]), 0.007, 0.002
                    ),
                    wk,
                    casts=False,
                    line=False,
                    lift=0,
                )
            )
        parts.append(
            part(superellipse(sg * 0.09, -0.035, 0.075, 0.05, 2.6), adjust(c, dL=0.05), "inflate")
        )
    if to_lch(c)[0] > 0.5 and rng.chance(0.6):
        for y in (-0.5, -0.38, -0.26):
            for sg in (-1, 1):
                parts.append(
                    part(
                        stroke(
                            curve(
                                (sg * 0.24, y),
                                (sg * 0.2, y - 0.03),
                                (sg * 0.15, y - 0.02),
                                (sg * 0.1, y),
                                10,
                            ),
                            0.04,
                            0.004,
                        ),
                        adjust(c, dL=-0.17),
                        casts=False,
                        line=False,
                        lift=0,
                    )
                )
    parts.append(
        part(
            stroke(curve((-0.17, -0.6), (-0.08, -0.55), (0.08, -0.55), (0.17, -0.6), 14), 0.04),
            kit.second,
            casts=False,
            lift=0,
        )
    ) if rng.chance(0.5) else None
    f = rng.sign()
    for p in parts:
        p.polys = [q * (f, 1) for q in p.polys]
    return Thing(parts, 0.85, 1.08, 0.26, "cat")


def dog(kit: Kit) -> Thing:
    rng = kit.rng
    c = rng.pick(
        [
            from_lch(0.68, 0.1, 62),
            from_lch(0.42, 0.06, 50),
            from_lch(0.86, 0.04, 75),
            from_lch(0.3, 0.02, 60),
            from_lch(0.55, 0.09, 52),
        ]
    )
    if contrast(c, kit.palette.wall) < 0.2:
        c = kit.palette.against(
            kit.palette.wall,
            from_lch(0.68, 0.1, 62),
            from_lch(0.88, 0.03, 75),
            from_lch(0.36, 0.05, 50),
        )
    ear = adjust(c, dL=-0.14 if to_lch(c)[0] > 0.4 else 0.1)
    tail = curve((-0.3, -0.12), (-0.5, -0.15), (-0.55, -0.4), (-0.44, -0.5), 20)
    parts = [
        part(stroke(tail, 0.09, 0.03), c, "inflate"),
        part(
            spline(
                points(
                    (-0.36, 0),
                    (-0.4, -0.16),
                    (-0.3, -0.34),
                    (-0.14, -0.52),
                    (-0.03, -0.74),
                    (0.15, -0.78),
                    (0.24, -0.6),
                    (0.25, -0.3),
                    (0.24, 0),
                    (0.24, 0),
                    (0.12, 0),
                    (0.12, 0),
                    (0.06, -0.16),
                    (-0.02, 0),
                    (-0.02, 0),
                ),
                n=9,
            ),
            c,
            "inflate",
        ),
        part(superellipse(0.22, -0.035, 0.1, 0.045, 2.6), adjust(c, dL=0.04), "inflate"),
        part(superellipse(-0.1, -0.035, 0.15, 0.05, 2.6), adjust(c, dL=0.04), "inflate"),
    ]
    if rng.chance(0.6):
        parts.append(
            part(
                spline(
                    points((0.2, -0.68), (0.25, -0.5), (0.22, -0.3), (0.14, -0.42), (0.12, -0.6)),
                    n=8,
                ),
                adjust(c, dL=0.14),
                casts=False,
                line=False,
                lift=0,
            )
        )
    head = spline(
        points(
            (-0.02, -0.98),
            (0.1, -1.09),
            (0.25, -1.06),
            (0.33, -0.95),
            (0.48, -0.9),
            (0.53, -0.83),
            (0.48, -0.75),
            (0.3, -0.71),
            (0.1, -0.7),
            (-0.02, -0.8),
        ),
        n=9,
    )
    parts.append(part(head, c, "inflate"))
    parts.append(
        part(
            spline(
                points(
                    (0.03, -1.02),
                    (-0.08, -0.98),
                    (-0.13, -0.8),
                    (-0.06, -0.68),
                    (0.04, -0.75),
                    (0.09, -0.93),
                ),
                n=8,
            ),
            ear,
            "inflate",
        )
    )
    parts += [
        part(ellipse(0.515, -0.868, 0.042, 0.036), kit.ink, casts=False, line=False, lift=0),
        part(
            ellipse(0.27, -0.945, 0.036, 0.036),
            adjust(c, dL=0.3 if to_lch(c)[0] < 0.5 else 0.08),
            casts=False,
            line=False,
            lift=0,
        ),
        part(
            ellipse(0.27, -0.945, 0.024, 0.027),
            from_lch(0.16, 0.01, 60),
            casts=False,
            line=False,
            lift=0,
        ),
        part(ellipse(0.278, -0.953, 0.008), (1, 1, 1), casts=False, line=False, lift=0),
        part(
            stroke(
                curve((0.48, -0.78), (0.42, -0.76), (0.36, -0.77), (0.33, -0.8), 10), 0.012, 0.006
            ),
            kit.ink,
            casts=False,
            line=False,
            lift=0,
        ),
    ]
    parts.append(
        part(
            stroke(curve((-0.03, -0.7), (0.05, -0.64), (0.17, -0.64), (0.25, -0.68), 12), 0.05),
            kit.second,
            casts=False,
            lift=0,
        )
    )
    parts.append(part(ellipse(0.14, -0.61, 0.035), from_lch(0.82, 0.12, 88), casts=False, lift=0))
    f = rng.sign()
    for p in parts:
        p.polys = [q * (f, 1) for q in p.polys]
    return Thing(parts, 0.95, 1.08, 0.35, "dog")
