"""Draw a subject into a picture, lit, tinted and grained like what is around it."""

from dataclasses import dataclass

import cv2
import numpy as np

from assets.engines.sketch.arrays import Bytes, F, Field, Flags, Region
from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import Colour, adjust, mix, to_lch, unoklab
from assets.engines.sketch.palette import Palette, scheme
from assets.engines.sketch.pixels import lab_of_bytes, resized
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.stills.arrange import kit_for
from assets.engines.sketch.styles import STYLES, Light
from assets.engines.sketch.subjects.catalogue import build
from assets.engines.sketch.subjects.stage import cast, draw
from assets.engines.sketch.words import Brief, Subject

FILLS = 0.86
"""Of the box, that the subject takes: room for its shadow."""
FOOT = 0.93
"""Of the box's height, where it stands."""
EDGE = 2.0
"""px over which the drawing begins at the edge of its area."""
HAZE = 0.12
"""Of the surrounding colour, that is in every colour of the subject."""


@dataclass(frozen=True)
class Surroundings:
    """What is read from the px round a box. side: -1 where the light comes from the left.

    warm, dark, mean: its lit, its shaded and its mean colour. lightness: OKLab, of the mean.
    contrast: deviation of lightness. noise: of its grain, in OKLab lightness.
    """

    side: int
    warm: Colour
    dark: Colour
    mean: Colour
    lightness: float
    contrast: float
    noise: float


def insert_subject(image: Bytes, area: Flags, brief: Brief, subject: Subject, seed: int) -> Bytes:
    """-> (H, W, 3), equal to `image` outside `area` (H, W). The subject fills the area's box.

    It draws on what is there: fill the area first. Another seed draws another one of its kind.
    """
    box = _box_of(area)
    if box is None:
        return image.copy()
    top, bottom, left, right = box
    around = read_surroundings(image, area, box)
    rng = Rng("insert", brief.key, seed)
    palette = _palette(around, rng)
    light = Light(
        side=around.side,
        elev=0.75,
        warm=mix(around.warm, (1, 1, 1), 0.35),
        shade=mix(around.dark, (0.2, 0.18, 0.3), 0.4),
        power=0.45 + min(0.6, around.contrast * 3.5),
        soft=0.025,
    )
    before = image[top:bottom, left:right].astype(F) / F(255)
    height, width = before.shape[:2]
    canvas = Canvas(
        width,
        height,
        STYLES["soft3d"],
        light,
        palette.paper,
        palette.dark,
        rng.fork("cv"),
        px=max(width, height),
    )
    canvas.rgb = before.copy()
    colour = subject.colour and mix(subject.colour, around.mean, HAZE)
    named = Subject(subject.name, colour, 1, subject.word)
    thing = build(subject.name, kit_for(rng.fork("kit"), palette, brief, named, around.mean, 0.2))
    low, high = thing.box()
    size = min(
        width * FILLS / canvas.u / (high[0] - low[0]),
        height * FILLS / canvas.u / (high[1] - low[1]),
    )
    x = width / 2 / canvas.u - size * (low[0] + high[0]) / 2
    y = height * FOOT / canvas.u - size * max(0.0, float(high[1]))
    cast(canvas, thing, x, y, size, 0.2, 0.42)
    draw(canvas, thing, x, y, size)
    return _blend(image, area, box, canvas.rgb, before, around.noise, rng)


def _box_of(area: Flags) -> Region | None:
    ys, xs = np.flatnonzero(area.any(1)), np.flatnonzero(area.any(0))
    if not len(ys):
        return None
    return int(ys[0]), int(ys[-1]) + 1, int(xs[0]), int(xs[-1]) + 1


def read_surroundings(image: Bytes, area: Flags, box: Region) -> Surroundings:
    """image: (H, W, 3). Read in a ring of 0.3 of the box, at most 256 px large; where the box is
    the whole picture, from all of it."""
    top, bottom, left, right = box
    down, across = int((bottom - top) * 0.3) + 4, int((right - left) * 0.3) + 4
    window = (
        slice(max(0, top - down), bottom + down),
        slice(max(0, left - across), right + across),
    )
    part, ring = image[window], ~area[window]
    scale = min(1.0, 256 / max(part.shape[:2]))
    size = (max(2, round(part.shape[1] * scale)), max(2, round(part.shape[0] * scale)))
    lab = lab_of_bytes(resized(part, *size))
    ring = cv2.resize(ring.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    if not ring.any():
        ring = np.ones_like(ring)
    lightness = lab[..., 0]
    lit = lightness >= np.quantile(lightness[ring], 0.9)
    shaded = lightness <= np.quantile(lightness[ring], 0.12)
    mean = lab[ring].mean(0)
    sky = cv2.GaussianBlur(lab_of_bytes(resized(image, 64, 64))[..., 0], (0, 0), 6)
    grain = np.abs(cv2.Laplacian(lab_of_bytes(part[:256, :256])[..., 0], cv2.CV_32F))
    return Surroundings(
        side=-1 if sky[:, :24].mean() >= sky[:, -24:].mean() else 1,
        warm=_rgb(lab[ring & lit].mean(0)),
        dark=_rgb(lab[ring & shaded].mean(0)),
        mean=_rgb(mean),
        lightness=float(mean[0]),
        contrast=float(lightness[ring].std()),
        noise=float(np.median(grain)),
    )


def _rgb(lab: Field) -> Colour:
    r, g, b = (float(v) for v in unoklab(lab))
    return r, g, b


def _palette(around: Surroundings, rng: Rng) -> Palette:
    """Colours that stand against the surroundings and still belong to them."""
    hue = to_lch(around.mean)[2] + rng.pick([180, 150, 210, 30])
    base = scheme(rng.fork("pal"), hue, 0.1)

    def seen(colour: Colour) -> Colour:
        return mix(colour, around.mean, HAZE)

    palette = base.map(seen).with_roles(
        {"wall": around.mean, "dark": mix(base.dark, around.dark, 0.4)}
    )
    if around.lightness >= 0.5:
        return palette
    return palette.map(lambda c: adjust(c, dL=-0.3 * (0.5 - around.lightness)))


def _blend(
    image: Bytes,
    area: Flags,
    box: Region,
    drawn: Field,
    before: Field,
    noise: float,
    rng: Rng,
) -> Bytes:
    top, bottom, left, right = box
    inside = area[top:bottom, left:right]
    touched = np.abs(drawn - before).max(-1)
    grain = rng.fork("n").generator().standard_normal(touched.shape, dtype=F)
    grained = drawn + (grain * F(min(0.03, noise * 0.35)) * (touched > 0.01))[..., None]
    padded = np.pad(inside.astype(np.uint8), 1)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1]
    fade = max(EDGE, 0.03 * min(inside.shape))
    share = np.clip(depth / fade, 0, 1).astype(F)[..., None]
    made = np.clip(before + (grained - before) * share, 0, 1) * F(255) + F(0.5)
    out = image.copy()
    changed = inside & (touched >= 0.002)
    out[top:bottom, left:right][changed] = made.astype(np.uint8)[changed]
    return out
