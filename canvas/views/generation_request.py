"""Reads what the page asks for: strict JSON of known keys, checked by type before anything else.

What a value may be beyond its type (sizes, prompts, seeds) is said by assets.generations.rules.
"""

from typing import Any
from uuid import UUID

from assets.compositing.geometry import Box, Preset
from assets.compositing.intents import Intent
from assets.compositing.outpaint import Growth
from assets.engines.request import AnchorRole, Operation
from assets.generations.rules import MOST_PICTURES
from assets.motion.terms import SIDES, Motion
from canvas.actions.generate import (
    BOARDS_OWN,
    Asked,
    AskedAnchor,
    AskedClip,
    AskedMask,
    BoardsOwn,
    Item,
)
from canvas.document import values
from canvas.document.kinds import Field
from canvas.views.json_body import BadRequest, as_it_is, list_of_at_most, read_fields, string

# More than any engine takes; beyond it, it is no request but a flood.
MOST_ANCHORS = 32
# Twin of MOST_MASKS in static/canvas/mask_layers.js.
MOST_MASKS = 8


def parse_generate(body: Any) -> Asked:
    """Raises BadRequest with the key that is wrong."""
    asked = read_fields(body, _REQUEST, "The request")
    anchors = parse_anchors(list(asked["anchors"]))
    masks = tuple(_mask(raw) for raw in asked["masks"])
    items = tuple(_item(raw) for raw in asked["items"])
    if not items:
        raise BadRequest("'items' must name at least one picture.", code="bad_value")
    _refuse_repeats("masks", [mask.node for mask in masks])
    _refuse_repeats("items", [item.generation for item in items])
    _refuse_repeats("items", [item.node for item in items])
    if asked["candidate"] and asked["source"] is None:
        raise BadRequest("A candidate needs the 'source' that it is for.", code="bad_value")
    return Asked(
        operation=Operation(asked["operation"]),
        prompt=asked["prompt"],
        tier=asked["tier"],
        width=asked["width"] or 0,
        height=asked["height"] or 0,
        seed=asked["seed"],
        anchors=anchors,
        source=_uuid_or_none(asked["source"]),
        masks=masks,
        intent=Intent(asked["intent"]),
        context=_context(asked["context"]),
        extend=_extend(asked["extend"]),
        scale=asked["scale"],
        refines=_refined(asked["refines"], anchors),
        clip=_clip(asked["clip"]),
        candidate=asked["candidate"],
        brand=_brand(asked["brand"]),
        items=items,
    )


def parse_anchors(raw: Any) -> tuple[AskedAnchor, ...]:
    """Raises BadRequest."""
    read = read_fields({"anchors": raw}, {"anchors": _REQUEST["anchors"]}, "The request")
    anchors = tuple(_anchor(one) for one in read["anchors"])
    _refuse_repeats("anchors", [anchor.node for anchor in anchors])
    return anchors


def parse_retry(body: Any) -> str | None:
    """The tier to try it with; None: the same. Raises BadRequest."""
    tier: str | None = read_fields(body, _RETRY, "The request")["tier"]
    return tier


def _anchor(raw: Any) -> AskedAnchor:
    read = read_fields(raw, _ANCHOR, "An anchor")
    return AskedAnchor(
        UUID(read["node"]), read["role"], read["strength"], _uuid_or_none(read["pack"])
    )


def _mask(raw: Any) -> AskedMask:
    read = read_fields(raw, _MASK, "A mask")
    return AskedMask(UUID(read["node"]), read["prompt"], read["strength"])


def _refined(raw: str | None, anchors: tuple[AskedAnchor, ...]) -> UUID | None:
    refines = _uuid_or_none(raw)
    if refines is not None and refines not in {anchor.node for anchor in anchors}:
        raise BadRequest("'refines' must be one of the anchors.", code="bad_value")
    return refines


def _item(raw: Any) -> Item:
    read = read_fields(raw, _ITEM, "An item")
    return Item(**read | {"generation": UUID(read["generation"]), "node": UUID(read["node"])})


def _extend(raw: Any) -> Growth | None:
    return None if raw is None else Growth(**read_fields(raw, _EXTEND, "'extend'"))


