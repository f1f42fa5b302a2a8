"""Pop grid and shelf."""

from assets.engines.sketch.canvas import Canvas, plane
from assets.engines.sketch.colour import adjust
from assets.engines.sketch.geometry import ellipse, rect
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.stills.arrange import COMPANIONS, kit_for
from assets.engines.sketch.stills.surfaces import SURFACES, gobo
from assets.engines.sketch.subjects.catalogue import build
from assets.engines.sketch.subjects.stage import cast, draw, place
from assets.engines.sketch.words import Brief


def grid(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    """Pop-art repeat: cells with the subject in changing colours and forms."""
    H, W = canvas.H, canvas.W
    n = rng.pick([2, 2, 3, 3, 4])
    nx, ny = max(1, round(n * W)), max(1, round(n * H))
    cs = [palette.wall, palette.ground, palette.accent, palette.accent2, palette.paper]
    e = 0.16
    subs = [s for s in brief.subjects if s.name not in ("house", "tree", "boat")] or brief.subjects
    alt = rng.chance(0.5)
    m = rng.pick([0, 0, 0.02])
    if m:
        canvas.box(-0.1, -0.1, W + 0.2, H + 0.2, palette.paper, line=False)
    for j in range(ny):
        for i in range(nx):
            x, y, w, h = W * i / nx, H * j / ny, W / nx, H / ny
            c = cs[(i + j * 2) % (2 if alt else 4)] if alt else cs[(i * 2 + j * 3) % 5]
            cell = rect(
                x + m, y + m, w - (m if i == nx - 1 else 0) - m, h - (m if j == ny - 1 else 0) - m
            )
            canvas.fill(
                cell,
                c,
                line=False,
                lift=0,
                v=plane(0.72, y=y, down=-0.24 / h),
            )
            s = subs[(i + j) % len(subs)]
            k = kit_for(rng.fork(f"g{i}.{j}"), palette, brief, s, c, e, 0 if s.colour else 1)
            thing = build(s.name, k)
            lo, hi = thing.box()
            q = min(w * 0.7 / (hi[0] - lo[0]), h * 0.7 / (hi[1] - lo[1]))
            cx, cy = x + w / 2 - q * (lo[0] + hi[0]) / 2, y + h / 2 - q * (lo[1] + hi[1]) / 2
            cast(canvas, thing, cx, cy, q, e, 0.4)
            draw(canvas, thing, cx, cy, q)


def shelf(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> None:
    """Shelves with a collection."""
    H, W = canvas.H, canvas.W
    wall = palette.wall
    canvas.fill(
        rect(-0.1, -0.1, W + 0.2, H + 0.2),
        wall,
        v=lambda x, y: 0.7 + 0.25 * canvas.light.side * (x / W - 0.5) - 0.1 * y / H,
        line=False,
        lift=0,
    )
    n = max(1, min(4, round(rng.pick([2, 2, 3]) * H / max(W, 1) ** 0.5)))
    e = 0.1
    names = list(brief.subjects)
    board = (
        rng.pick(SURFACES["wood"])
        if rng.chance(0.6) or "wood" in brief.surface
        else palette.against(wall, "ground", "paper", "dark")
    )
    for j in range(n):
        y = H * (j + 0.93) / (n + 0.12)
        rh = H / (n + 0.12)
        canvas.shadow(rect(0.06, y + 0.01, W - 0.12, 0.05), 0.32, 0.02, dy=0.015)
        x = 0.1 + rng.between(0, 0.08)
        c = 0
        items = []
        while True:
            s = names[0] if c % 2 == 0 or rng.chance(0.25) else None
            nm = s.name if s else rng.pick(COMPANIONS.get(names[0].name, ["vase", "book", "jar"]))
            s = names[rng.integer(0, len(names) - 1)] if s else None
            nm = s.name if s else nm
            k = kit_for(
                rng.fork(f"{j}.{c}"), palette, brief, s, wall, e, 0 if (s and s.colour) else 1 + c
            )
            thing = build(nm, k)
            lo, hi = thing.box()
            q = min(rh * 0.74 / max(thing.h, 0.8), rh * 0.55 / max(0.5, hi[0] - lo[0]) * 1.6)
            w = (hi[0] - lo[0]) * q
            if x + w > W - 0.1 or c > 9:
                break
            items.append((thing, x - lo[0] * q, y - 0.004, q))
            x += w + rng.between(0.03, 0.08)
            c += 1
        slack = W - 0.1 - x
        for t, (thing, xx, yy, q) in enumerate(items):
            off = slack * (t + 0.5) / max(1, len(items))
            canvas.shadow(
                [
                    place(p, 0, 0, q) + (xx + off - canvas.light.side * 0.025, yy + 0.012)
                    for p in [thing.parts[0].polys[0]]
                ],
                0.22,
                0.014,
            )
            items[t] = (thing, xx + off, yy, q)
        canvas.box(0.05, y, W - 0.1, 0.026, board, v=lambda a, b: 0.7 + 0 * a + 0 * b)
        canvas.box(0.05, y, W - 0.1, 0.006, adjust(board, dL=0.07), line=False, lift=0)
        for thing, xx, yy, q in items:
            canvas.shadow(ellipse(xx, yy + 0.004, thing.base * q, 0.006), 0.4, 0.004)
            draw(canvas, thing, xx, yy, q)
    if rng.chance(0.5):
        gobo(canvas, rng.fork("g"), rng.pick(["leaves", "window", "beam"]), H, 0.8)
