"""Table tops, the light that falls on walls, and the large shapes behind a hero."""

import math

import numpy as np

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import Colour, adjust, from_lch, mix, to_lch
from assets.engines.sketch.geometry import (
    TAU,
    arch,
    blob,
    curve,
    ellipse,
    leaf,
    points,
    rect,
    spline,
    stroke,
)
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng

SURFACES = {
    "wood": [
        from_lch(0.67, 0.085, 64),
        from_lch(0.58, 0.08, 58),
        from_lch(0.76, 0.07, 72),
        from_lch(0.44, 0.06, 50),
    ],
    "marble": [from_lch(0.93, 0.008, 80), from_lch(0.9, 0.012, 250), from_lch(0.34, 0.02, 170)],
    "linen": [from_lch(0.89, 0.025, 80), from_lch(0.82, 0.03, 70)],
    "concrete": [from_lch(0.74, 0.006, 90), from_lch(0.64, 0.008, 250)],
}


def surface(
    canvas: Canvas, kind: str, y0: float, y1: float, col: Colour, rng: Rng, top: bool = False
) -> None:
    """Table material between two heights: boards, veins, weave or pores, in the table's tones."""
    H, W = y1 - y0, canvas.W
    if kind == "wood":
        n = rng.integer(3, 5) if not top else rng.integer(4, 7)
        ys = [y0]
        for j in range(1, n + 1):
            t = j / n
            ys.append(y0 + H * (t**1.5 if not top else t))
        for j in range(n):
            c = adjust(col, dL=rng.between(-0.035, 0.035))
            canvas.box(-0.05, ys[j], W + 0.1, ys[j + 1] - ys[j], c, line=False, lift=0, alpha=0.75)
            for _ in range(rng.integer(7, 12)):
                yy = rng.between(ys[j], ys[j + 1])
                x = rng.between(-0.2, W)
                L = rng.between(0.2, 0.9)
                q = curve(
                    (x, yy),
                    (x + L * 0.3, yy + rng.between(-0.008, 0.008)),
                    (x + L * 0.6, yy + rng.between(-0.008, 0.008)),
                    (x + L, yy),
                    14,
                )
                canvas.fill(
                    stroke(q, 0.0008, 0.0004, rng.between(0.0015, 0.004)),
                    adjust(c, dL=rng.between(-0.1, -0.04)),
                    0.5,
                    line=False,
                    lift=0,
                )
            canvas.box(
                -0.05,
                ys[j] - 0.0012,
                W + 0.1,
                0.0024,
                adjust(col, dL=-0.16),
                alpha=0.6 if j else 0,
                line=False,
                lift=0,
            )
    elif kind == "marble":
        for _ in range(rng.integer(7, 11)):
            x, y = rng.between(-0.2, W), rng.between(y0, y1)
            a = rng.between(0.1, 0.6) * (1 if rng.chance(0.8) else -1)
            pts = [(x, y)]
            for _ in range(9):
                a += rng.between(-0.35, 0.35)
                x, y = x + 0.13 * math.cos(a), y + 0.13 * math.sin(a) * (1 if top else 0.35)
                pts.append((x, y))
            vein = np.array(pts)
            vein[:, 1] = np.clip(vein[:, 1], y0, y1)
            s = spline(vein, closed=False, n=5)
            v = adjust(col, dL=-0.13 if to_lch(col)[0] > 0.5 else 0.2)
            canvas.fill(
                stroke(s, 0.001, 0.001, rng.between(0.006, 0.02)),
                v,
                0.22,
                line=False,
                lift=0,
                soft=0.006,
                raw=True,
            )
            canvas.fill(
                stroke(s, 0.0006, 0.0004, rng.between(0.0015, 0.004)),
                adjust(v, dL=-0.06),
                0.55,
                line=False,
                lift=0,
            )
    elif kind == "linen":
        hit = canvas.mask(rect(-0.1, y0, W + 0.2, H + 0.1))
        if hit:
            roi, m = hit
            across, down = canvas.grid(roi)
            weave = (np.sin(across * 260) * 0.5 + np.sin(down * 260 * 1.1) * 0.5) * 0.035 + (
                canvas.noise[roi[0] : roi[1], roi[2] : roi[3]] - 0.5
            ) * 0.05
            canvas.rgb[roi[0] : roi[1], roi[2] : roi[3]] *= (1 + weave * (m > 0))[..., None].astype(
                np.float32
            )
        for _ in range(3):
            x = rng.between(0, W)
            q = curve(
                (x, y0),
                (x + 0.1, y0 + H * 0.3),
                (x - 0.15, y0 + H * 0.6),
                (x + rng.between(-0.3, 0.3), y1),
                16,
            )
            canvas.fill(
                stroke(q, 0.01, 0.04),
                adjust(col, dL=-0.1),
                0.3,
                line=False,
                lift=0,
                soft=0.02,
                raw=True,
            )
    elif kind == "concrete":
        for _ in range(26):
            canvas.fill(
                blob(
                    rng,
                    rng.between(0, W),
                    rng.between(y0, y1),
                    rng.between(0.02, 0.16),
                    rng.between(0.01, 0.05),
                ),
                adjust(col, dL=rng.between(-0.06, 0.05)),
                0.25,
                line=False,
                lift=0,
                soft=0.02,
                raw=True,
            )
        for _ in range(60):
            size = rng.between(0.001, 0.003)
            canvas.fill(
                ellipse(
                    rng.between(0, W), rng.between(y0, y1), size, size * (1 if top else 0.6), 8
                ),
                adjust(col, dL=-0.14),
                0.6,
                line=False,
                lift=0,
            )