def _clip(raw: Any) -> AskedClip | None:
    if raw is None:
        return None
    read = read_fields(raw, _CLIP, "'clip'")
    return AskedClip(
        **read | {"motion": Motion(read["motion"]), "last": _uuid_or_none(read["last"])}
    )


def _context(raw: Any) -> Preset | Box:
    """A preset by name, or `[x, y, width, height]` in whole px of the source."""
    if isinstance(raw, str):
        return Preset(_read_context(raw))
    if isinstance(raw, list) and len(raw) == 4:
        box = read_fields(dict(zip(_CONTEXT_BOX, raw, strict=True)), _CONTEXT_BOX, "'context'")
        return Box(**box)
    raise BadRequest("'context' must be a preset, or [x, y, width, height].", code="bad_value")


def _read_context(name: str) -> str:
    return str(read_fields({"context": name}, _CONTEXT_PRESET, "'context'")["context"])


def _uuid_or_none(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


def _brand(raw: str | None) -> UUID | BoardsOwn | None:
    return BOARDS_OWN if raw == BOARDS_OWN else _uuid_or_none(raw)


def _refuse_repeats(key: str, ids: list[UUID]) -> None:
    if len(set(ids)) < len(ids):
        raise BadRequest(f"'{key}' names the same thing twice.", code="bad_value")


# Wide enough for a slip of the hand, which then gets a sentence of its own.
_WHOLE = values.whole(-(10**12), 10**12)
_NUMBER = values.number(-1e12, 1e12)
_COORDINATE = values.number(-values.MAX_COORDINATE, values.MAX_COORDINATE)
_SIDE = values.number(1, values.MAX_SIDE)

_REQUEST = {
    "operation": Field(values.one_of(*Operation)),
    "prompt": Field(string, ""),
    "tier": Field(string),
    "width": Field(values.or_null(_WHOLE), None),
    "height": Field(values.or_null(_WHOLE), None),
    "seed": Field(values.or_null(_WHOLE), None),
    "anchors": Field(list_of_at_most(MOST_ANCHORS), ()),
    "source": Field(values.id_or_null, None),
    "masks": Field(list_of_at_most(MOST_MASKS), ()),
    "intent": Field(values.one_of(*Intent), Intent.CHANGE.value),
    "context": Field(as_it_is, Preset.BALANCED.value),
    "extend": Field(as_it_is, None),
    "scale": Field(values.or_null(_WHOLE), None),
    "refines": Field(values.id_or_null, None),
    "clip": Field(as_it_is, None),
    "candidate": Field(values.boolean, False),
    "brand": Field(values.id_or_null, BOARDS_OWN),
    "items": Field(list_of_at_most(MOST_PICTURES)),
}

_RETRY = {"tier": Field(values.or_null(string), None)}

_CONTEXT_PRESET = {"context": Field(values.one_of("tight", "balanced", "whole"))}
_CONTEXT_BOX = {
    "x": Field(values.whole(0, 100_000)),
    "y": Field(values.whole(0, 100_000)),
    "width": Field(values.whole(1, 100_000)),
    "height": Field(values.whole(1, 100_000)),
}

_ANCHOR = {
    "node": Field(values.as_id),
    "role": Field(string, AnchorRole.SUBJECT.value),
    "strength": Field(_NUMBER, 0.5),
    "pack": Field(values.id_or_null, None),
}

_MASK = {
    "node": Field(values.as_id),
    "prompt": Field(string, ""),
    "strength": Field(_NUMBER, 1.0),
}

_CLIP = {
    "motion": Field(values.one_of(*Motion), Motion.KEN_BURNS.value),
    "seconds": Field(_NUMBER),
    "side": Field(_WHOLE, SIDES[0]),
    "loops": Field(values.boolean, True),
    "amount": Field(_NUMBER, 0.5),
    "last": Field(values.id_or_null, None),
}

_ITEM = {
    "generation": Field(values.as_id),
    "node": Field(values.as_id),
    "x": Field(_COORDINATE),
    "y": Field(_COORDINATE),
    "width": Field(_SIDE),
    "height": Field(_SIDE),
}

_EXTEND = {side: Field(_WHOLE, 0) for side in ("left", "top", "right", "bottom")} | {
    "keep_exactly": Field(values.boolean, False)
}
