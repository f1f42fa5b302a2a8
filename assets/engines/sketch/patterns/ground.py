"""What all patterns begin with."""

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import Colour, contrast
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng


def background(canvas: Canvas, c: Colour) -> None:
    canvas.box(-0.1, -0.1, canvas.W + 0.2, canvas.H + 0.2, c, line=False, lift=0)


def contrasting(rng: Rng, palette: Palette, bg: Colour, n: int = 4) -> list[Colour]:
    cs = [
        c
        for c in rng.shuffle(
            [
                palette.wall,
                palette.ground,
                palette.accent,
                palette.accent2,
                palette.main,
                palette.dark,
                palette.paper,
            ]
        )
        if contrast(c, bg) > 0.13
    ]
    return cs[:n]
