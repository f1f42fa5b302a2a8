"""Interior with furniture."""

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import adjust, contrast
from assets.engines.sketch.geometry import ellipse, rect
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.patterns.artprint import abstract
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.stills.arrange import group, hero_x, keep_in, kit_for, lineup, place_all
from assets.engines.sketch.stills.surfaces import SURFACES, back_shape, gobo, surface
from assets.engines.sketch.subjects.catalogue import build
from assets.engines.sketch.words import Brief


def room(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    """Interior: floor, wall, rug, one picture or window, furniture."""
    H, W = canvas.H, canvas.W
    e = 0.16
    wall = palette.wall
    yf = H * rng.between(0.7, 0.78)
    floor = (
        rng.pick(SURFACES["wood"]) if rng.chance(0.5) or "wood" in brief.surface else palette.ground
    )
    if contrast(floor, wall) < 0.13:
        floor = adjust(wall, dL=-0.17)
    canvas.fill(
        rect(-0.1, -0.1, W + 0.2, yf + 0.1),
        wall,
        v=lambda x, y: 0.78 + canvas.light.side * (x / W - 0.5) * 0.35 - 0.15 * y / H,
        line=False,
        lift=0,
    )
    if rng.chance(0.4):
        canvas.box(
            -0.1,
            yf * rng.between(0.5, 0.62),
            W + 0.2,
            yf,
            adjust(wall, dL=-0.07),
            line=False,
            lift=0,
        )
    cx = hero_x(brief, rng, canvas)
    if rng.chance(0.45):
        back_shape(canvas, rng, palette, wall, cx, yf, 0.34)
    else:
        fw = rng.between(0.2, 0.32)
        n = rng.pick([1, 2, 3])
        tot = n * fw + (n - 1) * 0.05
        for j in range(n):
            fx, fy, fh = cx - tot / 2 + j * (fw + 0.05), yf - rng.between(0.86, 0.9) * yf, fw * 1.28
            fh = min(fh, yf * 0.36)
            sub = Canvas(
                max(8, int(fw * canvas.u)),
                max(8, int(fh * canvas.u)),
                canvas.style,
                canvas.light,
                palette.paper,
                palette.dark,
                rng.fork(f"fr{j}"),
                px=canvas.u,
            )
            abstract(sub, rng.fork(f"art{j}"), palette, simple=True)
            canvas.shadow(rect(fx, fy, fw, fh), 0.3, 0.012, dx=-canvas.light.side * 0.014, dy=0.018)
            canvas.box(fx, fy, fw, fh, palette.dark, lift=0)
            canvas.paste(sub, rect(fx + 0.012, fy + 0.012, fw - 0.024, fh - 0.024), fx, fy)
    canvas.fill(
        rect(-0.1, yf, W + 0.2, H),
        floor,
        v=lambda x, y: 0.8 - 0.35 * (y - yf) / (H - yf) + 0 * x,
        line=False,
        lift=0,
    )
    if "wood" in brief.surface or rng.chance(0.4):
        surface(canvas, "wood", yf, H + 0.01, floor, rng.fork("w"))
    canvas.box(-0.1, yf - 0.02, W + 0.2, 0.02, adjust(wall, dL=0.06), line=False, lift=0.003)
    y = yf + (H - yf) * 0.42
    rug = palette.against(floor, *rng.shuffle(["accent2", "paper", "accent"]))
    if rng.chance(0.7):
        canvas.fill(
            ellipse(cx, y + 0.02, min(0.46, W * 0.46), min(0.09, (H - yf) * 0.42)),
            rug,
            v=lambda a, b: 0.6 + 0 * a + 0 * b,
        )
        canvas.fill(
            ellipse(cx, y + 0.02, min(0.4, W * 0.4), min(0.075, (H - yf) * 0.35)),
            adjust(rug, dL=-0.06),
            line=False,
            lift=0,
        )
    things = group(brief, rng.fork("group"), palette, wall, e, False, True)
    if len(things) == 1:
        extra = [n for n in ("lamp", "plant", "plant") if n != things[0][1]]
        for j in range(rng.integer(0, 2)):
            nm = extra[j]
            k = kit_for(rng.fork(f"x{j}"), palette, brief, None, wall, e, 1 + j)
            o = build(nm, k)
            if nm == "lamp":
                for p in o.parts:
                    p.polys = [q * 1.25 for q in p.polys]
                    if not isinstance(p.v, tuple):
                        continue
                    if p.v[0] == "rev":
                        p.v = ("rev", p.v[1] * 1.25, p.v[2] * 1.25)
                    elif p.v[0] in ("lin", "sph"):
                        p.v = (p.v[0],) + tuple(t * 1.25 for t in p.v[1:])
                o.h *= 1.25
            things.append((o, nm))
    items = keep_in(
        lineup(canvas, rng, things, cx, y, W * 0.86, yf * rng.between(0.52, 0.66), e), canvas
    )
    place_all(canvas, rng, items, e)
    if rng.chance(0.6):
        gobo(canvas, rng.fork("g"), rng.pick(["window", "window", "leaves", "beam"]), yf, 0.9)
