"""A table against a wall."""

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import adjust, contrast, mix, to_lch
from assets.engines.sketch.geometry import arch, rect
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.patterns.artprint import abstract
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.scenes.view import view
from assets.engines.sketch.stills.arrange import group, hero_x, keep_in, lineup, place_all
from assets.engines.sketch.stills.surfaces import SURFACES, back_shape, gobo, surface
from assets.engines.sketch.words import Brief


def table(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    """Eye-level table against a wall."""
    cam = rng.weighted({"eye": 5, "high": 2, "low": 1.2, "crop": 1.5})
    cam = (
        "crop"
        if "close" in brief.layout
        else "eye"
        if "window" in brief.light and cam == "high"
        else cam
    )
    e = {
        "eye": rng.between(0.14, 0.26),
        "high": rng.between(0.34, 0.46),
        "low": rng.between(0.05, 0.1),
        "crop": rng.between(0.18, 0.32),
    }[cam]
    wall, ground = palette.wall, palette.ground
    surf = (
        brief.surface[0]
        if brief.surface
        else (
            rng.weighted({"": 5, "wood": 2, "marble": 1, "linen": 0.7})
            if "table" in brief.place or rng.chance(0.3)
            else ""
        )
    )
    if surf:
        base = rng.pick(SURFACES[surf])
        ground = mix(base, palette.ground, 0.12)
        if contrast(ground, wall) < 0.12:
            wall = adjust(wall, dL=-0.14 if to_lch(wall)[0] > 0.6 else 0.2)
    elif contrast(ground, wall) < 0.12:
        ground = adjust(wall, dL=-0.14 if to_lch(wall)[0] > 0.5 else 0.16)
    H, W = canvas.H, canvas.W
    yt = (
        H
        * {
            "eye": rng.between(0.6, 0.74),
            "high": rng.between(0.34, 0.46),
            "low": rng.between(0.78, 0.86),
            "crop": rng.between(0.56, 0.7),
        }[cam]
    )
    R = min(0.42 * max(1, min(W, H * 1.1)), yt * 0.5)
    canvas.fill(
        rect(-0.1, -0.1, W + 0.2, yt + 0.1),
        wall,
        v=lambda x, y: 0.78 + canvas.light.side * (0.5 - x / W) * -0.34 - 0.2 * y / H,
        line=False,
        lift=0,
    )
    cx = hero_x(brief, rng, canvas)
    wl = rng.weighted(
        {"shape": 3, "gobo": 3, "none": 1.6, "frame": 1.3, "tiles": 0.8, "panel": 1, "window": 1.4}
    )
    if "minimal" in brief.mood:
        wl = rng.pick(["none", "gobo", "shape", "none"])
    if brief.scenes and rng.chance(0.75):
        wl = "window"
    if "window" in brief.light and rng.chance(0.7):
        wl = "window"
    elif cam == "high":
        wl = rng.pick(["none", "gobo", "gobo", "panel"])
    g = rng.weighted({"window": 3, "leaves": 2.4, "beam": 1.6})
    if wl == "shape":
        back_shape(canvas, rng, palette, wall, cx, yt, R)
    elif wl == "frame":
        fw, fh = R * rng.between(0.7, 0.95), R * rng.between(0.9, 1.2)
        fx = cx + rng.sign() * rng.between(0.28, 0.5) * max(1, W * 0.7) - fw / 2
        fy = yt - fh - rng.between(0.22, 0.36) * yt
        sub = Canvas(
            max(8, int(fw * 0.8 * canvas.u)),
            max(8, int(fh * 0.8 * canvas.u)),
            canvas.style,
            canvas.light,
            palette.paper,
            palette.dark,
            rng.fork("frame"),
            px=canvas.u,
        )
        abstract(sub, rng.fork("art"), palette, simple=True)
        canvas.shadow(rect(fx, fy, fw, fh), 0.34, 0.014, dx=-canvas.light.side * 0.018, dy=0.02)
        canvas.box(fx, fy, fw, fh, palette.dark if rng.chance(0.4) else rng.pick(SURFACES["wood"]))
        canvas.box(
            fx + 0.012, fy + 0.012, fw - 0.024, fh - 0.024, palette.paper, line=False, lift=0
        )
        canvas.paste(
            sub,
            rect(fx + fw * 0.1, fy + fh * 0.1, fw * 0.8, fh * 0.8),
            fx + fw * 0.1,
            fy + fh * 0.1,
        )
    elif wl == "tiles":
        n = rng.between(0.11, 0.17)
        g2 = adjust(wall, dL=-0.075)
        for j in range(int(W / n) + 2):
            canvas.box(j * n - 0.0022, -0.1, 0.0044, yt + 0.1, g2, line=False, lift=0, alpha=0.8)
        for j in range(int(yt / n) + 2):
            canvas.box(
                -0.1, yt - j * n - 0.0022, W + 0.2, 0.0044, g2, line=False, lift=0, alpha=0.8
            )
    elif wl == "panel":
        canvas.box(
            -0.1, -0.1, W + 0.2, yt * rng.between(0.3, 0.5) + 0.1, adjust(wall, dL=0.05), line=False
        )
    elif wl == "window":
        ww, wh = R * rng.between(1.25, 1.7), min(yt * 0.86, R * rng.between(1.5, 1.9))
        wx, wy = cx - ww / 2 + rng.between(-0.12, 0.12), yt - wh - yt * rng.between(0.04, 0.1)
        rounded = rng.chance(0.35)
        hole = arch(wx, wy, ww, wh) if rounded else rect(wx, wy, ww, wh)
        sub = Canvas(
            max(8, int(ww * canvas.u) + 2),
            max(8, int(wh * canvas.u) + 2),
            canvas.style,
            canvas.light,
            palette.paper,
            palette.dark,
            rng.fork("win"),
            px=canvas.u,
        )
        view(sub, brief, rng.fork("view"), palette, quiet=True)
        fr = adjust(palette.paper, dL=-0.02) if to_lch(wall)[0] < 0.8 else adjust(wall, dL=-0.2)
        m = 0.028
        fo = (
            arch(wx - m, wy - m, ww + 2 * m, wh + m)
            if rounded
            else rect(wx - m, wy - m, ww + 2 * m, wh + 2 * m)
        )
        canvas.shadow(fo, 0.2, 0.012, dx=-canvas.light.side * 0.01, dy=0.012)
        canvas.fill(fo, fr)
        canvas.paste(sub, hole, wx, wy)
        canvas.fill(rect(wx, wy, ww, wh), (1, 1, 1), 0.06, raw=True)
        canvas.box(wx + ww / 2 - 0.009, wy, 0.018, wh, fr, line=False, lift=0.004)
        canvas.box(wx, wy + wh * 0.42 - 0.008, ww, 0.016, fr, line=False, lift=0.004)
    # table
    canvas.fill(
        rect(-0.1, yt, W + 0.2, H - yt + 0.2),
        ground,
        v=lambda x, y: (
            0.86 - 0.42 * (y - yt) / max(0.05, H - yt) + canvas.light.side * (0.5 - x / W) * -0.2
        ),
        line=False,
        lift=0.006,
    )
    if surf:
        surface(canvas, surf, yt, H + 0.02, ground, rng.fork("surf"))
    canvas.fill(
        rect(-0.1, yt - 0.002, W + 0.2, 0.004), adjust(ground, dL=0.1), 0.7, line=False, lift=0
    )
    edge = None
    if cam != "high" and rng.chance(0.35) and H - yt > 0.26:
        edge = H - (H - yt) * rng.between(0.25, 0.4)
        canvas.box(-0.1, edge, W + 0.2, H, adjust(ground, dL=-0.11), line=True, lift=0)
        canvas.box(-0.1, edge, W + 0.2, 0.006, adjust(ground, dL=0.06), line=False, lift=0)
    # objects
    things = group(
        brief,
        rng.fork("group"),
        palette,
        mix(wall, ground, 0.2),
        e,
        "minimal" not in brief.mood,
        False,
    )
    hero_h = (
        yt
        * {
            "eye": rng.between(0.46, 0.68),
            "high": rng.between(0.95, 1.25),
            "low": rng.between(0.5, 0.66),
            "crop": rng.between(0.86, 1.05),
        }[cam]
        * (1.18 if "close" in brief.layout else 0.8 if "wide" in brief.layout else 1)
    )
    if cam == "crop":
        things = things[: max(1, len([o for o in things if not o[1].startswith("+")]))]
    hero_h = min(hero_h, W * 1.0)
    bottom = edge if edge else H
    y = yt + (bottom - yt) * (rng.between(0.36, 0.52) if cam != "high" else rng.between(0.55, 0.66))
    items = lineup(canvas, rng, things, cx, y, W * 0.84, hero_h + (y - yt) * 0.7, e)
    items = keep_in(items, canvas, 0.03 if cam == "crop" else 0.06)
    place_all(canvas, rng, items, e)
    if wl in ("gobo", "none", "panel", "tiles") or rng.chance(0.35):
        gobo(canvas, rng.fork("gobo"), g, yt, 1.0 if wl == "gobo" else 0.75)
