"""Houses."""

from assets.engines.sketch.colour import adjust
from assets.engines.sketch.geometry import arch, points, rect
from assets.engines.sketch.subjects.parts import Kit, Thing, part


def house(kit: Kit) -> Thing:
    rng = kit.rng
    w, h = rng.between(0.6, 0.9), rng.between(0.45, 0.7)
    c, roof = kit.col, kit.second
    ridge_x, ridge = rng.between(-0.1, 0.1), -h - rng.between(0.34, 0.5)
    # The chimney begins below the slope that hides its foot.
    chimney_x = w * 0.2
    slope_y = ridge + (-h - ridge) * (chimney_x + 0.12 - ridge_x) / (w / 2 + 0.07 - ridge_x)
    parts = [
        part(rect(chimney_x, slope_y - 0.2, 0.12, 0.2), adjust(c, dL=-0.1)),
        part(rect(-w / 2, -h, w, h), c, ("lin", -w / 2, 0, w / 2, 0)),
        part(
            points(
                (-w / 2 - 0.07, -h + 0.01),
                (w / 2 + 0.07, -h + 0.01),
                (ridge_x, ridge),
            ),
            roof,
            ("lin", -w / 2, 0, w / 2, 0),
        ),
    ]
    win = kit.palette.against(c, kit.paper, kit.ink)
    parts.append(
        part(
            arch(-0.085, -0.3, 0.17, 0.3), kit.ink if rng.chance(0.5) else roof, casts=False, lift=0
        )
    )
    for x in (-w * 0.31, w * 0.31):
        parts.append(part(rect(x - 0.06, -h * 0.72, 0.12, 0.15), win, casts=False, lift=0))
        parts.append(
            part(rect(x - 0.006, -h * 0.72, 0.012, 0.15), c, casts=False, line=False, lift=0)
        )
    return Thing(parts, w + 0.14, h + 0.5, w / 2, "house")
