"""What a change does to a node, an edge or the board: checked, applied, made canonical. Pure.

Twin of static/canvas/changes.js; both are held to tests/data/changes.json. What can only be
known from the database (does a parent live here, is an asset of this workspace) is asked by
canvas.actions.ops.

A node or edge is a flat dict as in PROTOCOL.md; a deleted one has `"deleted": True`, a live one no
such key. Nothing given is altered: what changed comes back as a new dict.
"""

from dataclasses import dataclass
from typing import Any, Literal

from canvas.document import values
from canvas.document.kinds import BOARD_FIELDS, EDGE_FIELDS, KINDS, REQUIRED, Field, Kind

Item = dict[str, Any]
Change = dict[str, Any]
Target = Literal["node", "edge", "board"]
Verb = Literal["create", "set", "delete"]

MAX_CHANGES = 2_000

# A placeholder may have become a picture while a client still knew it as a placeholder: what that
# client may then say of it is where it lies.
_PLACE = (
    *("x", "y", "width", "height", "rotation", "order", "parent", "candidate_of"),
    *("locked", "hidden", "opacity", "tags", "groups"),
)
_SAME_LIFE = {"image", "generation"}


class InvalidChange(ValueError):
    """A change that is refused. `code` is for programs, `message` a sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class ParsedChange:
    """`id` is "" for the board."""

    target: Target
    id: str
    verb: Verb
    body: dict[str, Any]


def parse_changes(changes: Any) -> list[ParsedChange]:
    """The list of an op, by shape only. Raises InvalidChange."""
    if not isinstance(changes, list) or not changes:
        raise InvalidChange("bad_change", "An op must hold a list of changes.")
    if len(changes) > MAX_CHANGES:
        raise InvalidChange(
            "too_many_changes",
            f"An op holds at most {MAX_CHANGES:,} changes: send it in smaller parts.",
        )
    return [parse_change(change) for change in changes]


def parse_change(change: Any) -> ParsedChange:
    if isinstance(change, dict):
        if len(change) == 1 and isinstance(change.get("board"), dict):
            return ParsedChange("board", "", "set", change["board"])
        if len(change) == 2 and ("node" in change) != ("edge" in change):
            target: Target = "node" if "node" in change else "edge"
            verbs: tuple[Verb, ...] = ("create", "set", "delete")
            for verb in verbs if target == "node" else ("create", "delete"):
                if verb in change:
                    return _parse_item(target, change[target], verb, change[verb])
    raise InvalidChange(
        "bad_change", "A change must name a node, an edge or the board, and what to do with it."
    )


def _parse_item(target: Target, raw_id: Any, verb: Verb, body: Any) -> ParsedChange:
    try:
        item_id = values.as_id(raw_id)
    except values.BadValue as error:
        raise InvalidChange("bad_id", f"The id of a {target} {error}.") from None
    if verb == "delete":
        if body is not True:
            raise InvalidChange("bad_change", "'delete' must be true.")
        return ParsedChange(target, item_id, verb, {})
    if not isinstance(body, dict) or not body:
        raise InvalidChange("bad_change", f"'{verb}' must hold at least one key.")
    return ParsedChange(target, item_id, verb, body)


def apply_to_node(
    node: Item | None, change: ParsedChange, *, server: bool
) -> tuple[Item | None, Change]:
    """The node after `change`, and the change as everybody gets it. Raises InvalidChange.

    server: it is ours, and may write what only the server writes and touch deleted nodes, which
    stay deleted. None comes back only for a server's delete of a node that never was.
    """
    is_live = node is not None and "deleted" not in node
    if change.verb == "create":
        if is_live:
            raise InvalidChange("exists", "There is a node with this id already.")
        after = _create(node, change, server)
        body = {key: value for key, value in after.items() if key != "id"}
        return after, {"node": change.id, "create": body}
    if not is_live and not server:
        raise InvalidChange("no_such_node", "The node is not on this board, or was deleted.")
    if change.verb == "delete":
        deleted = None if node is None else {**node, "deleted": True}
        return deleted, {"node": change.id, "delete": True}
    if node is None:
        raise InvalidChange("no_such_node", "The node is not on this board.")
    body = _set(node, change.body, server)
    if "kind" in body:
        kept = {key: node[key] for key in ("id", *KINDS[body["kind"]].fields) if key in node}
        after = {"id": change.id, "kind": body["kind"], **kept, **body}
        if "deleted" in node:
            after["deleted"] = True
    else:
        after = {**node, **body}
    return _without_defaults(after), {"node": change.id, "set": body}


def apply_to_edge(
    edge: Item | None, change: ParsedChange, *, server: bool
) -> tuple[Item | None, Change]:
    """As apply_to_node, for an edge."""
    is_live = edge is not None and "deleted" not in edge
    if change.verb == "create":
        if is_live:
            raise InvalidChange("exists", "There is an edge with this id already.")
        body = _checked(EDGE_FIELDS, change.body)
        _fill_in(EDGE_FIELDS, body)
        if body["source"] == body["target"]:
            raise InvalidChange("bad_value", "An edge must lead from one node to another.")
        return {"id": change.id, **body}, {"edge": change.id, "create": body}
    if not is_live and not server:
        raise InvalidChange("no_such_edge", "The edge is not on this board, or was deleted.")
    deleted = None if edge is None else {**edge, "deleted": True}
    return deleted, {"edge": change.id, "delete": True}


def apply_to_board(change: ParsedChange) -> tuple[Item, Change]:
    """The board's keys that change, and the change as everybody gets it."""
    body = _checked(BOARD_FIELDS, change.body)
    if not body:
        raise InvalidChange("bad_change", "'board' must hold at least one key.")
    return body, {"board": body}


