"""Put a thing on the canvas: its light, its cast shadow, its parts."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from assets.engines.sketch.arrays import Field
from assets.engines.sketch.canvas import Canvas, blur_mask
from assets.engines.sketch.colour import mix
from assets.engines.sketch.geometry import Outline, ellipse, turn
from assets.engines.sketch.styles import Light
from assets.engines.sketch.subjects.parts import Part, Thing


def _field(
    part: Part, light: Light, x: float, y: float, s: float, rot: float, flip: bool
) -> Callable[..., Any] | str | None:
    v = part.v
    if v is None or isinstance(v, str):
        return v
    towards = light.direction
    c, sn = math.cos(-rot), math.sin(-rot)
    lx = float(towards[0]) * (-1 if flip else 1)

    def loc(xs: Field, ys: Field) -> Any:
        X, Y = (xs - x) / s, (ys - y) / s
        if rot:
            X, Y = X * c - Y * sn, X * sn + Y * c
        return (-X if flip else X), Y

    if v[0] == "rev":
        yy, rr = v[1], v[2]

        def f(xs: Field, ys: Field) -> Any:
            X, Y = loc(xs, ys)
            R = np.interp(Y, yy, rr).astype(np.float32)
            t = np.clip(X / R, -1, 1)
            z = np.sqrt(1 - t * t)
            d = (t * lx + z * towards[2]) / math.hypot(lx, towards[2])
            rim = (
                np.clip((np.abs(t) - 0.82) / 0.18, 0, 1) * (t * lx < 0) * 0.16
            )  # bounce on the dark side
            spec = np.exp(-(((t - lx * 0.55) / 0.11) ** 2)) * 0.14
            if light.back:
                rim = np.clip((np.abs(t) - 0.78) / 0.22, 0, 1) ** 1.5 * 0.75
                return 0.18 + 0.16 * z + rim
            return 0.14 + 0.62 * np.clip(d, -0.1, 1) + rim + spec

        return f
    if v[0] == "sph":
        _, cx, cy, rx, ry = v

        def f(xs: Field, ys: Field) -> Any:
            X, Y = loc(xs, ys)
            a, b = (X - cx) / rx, (Y - cy) / ry
            q = a * a + b * b
            z = np.sqrt(np.maximum(0, 1 - q))
            d = a * lx + b * towards[1] + z * towards[2]
            hi = np.exp(-((a - lx * 0.6) ** 2 + (b - towards[1] * 0.6) ** 2) / 0.03) * 0.22
            if light.back:
                return 0.16 + 0.2 * z + np.clip(q - 0.7, 0, 0.35) * 1.9
            return 0.24 + 0.55 * d + hi + np.clip(q - 0.75, 0, 0.3) * 0.35 * (d < 0.1)

        return f
    if v[0] == "lin":
        _, ax, ay, bx, by = v
        dx, dy = bx - ax, by - ay
        sg = -1 if (dx * lx + dy * float(towards[1])) > 0 else 1

        def f(xs: Field, ys: Field) -> Any:
            X, Y = loc(xs, ys)
            t = np.clip(((X - ax) * dx + (Y - ay) * dy) / max(1e-9, dx * dx + dy * dy), 0, 1)
            t = 1 - t if sg < 0 else t
            return 0.82 - 0.46 * t

        return f
    if v[0] == "const":
        q = v[1]
        if q < 0.5 and lx > 0 or q == 0.66 and lx > 0:
            q = 0.86 - q
        return lambda xs, ys: np.full(np.broadcast_shapes(xs.shape, ys.shape), q, np.float32)
    return None


def place(
    poly: Outline, x: float, y: float, s: float, rot: float = 0.0, flip: bool = False
) -> Outline:
    q = np.asarray(poly) * (-1 if flip else 1, 1)
    if rot:
        q = turn(q, rot)
    return q * s + (x, y)


DEPTH = {
    "sneaker": 0.2,
    "car": 0.16,
    "sofa": 0.26,
    "laptop": 0.16,
    "book": 0.45,
    "perfume": 0.5,
    "watch": 0.5,
    "phone": 0.3,
    "camera": 0.34,
    "bag": 0.34,
    "headphones": 0.28,
    "cat": 0.6,
    "dog": 0.45,
    "chair": 0.5,
    "banana": 0.5,
    "figure": 0.5,
    "portrait": 0,
}
"""Of its width, how deep a thing reaches: the height of its contact shadow."""


def cast(
    canvas: Canvas,
    thing: Thing,
    x: float,
    y: float,
    s: float,
    e: float = 0.2,
    alpha: float = 0.5,
    rot: float = 0.0,
    flip: bool = False,
    floor: bool = True,
    length: float | None = None,
    contact: bool = True,
) -> None:
    """The outline laid down on the ground away from the light, and a dark line of contact."""
    L = canvas.light
    if thing.flying or L.power <= 0:
        return
    k = length if length is not None else 0.6 + 0.9 * (1 - L.elev)
    polys = []
    for p in thing.parts:
        if p.casts and p.how.get("alpha", 1) > 0.5:
            for q in p.polys:
                q = place(q, 0, 0, s, rot, flip)
                h = -q[:, 1]
                down = k * e * (1.0 if L.back else 0.55)
                polys.append(
                    np.stack(
                        [x + q[:, 0] - L.side * h * k, y + np.where(h > 0, h * down, -h) - 0.0], 1
                    )
                )
    a = alpha * min(1.15, L.power)
    soft = L.soft * (0.6 + 0.6 * k)
    m = None
    for q in polys:
        r = canvas.mask(q, pad=int(soft * canvas.u * 2.6) + 3)
        if r is None:
            continue
        roi, mm = r
        if m is None:
            m = np.zeros((canvas.h, canvas.w), np.uint8) if len(polys) > 1 else None
            box = list(roi)
        if m is None:
            m = np.zeros((canvas.h, canvas.w), np.uint8)
        np.maximum(m[roi[0] : roi[1], roi[2] : roi[3]], mm, out=m[roi[0] : roi[1], roi[2] : roi[3]])
        box = [min(box[0], roi[0]), max(box[1], roi[1]), min(box[2], roi[2]), max(box[3], roi[3])]
    if m is not None and a > 0.02:
        sub = blur_mask(m[box[0] : box[1], box[2] : box[3]], max(0.6, soft * canvas.u))
        canvas.put(
            (box[0], box[1], box[2], box[3]),
            sub.astype(np.float32) * np.float32(a / 255),
            mix(L.shade, (0.5, 0.45, 0.45), 0.25),
            "multiply",
        )
    if contact and thing.foot is not None:
        q = place(thing.foot, x, y, s, rot, flip)
        canvas.shadow(q, 0.45, soft=0.014 * max(0.5, s), dy=0.006)
        canvas.shadow(q, 0.4, soft=0.005, dy=0.002)
    elif contact:
        b = thing.base * s
        k = e * DEPTH.get(thing.name, 1.0)
        canvas.shadow(
            ellipse(x, y + b * k * 0.25, b * 1.04, max(0.008, b * k * 0.95)),
            0.4,
            soft=0.012 * max(0.5, s),
        )
        canvas.shadow(
            ellipse(x, y + b * k * 0.1, b * 0.98, max(0.004, b * k * 0.8)), 0.36, soft=0.004
        )


def draw(
    canvas: Canvas, thing: Thing, x: float, y: float, s: float, rot: float = 0.0, flip: bool = False
) -> None:
    """Draw an object with its foot at (x, y), s units per local unit."""
    for p in thing.parts:
        kw = dict(p.how)
        if "grad" in kw:
            g = kw["grad"]
            a, b = place(np.array([g[0], g[1]], float), x, y, s, rot, flip)
            kw["grad"] = (tuple(a), tuple(b)) + tuple(g[2:])
        if "soft" in kw:
            kw["soft"] = kw["soft"] * s
        if kw.get("lift") is None and canvas.style.lift:
            kw["lift"] = canvas.style.lift * (0.5 if p.casts else 0.32)
        canvas.fill(
            [place(q, x, y, s, rot, flip) for q in p.polys],
            p.col,
            v=_field(p, canvas.light, x, y, s, rot, flip),
            **kw,
        )
