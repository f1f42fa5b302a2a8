"""The node kinds: which keys each has, what a value may be, and which only the server writes.

PROTOCOL.md says what they mean. Twin of static/canvas/changes.js.
"""

from dataclasses import dataclass
from typing import Any

from canvas.document import values
from canvas.document.values import Check

# A sentinel and not None: null is the default of many.
REQUIRED = object()


@dataclass(frozen=True)
class Field:
    """`default` is what a create without the key gets; REQUIRED if it must bring one.

    sparse: a node has the key only while its value is not the default, so that what few nodes use
    costs the others nothing: not in the database, not in the snapshot of 10,000.
    """

    check: Check
    default: Any = REQUIRED
    server_only: bool = False
    sparse: bool = False


@dataclass(frozen=True)
class Kind:
    """fields: all keys but `id` and `kind`. server_only: no client may create one."""

    name: str
    fields: dict[str, Field]
    server_only: bool = False


def _null(value: Any) -> None:
    if value is not None:
        raise values.BadValue("must be null: this kind of node has none")


_COORDINATE = values.number(-values.MAX_COORDINATE, values.MAX_COORDINATE)
_SIDE = values.number(1, values.MAX_SIDE)
_SHARE = values.number(0, 1)
_PIXELS = values.whole(1, 100_000)


def _sparse(check: Check, default: Any) -> Field:
    return Field(check, default, sparse=True)


def _by_server(check: Check, default: Any) -> Field:
    return Field(check, default, server_only=True, sparse=True)


_COLOURS = ("ink", "grey", "amber", "blue", "green", "rose")
_CORNERS = ("nw", "ne", "se", "sw")

# Every node has these; a kind lays its own fields over them.
_CORE = {
    "x": Field(_COORDINATE),
    "y": Field(_COORDINATE),
    "width": Field(_SIDE),
    "height": Field(_SIDE),
    "rotation": Field(values.rotation, 0.0),
    "order": Field(values.order),
    "parent": Field(values.id_or_null, None),
    "asset": Field(_null, None),
    "generation": Field(_null, None),
    "name": Field(values.line(200), ""),
    "locked": _sparse(values.boolean, False),
    "hidden": _sparse(values.boolean, False),
    "opacity": _sparse(_SHARE, 1.0),
    "tags": _sparse(values.list_of(values.word(40), 16), []),
    "groups": _sparse(values.list_of(values.as_id, 8), []),
}

KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "image",
            _CORE
            | {
                "asset": Field(values.as_id),
                "generation": Field(values.id_or_null, None, server_only=True),
                "image_width": Field(_PIXELS),
                "image_height": Field(_PIXELS),
                "anchor_role": Field(
                    values.one_of("", "subject", "style", "composition", "character", "colour"), ""
                ),
                "anchor_strength": Field(_SHARE, 0.5),
                "candidate_of": Field(values.id_or_null, None),
                "flip_x": _sparse(values.boolean, False),
                "flip_y": _sparse(values.boolean, False),
                "alt": _sparse(values.text(1_000), ""),
                "version_of": _sparse(values.id_or_null, None),
                "version": _sparse(values.whole(0, 10_000), 0),
                "mark": _sparse(values.one_of("", "pick", "maybe", "reject"), ""),
                "mark_reason": _sparse(values.text(500), ""),
                "review": _by_server(
                    values.one_of("", "in_review", "changes_requested", "approved", "rejected"), ""
                ),
                "review_of": _by_server(values.id_or_null, None),
                "risk": _by_server(values.one_of("", "medium", "high"), ""),
                "clip_ms": _sparse(values.whole(0, 600_000), 0),
            },
        ),
        Kind(
            "generation",
            _CORE
            | {
                "generation": Field(values.as_id, server_only=True),
                "state": Field(
                    values.one_of("queued", "running", "failed", "blocked", "cancelled"),
                    "queued",
                    server_only=True,
                ),
                "code": Field(values.line(40), "", server_only=True),
                "message": Field(values.text(2_000), "", server_only=True),
                "charge": Field(values.line(80), "", server_only=True, sparse=True),
                "prompt": Field(values.text(4_000), "", server_only=True),
                "tier": Field(values.line(16), "", server_only=True),
                "image_width": Field(_PIXELS, server_only=True),
                "image_height": Field(_PIXELS, server_only=True),
                "expected_s": Field(values.number(0, 86_400), 0.0, server_only=True),
                "candidate_of": Field(values.id_or_null, None),
            },
            server_only=True,
        ),
        Kind(
            "frame",
            _CORE
            | {
                "format_width": _sparse(values.or_null(_PIXELS), None),
                "format_height": _sparse(values.or_null(_PIXELS), None),
                "run": _sparse(values.id_or_null, None),
            },
        ),
        Kind(
            "note",
            _CORE
            | {
                "text": Field(values.text(10_000), ""),
                "colour": Field(values.one_of("amber", "grey", "blue", "green", "rose"), "amber"),
            },
        ),
        Kind(
            "text",
            _CORE
            | {
                "text": Field(values.text(10_000), ""),
                "size": Field(values.number(4, 2_000), 24.0),
                "colour": Field(values.one_of(*_COLOURS), "ink"),
                "align": _sparse(values.one_of("left", "centre", "right"), "left"),
                "bold": _sparse(values.boolean, False),
                "wraps": _sparse(values.boolean, False),
            },
        ),
        Kind(
            "shape",
            _CORE
            | {
                "shape": Field(values.one_of("rectangle", "ellipse"), "rectangle"),
                "colour": Field(values.one_of(*_COLOURS), "amber"),
                "thickness": Field(values.number(0.5, 200), 3.0),
                "fill": _sparse(values.one_of("none", "tint", "solid"), "none"),
            },
        ),
        Kind(
            "line",
            _CORE
            | {
                "start": Field(values.one_of(*_CORNERS), "nw"),
                "heads": Field(values.one_of("none", "end", "both"), "none"),
                "colour": Field(values.one_of(*_COLOURS), "amber"),
                "thickness": Field(values.number(0.5, 200), 3.0),
            },
        ),
        Kind(
            "mask",
            _CORE
            | {
                "picture": Field(values.id_or_null, None),
                "asset": Field(values.as_id),
                "prompt": Field(values.text(4_000), ""),
                "strength": Field(_SHARE, 1.0),
                "own_words": _sparse(values.boolean, False),
                "off": _sparse(values.boolean, False),
                "tint": _sparse(
                    values.one_of("blue", "amber", "rose", "green", "violet", "white"), "blue"
                ),
            },
        ),
    )
}

EDGE_FIELDS = {
    "source": Field(values.as_id),
    "target": Field(values.as_id),
    "role": Field(values.one_of("anchor", "mask", "source", "variation", "refine", "last")),
    "strength": Field(values.or_null(_SHARE), None),
}

BOARD_FIELDS = {"title": Field(values.title)}

# Keys that name another node of the same board.
NODE_REFERENCES = ("parent", "picture", "candidate_of", "version_of")
