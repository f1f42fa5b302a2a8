"""Float canvas with antialiased polygons, volume shading and the styles' way of laying colour.

Units: one unit is the short side of the picture; x right, y down; W x H is its size in units and
u the px of a unit. The same calls at another size give the same picture: so previews are made.
"""

import math
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from assets.engines.sketch.arrays import Bytes, F, Field, Region
from assets.engines.sketch.colour import Colour, Stops, adjust, mix, ramp
from assets.engines.sketch.geometry import Outlines
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.styles import Light, Style

Shading = Callable[[Field, Field], Any]
"""(xs (1, n), ys (m, 1)) in units -> light 0 (shade) to 1 (full), broadcast to (m, n)."""

Gradient = tuple[Any, ...]
"""p0, p1 in units and the colours there, or p0, p1, None, None and stops."""

Paint = Colour | Field
"""One sRGB colour, or (m, n, 3) of them."""


def plane(
    level: float, *, x: float = 0.0, across: float = 0.0, y: float = 0.0, down: float = 0.0
) -> Shading:
    """Light that is `level` at (x, y) and changes evenly by `across` and `down` a unit."""
    return lambda xs, ys: level + across * (xs - x) + down * (ys - y)


class Canvas:
    """The picture while it is drawn: `rgb` (h, w, 3) float32 sRGB, `ink` of its lines.

    clip: (h, w) coverage, 255 where shapes may be drawn; None: everywhere.
    watch: told of every shape that is laid: on which canvas, and its px.
    at: where the corner of a part that is drawn apart lies on its canvas, in units.
    """

    def __init__(
        self,
        w: int,
        h: int,
        style: Style,
        light: Light,
        paper: Colour,
        ink: Colour,
        rng: Rng,
        px: int | None = None,
    ) -> None:
        """w, h: px. px: those of a unit, where it is not the short side."""
        self.w, self.h = w, h
        self.u = px or min(w, h)
        self.W, self.H = w / self.u, h / self.u
        self.style, self.light, self.paper, self.ink = style, light, paper, ink
        self.rng = rng
        self.rgb = np.empty((h, w, 3), F)
        self.rgb[:] = paper
        self._noise: Field | None = None
        self._low: Field | None = None
        self.clip: Bytes | None = None
        self.watch: Callable[[Canvas, int], None] | None = None
        self.at = (0.0, 0.0)
        # How much grain survives at this size.
        self.fine = min(1.0, max(0.3, (self.u / 1000) ** 0.7))

    @property
    def noise(self) -> Field:
        """(h, w) float32 in about 0..1, fine grain whose size follows the picture size."""
        if self._noise is None:
            g = self.rng.fork("noise").generator()
            k = max(1.0, self.u / 900)
            n: Field = g.random((int(self.h / k) + 2, int(self.w / k) + 2), dtype=F)
            n = 0.75 * n + 0.25 * cv2.GaussianBlur(n, (0, 0), 1.2) * 1.0
            n = (n - 0.5) * 1.25 + 0.5
            if k > 1:
                size = (self.w, self.h)
                n = np.asarray(cv2.resize(n, size, interpolation=cv2.INTER_LINEAR), F)
            self._noise = np.ascontiguousarray(n[: self.h, : self.w])
        return self._noise

    @property
    def low(self) -> Field:
        """(h, w) float32, -1..1: soft blotches for pigment and brush work."""
        if self._low is None:
            g = self.rng.fork("low").generator()
            total: Field = np.zeros((self.h, self.w), F)
            for k, a in ((5, 0.5), (14, 0.3), (40, 0.2)):
                m = (
                    g.random((max(3, int(k * self.H) + 2), max(3, int(k * self.W) + 2)), dtype=F)
                    * 2
                    - 1
                )
                total += a * cv2.resize(m, (self.w, self.h), interpolation=cv2.INTER_CUBIC)
            self._low = total * F(1.5)
        return self._low

    def mask(self, polys: Outlines, pad: int = 2) -> tuple[Region, Bytes] | None:
        """Even-odd coverage of polygons (units), or None where they lie outside the canvas."""
        if isinstance(polys, np.ndarray):
            polys = [polys]
        pp = [np.clip(p * self.u - 0.5, -16000, 16000) for p in polys]
        lo = np.min([p.min(0) for p in pp], 0)
        hi = np.max([p.max(0) for p in pp], 0)
        x0, y0 = max(0, math.floor(lo[0]) - pad), max(0, math.floor(lo[1]) - pad)
        x1, y1 = min(self.w, math.ceil(hi[0]) + pad + 1), min(self.h, math.ceil(hi[1]) + pad + 1)
        if x1 <= x0 or y1 <= y0:
            return None
        m = np.zeros((y1 - y0, x1 - x0), np.uint8)
        cv2.fillPoly(
            m, [np.round((p - (x0, y0)) * 16).astype(np.int32) for p in pp], 255, cv2.LINE_AA, 4
        )
        if self.clip is not None:
            m = np.asarray(cv2.multiply(m, self.clip[y0:y1, x0:x1], scale=1 / 255), np.uint8)
        return (y0, y1, x0, x1), m

    def grid(self, roi: Region) -> tuple[Field, Field]:
        """Unit coordinates of a region: xs (1, n), ys (m, 1)."""
        y0, y1, x0, x1 = roi
        xs: Field = (np.arange(x0, x1, dtype=F) + F(0.5)) / F(self.u)
        ys: Field = (np.arange(y0, y1, dtype=F) + F(0.5)) / F(self.u)
        return xs[None], ys[:, None]

    def put(self, roi: Region, a: Field, col: Paint, mode: str = "normal") -> None:
        """Composite a colour or (m, n, 3) of them with coverage a (m, n), 0 to 1.

        mode: "normal", "multiply", "screen" or "add".
        """
        y0, y1, x0, x1 = roi
        d = self.rgb[y0:y1, x0:x1]
        a = a[..., None]
        c = np.asarray(col, F)
        if mode == "normal":
            d += (c - d) * a
        elif mode == "multiply":
            d *= 1 - (1 - c) * a
        elif mode == "screen":
            d += (1 - d) * (c * a)
        elif mode == "add":
            d += c * a
        if self.watch is not None:
            self.watch(self, a.size)

    def tones(self, col: Colour, depth: float = 1.0) -> Field:
        """Shadow -> body -> light ramp of one colour under this light, (256, 3)."""
        L = self.light
        dk = mix(adjust(col, dL=-0.17 * depth, kC=1.05), L.shade, 0.2 * depth)
        md = col
        lt = mix(adjust(col, dL=0.075 * depth), L.warm, 0.28 * depth * min(1, L.power))
        return ramp([(0, dk), (0.32, mix(dk, md, 0.55)), (0.6, md), (1, lt)])

    def band(self, v: Field, roi: Region) -> Field:
        """Apply the style's way of laying tones to a light field v (0..1)."""
        s = self.style.shade
        if s == "smooth":
            return v
        if s == "flat":
            return np.full_like(v, 0.6)
        y0, y1, x0, x1 = roi
        if s == "cel":
            k = 26.0
            low, high = 1 + np.exp(-k * (v - 0.38)), 1 + np.exp(-k * (v - 0.8))
            return np.asarray(0.22 + 0.38 / low + 0.28 / high, F)
        n = self.noise[y0:y1, x0:x1] - 0.5
        q = v + n * (0.46 * self.fine)
        hard = 0.12 + 0.5 / (1 + np.exp(-7 * (q - 0.4))) + 0.36 / (1 + np.exp(-7 * (q - 0.85)))
        return np.asarray(0.4 * v + 0.6 * hard, F)

    def fill(
        self,
        polys: Outlines,
        col: Colour | None,
        alpha: float = 1.0,
        v: Shading | str | None = None,
        mode: str = "normal",
        depth: float = 1.0,
        line: bool = True,
        lift: float | None = None,
        soft: float = 0.0,
        grad: Gradient | None = None,
        raw: bool = False,
    ) -> None:
        """Lay one shape.

        v: None (plain), a callable (xs, ys) -> light field 0..1, or "inflate".
        grad: (p0, p1, rgb0, rgb1) colour gradient in units instead of a tone ramp.
        soft: blur of the coverage in units (shadows, glows). raw: no style effects.
        depth: contrast of the tones. line: outlined where the style has lines.
        col: None only with a gradient.
        """
        st = self.style
        hit = self.mask(polys, pad=2 + int(soft * self.u * 2.6))
        if hit is None:
            return
        roi, m = hit
        y0, y1, x0, x1 = roi
        if soft * self.u > 0.4:
            m = blur_mask(m, soft * self.u)
        a = m.astype(F) * F(alpha / 255)
        if raw:
            self.put(roi, a, self._grad(roi, grad) if grad else _given(col), mode)
            return
        lf = st.lift if lift is None else lift
        if st.lift and lf and alpha > 0.6:
            self._lift(polys, lf)
        if st.inflate and v is None and grad is None:
            v = "inflate"
        if grad is not None:
            c = self._grad(roi, grad, grainy=st.shade == "grain")
        elif v is None or st.shade == "flat":
            c = np.asarray(_given(col), F)
        else:
            if isinstance(v, str):
                fld = self._inflate(m)
            else:
                xs, ys = self.grid(roi)
                fld = np.broadcast_to(np.asarray(v(xs, ys), F), m.shape)
            t = self.band(np.clip(fld, 0, 1), roi)
            c = self.tones(_given(col), depth)[np.clip(t * 255, 0, 255).astype(np.uint8)]
        if st.edge:
            e = np.clip((a - cv2.GaussianBlur(a, (0, 0), max(1, self.u * 0.006))) * 2.2, 0, 1)
            pig = 1 + 0.10 * self.low[y0:y1, x0:x1] - st.edge * 0.5 * e
            c = np.clip(np.broadcast_to(c, m.shape + (3,)) * pig[..., None], 0, 1)
            a = a * F(0.94)
        self.put(roi, a, c, mode)
        if st.line and line and alpha > 0.5:
            self.outline(polys)

    def outline(self, polys: Outlines) -> None:
        """In ink, as wide as the style's line."""
        if isinstance(polys, np.ndarray):
            polys = [polys]
        w = max(1.0, self.style.line * self.u)
        pad = int(w) + 3
        hit = self.mask(polys, pad)
        if hit is None:
            return
        roi, _ = hit
        y0, y1, x0, x1 = roi
        m = np.zeros((y1 - y0, x1 - x0), np.uint8)
        for p in polys:
            q = np.round((np.clip(p * self.u - 0.5, -16000, 16000) - (roi[2], roi[0])) * 16).astype(
                np.int32
            )
            cv2.polylines(m, [q], True, 255, max(1, round(w)), cv2.LINE_AA, 4)
        if self.clip is not None:
            m = np.asarray(cv2.multiply(m, self.clip[y0:y1, x0:x1], scale=1 / 255), np.uint8)
        self.put(roi, m.astype(F) * F(min(1, w) / 255), self.ink)

    def _grad(self, roi: Region, grad: Gradient, grainy: bool = False) -> Field:
        (ax, ay), (bx, by), c0, c1 = grad[:4]
        stops = grad[4] if len(grad) > 4 else [(0, c0), (1, c1)]
        xs, ys = self.grid(roi)
        dx, dy = bx - ax, by - ay
        t = ((xs - ax) * dx + (ys - ay) * dy) / max(1e-9, dx * dx + dy * dy)
        t = np.broadcast_to(t, (roi[1] - roi[0], roi[3] - roi[2]))
        if grainy:
            t = t + (self.noise[roi[0] : roi[1], roi[2] : roi[3]] - 0.5) * (0.13 * self.fine)
        colours: Field = ramp(stops)[np.clip(t * 255, 0, 255).astype(np.uint8)]
        return colours

    def _lift(self, polys: Outlines, d: float) -> None:
        L = self.light
        if isinstance(polys, np.ndarray):
            polys = [polys]
        off = (-L.side * d * 0.55, d * 0.6)
        hit = self.mask([p + off for p in polys], pad=int(d * self.u * 2) + 3)
        if hit:
            self.put(
                hit[0],
                blur_mask(hit[1], d * self.u * 0.55).astype(F) * F(0.36 / 255),
                mix(L.shade, (0.1, 0.08, 0.12), 0.5),
                "multiply",
            )

    def _inflate(self, m: Bytes) -> Field:
        """Pillow normals from the distance to the edge -> light field."""
        k = max(1, int(max(m.shape) / 260))
        s = cv2.resize(
            m, (max(2, m.shape[1] // k), max(2, m.shape[0] // k)), interpolation=cv2.INTER_AREA
        )
        d = cv2.distanceTransform(
            cv2.copyMakeBorder((s > 127).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT),
            cv2.DIST_L2,
            3,
        )[1:-1, 1:-1]
        R = max(2.0, min(float(d.max()), self.u * 0.09 / k))
        t = np.clip(d / R, 0, 1)
        hgt = np.sqrt(np.maximum(0, 1 - (1 - t) ** 2)) * R
        hgt = cv2.GaussianBlur(hgt, (0, 0), max(0.8, R * 0.16))
        gx, gy = (
            cv2.Sobel(hgt, cv2.CV_32F, 1, 0, scale=0.125),
            cv2.Sobel(hgt, cv2.CV_32F, 0, 1, scale=0.125),
        )
        towards = self.light.direction
        v = (-gx * towards[0] - gy * towards[1] + towards[2]) / np.sqrt(1 + gx * gx + gy * gy)
        v = 0.3 + 0.55 * v
        size = (m.shape[1], m.shape[0])
        return np.asarray(cv2.resize(v.astype(F), size, interpolation=cv2.INTER_LINEAR), F)

    def shadow(
        self,
        polys: Outlines,
        alpha: float = 0.4,
        soft: float | None = None,
        col: Colour | None = None,
        dx: float = 0.0,
        dy: float = 0.0,
    ) -> None:
        """Multiply shadow with the light's shade colour."""
        if isinstance(polys, np.ndarray):
            polys = [polys]
        c = mix(col or self.light.shade, (0.5, 0.5, 0.5), 0.12)
        self.fill(
            [p + (dx, dy) for p in polys],
            c,
            alpha,
            mode="multiply",
            soft=self.light.soft if soft is None else soft,
            raw=True,
        )

    def glow(
        self,
        cx: float,
        cy: float,
        r: float,
        col: Colour,
        alpha: float = 0.6,
        mode: str = "screen",
        power: float = 2.0,
    ) -> None:
        """A round light of radius r that fades from its middle; power: how fast."""
        x0, x1 = max(0, int((cx - r) * self.u)), min(self.w, int((cx + r) * self.u) + 1)
        y0, y1 = max(0, int((cy - r) * self.u)), min(self.h, int((cy + r) * self.u) + 1)
        if x1 <= x0 or y1 <= y0:
            return
        xs, ys = self.grid((y0, y1, x0, x1))
        t = np.clip(1 - np.sqrt((xs - cx) ** 2 + (ys - cy) ** 2) / r, 0, 1) ** power
        a = np.asarray(t * F(alpha), F)
        if self.clip is not None:
            a *= self.clip[y0:y1, x0:x1] * F(1 / 255)
        self.put((y0, y1, x0, x1), a, col, mode)

    def sky(self, stops: Stops, y0: float = 0.0, y1: float | None = None) -> None:
        """Stops from y0 down to y1 (default: the whole height), over the whole width."""
        y1 = self.H if y1 is None else y1
        self.fill(
            np.array(
                [
                    (-0.1, y0 - 0.1 if y0 == 0 else y0),
                    (self.W + 0.1, y0 - 0.1 if y0 == 0 else y0),
                    (self.W + 0.1, y1 + 0.01),
                    (-0.1, y1 + 0.01),
                ]
            ),
            None,
            grad=((0, y0), (0, y1), None, None, stops),
            line=False,
            lift=0,
        )

    def box(self, x: float, y: float, w: float, h: float, col: Colour, **how: Any) -> None:
        self.fill(np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], float), col, **how)

    def paste(self, sub: "Canvas", polys: Outlines, x: float, y: float) -> None:
        """Put another canvas (same u) with its corner at (x, y), seen through polygons."""
        hit = self.mask(polys)
        if hit is None:
            return
        (y0, y1, x0, x1), m = hit
        px, py = round(x * self.u), round(y * self.u)
        xa, xb, ya, yb = max(x0, px), min(x1, px + sub.w), max(y0, py), min(y1, py + sub.h)
        if xb <= xa or yb <= ya:
            return
        self.put(
            (ya, yb, xa, xb),
            m[ya - y0 : yb - y0, xa - x0 : xb - x0].astype(F) / F(255),
            sub.rgb[ya - py : yb - py, xa - px : xb - px],
        )


def blur_mask(m: Bytes, s: float) -> Bytes:
    """Gaussian blur of a mask; large sigmas run on a smaller copy."""
    k = int(s / 3)
    if k < 2:
        return np.asarray(cv2.GaussianBlur(m, (0, 0), s), np.uint8)
    small = cv2.resize(
        m, (max(1, m.shape[1] // k), max(1, m.shape[0] // k)), interpolation=cv2.INTER_AREA
    )
    small = cv2.GaussianBlur(small, (0, 0), s / k)
    size = (m.shape[1], m.shape[0])
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _given(col: Colour | None) -> Colour:
    if col is None:
        raise TypeError("A shape needs a colour where it has no gradient.")
    return col
