"""What is kept of a picture to say later how it differs from others: some 3 kB, in 3 ms.

Pure: pixels in, values out. All is read from a proxy of PROXY px a side, whatever the aspect: a
picture and its crop to another format are compared by where things lie in the frame.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.compositing.arrays import Image, flatten
from assets.drift.oklab import Pixels, oklab

Vector = NDArray[np.float32]

VERSION = 1
"""Grows when features of before and after can no longer be compared."""

PROXY = 128
CLOUD = 64
"""px a side that colours are taken from: enough for quantiles, a quarter of the time."""
SLICES = 12
QUANTILES = 32
LIGHTS = 16
TONES = 32
CELLS = 12
BEARINGS = 6
BANDS = 4
"""Octaves of detail, finest first, at DETAIL px a side."""
DETAIL = 256

# Of the slices through the colour cloud every third leans on lightness, lightly: how light a
# picture is, is another measure.
_LIGHTNESS = 0.35
_TURNS = np.pi * np.arange(SLICES) / SLICES
_DIRECTIONS = np.stack(
    [_LIGHTNESS * (np.arange(SLICES) % 3 == 0), np.cos(_TURNS), np.sin(_TURNS)], axis=1
).astype(np.float32)

_SHAPES = (
    ("palette", (SLICES, QUANTILES)),
    ("tones", (TONES,)),
    ("light", (LIGHTS, LIGHTS)),
    ("layout", (CELLS * CELLS * BEARINGS,)),
    ("detail", (BANDS,)),
    ("mean", (4,)),
    ("subject", (4,)),
)
LENGTH = sum(int(np.prod(shape)) for _, shape in _SHAPES)


@dataclass(frozen=True)
class Features:
    """palette: quantiles of the OKLab colours along SLICES directions. tones: quantiles of L.
    light: L on a coarse grid. layout: square roots of the shares of edges by place and bearing;
    its squares sum to 1. detail: log2 of
    the RMS contrast by octave, to the mean of the octaves. mean: L, a, b, chroma.
    subject: share of the picture, x and y of its middle (0 to 1), how clearly it stands out (0:
    nothing does).
    """

    palette: Vector
    tones: Vector
    light: Vector
    layout: Vector
    detail: Vector
    mean: Vector
    subject: Vector

    def pack(self) -> bytes:
        """LENGTH half floats, little endian: they differ by a thousandth of what is measured."""
        parts = [getattr(self, name).ravel() for name, _ in _SHAPES]
        return np.concatenate(parts).astype("<f2").tobytes()

    @classmethod
    def unpack(cls, data: bytes) -> "Features":
        """Raises ValueError for anything but what `pack` made."""
        values = np.frombuffer(data, "<f2").astype(np.float32)
        if values.size != LENGTH:
            raise ValueError(f"{values.size} values instead of {LENGTH}")
        found, start = {}, 0
        for name, shape in _SHAPES:
            end = start + int(np.prod(shape))
            found[name] = values[start:end].reshape(shape)
            start = end
        return cls(**found)


def proxy_of(picture: Image) -> Image:
    """(DETAIL, DETAIL, 3) of (H, W, 3) RGB or (H, W, 4) RGBA, which lies on white."""
    return _proxy(flatten(picture), DETAIL)


def features_of(picture: Image) -> Features:
    """picture: a `proxy_of`, or as that takes it."""
    fine = picture if picture.shape == (DETAIL, DETAIL, 3) else proxy_of(picture)
    colours = oklab(_proxy(fine, PROXY))
    cloud = _shrunk(colours, CLOUD)
    lightness = colours[..., 0]
    chroma = float(np.hypot(cloud[..., 1], cloud[..., 2]).mean())
    return Features(
        palette=_quantiles(cloud.reshape(-1, 3) @ _DIRECTIONS.T, QUANTILES),
        tones=_quantiles(cloud[..., 0].reshape(-1, 1), TONES)[0],
        light=cv2.GaussianBlur(_shrunk(lightness, LIGHTS), (0, 0), 1.5).astype(np.float32),
        layout=_layout(lightness),
        detail=_detail(fine),
        mean=np.array([*cloud.reshape(-1, 3).mean(axis=0), chroma], np.float32),
        subject=_subject(cloud),
    )


def _proxy(rgb: Image, side: int) -> Image:
    return np.asarray(cv2.resize(rgb, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def _shrunk(plane: Pixels, side: int) -> Pixels:
    return np.asarray(cv2.resize(plane, (side, side), interpolation=cv2.INTER_AREA), np.float32)


def _quantiles(values: Vector, count: int) -> Vector:
    """(n, columns) -> (columns, count): the middles of `count` equal parts."""
    ordered = np.sort(values, axis=0)
    step = len(ordered) // count
    return np.ascontiguousarray(ordered[step // 2 :: step][:count].T)


def _layout(lightness: Vector) -> Vector:
    smooth = cv2.GaussianBlur(lightness, (0, 0), 1.2)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    strength, bearing = cv2.cartToPolar(across, down)
    which = (bearing % np.pi / np.pi * BEARINGS).astype(np.int32) % BEARINGS
    shares = np.stack([_shrunk(strength * (which == one), CELLS) for one in range(BEARINGS)], -1)
    total = float(shares.sum())
    if total < 1e-4:  # one plain colour: edges are nowhere, which is everywhere alike
        return np.full(shares.size, 1 / np.sqrt(shares.size), np.float32)
    return np.asarray(np.sqrt(shares / total).ravel(), np.float32)


def _detail(fine: Image) -> Vector:
    plane = cv2.cvtColor(fine, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    bands = []
    for _ in range(BANDS):
        coarse = cv2.pyrDown(plane)
        finer = plane - cv2.pyrUp(coarse, dstsize=plane.shape[::-1])
        bands.append(np.log2(float(np.sqrt((finer**2).mean())) + 1 / 1024))
        plane = np.asarray(coarse, np.float32)
    # To their mean: a picture in other light has as much detail, only fainter.
    return np.asarray(np.array(bands) - np.mean(bands), np.float32)


def _subject(cloud: Pixels) -> Vector:
    """What is of other colours than the picture's edges, the side at the bottom left out: tables
    and floors that things stand on end there. A share of the picture, its middle, and how clearly
    it stands out: the part of the variance that the division explains (Otsu's criterion)."""
    rim = np.concatenate([cloud[:3].reshape(-1, 3), cloud[3:, :3].reshape(-1, 3)])
    rim = np.concatenate([rim, cloud[3:, -3:].reshape(-1, 3)])
    middle, spread = rim.mean(axis=0), np.cov(rim.T) + np.eye(3) * 4e-4
    away = cloud.reshape(-1, 3) - middle
    apart = np.sqrt(np.einsum("ni,ij,nj->n", away, np.linalg.inv(spread), away))
    level = np.clip(apart * 24, 0, 255).astype(np.uint8).reshape(CLOUD, CLOUD)
    cut, marks = cv2.threshold(level, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    share = float(marks.mean())
    if not 0.01 <= share <= 0.9:
        return np.array([0, 0.5, 0.5, 0], np.float32)
    inside, outside = level[marks == 1], level[marks == 0]
    between = share * (1 - share) * (float(inside.mean()) - float(outside.mean())) ** 2
    clear = between / max(float(level.var()), 1e-6)
    ys, xs = np.nonzero(marks)
    middle_x, middle_y = (float(axis.mean() + 0.5) / CLOUD for axis in (xs, ys))
    return np.array([share, middle_x, middle_y, clear], np.float32)
