"""Choose the layout of a still life."""

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.stills.arrange import ANIMAL
from assets.engines.sketch.stills.display import grid, shelf
from assets.engines.sketch.stills.flatlay import flatlay
from assets.engines.sketch.stills.outdoors import animal, outdoor
from assets.engines.sketch.stills.poster import blocks
from assets.engines.sketch.stills.room import room
from assets.engines.sketch.stills.studio import studio
from assets.engines.sketch.stills.table import table
from assets.engines.sketch.words import Brief

BIG = {"chair", "sofa", "lamp", "bag"}


def still(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> str:
    """Choose a layout from the words and the seed."""
    names = [s.name for s in brief.subjects]
    L = set(brief.layout)
    if brief.subjects[0].name in ANIMAL and not (L or brief.place or brief.surface):
        animal(canvas, brief, rng, palette)
        return "animal"
    w = {table: 4.2, studio: 2.4, blocks: 1.8, flatlay: 1.5, grid: 0.8, shelf: 0.9, outdoor: 0}
    if "top" in L:
        w = {flatlay: 1}
    elif "grid_of" in L or "shelf" in brief.place:
        w = {shelf: 3, grid: 1.2 if "shelf" not in brief.place else 0}
    elif "poster" in L:
        w = {blocks: 4, studio: 1.5, grid: 0.8}
    elif "podium" in brief.place or "studio" in brief.light:
        w = {studio: 1}
    elif "table" in brief.place or brief.surface:
        w = {table: 6, flatlay: 1.9, shelf: 0.6, studio: 0.6, blocks: 0.7, grid: 0.35}
    elif brief.scenes and "room" not in brief.scenes:
        w = {outdoor: 4, table: 1.6}
    elif L & {"close", "centre", "space_left", "space_right", "thirds"}:
        w = {table: 3, studio: 2, blocks: 1.5}
    if set(names) & BIG:
        w = {k: v for k, v in w.items() if k not in (flatlay, shelf)} or {studio: 1, table: 1}
        if "bag" not in names:
            w = {room: 4, studio: 1.6, blocks: 1, outdoor: 2 if set(brief.scenes) - {"room"} else 0}
    if "car" in names:
        w = {outdoor: 2, blocks: 2, studio: 1}
    f = rng.weighted(w)
    f(canvas, brief, rng, palette)
    return f.__name__
