"""Cars and boats."""

from assets.engines.sketch.colour import adjust, from_lch
from assets.engines.sketch.geometry import ellipse, points, rect, rounded_rect, spline
from assets.engines.sketch.subjects.parts import Kit, Thing, part


def car(kit: Kit) -> Thing:
    c = kit.col
    body = spline(
        points(
            (-0.95, -0.14),
            (-0.95, -0.14),
            (-0.97, -0.32),
            (-0.9, -0.4),
            (-0.55, -0.45),
            (-0.38, -0.66),
            (-0.1, -0.72),
            (0.25, -0.7),
            (0.5, -0.45),
            (0.86, -0.38),
            (0.96, -0.28),
            (0.95, -0.14),
            (0.95, -0.14),
        ),
        n=9,
    )
    win = spline(
        points(
            (-0.46, -0.46),
            (-0.46, -0.46),
            (-0.33, -0.62),
            (-0.08, -0.66),
            (0.2, -0.645),
            (0.2, -0.645),
            (0.39, -0.46),
            (0.39, -0.46),
        ),
        n=8,
    )
    parts = [
        part(body, c, ("lin", 0, -0.75, 0, -0.02)),
        part(win, from_lch(0.85, 0.03, 220), ("lin", -0.4, -0.7, 0.3, -0.4), casts=False, lift=0),
        part(rect(-0.06, -0.67, 0.035, 0.22), c, casts=False, line=False, lift=0),
        part(rounded_rect(-0.97, -0.19, 1.94, 0.06, 0.03), adjust(c, dL=-0.2), casts=True, lift=0),
    ]
    for x in (-0.55, 0.57):
        parts += [
            part(ellipse(x, -0.14, 0.165), from_lch(0.22, 0.01, 260), lift=0),
            part(
                ellipse(x, -0.14, 0.085),
                from_lch(0.85, 0.01, 260),
                ("lin", x - 0.08, -0.2, x + 0.08, 0),
                casts=False,
                lift=0,
            ),
        ]
    parts += [
        part(ellipse(0.91, -0.3, 0.035, 0.045), from_lch(0.93, 0.08, 90), casts=False, lift=0),
        part(ellipse(-0.93, -0.31, 0.025, 0.045), from_lch(0.6, 0.17, 28), casts=False, lift=0),
    ]
    return Thing(parts, 1.94, 0.72, 0.9, "car")


def boat(kit: Kit) -> Thing:
    rng = kit.rng
    c = kit.col
    parts = [
        part(
            points((-0.012, -0.2), (0.012, -0.2), (0.012, -1.12), (-0.012, -1.12)), kit.ink, lift=0
        ),
        part(
            spline(
                points(
                    (0.03, -1.06),
                    (0.03, -1.06),
                    (0.3, -0.6),
                    (0.46, -0.26),
                    (0.46, -0.26),
                    (0.2, -0.23),
                    (0.03, -0.24),
                    (0.03, -0.24),
                ),
                n=8,
            ),
            kit.paper,
            ("lin", 0, 0, 0.5, 0),
        ),
        part(
            spline(
                points(
                    (-0.03, -0.96),
                    (-0.03, -0.96),
                    (-0.25, -0.55),
                    (-0.36, -0.26),
                    (-0.36, -0.26),
                    (-0.15, -0.24),
                    (-0.03, -0.25),
                    (-0.03, -0.25),
                ),
                n=8,
            ),
            kit.second,
            ("lin", -0.4, 0, 0, 0),
        ),
        part(
            spline(
                points(
                    (-0.5, -0.19),
                    (-0.5, -0.19),
                    (0.55, -0.19),
                    (0.55, -0.19),
                    (0.42, -0.03),
                    (0.3, 0),
                    (-0.26, 0),
                    (-0.4, -0.05),
                ),
                n=8,
            ),
            c,
            ("lin", 0, -0.2, 0, 0.02),
        ),
    ]
    if rng.chance(0.6):
        parts.append(
            part(
                points((-0.47, -0.13), (0.5, -0.13), (0.47, -0.1), (-0.45, -0.1)),
                kit.paper,
                casts=False,
                line=False,
                lift=0,
            )
        )
    return Thing(parts, 1.05, 1.12, 0.4, "boat")