def gobo(canvas: Canvas, rng: Rng, kind: str, y_floor: float, strength: float = 0.5) -> None:
    """Light falling through a window or leaves onto wall and table."""
    L = canvas.light
    if L.night or L.power < 0.5:
        return
    c = mix(L.warm, (1, 1, 1), 0.25)
    if kind == "window":
        w, h = rng.between(0.2, 0.3), rng.between(0.26, 0.36)
        nx, ny = rng.pick([(2, 2), (2, 3), (1, 3), (3, 2)])
        x0, y0 = (
            (rng.between(0.02, 0.25) if L.side > 0 else rng.between(0.3, 0.55)) * canvas.W,
            rng.between(0.04, 0.2) * canvas.H,
        )
        sk = -L.side * rng.between(0.2, 0.5)
        for i in range(nx):
            for j in range(ny):
                x, y = x0 + i * (w + 0.025), y0 + j * (h + 0.025)
                q = rect(x, y, w, h) + 0.0
                q[:, 0] += (q[:, 1] - y0) * sk * 0.6
                q[:, 1] += (q[:, 0] - x0) * 0.22 * -L.side
                canvas.fill(q, c, 0.3 * strength * 1.3, mode="screen", soft=0.008, raw=True)
    elif kind == "leaves":
        dk = mix(L.shade, (0.5, 0.5, 0.5), 0.3)
        x0 = 0 if L.side < 0 else canvas.W
        for _ in range(rng.integer(3, 4)):
            x, y, a = (
                x0 + rng.between(-0.1, 0.3) * -L.side,
                rng.between(-0.15, 0.25) * canvas.H,
                rng.between(0.1, 1.0),
            )
            a = a if L.side < 0 else math.pi - a
            st = np.array(
                [
                    (x + t * math.cos(a), y + t * math.sin(a) + 0.2 * t * t)
                    for t in np.linspace(0, 0.85, 14)
                ]
            )
            polys = [stroke(st, 0.01, 0.004)]
            for m in range(2, 14):
                for sg in (-1, 1):
                    polys.append(
                        leaf(
                            st[m][0],
                            st[m][1],
                            a + sg * rng.between(0.6, 0.95) + 0.2,
                            0.19 * (1.15 - m / 18),
                            0.055,
                            0.05,
                            9,
                        )
                    )
            for q in polys:
                canvas.fill(q, dk, 0.15 * strength * 1.15, mode="multiply", soft=0.011, raw=True)
    elif kind == "beam":
        x = canvas.W * rng.between(0.1, 0.5)
        s = -L.side
        q = points(
            (x, -0.05),
            (x + 0.5, -0.05),
            (x + 0.5 + s * canvas.H * 0.6, canvas.H + 0.05),
            (x + s * canvas.H * 0.6, canvas.H + 0.05),
        )
        canvas.fill(q, c, 0.28 * strength, mode="screen", soft=0.01, raw=True)


