"""Choose a pattern."""

from collections.abc import Callable

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.patterns.artprint import abstract
from assets.engines.sketch.patterns.botanical import leaves, matisse
from assets.engines.sketch.patterns.repeats import checks, dots, grid_lines, stripes, waves
from assets.engines.sketch.patterns.scatter import scatter
from assets.engines.sketch.patterns.shapes import bauhaus, memphis, mesh, terrazzo
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.words import Brief

REPEATS: dict[str, Callable[[Canvas, Rng, Palette], None]] = {
    "stripes": stripes,
    "dots": dots,
    "checks": checks,
    "waves": waves,
    "leaves": leaves,
    "terrazzo": terrazzo,
    "bauhaus": bauhaus,
    "memphis": memphis,
    "grid": grid_lines,
    "mesh": mesh,
    "matisse": matisse,
}


def pattern(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> str:
    subj = [s for s in brief.subjects if s.name not in ("portrait",)]
    kinds = list(brief.pattern)
    if subj and not kinds:
        scatter(canvas, rng, palette, brief, subj)
        return "scatter"
    k = (
        rng.pick(kinds)
        if kinds
        else rng.pick(
            [
                "waves",
                "leaves",
                "terrazzo",
                "bauhaus",
                "memphis",
                "stripes",
                "dots",
                "checks",
                "matisse",
            ]
        )
    )
    if k == "bauhaus" and not brief.repeat:
        f = rng.pick([bauhaus, bauhaus, abstract])
        f(canvas, rng, palette)
        return f.__name__
    REPEATS[k](canvas, rng, palette)
    if subj:
        scatter(canvas, rng, palette, brief, subj, clear=False)
    return k
