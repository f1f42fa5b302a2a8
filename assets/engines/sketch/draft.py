"""Text to image: a plan drawn at any size, and previews of it on the way."""

from collections.abc import Iterator

import cv2
import numpy as np

from assets.engines.base import EngineEvent, Output, Progress
from assets.engines.sketch.arrays import Bytes
from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import from_lch, mix
from assets.engines.sketch.finish import finish
from assets.engines.sketch.geometry import rect
from assets.engines.sketch.patterns.artprint import abstract
from assets.engines.sketch.patterns.pattern import pattern
from assets.engines.sketch.plan import Plan, make_plan
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.scenes.landscape import landscape
from assets.engines.sketch.stills.layout import still
from assets.engines.sketch.stills.portrait import portrait

PREVIEWS = 6
PREVIEW_SIDE = 320
"""px of the short side that previews are drawn at: some 6 % of the work at 1024 px."""
LEAST_SIDE = 64
"""px: below it outlines fall apart; smaller pictures are drawn at this size and scaled down."""
WIDEST_ASPECT = 3.5
"""Layouts are composed up to here; longer strips are cut out of one of this shape."""
CUT_AT = 0.58
"""Where the middle of that cut lies, as a share of the height (or width): the hero stands there."""


def text_to_image(prompt: str, seed: int, width: int, height: int) -> Iterator[EngineEvent]:
    """Previews coarse to fine, then the picture. The same arguments make the same bytes."""
    plan = make_plan(prompt, seed)
    yield from draw_with_previews(plan, width, height)


def draw_with_previews(plan: Plan, width: int, height: int) -> Iterator[EngineEvent]:
    scale = min(1.0, PREVIEW_SIDE / min(width, height))
    small, _ = draw_plan(plan, max(1, round(width * scale)), max(1, round(height * scale)))
    for fraction, preview in sharpening(small):
        yield Progress(fraction, preview)
    image, layout = draw_plan(plan, width, height)
    yield Output(image, {"layout": layout, **plan.facts()})


def sharpening(image: Bytes, count: int = PREVIEWS) -> Iterator[tuple[float, Bytes]]:
    """(fraction, preview): broad soft fields first, then edges, then all of a small picture.

    image: (H, W, 3) uint8. Every preview has its size.
    """
    height, width = image.shape[:2]
    for step in range(count):
        left = 1 - step / (count - 1)
        sigma = min(height, width) * 0.09 * left**2.2
        yield (step + 0.5) / (count + 1), image if sigma <= 0.5 else _soften(image, sigma)


def _soften(image: Bytes, sigma: float) -> Bytes:
    height, width = image.shape[:2]
    shrink = max(1, int(sigma / 2))
    small = cv2.resize(
        image,
        (max(4, width // shrink), max(4, height // shrink)),
        interpolation=cv2.INTER_AREA,
    )
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink)
    soft = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    window = min(max(3, int(sigma * 0.9) | 1), 61)
    return np.asarray(cv2.addWeighted(cv2.medianBlur(soft, window), 0.7, soft, 0.3, 0), np.uint8)


def draw_plan(plan: Plan, width: int, height: int) -> tuple[Bytes, str]:
    """-> (height, width, 3) uint8 sRGB and the name of the layout, for any size from 1 x 1."""
    long_side = min(max(width, height), round(min(width, height) * WIDEST_ASPECT))
    if long_side == max(width, height) and min(width, height) >= LEAST_SIDE:
        return _draw(plan, width, height)
    # Compose a picture of a shape and size that can be composed, then cut and shrink it.
    composed_width = max(width, round(height / WIDEST_ASPECT))
    composed_height = max(height, round(width / WIDEST_ASPECT))
    scale = max(1.0, LEAST_SIDE / min(composed_width, composed_height))
    drawn, layout = _draw(plan, round(composed_width * scale), round(composed_height * scale))
    if scale > 1:
        size = (composed_width, composed_height)
        drawn = np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_AREA), np.uint8)
    x = round((composed_width - width) * 0.5)
    y = round((composed_height - height) * CUT_AT)
    return np.ascontiguousarray(drawn[y : y + height, x : x + width]), layout


def _draw(plan: Plan, width: int, height: int) -> tuple[Bytes, str]:
    brief, rng, palette = plan.brief, plan.rng, plan.palette
    canvas = Canvas(
        width, height, plan.style, plan.light, palette.paper, palette.dark, rng.fork("canvas")
    )
    chance = rng.fork("layout")
    layout = brief.kind
    if brief.kind == "still":
        layout = still(canvas, brief, chance, palette)
    elif brief.kind == "portrait":
        portrait(canvas, brief, chance, palette)
    elif brief.kind == "pattern":
        layout = pattern(canvas, brief, chance, palette)
    elif brief.kind == "landscape":
        layout = landscape(canvas, brief, chance, palette)
    else:
        abstract(canvas, chance, palette)
    if brief.kind in ("still", "portrait"):
        _frame(canvas, plan, chance)
    return finish(canvas, rng.fork("finish"), palette), layout


def _frame(canvas: Canvas, plan: Plan, rng: Rng) -> None:
    """Now and then a mat round the picture; under neon, the glow of two signs."""
    if plan.style.name != "watercolour" and rng.fork("mat").chance(0.07):
        m = 0.055
        outer = rect(-0.1, -0.1, canvas.W + 0.2, canvas.H + 0.2)
        inner = rect(m, m, canvas.W - 2 * m, canvas.H - 2 * m)
        canvas.fill([outer, inner], mix(plan.palette.paper, (1, 1, 1), 0.3), line=False)
    if plan.light.name == "neon":
        left, right = (0.0, canvas.W) if plan.light.side < 0 else (canvas.W, 0.0)
        canvas.glow(left, canvas.H * 0.3, 1.1, from_lch(0.65, 0.25, 350), 0.5)
        canvas.glow(right, canvas.H * 0.6, 1.0, from_lch(0.7, 0.15, 220), 0.4)