def back_shape(
    canvas: Canvas, rng: Rng, palette: Palette, wall: Colour, cx: float, y_table: float, R: float
) -> None:
    """One large designed shape behind the hero."""
    c = (
        palette.against(wall, *rng.shuffle(["accent2", "accent", "ground", "paper"]))
        if rng.chance(0.6)
        else adjust(wall, dL=rng.pick([-0.07, 0.06]))
    )
    kind = rng.weighted(
        {
            "disc": 3,
            "arch": 3,
            "half": 1.5,
            "niche": 2,
            "blob": 1.2,
            "rays": 0.8,
            "rainbow": 0.8,
            "blocks": 1.4,
        }
    )
    if kind == "disc":
        canvas.fill(
            ellipse(cx + rng.between(-0.1, 0.1), y_table - R * rng.between(0.85, 1.15), R, n=120),
            c,
            v=lambda x, y: 0.75 - 0.5 * (y - y_table + 2 * R) / (2 * R) + 0 * x,
        )
    elif kind == "arch":
        w = R * rng.between(1.3, 1.7)
        canvas.fill(
            arch(cx - w / 2 + rng.between(-0.08, 0.08), y_table - R * 2.1, w, R * 2.1),
            c,
            v=lambda x, y: 0.8 - 0.5 * (y - y_table + 2 * R) / (2 * R) + 0 * x,
        )
    elif kind == "niche":
        w = R * 1.6
        q = arch(cx - w / 2, y_table - R * 2.05, w, R * 2.05)
        n = adjust(wall, dL=-0.09)
        canvas.fill(q, n)
        s = canvas.light.side
        canvas.fill(
            [q, q + (-s * 0.045, 0.03)],
            mix(adjust(wall, dL=-0.2), canvas.light.shade, 0.25),
            0.55,
            line=False,
            lift=0,
            soft=0.006,
            raw=True,
        )
    elif kind == "half":
        canvas.fill(
            ellipse(cx, y_table, R * 1.3, R * 1.3, 90, math.pi, TAU),
            c,
            v=lambda x, y: 0.8 - 0.4 * (y - y_table + R) / R + 0 * x,
        )
    elif kind == "blob":
        canvas.fill(blob(rng, cx, y_table - R, R * 1.15, R, 0.16, 7), c)
    elif kind == "rays":
        count = rng.integer(10, 16)
        cy = y_table - R * 0.5
        for j in range(count):
            a = TAU * j / (2 * count) + math.pi
            b = a + TAU / (4 * count)
            canvas.fill(
                points(
                    (cx, cy),
                    (cx + 3 * math.cos(a), cy + 3 * math.sin(a)),
                    (cx + 3 * math.cos(b), cy + 3 * math.sin(b)),
                ),
                c,
                0.55,
                line=False,
                lift=0,
            )
        canvas.fill(ellipse(cx, cy, R * 0.7), c)
    elif kind == "rainbow":
        cs = rng.shuffle([palette.accent, palette.accent2, palette.paper, palette.ground])
        for j in range(4):
            canvas.fill(
                ellipse(cx, y_table, R * (1.35 - 0.24 * j), n=90, a0=math.pi, a1=TAU),
                cs[j] if j < 3 else wall,
                line=False,
            )
    else:
        cs = rng.shuffle([palette.accent2, palette.ground, palette.accent])
        x = cx + rng.between(-0.3, 0.1)
        canvas.box(x, y_table - R * 1.9, R * 0.9, R * 1.9, cs[0])
        canvas.box(x - R * 0.7, y_table - R * 1.1, R * 0.7, R * 1.1, mix(cs[1], wall, 0.3))
        canvas.fill(
            ellipse(x - R * 0.35, y_table - R * 1.1, R * 0.35, R * 0.35, 60, math.pi, TAU), cs[2]
        )
