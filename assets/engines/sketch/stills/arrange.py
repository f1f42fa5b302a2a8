"""Which things stand in a still life, in which colours, and where."""

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import Colour, from_lch
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.subjects.catalogue import build
from assets.engines.sketch.subjects.parts import Kit, Placed, Thing
from assets.engines.sketch.subjects.stage import cast, draw
from assets.engines.sketch.words import Brief, Subject

ANIMAL = {"cat", "dog", "bird", "fish"}

COMPANIONS = {
    "mug": ["book", "orange", "vase", "plant", "pear", "lemon"],
    "teapot": ["mug", "lemon", "vase"],
    "bottle": ["lemon", "vase", "orange", "pear", "jar"],
    "jar": ["lemon", "plant", "box", "vase"],
    "perfume": ["box", "vase", "vase", "bottle"],
    "can": ["lemon", "orange", "can"],
    "bowl": ["lemon", "pear", "vase", "mug"],
    "vase": ["book", "pear", "mug", "lemon"],
    "plant": ["mug", "book", "jar"],
    "book": ["mug", "vase", "plant", "apple"],
    "laptop": ["mug", "plant", "book"],
    "phone": ["mug", "plant"],
    "lamp": ["book", "vase", "mug"],
    "box": ["box", "vase", "jar"],
    "fruit": ["bowl", "vase", "pear"],
    "apple": ["pear", "apple", "bottle"],
    "orange": ["orange", "jar", "vase"],
    "lemon": ["lemon", "bottle", "vase"],
    "pear": ["apple", "pear", "vase"],
    "banana": ["orange", "bowl", "mug"],
    "camera": ["book", "plant"],
    "watch": ["box"],
    "headphones": ["book", "plant"],
    "sneaker": ["box"],
    "bag": ["vase", "book"],
}


def kit_for(
    rng: Rng,
    palette: Palette,
    brief: Brief,
    subj: Subject | None,
    ground: Colour | list[Colour],
    e: float,
    n: int = 0,
) -> Kit:
    """Colours for one subject so that it reads on what is behind it."""
    col = subj.colour if subj is not None else None
    if col is None:
        cand = (
            rng.shuffle(["main", "accent", "accent2", "ground"])
            if n == 0
            else rng.shuffle(["accent2", "main", "accent", "ground", "wall"])
        )
        if n == 0 and rng.chance(0.3):
            cand = ["main"] + cand
        col = palette.against(ground, *cand)
    c2 = palette.against(col, *rng.shuffle(["accent", "accent2", "main", "ground"]))
    deco = (
        next((p for p in brief.pattern if p in ("stripes", "dots", "checks")), "") if n == 0 else ""
    )
    return Kit(
        rng,
        palette,
        col,
        c2,
        palette.dark,
        palette.paper,
        e,
        deco,
        subj.word if subj is not None else "",
    )


def group(
    brief: Brief,
    rng: Rng,
    palette: Palette,
    wall: Colour | list[Colour],
    e: float,
    with_props: bool,
    big: bool,
) -> list[tuple[Thing, str]]:
    """Things of the picture: the named ones first (the hero leads), then sensible companions."""
    out = []
    for n, s in enumerate(
        [s for s in brief.subjects if s.name not in ("figure", "house", "boat", "tree")][:5]
    ):
        for c in range(min(s.count, 5)):
            k = kit_for(rng.fork(f"s{n}.{c}"), palette, brief, s, wall, e, n + c)
            out.append((build(s.name, k), s.name))
    if with_props and not big and len(out) == 1:
        for j in range(rng.weighted({0: 2.2, 1: 4, 2: 2})):
            nm = rng.pick(COMPANIONS.get(out[0][1], ["vase", "book", "pear"]))
            k = kit_for(rng.fork(f"p{j}"), palette, brief, None, wall, e, 1 + j)
            out.append((build(nm, k), "+" + nm))
    return out


