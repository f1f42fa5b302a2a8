"""Text to image: a plan drawn at any size, and shown while it develops."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import cv2
import numpy as np

from assets.engines.base import Output
from assets.engines.request import GenerationRequest
from assets.engines.sketch.arrays import Bytes
from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import from_lch, mix
from assets.engines.sketch.developing import (
    COARSE_SHARE,
    PREVIEW_SIDE,
    STAGES,
    CoarseLook,
    Developing,
)
from assets.engines.sketch.finish import finish
from assets.engines.sketch.geometry import rect
from assets.engines.sketch.patterns.artprint import abstract
from assets.engines.sketch.patterns.pattern import pattern
from assets.engines.sketch.pixels import resized
from assets.engines.sketch.plan import Plan, make_plan
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.scenes.landscape import landscape
from assets.engines.sketch.show import Show, softened
from assets.engines.sketch.stills.layout import still
from assets.engines.sketch.stills.portrait import portrait

COARSE_SIDE = 112
"""px of the short side of the small drawing that is shown first."""
LEAST_SIDE = 64
"""px: below it outlines fall apart; smaller pictures are drawn at this size and scaled down."""
WIDEST_ASPECT = 3.5
"""Layouts are composed up to here; longer strips are cut out of one of this shape."""
CUT_AT = 0.58
"""Where the middle of that cut lies, as a share of the height (or width): the hero stands there."""


class Onlooker(Protocol):
    def laid(self, canvas: Canvas, part: Canvas, area: int) -> None:
        """A shape of `area` px was laid on `part`: the canvas, or a part that is drawn apart."""

    def drawn(self, canvas: Canvas) -> None:
        """All is laid; the finish comes next."""


def text_to_image(request: GenerationRequest, show: Show) -> Output:
    """The same arguments make the same bytes."""
    plan = make_plan(request.prompt, request.seed)
    return draw(plan, request.width, request.height, show)


def draw(plan: Plan, width: int, height: int, show: Show) -> Output:
    image, layout = draw_shown(plan, width, height, show)
    return Output(image, {"layout": layout, **plan.facts()})


def draw_shown(
    plan: Plan,
    width: int,
    height: int,
    show: Show,
    *,
    dress: Callable[[Bytes], Bytes] | None = None,
    stages: Sequence[float] = STAGES,
) -> tuple[Bytes, str]:
    """As `draw_plan`, showing how it develops. dress: what is made of a preview first."""
    shrink = min(1.0, PREVIEW_SIDE / max(width, height))
    size = max(1, round(width * shrink)), max(1, round(height * shrink))
    shown_drawn = _composed(*size)[1]

    def frame(preview: Bytes) -> Bytes:
        cut = _cut(resized(preview, *shown_drawn), *size)
        return cut if dress is None else dress(cut)

    def late(unfinished: Bytes) -> None:
        show(COARSE_SHARE / 4, frame(softened(unfinished, 0.06)))

    coarse = CoarseLook(late)
    scale = min(1.0, COARSE_SIDE / min(width, height))
    small_size = max(1, round(width * scale)), max(1, round(height * scale))
    small, _ = _draw(plan, *_composed(*small_size)[0], coarse)
    developing = Developing(show, coarse, small, shown_drawn, frame=frame, stages=stages)
    developing.begin()
    return draw_plan(plan, width, height, developing)


def draw_plan(
    plan: Plan, width: int, height: int, onlooker: Onlooker | None = None
) -> tuple[Bytes, str]:
    """-> (height, width, 3) uint8 sRGB and the name of the layout, for any size from 1 x 1."""
    drawn_size, whole = _composed(width, height)
    drawn, layout = _draw(plan, *drawn_size, onlooker)
    if drawn_size != whole:
        drawn = np.asarray(cv2.resize(drawn, whole, interpolation=cv2.INTER_AREA), np.uint8)
    return _cut(drawn, width, height), layout


def _composed(width: int, height: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The size that is drawn, and the one it is then scaled to, of which the picture is cut: of a
    shape and size that can be composed."""
    long_side = min(max(width, height), round(min(width, height) * WIDEST_ASPECT))
    if long_side == max(width, height) and min(width, height) >= LEAST_SIDE:
        return (width, height), (width, height)
    whole = max(width, round(height / WIDEST_ASPECT)), max(height, round(width / WIDEST_ASPECT))
    scale = max(1.0, LEAST_SIDE / min(whole))
    return (round(whole[0] * scale), round(whole[1] * scale)), whole


def _cut(image: Bytes, width: int, height: int) -> Bytes:
    x = round((image.shape[1] - width) * 0.5)
    y = round((image.shape[0] - height) * CUT_AT)
    return np.ascontiguousarray(image[y : y + height, x : x + width])


def _draw(
    plan: Plan, width: int, height: int, onlooker: Onlooker | None = None
) -> tuple[Bytes, str]:
    brief, rng, palette = plan.brief, plan.rng, plan.palette
    canvas = Canvas(
        width, height, plan.style, plan.light, palette.paper, palette.dark, rng.fork("canvas")
    )
    if onlooker is not None:
        canvas.watch = partial(onlooker.laid, canvas)
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
    if onlooker is not None:
        onlooker.drawn(canvas)
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
