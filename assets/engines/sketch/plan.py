"""What a draft will be, decided before anything is drawn: cheap, and what the facts tell."""

from dataclasses import dataclass, replace

from assets.engines.sketch import words
from assets.engines.sketch.colour import Colour, adjust, from_lch, mix, to_lch
from assets.engines.sketch.palette import Palette, lit, make
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.styles import STYLES, Light, Style

VERSION = "sketch-3"
"""Changes whenever the same request makes another picture; part of every stream of chance."""

# elev, warm, shade, power, soft (see Light); the first one wins when words name several.
LIGHTS: dict[str, tuple[float, Colour, Colour, float, float]] = {
    "neon": (0.6, (1, 0.5, 0.85), (0.1, 0.12, 0.35), 1.0, 0.02),
    "night": (0.7, (0.75, 0.82, 1), (0.08, 0.09, 0.22), 0.8, 0.03),
    "golden": (0.42, (1, 0.82, 0.55), (0.38, 0.2, 0.34), 1.15, 0.012),
    "backlit": (0.5, (1, 0.92, 0.75), (0.3, 0.24, 0.42), 1.1, 0.016),
    "morning": (0.6, (1, 0.93, 0.78), (0.36, 0.3, 0.48), 1.1, 0.014),
    "window": (0.6, (1, 0.95, 0.84), (0.32, 0.28, 0.44), 1.1, 0.012),
    "soft": (1.0, (1, 0.985, 0.96), (0.42, 0.4, 0.48), 0.55, 0.04),
    "studio": (0.95, (1, 1, 1), (0.32, 0.3, 0.4), 0.8, 0.03),
    "day": (0.8, (1, 0.97, 0.9), (0.3, 0.27, 0.42), 1.0, 0.014),
}
UNSAID_LIGHT = {"day": 3, "soft": 2, "golden": 1, "studio": 1.4, "morning": 1}
UNSAID_STYLE = {
    "gouache": 4,
    "grainy": 3.2,
    "flat": 1.3,
    "paper": 1.3,
    "riso": 1.1,
    "watercolour": 0.8,
    "soft3d": 1.8,
    "line": 0.7,
}
# Asked for by these words, drawn as their nearest kin.
STYLE_KIN = {"cut": "riso", "iso": "flat"}


@dataclass(frozen=True)
class Plan:
    brief: words.Brief
    rng: Rng
    style: Style
    light: Light
    palette: Palette

    def facts(self) -> dict[str, object]:
        """Plain JSON values: what was understood, and what was chosen by chance."""
        return {
            "kind": self.brief.kind,
            "style": self.style.name,
            "light": self.light.name,
            "palette": {"name": self.palette.name, "colours": self.palette.codes()},
            "understood": self.brief.understood,
            "not_understood": self.brief.unknown,
        }


def make_plan(prompt: str, seed: int, brand: tuple[Colour, ...] = ()) -> Plan:
    """brand: colours that win over those of the prompt."""
    brief = words.parse(prompt)
    rng = Rng(VERSION, brief.key, seed)
    style = _style(brief, rng.fork("style"))
    light = _light(brief, rng.fork("light"))
    palette = make(brief, rng.fork("palette"), brand)
    if brief.kind in ("still", "portrait"):
        palette = _under(light, palette, rng)
    if style.name == "line":
        palette = _pale(palette)
        light = replace(light, power=light.power * 0.55)
    return Plan(brief, rng, style, light, palette)


def _light(brief: words.Brief, rng: Rng) -> Light:
    """The words choose the light; the seed its side and height."""
    side = rng.sign()
    name = next((n for n in LIGHTS if n in brief.light), None) or rng.weighted(UNSAID_LIGHT)
    elev, warm, shade, power, soft = LIGHTS[name]
    return Light(
        side=side,
        elev=elev + rng.between(-0.08, 0.12),
        warm=warm,
        shade=shade,
        power=power,
        soft=soft,
        night=name in ("night", "neon"),
        back=name == "backlit",
        name=name,
    )


def _style(brief: words.Brief, rng: Rng) -> Style:
    if brief.style:
        return STYLES[STYLE_KIN.get(brief.style[0], brief.style[0])]
    return STYLES[rng.weighted(UNSAID_STYLE)]


def _under(light: Light, palette: Palette, rng: Rng) -> Palette:
    """The palette of a room as it looks under this light."""
    if light.name == "golden":
        return lit(palette, (1, 0.72, 0.4), 0.8)
    if light.name == "morning" and rng.fork("m").chance(0.6):
        return lit(palette, (1, 0.9, 0.7), 0.5)
    if not light.night:
        return palette
    deep = from_lch(0.24, 0.06, 275) if light.name == "night" else from_lch(0.22, 0.11, 300)
    dark = {"wall": 0.72, "ground": 0.62, "paper": 0.12, "main": 0.22, "accent": 0.12}
    dark["accent2"] = 0.275
    palette = palette.with_roles({r: mix(getattr(palette, r), deep, t) for r, t in dark.items()})
    if light.name == "neon":
        signs = {"accent": from_lch(0.7, 0.22, 350), "accent2": from_lch(0.8, 0.14, 200)}
        palette = palette.with_roles(signs)
    return palette


def _pale(palette: Palette) -> Palette:
    """For line drawings: tints of the paper, so that the line carries the picture."""
    paper = adjust(palette.paper, dL=0.01)
    return palette.with_roles(
        {
            "wall": mix(paper, palette.wall, 0.16),
            "ground": mix(paper, palette.ground, 0.22),
            "main": mix(paper, palette.main, 0.5),
            "accent2": mix(paper, palette.accent2, 0.5),
            "accent": adjust(palette.accent, L=max(0.66, to_lch(palette.accent)[0])),
            "paper": paper,
        }
    )
