"""Image to image: pictures as anchors of a new one.

An anchor that shows a composition, a subject or a character leads (the strongest one, if there are
several): followed closely it keeps its shapes and changes its surface, style and colours
(`restyle`); followed loosely it gives its masses of light and its colours to a new drawing
(`echo`). Never a cross-fade: those show ghosts. Anchors for colour or style give the palette;
without a leading one they give it to a drawing of the prompt.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from assets.engines.base import Output
from assets.engines.request import Anchor, AnchorRole, GenerationRequest
from assets.engines.sketch.arrays import Bytes, F, Field
from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.colour import Colour, oklab, unoklab
from assets.engines.sketch.draft import draw, draw_plan, draw_shown
from assets.engines.sketch.finish import finish, paper
from assets.engines.sketch.pixels import (
    bytes_of_lab,
    bytes_of_rgb,
    covering,
    lab_of_bytes,
    opaque,
    preview_of,
    repaint,
    resized,
    small_size,
    smooth,
    swatches,
)
from assets.engines.sketch.plan import Plan, make_plan
from assets.engines.sketch.show import Show, softened, within

LEADING = (AnchorRole.COMPOSITION, AnchorRole.SUBJECT, AnchorRole.CHARACTER)
LOOSE = 0.42
"""Anchor strength below which the picture is composed anew."""
SURFACE_MOST = 0.85
"""Greatest change of surface that leaves the shapes readable."""
ECHOES = 8
"""Small drafts tried for the one that is lit most like the anchor."""
ECHO_SIDE = 96
ECHO_FOUND = 0.4
"""Of the expected time: when the draft to be drawn is found."""
ECHO_STAGES = (0.0, 0.35, 0.7)
SHOWN_SHARES = (1 / 10, 1 / 6, 1 / 4, 2 / 5)
"""Of the side: the sizes in which a restyled anchor is shown, together a quarter of the work."""
FINISH_FROM, FINISH_WHOLE = 0.2, 0.5
"""Change of surface at which paper, ink and the tremble of the hand begin, and are all there."""
LIGHT_MAP = 12


@dataclass(frozen=True)
class Guidance:
    """lead: (H, W, 3) of the size asked for, or None. change: 0 (keep) to 1 (only a hint).

    colours: OKLab (n, 3) of the anchors that give the palette; empty where none does.
    """

    lead: Bytes | None
    change: float
    colours: Field


def image_to_image(request: GenerationRequest, show: Show) -> Output:
    """The same request makes the same bytes. An anchor of strength 1 alone, with no colour or
    style anchor, comes back with hardly a change."""
    guidance = read_anchors(request.anchors, request.width, request.height)
    plan = make_plan(request.prompt, request.seed, _brand(guidance.colours))
    if guidance.lead is None:
        return draw(plan, request.width, request.height, show)
    brief = plan.brief
    # With nothing named to draw there is nothing to compose: the anchor's shapes stay.
    names_something = bool(brief.subjects or brief.scenes or brief.repeat)
    keeps = 1 - guidance.change >= LOOSE or not names_something
    if keeps:
        image, layout = _restyled(guidance.lead, plan, guidance, show), "anchor"
    else:
        image, layout = echo(guidance.lead, plan, guidance.change, guidance.colours, show)
    return Output(image, {**plan.facts(), "layout": layout, "keeps_shapes": keeps})


def _restyled(lead: Bytes, plan: Plan, guidance: Guidance, show: Show) -> Bytes:
    """Shown in growing sizes, between the steps of the whole so that they come spread."""
    height, width = lead.shape[:2]
    change = SURFACE_MOST * min(1.0, guidance.change / (1 - LOOSE)) ** 0.75
    steps = list(enumerate(SHOWN_SHARES))

    def show_next() -> None:
        step, share = steps.pop(0)
        small = resized(lead, max(1, round(width * share)), max(1, round(height * share)))
        made = restyle(small, plan, change, guidance.colours)
        preview = resized(preview_of(made), *small_size(width, height))
        show(0.05 + 0.9 * step / len(SHOWN_SHARES), preview)

    show_next()
    made = restyle(lead, plan, change, guidance.colours, between=show_next)
    while steps:  # a copy of the anchor has no steps
        show_next()
    return made


def read_anchors(anchors: Sequence[Anchor], width: int, height: int) -> Guidance:
    leading = [a for a in anchors if a.role in LEADING]
    lead = max(leading, key=lambda a: a.strength, default=None)
    colouring = [a for a in anchors if a.role not in LEADING]
    if not colouring:
        colouring = [a for a in leading if a is not lead and a.strength > 0]
    return Guidance(
        lead=None if lead is None else covering(opaque(lead.image), width, height),
        change=1.0 if lead is None else 1 - lead.strength,
        colours=_shared_swatches(colouring),
    )


def _shared_swatches(anchors: Sequence[Anchor]) -> Field:
    """Six colours of one anchor; of several each gives as many as its strength is worth."""
    total = sum(a.strength for a in anchors)
    if total <= 0:
        return np.empty((0, 3), F)
    parts = []
    for anchor in sorted(anchors, key=lambda a: -a.strength):
        count = max(1, round(6 * anchor.strength / total))
        centres, shares = swatches(opaque(anchor.image))
        chosen = np.sort(np.argsort(-shares, kind="stable")[:count])
        parts.append(centres[chosen])
    return np.concatenate(parts)[:7].astype(F)


def _brand(colours: Field) -> tuple[Colour, ...]:
    return tuple((float(r), float(g), float(b)) for r, g, b in unoklab(colours))


def restyle(
    anchor: Bytes,
    plan: Plan,
    change: float,
    colours: Field,
    between: Callable[[], None] = lambda: None,
) -> Bytes:
    """The anchor's shapes in another surface, (H, W, 3). change: 0 (a copy) to 0.58.

    Shapes simplify, tones gather in bands, colours move to the palette, the light turns, and the
    style's line, ink and paper are laid over it. colours: OKLab (n, 3) to move to; where there
    are none, the plan's, and less far when the prompt named no colour. between: called three
    times on the way.
    """
    if change <= 0 and not len(colours):
        return anchor.copy()
    height, width = anchor.shape[:2]
    lab = lab_of_bytes(anchor)
    flat = _gather_tones(_simplify(lab, change), change)
    between()
    centres, _ = swatches(anchor)
    named = bool(plan.brief.colours or plan.brief.mood)
    amount = 0.85 if len(colours) else min(1.0, 1.6 * change) * (1.0 if named else 0.6)
    targets = colours if len(colours) else oklab(np.array(plan.palette.all(), F))
    picks = np.argmin(_unlike(centres, targets), 1)
    rgb = unoklab(repaint(flat, centres, targets[picks], amount))
    between()
    canvas = Canvas(
        width,
        height,
        plan.style,
        plan.light,
        plan.palette.paper,
        plan.palette.dark,
        plan.rng.fork("i2i"),
    )
    canvas.rgb = np.clip(_turn_light(rgb, plan, change), 0, 1).astype(F)
    if plan.style.line:
        fade = np.array(plan.palette.paper, F)
        canvas.rgb += (fade - canvas.rgb) * F(0.6 * min(1.0, change * 1.4))
    if plan.style.line or plan.style.edge:
        _draw_edges(canvas, lab, plan, change)
    between()
    if change < FINISH_FROM:
        return bytes_of_rgb(paper(canvas.rgb.copy(), canvas, 0.06 * change))
    finished = finish(canvas, plan.rng.fork("finish"), plan.palette)
    if plan.style.name == "riso" or change >= FINISH_WHOLE:
        return finished
    plain = bytes_of_rgb(canvas.rgb)
    share = (change - FINISH_FROM) / (FINISH_WHOLE - FINISH_FROM)
    return np.asarray(cv2.addWeighted(plain, 1 - share, finished, share, 0), np.uint8)


def _simplify(lab: Field, change: float) -> Field:
    height, width = lab.shape[:2]
    side = min(height, width)
    shrink = 2 if side > 700 else 1
    size = (max(1, width // shrink), max(1, height // shrink))
    small = np.asarray(cv2.resize(lab, size, interpolation=cv2.INTER_AREA), F)
    radius = max(1, int(side / shrink * 0.007 * (1 + 1.5 * change)))
    for _ in range(1 + int(change * 4)):
        small = smooth(small, radius, 0.0006 + 0.0016 * change)
    even = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), F)
    return np.asarray(lab + (even - lab) * F(min(1.0, 0.2 + 1.3 * change)), F)


def _gather_tones(lab: Field, change: float) -> Field:
    """Lightness in soft bands: 10 of them for a small change, 7 for a large one."""
    bands = 5 + 5 * (1 - change)
    lightness = lab[..., 0]
    t = lightness * bands - 0.5
    step = 1 / (1 + np.exp(-(t - np.floor(t) - 0.5) * 14))
    out = lab.copy()
    banded = (np.floor(t) + step + 0.5) / bands
    out[..., 0] = lightness + (banded - lightness) * F(0.75 * change)
    return out


def _unlike(a: Field, b: Field) -> Field:
    """(n, m): mostly by lightness, so that light stays light; the order breaks ties."""
    by_light = np.abs(a[:, None, 0] - b[None, :, 0]) * 1.6
    by_hue = 0.12 * np.linalg.norm(a[:, None, 1:] - b[None, :, 1:], axis=2)
    return np.asarray(by_light + by_hue + np.arange(len(b))[None] * 1e-4, F)


def _turn_light(rgb: Field, plan: Plan, change: float) -> Field:
    height, width = rgb.shape[:2]
    light = plan.light
    warm = np.array(light.warm, F)
    if light.night:
        # Night is dark and blue, but what was bright in the anchor still shines.
        bright = np.clip((rgb.max(-1, keepdims=True) - 0.75) * 3, 0, 0.6)
        dimmed = rgb * (1 + (warm * F(0.6) - 1) * F(min(1.0, 1.5 * change)))
        return np.asarray(dimmed + (rgb - dimmed) * bright, F)
    across = np.linspace(-0.5, 0.5, width, dtype=F)[None] * light.side
    down = np.linspace(-0.5, 0.5, height, dtype=F)[:, None]
    slope = (across - down * F(0.6))[..., None] * F(0.35 * change)
    tint = 1 + (warm - warm.mean()) * F(0.5 * change) if plan.brief.light else F(1)
    return np.asarray(rgb * (1 + slope * warm) * tint, F)


def _draw_edges(canvas: Canvas, lab: Field, plan: Plan, change: float) -> None:
    light = np.ascontiguousarray(lab[..., 0])
    fine = cv2.GaussianBlur(light, (0, 0), canvas.u * 0.0016 + 0.3)
    edge = cv2.GaussianBlur(fine, (0, 0), canvas.u * 0.004 + 0.6) - fine
    strength = min(1.0, change * 1.8) * (1.0 if plan.style.line else 0.45)
    ink = np.clip((edge - 0.008) * 34, 0, 1) * F(strength)
    canvas.rgb += (np.array(plan.palette.dark, F) - canvas.rgb) * ink[..., None].astype(F)


def echo(anchor: Bytes, plan: Plan, change: float, colours: Field, show: Show) -> tuple[Bytes, str]:
    """A new drawing of the prompt whose light and dark lie most like the anchor's, (H, W, 3).

    It wears the anchor's colours (or `colours`), which let go as `change` nears 1.
    """
    height, width = anchor.shape[:2]
    targets = colours if len(colours) else swatches(anchor)[0]
    hold = 0.9 if len(colours) else min(1.0, (1 - change) / LOOSE)

    def dressed(drawn: Bytes) -> Bytes:
        centres, _ = swatches(drawn)
        picks = np.argmin(_unlike(centres, targets), 1)
        return bytes_of_lab(repaint(lab_of_bytes(drawn), centres, targets[picks], hold))

    def turned(drawn: Bytes) -> Bytes:
        return np.ascontiguousarray(drawn[:, ::-1]) if mirrored else drawn

    # What is taken over: masses of light, and colours.
    show(0.02, softened(preview_of(anchor), 0.08))
    best, mirrored = _closest(anchor, plan)
    drawn, layout = draw_shown(
        best,
        width,
        height,
        within(show, ECHO_FOUND, 1.0),
        dress=lambda preview: dressed(turned(preview)),
        stages=ECHO_STAGES,
    )
    return dressed(turned(drawn)), layout


def _closest(anchor: Bytes, plan: Plan) -> tuple[Plan, bool]:
    """Of some drafts of the plan the one lit most like the anchor, and whether mirrored.

    They are always compared at one size, so that preview and picture agree.
    """
    wanted = _light_map(anchor)
    scale = ECHO_SIDE / min(anchor.shape[:2])
    size = (max(1, round(anchor.shape[1] * scale)), max(1, round(anchor.shape[0] * scale)))
    best, mirrored, score = plan, False, -9.0
    for j in range(ECHOES):
        candidate = replace(plan, rng=plan.rng.fork(f"echo {j}"))
        found = _light_map(draw_plan(candidate, *size)[0])
        for flip in (False, True):
            # Rounded, so that the last bit of a blur on another processor changes no choice.
            likeness = round(float((wanted * (found[:, ::-1] if flip else found)).mean()), 4)
            if likeness > score:
                best, mirrored, score = candidate, flip, likeness
    return best, mirrored


def _light_map(image: Bytes) -> Field:
    light = lab_of_bytes(resized(image, LIGHT_MAP, LIGHT_MAP))[..., 0]
    return np.asarray((light - light.mean()) / (light.std() + 1e-4), F)
