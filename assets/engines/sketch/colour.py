"""sRGB, OKLab and OKLCH. sRGB is 0 to 1, hue in degrees.

Source: Ottosson, A perceptual color space for image processing, 2020.
"""

import math

import numpy as np

from assets.engines.sketch.arrays import Field
from assets.engines.sketch.geometry import Outline

Colour = tuple[float, float, float]
Stops = list[tuple[float, Colour]]
"""(position 0 to 1, sRGB), sorted."""


LMS_OF_LINEAR = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)


LAB_OF_LMS = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)


LINEAR_OF_LMS, LMS_OF_LAB = (
    np.linalg.inv(LMS_OF_LINEAR).astype(np.float32),
    np.linalg.inv(LAB_OF_LMS).astype(np.float32),
)


def from_hex(h: str) -> Colour:
    """ "#abc", "aabbcc" or "#aabbcc"."""
    h = h.lstrip("#")
    if len(h) == 3:
        h = "".join(c * 2 for c in h)
    return int(h[:2], 16) / 255, int(h[2:4], 16) / 255, int(h[4:6], 16) / 255


def to_lin(c: Field) -> Field:
    """(..., 3) sRGB -> linear light."""
    c = np.asarray(c, np.float32)
    return np.where(
        c <= 0.04045, c / 12.92, np.power((np.maximum(c, 0) + 0.055) / 1.055, 2.4)
    ).astype(np.float32)


def to_srgb(c: Field) -> Field:
    """(..., 3) linear light, clipped -> sRGB."""
    c = np.clip(c, 0, 1)
    return np.where(
        c <= 0.0031308, c * 12.92, 1.055 * np.power(np.maximum(c, 1e-9), 1 / 2.4) - 0.055
    ).astype(np.float32)


def oklab(rgb: Field) -> Field:
    """(..., 3) sRGB -> OKLab float32."""
    lab: Field = np.cbrt(to_lin(rgb) @ LMS_OF_LINEAR.T) @ LAB_OF_LMS.T
    return lab


def unoklab(lab: Field | Outline) -> Field:
    """(..., 3) OKLab -> sRGB, clipped to gamut."""
    linear = ((np.asarray(lab, np.float32) @ LMS_OF_LAB.T) ** 3) @ LINEAR_OF_LMS.T
    return to_srgb(np.asarray(linear, np.float32))


def _colour(rgb: Field) -> Colour:
    r, g, b = (float(v) for v in rgb)
    return r, g, b


def to_lch(rgb: Colour) -> tuple[float, float, float]:
    """sRGB -> OKLCH: lightness 0 to 1, chroma, hue in degrees."""
    L, a, b = (float(v) for v in oklab(np.array(rgb, np.float32)))
    return L, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def from_lch(L: float, C: float, h: float) -> Colour:
    """One colour; chroma is reduced until it fits sRGB (keeps lightness and hue)."""
    L = min(max(L, 0.0), 1.0)
    for _ in range(24):
        lab = np.array(
            [L, C * math.cos(math.radians(h)), C * math.sin(math.radians(h))], np.float32
        )
        lin = np.asarray(((lab @ LMS_OF_LAB.T) ** 3) @ LINEAR_OF_LMS.T, np.float32)
        if lin.min() > -0.002 and lin.max() < 1.002:
            break
        C *= 0.92
    return _colour(to_srgb(lin))


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """OKLab mix of two sRGB colours."""
    A, B = oklab(np.array(a, np.float32)), oklab(np.array(b, np.float32))
    return _colour(unoklab(np.asarray(A + (B - A) * t, np.float32)))


def adjust(
    c: Colour,
    dL: float = 0.0,
    kC: float = 1.0,
    dh: float = 0.0,
    L: float | None = None,
    C: float | None = None,
) -> Colour:
    """Adjust in OKLCH: lightness step, chroma factor, hue step; or set L / C."""
    lightness, chroma, hue = to_lch(c)
    return from_lch(lightness + dL if L is None else L, chroma * kC if C is None else C, hue + dh)


def ramp(stops: Stops, n: int = 256) -> Field:
    """stops: [(t, rgb)] sorted -> (n, 3) float32 sRGB, mixed in OKLab."""
    t = np.linspace(0, 1, n, dtype=np.float32)
    pos = [s[0] for s in stops]
    lab = np.stack([oklab(np.array(s[1], np.float32)) for s in stops])
    return unoklab(np.stack([np.interp(t, pos, lab[:, k]) for k in range(3)], 1)).astype(np.float32)


def hue_towards(h: float, target: float, t: float) -> float:
    """The share t of the shorter way round, degrees."""
    return h + (((target - h + 180) % 360) - 180) * t


def contrast(a: Colour, b: Colour) -> float:
    """Distance that matters for reading a shape on a ground: lightness first, chroma second."""
    A, B = oklab(np.array(a, np.float32)), oklab(np.array(b, np.float32))
    d = A - B
    return float(math.sqrt(float(d[0]) ** 2 + 0.8 * float(d[1] ** 2 + d[2] ** 2)))