def lineup(
    canvas: Canvas,
    rng: Rng,
    things: list[tuple[Thing, str]],
    cx: float,
    y: float,
    width: float,
    height: float,
    e: float,
    anchor: float = 0.5,
) -> list[Placed]:
    """Things on one ground line: the hero at `cx`, companions left and right, a little behind
    or before it."""
    hero = things[0][0]
    fac = [
        (0.74 if n[1:] in ("pear", "orange") else 0.86)
        if n.startswith("+")
        and n[1:] in ("pear", "orange", "apple", "lemon", "box", "book")
        and things[0][1]
        not in ("fruit", "lemon", "apple", "orange", "pear", "banana", "sneaker", "bag")
        else 1.0
        for _, n in things
    ]
    big = max(o.h * f for (o, _), f in zip(things, fac, strict=True))
    s = min(height / max(hero.h, big * 0.72), height / big)
    if len(things) == 1:
        lo, hi = hero.box()
        s = min(s, width / (hi[0] - lo[0]))
        lo, hi = hero.box()
        return [(hero, cx - s * (lo[0] + hi[0]) / 2 * 0.6, y, s)]
    order = [0]
    side = rng.sign()
    for j in range(1, len(things)):
        if side > 0:
            order.append(j)
        else:
            order.insert(0, j)
        side = -side if rng.chance(0.75) else side
    ext = [(things[j][0].box()[0][0] * fac[j], things[j][0].box()[1][0] * fac[j]) for j in order]
    gaps = [rng.between(0.02, 0.16) for _ in order]
    total = sum(b - a for a, b in ext) + sum(gaps[1:])
    s = min(s, width / total)
    xs, x = [], 0.0
    for j, (a, b) in enumerate(ext):
        x += gaps[j] if j else 0
        xs.append(x - a)
        x += b - a
    h = order.index(0)
    off = -total / 2 * (1 - anchor) - xs[h] * anchor
    off = -total / 2 if len(things) > 2 else off
    res = []
    for j, k in enumerate(order):
        dy = 0 if k == 0 else rng.between(-0.12, 0.1) * e * 2.5
        res.append((things[k][0], cx + (off + xs[j]) * s, y + dy * s, s * fac[k]))
    return sorted(res, key=lambda t: t[2])


def place_all(canvas: Canvas, rng: Rng, items: list[Placed], e: float, floor: bool = True) -> None:
    for thing, x, y, s in items:
        if floor:
            cast(canvas, thing, x, y, s, e)
    for thing, x, y, s in items:
        draw(canvas, thing, x, y, s)
        if thing.name == "lamp" and (canvas.light.night or canvas.light.name == "golden"):
            warm = from_lch(0.9, 0.12, 80)
            canvas.glow(x, y - thing.h * s * 0.72, 0.85, warm, 0.5)
            canvas.glow(x, y - thing.h * s * 0.72, 0.3, warm, 0.45)
            canvas.glow(x, y, 0.5, warm, 0.25)


def hero_x(brief: Brief, rng: Rng, canvas: Canvas) -> float:
    if "space_left" in brief.layout:
        return canvas.W * 0.7
    if "space_right" in brief.layout:
        return canvas.W * 0.3
    if "centre" in brief.layout:
        return canvas.W * 0.5
    if "thirds" in brief.layout:
        return canvas.W * rng.pick([1 / 3, 2 / 3])
    return canvas.W * rng.weighted({0.5: 3, 0.38: 1.5, 0.62: 1.5, 0.33: 0.8, 0.67: 0.8})


def keep_in(items: list[Placed], canvas: Canvas, m: float = 0.05) -> list[Placed]:
    """Slide and shrink a group so that its outline keeps a margin."""
    lo = min(x + thing.box()[0][0] * s for thing, x, y, s in items)
    hi = max(x + thing.box()[1][0] * s for thing, x, y, s in items)
    if hi - lo > canvas.W - 2 * m:
        k = (canvas.W - 2 * m) / (hi - lo)
        c = (lo + hi) / 2
        items = [(thing, canvas.W / 2 + (x - c) * k, y, s * k) for thing, x, y, s in items]
    else:
        d = max(0, m - lo) - max(0, hi - (canvas.W - m))
        items = [(thing, x + d, y, s) for thing, x, y, s in items]
    top = min(y + thing.box()[0][1] * s for thing, x, y, s in items)
    if top < m:
        yy = max(y for _, _, y, _ in items)
        k = (yy - m) / max(0.05, yy - top)
        c = sum(x for _, x, _, _ in items) / len(items)
        items = [(thing, c + (x - c) * k, yy + (y - yy) * k, s * k) for thing, x, y, s in items]
    return items
