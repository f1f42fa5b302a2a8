"""What happens to the whole picture at the end: hand tremble, light, paper, inks, grain."""

import math

import cv2
import numpy as np

from assets.engines.sketch.arrays import Bytes, F, Field
from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import Colour, from_hex, mix
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng


def _field(rng: Rng, name: str, h: int, w: int, cells: int, H: float, W: float) -> Field:
    g = rng.fork(name).generator()
    m = g.random((max(4, int(cells * H) + 3), max(4, int(cells * W) + 3)), dtype=F) * 2 - 1
    return np.asarray(cv2.resize(m, (w, h), interpolation=cv2.INTER_CUBIC), F)


def wobble(img: Field, canvas: Canvas, rng: Rng) -> Field:
    """Displace by a smooth field so that every edge has a hand in it. Amplitude in units."""
    a = canvas.style.wobble * canvas.u
    if a < 0.25:
        return img
    h, w = img.shape[:2]
    dx = _field(rng, "wx", h, w, 26, canvas.H, canvas.W) * a * 1.5
    dy = _field(rng, "wy", h, w, 26, canvas.H, canvas.W) * a * 1.5
    if canvas.style.name in ("gouache", "watercolour"):
        n = 0.5 if canvas.style.name == "gouache" else 0.9
        dx += _field(rng, "wx2", h, w, 150, canvas.H, canvas.W) * a * n
        dy += _field(rng, "wy2", h, w, 150, canvas.H, canvas.W) * a * n
    dx += np.arange(w, dtype=F)[None]
    dy += np.arange(h, dtype=F)[:, None]
    edge = cv2.BORDER_REFLECT_101
    return np.asarray(cv2.remap(img, dx, dy, cv2.INTER_LINEAR, borderMode=edge), F)


def paper(img: Field, canvas: Canvas, amount: float) -> Field:
    """Fibrous paper: two scales of lit noise."""
    n = canvas.noise - F(0.5)
    s = max(0.6, canvas.u / 1000)
    b = cv2.GaussianBlur(n, (0, 0), 1.3 * s)
    e = (b - np.roll(b, (1, 1), (0, 1))) * F(2.2) + b * F(0.6)
    img *= (1 + e * F(amount * canvas.fine))[..., None]
    return img


def riso(img: Field, canvas: Canvas, rng: Rng, palette: Palette) -> Field:
    """Three inks by density, each screened with grain and shifted a little, printed on paper."""
    pap = np.array(mix(palette.paper, (0.97, 0.95, 0.9), 0.5), F)
    d = -np.log(np.clip(img / pap, 0.03, 1))
    tiny = cv2.resize(
        d, (40, max(4, int(40 * canvas.h / canvas.w))), interpolation=cv2.INTER_AREA
    ).reshape(-1, 3)

    def density(c: Colour) -> Field:
        return np.asarray(-np.log(np.clip(np.array(c, F) / pap, 0.03, 0.98)), F)

    cand = [
        palette.accent,
        palette.accent2,
        palette.ground,
        palette.wall,
        from_hex("f2c53d"),
        from_hex("e8503a"),
        from_hex("2f74b8"),
        from_hex("3f9b6a"),
        from_hex("ef8aa6"),
    ]
    # The two coloured inks that print this picture best with the dark one.
    least = math.inf
    for i in range(len(cand)):
        for j in range(i):
            q = np.stack([density(palette.dark), density(cand[i]), density(cand[j])])
            inv = np.linalg.inv(q @ q.T + np.eye(3, dtype=F) * 0.06).astype(F)
            err = (
                float((((np.clip((tiny @ q.T) @ inv.T, 0, 1.15)) @ q - tiny) ** 2).mean())
                + (0.004 if i > 3 else 0)
                + (0.004 if j > 3 else 0)
            )
            if err < least - 1e-6:
                least, inks, unmix = err, q, inv
    u = canvas.u
    amt = np.clip((d @ inks.T) @ unmix.T, 0, 1.15)
    out = np.zeros_like(img)
    for j in range(3):
        a = amt[..., j]
        sx, sy = rng.between(-0.0028, 0.0028) * u, rng.between(-0.0028, 0.0028) * u
        a = cv2.warpAffine(
            a,
            np.array([[1, 0, sx], [0, 1, sy]], F),
            (canvas.w, canvas.h),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        n = np.roll(canvas.noise, (37 * j + 11, 91 * j + 5), (0, 1)) - F(0.5)
        a = np.clip(a + n * F(0.6 * canvas.fine) * np.sqrt(np.clip(a * (1.1 - a), 0, 1)), 0, 1)
        a = a * (1 - F(0.07) * (np.roll(canvas.low, 31 * j, 1) > 0.25))
        out -= a[..., None] * inks[j]
    return np.exp(out) * pap


def finish(canvas: Canvas, rng: Rng, palette: Palette) -> Bytes:
    """-> (h, w, 3) uint8 sRGB."""
    st = canvas.style
    img = wobble(canvas.rgb, canvas, rng)
    if st.name == "watercolour":
        x0 = 0.045
        ed = np.zeros((canvas.h, canvas.w), np.uint8)
        p = int(x0 * canvas.u)
        ed[p : canvas.h - p, p : canvas.w - p] = 255
        soft = cv2.GaussianBlur(ed, (0, 0), max(0.8, canvas.u * 0.006)).astype(F) / F(255)
        t = soft + canvas.low * F(0.22) + (canvas.noise - F(0.5)) * F(0.12 * canvas.fine)
        a = np.clip((t - 0.42) * 9, 0, 1)
        rim = np.clip(1 - np.abs(t - 0.52) * 9, 0, 1) * F(0.16) * (soft < 0.98)
        wash = F(1) + canvas.low * F(0.07)
        pap = np.array(mix(palette.paper, (1, 1, 1), 0.55), F)
        img = np.clip(img * wash[..., None], 0, 1)
        img = img + (pap - img) * F(0.1)
        img = pap * (1 - a[..., None]) + img * (a - rim)[..., None]
        img = paper(img, canvas, 0.11)
    elif st.name == "riso":
        img = riso(np.clip(img, 0.01, 1), canvas, rng, palette)
        img = paper(img, canvas, 0.03)
    elif st.name in ("gouache", "paper", "line"):
        img = paper(img, canvas, {"gouache": 0.06, "paper": 0.07, "line": 0.04}[st.name])
        if st.name == "gouache":
            img *= (1 + canvas.low * F(0.018))[..., None]
    if st.grain:
        img = img + ((canvas.noise - F(0.5)) * F(st.grain * 1.5 * canvas.fine))[..., None]
    if canvas.light.name in ("golden", "night", "neon", "studio") and st.name not in (
        "line",
        "riso",
    ):
        xs = np.linspace(-1, 1, canvas.w, dtype=F)[None]
        ys = np.linspace(-1, 1, canvas.h, dtype=F)[:, None]
        corner = np.clip(xs * xs + ys * ys - F(0.5), 0, 1)
        img = np.asarray(img * (1 - F(0.11) * corner)[..., None], F)
    return (np.clip(img, 0, 1) * 255 + F(0.5)).astype(np.uint8)
