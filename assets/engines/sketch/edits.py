"""Inpaint and outpaint, step by step: each yields previews coarse to fine, then the picture."""

from collections.abc import Iterator

import cv2
import numpy as np

from assets.engines.base import EngineEvent, Output, Progress
from assets.engines.request import GenerationRequest
from assets.engines.sketch.arrays import Bytes, F, Flags
from assets.engines.sketch.draft import draw_with_previews, sharpening
from assets.engines.sketch.fill import LEVEL_EXTENSION, fill, rough_fill
from assets.engines.sketch.insert import insert_subject
from assets.engines.sketch.intent import Deed, Intent, draws_by_command, read_intent
from assets.engines.sketch.pixels import (
    bytes_of_lab,
    lab_of_bytes,
    opaque,
    preview_of,
    resized,
)
from assets.engines.sketch.plan import make_plan
from assets.engines.sketch.recolour import recolour
from assets.engines.sketch.subject import find_subject

WHOLE_STRENGTH = 0.75
"""From this strength on an edit is done whole; below it colours move a part of the way."""
SELECTED = 128
"""Of 255: from here on a px of the mask is regenerated."""
ROOM_LEAST = 0.18
"""Of the short side: a strip of new area narrower than this takes no subject."""


def inpaint(request: GenerationRequest) -> Iterator[EngineEvent]:
    """Outside the mask the result equals the source. strength 0 gives the source back."""
    source, area = _source_and_area(request)
    intent = read_intent(request.prompt)
    if request.strength <= 0 or not area.any():
        yield from _unchanged(source)
        return
    if area.all() and intent.deed in (Deed.FILL, Deed.DRAW):
        # Nothing remains to grow from: a whole new picture is what was asked for.
        plan = make_plan(request.prompt, request.seed)
        yield from draw_with_previews(plan, request.width, request.height)
        return
    facts = {"deed": intent.deed.value, **_words(intent)}
    if intent.deed in (Deed.RECOLOUR, Deed.TONE):
        yield from _coloured(source, area, intent, request.strength, facts)
        return
    yield from _rough(source, area)
    made = fill(source, area, request.seed)
    yield Progress(0.8, preview_of(made))
    if intent.subject is not None:
        made = insert_subject(made, area, intent.brief, intent.subject, request.seed)
    yield Progress(0.95, preview_of(made))
    yield Output(made, facts)


def outpaint(request: GenerationRequest) -> Iterator[EngineEvent]:
    """The old part stays; the new grows out of it, without a second copy of its subject."""
    source, area = _source_and_area(request)
    if not area.any():
        yield from _unchanged(source)
        return
    if area.all():
        plan = make_plan(request.prompt, request.seed)
        yield from draw_with_previews(plan, request.width, request.height)
        return
    yield from _rough(source, area)
    made = fill(source, area, request.seed, find_subject(source, area), LEVEL_EXTENSION)
    yield Progress(0.8, preview_of(made))
    subject = draws_by_command(request.prompt)
    intent = read_intent(request.prompt)
    room = _room(area) if subject else None
    if subject and room is not None:
        made = insert_subject(made, room, intent.brief, subject, request.seed)
    yield Progress(0.95, preview_of(made))
    facts = {"deed": "extend", "drew": subject.word if subject and room is not None else None}
    yield Output(made, {**facts, **_words(intent)})


def _source_and_area(request: GenerationRequest) -> tuple[Bytes, Flags]:
    """`check` has seen that both are there and of the right size."""
    assert request.source is not None and request.mask is not None
    return opaque(request.source), request.mask >= SELECTED


def _words(intent: Intent) -> dict[str, object]:
    brief = intent.brief
    return {"understood": brief.understood, "not_understood": brief.unknown}


def _unchanged(source: Bytes) -> Iterator[EngineEvent]:
    for fraction, preview in sharpening(preview_of(source), 4):
        yield Progress(fraction, preview)
    yield Output(source.copy(), {"deed": "none"})


def _rough(source: Bytes, area: Flags) -> Iterator[EngineEvent]:
    """Two previews that take no time: the new part soft, then a little less so."""
    small = preview_of(source)
    size = (small.shape[1], small.shape[0])
    hole = np.asarray(cv2.resize(area.astype(F), size, interpolation=cv2.INTER_AREA)) > 0.02
    filled = rough_fill(small, hole)
    for fraction, sigma in ((0.1, 0.02), (0.25, 0.008)):
        soft = filled.copy()
        soft[hole] = cv2.GaussianBlur(filled, (0, 0), max(0.8, sigma * max(size)))[hole]
        yield Progress(fraction, soft)


def _coloured(
    source: Bytes, area: Flags, intent: Intent, strength: float, facts: dict[str, object]
) -> Iterator[EngineEvent]:
    """A small one first: its colours are right at once, only its edges are not."""
    amount = min(1.0, strength / WHOLE_STRENGTH)
    small = preview_of(source)
    small_area = resized(area.astype(np.uint8) * 255, small.shape[1], small.shape[0]) >= SELECTED
    done = _colour(small, small_area, intent, amount)
    for step in range(1, 5):
        mixed = cv2.addWeighted(small, 1 - step / 4, done, step / 4, 0)
        yield Progress(0.15 * step, np.asarray(mixed, np.uint8))
    yield Output(_colour(source, area, intent, amount), facts)


def _colour(image: Bytes, area: Flags, intent: Intent, amount: float) -> Bytes:
    if intent.colour is not None:
        return recolour(image, area, intent.colour, amount)
    assert intent.tone is not None
    lightness, chroma, warmth = intent.tone
    lab = lab_of_bytes(image)
    new = lab.copy()
    new[..., 0] = np.clip(lab[..., 0] + lightness * amount, 0, 1)
    new[..., 1:] *= F(1 + (chroma - 1) * amount)
    new[..., 1] += F(warmth * 0.4 * amount)
    new[..., 2] += F(warmth * amount)
    out = image.copy()
    out[area] = bytes_of_lab(new)[area]
    return out


def _room(area: Flags) -> Flags | None:
    """The part of the widest new strip where a subject stands, or None where none fits."""
    height, width = area.shape
    rows, columns = np.flatnonzero(~area.all(1)), np.flatnonzero(~area.all(0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    strips = [
        (right, int(height * 0.25), width, height),
        (0, int(height * 0.25), left, height),
        (int(width * 0.2), bottom, int(width * 0.8), height),
        (int(width * 0.2), 0, int(width * 0.8), top),
    ]
    x0, y0, x1, y1 = max(strips, key=lambda s: min(s[2] - s[0], s[3] - s[1]))
    side = min(x1 - x0, y1 - y0)
    if side < ROOM_LEAST * min(height, width) or side < 16:
        return None
    room = np.zeros_like(area)
    high, wide = min(y1 - y0, 2 * side), min(x1 - x0, 2 * side)
    x = (x0 + x1 - wide) // 2
    y = y1 - high - (y1 - y0 - high) // 4
    room[y : y + high, x : x + wide] = True
    return np.asarray(room & area)
