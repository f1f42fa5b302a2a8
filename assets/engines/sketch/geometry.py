"""Outlines as (N, 2) float arrays, y down. Nothing here knows about pixels."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assets.engines.sketch.arrays import FloatArray64
from assets.engines.sketch.rng import Rng

Outline = NDArray[np.float64]
"""(N, 2): x, y."""

Outlines = Outline | list[Outline]

Point = tuple[float, float]


TAU = 2 * math.pi


def points(*pts: Point) -> Outline:
    return np.array(pts, np.float64)


def ellipse(
    cx: float,
    cy: float,
    rx: float,
    ry: float | None = None,
    n: int = 72,
    a0: float = 0.0,
    a1: float = TAU,
    rot: float = 0.0,
) -> Outline:
    t = np.linspace(a0, a1, n, endpoint=abs(a1 - a0) < TAU - 1e-6)
    x, y = rx * np.cos(t), (rx if ry is None else ry) * np.sin(t)
    c, s = math.cos(rot), math.sin(rot)
    return np.stack([cx + x * c - y * s, cy + x * s + y * c], 1)


def superellipse(
    cx: float, cy: float, rx: float, ry: float, k: float = 4.0, n: int = 96, rot: float = 0.0
) -> Outline:
    """Superellipse: k=2 ellipse, k=4 squircle, k=8 near rectangle."""
    t = np.linspace(0, TAU, n, endpoint=False)
    c, s = np.cos(t), np.sin(t)
    p = np.stack(
        [rx * np.sign(c) * np.abs(c) ** (2 / k), ry * np.sign(s) * np.abs(s) ** (2 / k)], 1
    )
    return turn(p, rot) + (cx, cy)


def rect(x: float, y: float, w: float, h: float) -> Outline:
    return points((x, y), (x + w, y), (x + w, y + h), (x, y + h))


def rounded_rect(x: float, y: float, w: float, h: float, r: float, n: int = 8) -> Outline:
    r = min(r, w / 2, h / 2)
    out = []
    for cx, cy, a in (
        (x + w - r, y + r, -0.25),
        (x + w - r, y + h - r, 0),
        (x + r, y + h - r, 0.25),
        (x + r, y + r, 0.5),
    ):
        t = np.linspace(a * TAU, (a + 0.25) * TAU, n)
        out.append(np.stack([cx + r * np.cos(t), cy + r * np.sin(t)], 1))
    return np.concatenate(out)


def arch(x: float, y: float, w: float, h: float, n: int = 40) -> Outline:
    """Round-topped opening: box x..x+w, top at y, foot at y+h."""
    r = w / 2
    top = ellipse(x + r, y + r, r, r, n, math.pi, TAU)
    return np.concatenate([top, points((x + w, y + h), (x, y + h))])


def spline(
    pts: Outline | Sequence[Point], closed: bool = True, n: int = 10, tension: float = 0.5
) -> Outline:
    """Catmull-Rom through pts. A point given twice is a corner."""
    p = np.asarray(pts, np.float64)
    m = len(p)
    out = []
    t = np.linspace(0, 1, n, endpoint=False)[:, None]
    for k in range(m if closed else m - 1):
        p1, p2 = p[k], p[(k + 1) % m]
        if _same(p1, p2):
            continue
        p0 = p[(k - 1) % m] if closed or k else p1
        p3 = p[(k + 2) % m] if closed or k + 2 < m else p2
        m1 = np.zeros(2) if _same(p0, p1) else (p2 - p0) * tension
        m2 = np.zeros(2) if _same(p3, p2) else (p3 - p1) * tension
        if _same(p0, p1):
            m1 = (p2 - p1) * tension
        if _same(p3, p2):
            m2 = (p2 - p1) * tension
        out.append(
            (2 * t**3 - 3 * t**2 + 1) * p1
            + (t**3 - 2 * t**2 + t) * m1
            + (-2 * t**3 + 3 * t**2) * p2
            + (t**3 - t**2) * m2
        )
    if not closed:
        out.append(p[-1:])
    return np.concatenate(out)


def _same(a: Outline, b: Outline) -> bool:
    """As np.allclose says it, for two points, at a fiftieth of its time."""
    (ax, ay), (bx, by) = a.tolist(), b.tolist()
    near = 1e-8 + 1e-5 * abs(bx), 1e-8 + 1e-5 * abs(by)
    return bool(abs(ax - bx) <= near[0] and abs(ay - by) <= near[1])


def turn(p: Outline, a: float) -> Outline:
    c, s = math.cos(a), math.sin(a)
    turned: Outline = np.asarray(p) @ np.array([[c, s], [-s, c]])
    return turned


def stroke(pts: Outline, w0: float, w1: float | None = None, mid: float | None = None) -> Outline:
    """Polyline -> polygon of width w0..w1 (mid: width in the middle), round-ish ends."""
    p = np.asarray(pts, np.float64)
    d = np.gradient(p, axis=0)
    d /= np.maximum(np.hypot(d[:, 0], d[:, 1]), 1e-9)[:, None]
    n = np.stack([-d[:, 1], d[:, 0]], 1)
    t = np.linspace(0, 1, len(p))
    w1 = w0 if w1 is None else w1
    w = w0 + (w1 - w0) * t if mid is None else np.interp(t, [0, 0.5, 1], [w0, mid, w1])
    w = (w / 2)[:, None]
    out = [p + n * w]
    if w[-1, 0] > 1e-4:
        a = math.atan2(n[-1, 1], n[-1, 0])
        out.append(ellipse(p[-1, 0], p[-1, 1], w[-1, 0], n=8, a0=a, a1=a - math.pi))
    out.append((p - n * w)[::-1])
    if w[0, 0] > 1e-4:
        a = math.atan2(-n[0, 1], -n[0, 0])
        out.append(ellipse(p[0, 0], p[0, 1], w[0, 0], n=8, a0=a, a1=a - math.pi))
    return np.concatenate(out)


def curve(p0: Point, p1: Point, p2: Point, p3: Point, n: int = 24) -> Outline:
    """Cubic Bezier polyline."""
    t = np.linspace(0, 1, n)[:, None]
    a, b, c, d = (np.array(p, float) for p in (p0, p1, p2, p3))
    line: Outline = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    return line


def leaf(
    x: float, y: float, a: float, length: float, width: float, bend: float = 0.12, n: int = 16
) -> Outline:
    """Pointed leaf from (x, y) along angle a."""
    t = np.linspace(0, 1, n)
    w = width * np.sin(np.pi * t**0.85) ** 0.9 / 2
    c = bend * length * np.sin(np.pi * t)
    up = np.stack([t * length, c - w], 1)
    dn = np.stack([t * length, c + w], 1)[::-1]
    return turn(np.concatenate([up, dn]), a) + (x, y)


def blob(
    rng: Rng, cx: float, cy: float, rx: float, ry: float, rough: float = 0.18, k: int = 7
) -> Outline:
    """Rounded patch with k bays; rough: how far they reach, as a share of the radius."""
    ph = rng.between(0, TAU)
    pts = []
    for j in range(k):
        a = ph + TAU * j / k
        r = 1 + rng.between(-rough, rough)
        pts.append((cx + rx * r * math.cos(a), cy + ry * r * math.sin(a)))
    return spline(pts, n=10)


def ridge_noise(
    rng: Rng, n: int, octaves: int = 5, first: float = 2, gain: float = 0.5
) -> FloatArray64:
    """n samples of smooth 1-D noise in about -1..1."""
    x = np.linspace(0, 1, n)
    y = np.zeros(n)
    amp, f, tot = 1.0, first, 0.0
    for _ in range(octaves):
        k = int(f) + 3
        v = np.array([rng.between(-1, 1) for _ in range(k)])
        xx = x * f + rng.between(0, 1)
        j = np.clip(xx.astype(int), 0, k - 2)
        t = xx - j
        t = t * t * (3 - 2 * t)
        y += amp * (v[j] * (1 - t) + v[j + 1] * t)
        tot += amp
        amp *= gain
        f *= 2
    return y / tot


def poisson(
    rng: Rng, w: float, h: float, r: float, tries: int = 12, limit: int = 4000
) -> list[Point]:
    """Blue-noise points in a w x h box, spacing r."""
    cell = r / math.sqrt(2)
    gw, gh = int(w / cell) + 1, int(h / cell) + 1
    grid: dict[tuple[int, int], Point] = {}
    first = (rng.between(0, w), rng.between(0, h))
    pts, act = [first], [first]
    grid[int(first[0] / cell), int(first[1] / cell)] = first
    while act and len(pts) < limit:
        k = rng.integer(0, len(act) - 1)
        ox, oy = act[k]
        for _ in range(tries):
            a, d = rng.between(0, TAU), r * rng.between(1, 1.6)
            x, y = ox + d * math.cos(a), oy + d * math.sin(a)
            if not (0 <= x < w and 0 <= y < h):
                continue
            gx, gy = int(x / cell), int(y / cell)
            if all(
                (q := grid.get((i, j))) is None or (q[0] - x) ** 2 + (q[1] - y) ** 2 >= r * r
                for i in range(max(0, gx - 2), min(gw, gx + 3))
                for j in range(max(0, gy - 2), min(gh, gy + 3))
            ):
                pts.append((x, y))
                act.append((x, y))
                grid[gx, gy] = (x, y)
                break
        else:
            act[k] = act[-1]
            act.pop()
    return pts
