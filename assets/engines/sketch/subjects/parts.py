"""What subjects are made of: shaded outlines, turned bodies, bands and rims.

Own space: x right, y down, the thing stands on y = 0 and grows to negative y; a mug is about
0.62 high, a bottle 1.25. Nothing here knows where it will stand.
"""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assets.engines.sketch.arrays import FloatArray64
from assets.engines.sketch.colour import Colour, adjust
from assets.engines.sketch.geometry import TAU, Outline, ellipse, spline
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng

Shade = tuple[Any, ...]
"""How a part takes the light, in the thing's own space: ("rev", ys, rs) a turned body with its
profile, ("sph", cx, cy, rx, ry) a ball, ("lin", ax, ay, bx, by) a plane from lit to shaded,
("const", t) one tone."""

Profile = list[tuple[float, float]]
"""(radius, height) from the top down to the foot; heights are negative, the foot is at 0."""


@dataclass
class Part:
    """One shaded outline. casts: it is part of the cast shadow. how: further words for `fill`."""

    polys: list[Outline]
    col: Colour
    v: Shade | str | None = None
    how: dict[str, Any] = field(default_factory=dict)
    casts: bool = True


@dataclass
class Thing:
    """A subject standing on y = 0. w, h: its size. base: half-width of its footprint.

    foot: outline of the footprint where it is no ellipse.
    """

    parts: list[Part]
    w: float
    h: float
    base: float = 0.3
    name: str = ""
    flying: bool = False
    foot: Outline | None = None

    def box(self) -> tuple[FloatArray64, FloatArray64]:
        """Least and greatest (x, y) of what casts a shadow."""
        pts = np.concatenate([q for p in self.parts if p.casts for q in p.polys])
        return pts.min(0), pts.max(0)


@dataclass
class Kit:
    """What a builder may use. col, second: its colours; they read on what is behind it.

    tilt: ratio of the ellipses that circles are seen as (0 at eye level, 0.45 from high up).
    deco: "stripes", "dots", "checks" or "". word: the word of the prompt that asked for it.
    """

    rng: Rng
    palette: Palette
    col: Colour
    second: Colour
    ink: Colour
    paper: Colour
    tilt: float = 0.2
    deco: str = ""
    word: str = ""


Placed = tuple[Thing, float, float, float]
"""thing, x and y of its foot in units of the picture, units per unit of the thing."""


def part(
    polys: Outline | list[Outline],
    col: Colour,
    v: Shade | str | None = None,
    casts: bool = True,
    **kw: Any,
) -> Part:
    return Part([polys] if isinstance(polys, np.ndarray) else list(polys), col, v, kw, casts)


def smooth_profile(prof: Profile, n: int = 14) -> Any:
    """Profile control points [(r, y)] from top to foot -> smooth (rs, ys), y rising to 0."""
    q = spline(prof, closed=False, n=n)
    ys = np.maximum.accumulate(q[:, 1])
    return np.maximum(q[:, 0], 0.001), ys


def revolve(prof: Profile, e: float, col: Colour, **kw: Any) -> Any:
    rs, ys = smooth_profile(prof)
    b = ellipse(0, ys[-1], rs[-1], rs[-1] * e, 24, 0, math.pi)
    t = ellipse(0, ys[0], rs[0], rs[0] * e, 24, math.pi, TAU)
    body = np.concatenate([np.stack([rs, ys], 1), b, np.stack([-rs, ys], 1)[::-1], t])
    return part(body, col, ("rev", ys, rs), **kw), rs, ys


def band(
    rs: FloatArray64,
    ys: FloatArray64,
    e: float,
    y0: float,
    y1: float,
    col: Colour,
    wave: float = 0.0,
    k: int = 5,
    ph: float = 0.0,
    grow: float = 0.0,
    **kw: Any,
) -> Part:
    """Front strip of a turned body between heights y0 < y1; wave: amplitude of a dripping edge."""
    yy = np.linspace(y0, y1, 14)
    r = np.interp(yy, ys, rs) + grow
    t = np.linspace(0, math.pi, 40)
    bot = np.stack([r[-1] * np.cos(t), y1 + r[-1] * e * np.sin(t) + wave * np.sin(k * t + ph)], 1)
    top = np.stack([r[0] * np.cos(t), y0 + r[0] * e * np.sin(t)], 1)[::-1]
    left, right = np.stack([-r, yy], 1)[::-1], np.stack([r, yy], 1)
    return part(
        np.concatenate([bot, left[1:-1], top, right[1:-1]]),
        col,
        ("rev", ys, rs),
        casts=False,
        line=False,
        lift=0,
        **kw,
    )


