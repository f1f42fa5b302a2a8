"""Inpaint and outpaint: each shows previews coarse to fine while it makes the picture."""

from collections.abc import Callable

import numpy as np

from assets.compositing.intents import Intent as Purpose
from assets.compositing.subject import find_subject
from assets.engines.base import Output
from assets.engines.request import GenerationRequest
from assets.engines.sketch.arrays import Bytes, F, Flags
from assets.engines.sketch.draft import text_to_image
from assets.engines.sketch.fill import LEVEL_EXTENSION
from assets.engines.sketch.fill_shown import fill_shown
from assets.engines.sketch.insert import insert_subject
from assets.engines.sketch.intent import Deed, Intent, draws_by_command, read_intent
from assets.engines.sketch.pixels import (
    bytes_of_lab,
    lab_of_bytes,
    opaque,
    preview_of,
    resized,
    small_size,
)
from assets.engines.sketch.recolour import recolour
from assets.engines.sketch.show import Show

WHOLE_STRENGTH = 0.75
"""From this strength on an edit is done whole; below it colours move a part of the way."""
SELECTED = 128
"""Of 255: from here on a px of the mask is regenerated."""
COLOURED_SHARES = (1 / 10, 1 / 7, 1 / 5, 1 / 4)
"""Of the side: the sizes in which new colours are shown."""
ROOM_LEAST = 0.18
"""Of the short side: a strip of new area narrower than this takes no subject."""


def inpaint(request: GenerationRequest, show: Show) -> Output:
    """Outside the mask the result equals the source. strength 0 gives the source back."""
    source, area = _source_and_area(request)
    intent = _intended(request)
    if request.strength <= 0 or not area.any():
        return _unchanged(source, show)
    if area.all() and intent.deed in (Deed.FILL, Deed.DRAW):
        # Nothing remains to grow from: a whole new picture is what was asked for.
        return text_to_image(request, show)
    facts = {"deed": intent.deed.value, **_words(intent)}
    if intent.deed in (Deed.RECOLOUR, Deed.TONE):
        amount = min(1.0, request.strength / WHOLE_STRENGTH)
        return Output(_coloured(source, area, intent, amount, show), facts)
    made = fill_shown(source, area, request.seed, show)
    if intent.subject is not None:
        made = insert_subject(made, area, intent.brief, intent.subject, request.seed)
        show(0.97, preview_of(made))
    return Output(made, facts)


def _intended(request: GenerationRequest) -> Intent:
    """What people said it is for goes before what the words alone would say."""
    intent = read_intent(request.prompt)
    match request.intent:
        case Purpose.REMOVE:
            return Intent(Deed.FILL, intent.brief)
        case Purpose.ADD if intent.brief.subjects:
            return read_intent(f"add {request.prompt}")
        case _:
            return intent


def outpaint(request: GenerationRequest, show: Show) -> Output:
    """The old part stays; the new grows out of it, without a second copy of its subject."""
    source, area = _source_and_area(request)
    if not area.any():
        return _unchanged(source, show)
    if area.all():
        return text_to_image(request, show)
    made = fill_shown(source, area, request.seed, show, guard=find_subject, level=LEVEL_EXTENSION)
    subject = draws_by_command(request.prompt)
    intent = read_intent(request.prompt)
    room = _room(area) if subject else None
    if subject and room is not None:
        made = insert_subject(made, room, intent.brief, subject, request.seed)
        show(0.97, preview_of(made))
    facts = {"deed": "extend", "drew": subject.word if subject and room is not None else None}
    return Output(made, {**facts, **_words(intent)})


def _source_and_area(request: GenerationRequest) -> tuple[Bytes, Flags]:
    """`check` has seen that both are there and of the right size."""
    assert request.source is not None and request.mask is not None
    return opaque(request.source), request.mask >= SELECTED


def _words(intent: Intent) -> dict[str, object]:
    brief = intent.brief
    return {"understood": brief.understood, "not_understood": brief.unknown}


def _unchanged(source: Bytes, show: Show) -> Output:
    for step, side in enumerate((40, 80, 160, 320)):
        show(0.2 * (step + 1), preview_of(source, side))
    return Output(source.copy(), {"deed": "none"})


def _coloured(source: Bytes, area: Flags, intent: Intent, amount: float, show: Show) -> Bytes:
    """Shown in growing sizes, some of them between the steps of the whole so that they come
    spread, at the cost of a quarter of the work."""
    height, width = area.shape
    steps = list(COLOURED_SHARES)

    def show_next() -> None:
        share = steps.pop(0)
        size = max(1, round(width * share)), max(1, round(height * share))
        small = resized(source, *size)
        small_area = resized(area.astype(np.uint8) * 255, *size) >= SELECTED
        done = _colour(small, small_area, intent, amount) if small_area.any() else small
        fraction = 0.9 - 0.2 * (len(steps) + 1)
        show(fraction, resized(preview_of(done), *small_size(width, height)))

    show_next()
    show_next()
    return _colour(source, area, intent, amount, show_next)


def _colour(
    image: Bytes,
    area: Flags,
    intent: Intent,
    amount: float,
    between: Callable[[], None] = lambda: None,
) -> Bytes:
    """between: called twice on the way."""
    if intent.colour is not None:
        return recolour(image, area, intent.colour, amount, between)
    assert intent.tone is not None
    lightness, chroma, warmth = intent.tone
    lab = lab_of_bytes(image)
    between()
    new = lab.copy()
    new[..., 0] = np.clip(lab[..., 0] + lightness * amount, 0, 1)
    new[..., 1:] *= F(1 + (chroma - 1) * amount)
    new[..., 1] += F(warmth * 0.4 * amount)
    new[..., 2] += F(warmth * amount)
    between()
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
