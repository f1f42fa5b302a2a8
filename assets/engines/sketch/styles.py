"""How a picture is made to look (`Style`) and how it is lit (`Light`)."""

from dataclasses import dataclass, field

import numpy as np

from assets.engines.sketch.arrays import FloatArray64
from assets.engines.sketch.colour import Colour


@dataclass(frozen=True)
class Style:
    """One way of laying colour. Lengths are in units of the picture's short side.

    shade: how tones are laid: "grain", "cel", "smooth" or "flat". line: outline width, 0 for none.
    lift: drop shadow of cut paper. edge: darkening at the rim of a watercolour wash, 0 to 1.
    inflate: every shape becomes a pillow (clay). wobble: tremble of the hand. grain: of the sheet.
    """

    name: str
    shade: str
    line: float = 0.0
    lift: float = 0.0
    edge: float = 0.0
    inflate: bool = False
    wobble: float = 0.0
    grain: float = 0.035


STYLES = {
    "flat": Style("flat", "cel", grain=0.012),
    "gouache": Style("gouache", "grain", wobble=0.0014, grain=0.035),
    "grainy": Style("grainy", "grain", wobble=0.0004, grain=0.05),
    "watercolour": Style("watercolour", "smooth", edge=0.5, wobble=0.003, grain=0.02),
    "line": Style("line", "flat", line=0.0042, wobble=0.0016, grain=0.015),
    "riso": Style("riso", "grain", wobble=0.0005, grain=0.0),
    "paper": Style("paper", "flat", lift=0.014, wobble=0.0006, grain=0.02),
    "clay": Style("clay", "smooth", inflate=True, grain=0.008),
    "soft3d": Style("soft3d", "smooth", grain=0.014),
}


@dataclass(frozen=True)
class Light:
    """One light. `direction` points from the subject to it (x right, y down, z to the viewer).

    side: -1 from the left, 1 from the right. elev: height, 0.3 (low sun) to 1.1 (overhead).
    warm, shade: sRGB of lit and of shaded surfaces. power: 0 (none) to 1.4 (hard).
    soft: blur of cast shadows, units of the short side.
    """

    side: int = -1
    elev: float = 0.9
    warm: Colour = (1, 0.96, 0.88)
    shade: Colour = (0.25, 0.2, 0.42)
    power: float = 1.0
    soft: float = 0.02
    night: bool = False
    back: bool = False
    name: str = "day"
    direction: FloatArray64 = field(init=False, compare=False)

    def __post_init__(self) -> None:
        v = np.array([self.side * 0.75, -self.elev, -0.25 if self.back else 0.75])
        object.__setattr__(self, "direction", v / np.linalg.norm(v))
