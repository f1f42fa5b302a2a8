"""Palettes: hand-mixed cards of seven colours and OKLCH schemes, bent by the words of the brief."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assets.engines.sketch.colour import (
    Colour,
    adjust,
    contrast,
    from_hex,
    from_lch,
    hue_towards,
    mix,
    to_lch,
)
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.words import Brief

# name: paper wall ground main accent accent2 dark ; tags
CARDS = [
    ("clay sage", "f5ebdd ecd8c2 c67a54 f3e8d8 8a9a78 34504c 2c2421", "earthy calm warm"),
    ("cobalt marigold", "f7f1e3 2f55a4 f0b545 f7f1e3 e4623c 93b9dd 182548", "bold playful retro"),
    ("blush forest", "f9eee7 f0c6ba 245a4b fbf0e6 d8694a e9a88f 17332d", "calm luxury fresh"),
    ("plum mustard", "f6ecdc 71365a d99f37 f4e3cd e27d60 b9849e 2f1728", "retro bold luxury"),
    ("mint coral", "f7f5ea b5dccb f27f66 fdf6ea 2f7f79 f6c667 1f3f41", "playful pastel fresh"),
    ("ink cream", "f7f2e8 e8e0d1 3b3d40 f7f2e8 c9503a a6a08f 22242a", "minimal calm"),
    ("lilac tangerine", "f8f1f2 c9b5e2 f08a41 fdf4ea 6650a2 f6cf73 2c2149", "playful bold pastel"),
    ("sky butter", "fbf6e7 a9d0e8 f4d98a fffaf0 e9785b 4379ab 20405f", "fresh pastel calm"),
    ("olive pink", "f6efe1 e9aeb0 727a3e f8eedf b1452f d9c27a 2e3219", "retro earthy"),
    ("teal peach", "fbf0e4 1f6d74 f5b993 fcefe0 e8684f 8cc4bd 10393f", "bold retro"),
    ("cherry powder", "f8f3ee bcd3e2 b92f3b fbf6f0 e98f8b 33557d 231f33", "bold fresh retro"),
    ("sand charcoal", "f3ece0 d9c8ae 4a4a4b f4ede1 b9774a 8d9a94 25262a", "minimal luxury earthy"),
    ("aubergine apricot", "f9ecdd f3b384 4d2747 fbeedd d85b4a e9cf9f 2a1429", "luxury moody bold"),
    ("matcha cocoa", "f4f0df c3cf9d 6d4a35 f6f0e0 e3a25a 55764a 2e2019", "earthy calm"),
    (
        "ultramarine vermilion",
        "f4eddc e9dfc8 2b3fa6 f4eddc e2472f f2bd3a 1c1c24",
        "bold playful retro",
    ),
    (
        "periwinkle lemon",
        "faf7ea a7b1e6 f4df6a fffbef ef7c8e 4b52ad 23275a",
        "playful pastel fresh",
    ),
    ("rust fog", "f1ece5 c4cdd0 a84f30 f4ede4 e1a36f 4d6570 222c33", "moody earthy calm"),
    ("emerald brass", "f4eddd 14524a c79f52 f6efdf e6cdb0 3a8272 0c2f2b", "luxury moody"),
    ("navy rose", "f8efe9 25375f e3a6a0 f9eee6 d96459 8ea3c4 141d38", "luxury moody calm"),
    ("tomato mint", "faf4e8 e5533d bfe0cf fbf4e8 f3bf52 2f6d62 2b1a1b", "bold playful"),
    ("oat indigo", "f7f2e7 e7dac2 3d4585 f8f2e6 d5825c a5add4 1d2145", "calm minimal"),
    ("peach dusk", "fbeee4 f6c3ab 80609a fdf1e6 e8705f f3d69c 39284f", "pastel calm warm"),
    ("sea glass", "f4f4ea b9d9d2 3f7f8c f8f6ea eaa274 80b29c 1c3f49", "fresh calm"),
    ("saffron teal", "f8f0de e8a53a 1d666b f9f0df c8452f f3d596 123538", "retro bold warm"),
    ("mono clay", "f5ece3 dfb39b b96f51 f7ede2 8a4733 eed5c3 3a1f19", "minimal earthy calm"),
    ("mono blue", "f1f4f6 b6cbdd 567fa8 f6f7f6 2c4c77 dfe7ec 16263f", "minimal calm moody"),
    ("bubblegum grass", "fdf3ee f6a6c0 3f9b62 fff5ea f4cf47 e4573f 1d3f35", "playful bold"),
    ("noir gold", "efe7d8 23242b 3a3638 efe4cf c9a05a 7e3b39 131418", "luxury moody bold"),
    ("grey lilac", "f5f3f2 d3cedb 9f97b5 f7f4f2 e6a58c 6b6a93 2b2a40", "minimal pastel calm"),
    ("sun clay", "fcf1dc f4cf7e d6653f fdf2df 3f6f86 f0a566 3b2420", "warm fresh playful"),
]


ROLES = ("paper", "wall", "ground", "main", "accent", "accent2", "dark")


@dataclass(frozen=True)
class Palette:
    """Seven roles, each an sRGB tuple. `name` is for lineage."""

    name: str
    paper: Colour
    wall: Colour
    ground: Colour
    main: Colour
    accent: Colour
    accent2: Colour
    dark: Colour

    def all(self) -> list[Colour]:
        return [getattr(self, r) for r in ROLES]

    def map(self, f: Callable[[Colour], Colour]) -> "Palette":
        return self.with_roles({r: f(getattr(self, r)) for r in ROLES})

    def codes(self) -> list[str]:
        """The roles as "#rrggbb"."""
        return ["#" + "".join(f"{round(v * 255):02x}" for v in colour) for colour in self.all()]

    def with_roles(self, colours: dict[str, Colour]) -> "Palette":
        return Palette(self.name, **{r: colours.get(r, getattr(self, r)) for r in ROLES})

    def against(self, ground: Colour | list[Colour], *prefer: str | Colour) -> Colour:
        """The first preferred colour (or role) that reads on `ground`, one colour or several;
        else the one that reads best."""
        gs = ground if isinstance(ground, list) else [ground]

        def reads(c: Colour) -> float:
            return min(contrast(c, g) for g in gs)

        cand = [getattr(self, p) if isinstance(p, str) else p for p in prefer] or self.all()
        for c in cand:
            if reads(c) > 0.2:
                return c
        return max(cand + self.all(), key=reads)


def _card(row: tuple[str, str, str]) -> Palette:
    return Palette(row[0], *(from_hex(h) for h in row[1].split()))


def scheme(rng: Rng, h0: float | None = None, C: float = 0.11) -> Palette:
    h = rng.between(0, 360) if h0 is None else h0
    kind = rng.pick(["analog", "comp", "split", "triad", "warmcool", "mono"])
    d = {
        "analog": (32, -30, 60),
        "comp": (180, 20, 200),
        "split": (150, 210, 30),
        "triad": (120, 240, 20),
        "warmcool": (165, -25, 40),
        "mono": (6, -8, 180),
    }[kind]
    dark_wall = rng.chance(0.25)
    return Palette(
        f"{kind} {h:.0f}",
        from_lch(0.955, 0.018, h + 40),
        from_lch(*((0.42, C * 0.9, h) if dark_wall else (rng.between(0.8, 0.89), C * 0.55, h))),
        from_lch(rng.between(0.5, 0.72), C * 1.05, h + d[0]),
        from_lch(0.94, 0.025, h + 60),
        from_lch(rng.between(0.58, 0.7), C * 1.45, h + d[1]),
        from_lch(rng.between(0.7, 0.84), C, h + d[2]),
        from_lch(0.26, 0.045, h + d[0] / 3),
    )


def make(brief: Brief, rng: Rng, brand: Sequence[Colour] = ()) -> Palette:
    """Palette for one draft. Brand colours win over prompt colours, prompt colours over cards."""
    fixed = list(brand)
    mood = set(brief.mood)
    if "golden" in brief.light:
        mood.add("warm")
    if fixed:
        fixed = sorted(fixed, key=lambda c: to_lch(c)[0])
        if len(fixed) >= 4:
            k = rng.integer(0, 2)
            mids = fixed[1:-1]
            mids = mids[k % len(mids) :] + mids[: k % len(mids)]
            pal = Palette(
                "brand",
                adjust(fixed[-1], L=max(0.93, to_lch(fixed[-1])[0]), kC=0.5),
                mids[0],
                mids[1 % len(mids)],
                fixed[-1],
                mids[2 % len(mids)] if len(mids) > 2 else fixed[0],
                mids[-1] if len(mids) > 3 else mix(mids[0], fixed[-1], 0.5),
                fixed[0],
            )
        else:
            b = fixed[rng.integer(0, len(fixed) - 1)]
            pal = replace(
                scheme(rng, to_lch(b)[2], max(0.05, min(0.16, to_lch(b)[1]))), name="brand"
            )
            roles = rng.shuffle(["accent", "ground", "wall"])
            pal = pal.with_roles(dict(zip(roles, fixed, strict=False)))
    elif rng.chance(0.78 if not brief.colours else 0.5):
        cards = [(c, 1 + 5 * len(mood & set(c[2].split()))) for c in CARDS]
        pal = _card(rng.weighted(cards))
        turn = rng.between(-9, 9)
        pal = pal.map(lambda c: adjust(c, dh=turn))
    else:
        C = 0.11 * (
            1.35
            if mood & {"bold", "playful"}
            else 0.6
            if mood & {"minimal", "calm", "luxury"}
            else 1
        )
        h = (
            to_lch(brief.colours[0])[2] + rng.pick([0, 0, 180, 30, -30])
            if brief.colours and to_lch(brief.colours[0])[1] > 0.03
            else None
        )
        pal = scheme(rng, h, C)
    if brief.colours and not fixed:
        bound = {s.colour for s in brief.subjects if s.colour}
        loose = [c for c in brief.colours if c not in bound]
        roles = ["wall", "accent", "ground"] if rng.chance(0.6) else ["accent", "wall", "accent2"]
        if brief.kind in ("pattern", "abstract"):
            roles = ["wall", "accent", "ground", "accent2"]
        pal = pal.with_roles(dict(zip(roles, loose, strict=False)))
        if bound:
            pal = replace(pal, accent=adjust(next(iter(sorted(bound))), dL=0.02))
    if not fixed:
        if "pastel" in mood:
            pal = replace(
                pal.map(lambda c: adjust(c, L=0.62 + 0.36 * to_lch(c)[0], kC=0.72)),
                dark=adjust(pal.dark, L=0.42),
            )
        if "minimal" in mood:
            pal = replace(
                pal, wall=adjust(pal.wall, dL=0.05, kC=0.55), ground=adjust(pal.ground, kC=0.75)
            )
        if "bold" in mood:
            pal = pal.map(lambda c: adjust(c, kC=1.22))
        if "luxury" in mood:
            pal = pal.map(lambda c: adjust(c, dL=-0.035, kC=0.85))
        if "retro" in mood:
            pal = pal.map(lambda c: adjust(mix(c, from_hex("d9a860"), 0.12), kC=1.02))
        if "moody" in mood:
            pal = pal.map(lambda c: adjust(c, dL=-0.12 if to_lch(c)[0] > 0.4 else -0.03, kC=0.8))
    return pal


def lit(pal: Palette, warm: Colour, amount: float) -> Palette:
    """Whole palette seen under coloured light."""
    h = to_lch(warm)[2]

    def f(c: Colour) -> Colour:
        L, C, hh = to_lch(c)
        return mix(from_lch(L, C, hue_towards(hh, h, amount * 0.2)), warm, amount * 0.16)

    return pal.map(f)