def decorate(
    kit: Kit,
    rs: FloatArray64,
    ys: FloatArray64,
    e: float,
    parts: list[Part],
    y0: float,
    y1: float,
    col: Colour | None = None,
) -> None:
    """Decoration of a turned body between y0 and y1."""
    rng, kind = kit.rng, kit.deco
    c = col or kit.second
    if not kind:
        kind = rng.weighted(
            {
                "": 3,
                "dip": 3,
                "line": 2,
                "stripes": 1.2,
                "dots": 0.8,
                "foot": 2,
                "arc": 0.8,
                "speck": 1.5,
            }
        )
    H = y1 - y0
    if kind == "stripes":
        n = rng.integer(3, 6)
        for j in range(n):
            a = y0 + H * (j + 0.25) / n
            parts.append(band(rs, ys, e, a, a + H / n * 0.42, c))
    elif kind == "line":
        a = y0 + H * rng.between(0.12, 0.7)
        parts.append(band(rs, ys, e, a, a + H * 0.05, c))
        if rng.chance(0.6):
            parts.append(band(rs, ys, e, a + H * 0.09, a + H * 0.115, c))
    elif kind == "dip":
        a = y0 + H * rng.between(0.35, 0.72)
        parts.append(
            band(
                rs,
                ys,
                e,
                y0 - H * 0.02,
                a,
                c,
                wave=rng.pick([0, 0, H * 0.03, H * 0.05]),
                k=rng.integer(3, 7),
                ph=rng.between(0, 6),
            )
        )
    elif kind == "foot":
        parts.append(band(rs, ys, e, y0 + H * rng.between(0.68, 0.84), ys[-1], c))
    elif kind in ("dots", "checks"):
        n = rng.integer(3, 4)
        for j in range(n):
            yy = y0 + H * (j + 0.5) / n
            R = float(np.interp(yy, ys, rs))
            for m in range(9):
                a = math.pi * (m + (0.5 if j % 2 else 0)) / 8
                cx, w = R * math.cos(a), math.sin(a)
                if w > 0.2:
                    parts.append(
                        part(
                            ellipse(cx, yy + R * e * w, H / n * 0.24 * w, H / n * 0.24, 20),
                            c,
                            ("rev", ys, rs),
                            casts=False,
                            line=False,
                            lift=0,
                        )
                    )
    elif kind == "arc":
        yy, R = y0 + H * 0.5, float(np.interp(y0 + H * 0.5, ys, rs))
        parts.append(
            part(
                ellipse(0, yy + R * e, R * 0.5, R * 0.5, 40, math.pi, TAU),
                c,
                ("rev", ys, rs),
                casts=False,
                line=False,
                lift=0,
            )
        )
        parts.append(
            part(
                ellipse(0, yy + R * e, R * 0.26, R * 0.26, 30, math.pi, TAU),
                kit.col,
                ("rev", ys, rs),
                casts=False,
                line=False,
                lift=0,
            )
        )
    elif kind == "speck":
        for _ in range(46):
            a, yy = rng.between(0.12, math.pi - 0.12), rng.between(y0 + H * 0.04, y1 - H * 0.04)
            R = float(np.interp(yy, ys, rs))
            q = H * rng.between(0.006, 0.013)
            parts.append(
                part(
                    ellipse(R * math.cos(a), yy + R * e * math.sin(a), q, q, 8),
                    adjust(kit.col, dL=-0.3),
                    casts=False,
                    line=False,
                    lift=0,
                )
            )


def rim(
    parts: list[Part],
    r: float,
    y: float,
    e: float,
    col: Colour,
    inner: Colour | None = None,
    liquid: Colour | None = None,
    t: float = 0.055,
    depth: float = 0.14,
) -> None:
    """Open top: lip ellipse, inside, liquid."""
    parts.append(
        part(
            ellipse(0, y, r, r * e), adjust(col, dL=0.045), ("lin", -r, 0, r, 0), casts=True, lift=0
        )
    )
    ri = r * (1 - t)
    inn = inner or adjust(col, dL=-0.13)
    parts.append(
        part(
            ellipse(0, y + r * 0.006, ri, ri * e), inn, ("lin", ri, 0, -ri, 0), casts=False, lift=0
        )
    )
    if liquid:
        d = min(depth, ri * e * 0.8)
        a = np.linspace(0, TAU, 80)
        rl = ri * 0.97
        q = np.stack([rl * np.cos(a), y + d + rl * e * np.sin(a)], 1)
        lim = y + r * 0.006 - ri * e * np.sqrt(np.maximum(0, 1 - (q[:, 0] / ri) ** 2))
        bot = y + r * 0.006 + ri * e * np.sqrt(np.maximum(0, 1 - (q[:, 0] / ri) ** 2))
        q[:, 1] = np.clip(q[:, 1], lim, bot)
        parts.append(part(q, liquid, ("lin", -rl, 0, rl, 0), casts=False, line=False, lift=0))