def _create(row: Item | None, change: ParsedChange, server: bool) -> Item:
    """A new node; or, from a client and with the deleted `row` of this id, that one again."""
    kind = _kind(change.body.get("kind"))
    given = {key: value for key, value in change.body.items() if key != "kind"}
    if row is not None and not server:
        return _revive(row, kind, given)
    if kind.server_only and not server:
        raise InvalidChange(
            "server_only", f"A node of kind '{kind.name}' is made by the server alone."
        )
    if not server:
        # A default says nothing new: a client may send back the whole node it was shown.
        news = {k: v for k, v in given.items() if k in kind.fields and v != kind.fields[k].default}
        _refuse_server_only(kind.fields, news)
    body = _checked(kind.fields, given)
    _fill_in(kind.fields, body)
    return _without_defaults({"id": change.id, "kind": kind.name, **body})


def _revive(row: Item, kind: Kind, given: dict[str, Any]) -> Item:
    if kind.name != row["kind"] and {kind.name, row["kind"]} != _SAME_LIFE:
        raise InvalidChange("bad_value", "A node cannot come back as another kind.")
    writable = {
        key: value
        for key, value in given.items()
        if key not in kind.fields or not kind.fields[key].server_only
    }
    body = _checked(kind.fields, writable)
    if kind.name != row["kind"]:
        body = {key: value for key, value in body.items() if key in _PLACE}
    revived = {key: value for key, value in {**row, **body}.items() if key != "deleted"}
    return _without_defaults(revived)


def _set(node: Item, given: dict[str, Any], server: bool) -> dict[str, Any]:
    if "kind" not in given:
        fields = KINDS[node["kind"]].fields
        if not server:
            _refuse_server_only(fields, given)
        return _checked(fields, given)
    if not server:
        raise InvalidChange("server_only", "The kind of a node is changed by the server alone.")
    kind = _kind(given["kind"])
    body = _checked(kind.fields, {k: v for k, v in given.items() if k != "kind"})
    for key, field in kind.fields.items():
        # A null of the old kind (a placeholder has no asset) is no value for the new one.
        if key not in body and node.get(key) is None and not field.sparse:
            body[key] = _default(key, field)
    return {"kind": kind.name, **body}


def _without_defaults(node: Item) -> Item:
    """The node without those sparse keys that say nothing."""
    fields = KINDS[node["kind"]].fields
    if not any(key in fields and fields[key].sparse for key in node):
        return node
    return {
        key: value
        for key, value in node.items()
        if not (key in fields and fields[key].sparse and fields[key].default == value)
    }


def _kind(name: Any) -> Kind:
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise InvalidChange("unknown_kind", f"A node is one of {', '.join(KINDS)}.")
    return kind


def _checked(fields: dict[str, Field], given: dict[str, Any]) -> dict[str, Any]:
    body = {}
    for key, value in given.items():
        field = fields.get(key)
        if field is None:
            raise InvalidChange("unknown_key", f"There is no '{_shown(key)}' here.")
        try:
            body[key] = field.check(value)
        except values.BadValue as error:
            raise InvalidChange("bad_value", f"'{key}' {error}.") from None
    return body


def _refuse_server_only(fields: dict[str, Field], given: dict[str, Any]) -> None:
    for key in given:
        if key in fields and fields[key].server_only:
            raise InvalidChange("server_only", f"'{key}' is written by the server alone.")


def _fill_in(fields: dict[str, Field], body: dict[str, Any]) -> None:
    for key, field in fields.items():
        if key not in body and not field.sparse:
            body[key] = _default(key, field)


def _default(key: str, field: Field) -> Any:
    if field.default is REQUIRED:
        raise InvalidChange("missing", f"'{key}' is missing.")
    return field.default


def _shown(key: Any) -> str:
    """The part of a foreign key that may stand in a message: JSON refuses a lone surrogate."""
    return str(key)[:40].encode("ascii", "backslashreplace").decode()
