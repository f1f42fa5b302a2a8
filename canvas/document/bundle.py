"""What a bundle file holds: a board as one zip, to be carried elsewhere. Pure checks.

    manifest.json           BUNDLE, nodes, edges, assets, generations
    pictures/<sha256>.png   the stored bytes of each asset, by what they are

Lineage comes along whole: edges, how each picture was made (prompt, seed, engine, cost, anchors and
the pack that they came with, proof), and the sources, masks and parts by engines that this names,
also where they lie on the board no more. The ops that led there stay behind: what they made of the
board is in its nodes, their authors are strangers elsewhere, and undo begins anew on a new board.

Nothing of a bundle is believed: names are looked up and never used as paths, sizes are measured
while reading, and nodes pass the same checks as a client's.
"""

import re
from typing import Any

from canvas.document import values
from canvas.document.changes import Item
from canvas.document.kinds import EDGE_FIELDS, KINDS, NODE_REFERENCES

FORMAT = "anchorboard"
VERSION = 1
SUFFIX = ".anchorboard"
MANIFEST = "manifest.json"

MOST_NODES = 20_000
MOST_ENTRIES = 2 * MOST_NODES + 1
MOST_MANIFEST_BYTES = 64 * 1024 * 1024
MOST_RATIO = 200
"""Of unpacked to packed: text packs tenfold, pictures hardly at all, bombs a thousandfold."""

TOLD = ("operation", "tier", "engine", "engine_version", "prompt", "width", "height", "seed")
"""What a bundle says of a generation as it stands in its row."""

PICTURES = ("source", "mask", "patch", "result")
"""The pictures that a generation names."""

ROLES = ("picture", "mask", "patch", "clip")
_PICTURE = re.compile(r"pictures/[0-9a-f]{64}\.(?:png|jpeg|webp|mkv)")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BadBundle(ValueError):
    """Not a bundle that can be taken; the message is a sentence for people."""


def picture_name(told: dict[str, Any]) -> str:
    """The entry of an asset. told: checked."""
    return f"pictures/{told['sha256']}.{told['format']}"


def is_entry_name(name: str) -> bool:
    return name == MANIFEST or _PICTURE.fullmatch(name) is not None


def check_manifest(manifest: Any) -> dict[str, Any]:
    """`{title, nodes, edges, assets, generations}`, each with known keys of known types alone.

    Raises BadBundle. Whether a node may be as it is, is asked when it is created; `edit` and
    `facts` of generations are for canvas.bundle_facts to read.
    """
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadBundle("This file is no board that was exported from Anchorboard.")
    version = manifest.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BadBundle("This file does not say which version made it, so it cannot be read.")
    if version > VERSION:
        raise BadBundle(
            "This file was made by a newer Anchorboard. Update this one, or export the board in an "
            "older format."
        )
    nodes = _items(manifest, "nodes", MOST_NODES)
    edges = _items(manifest, "edges", 4 * MOST_NODES)
    for node in nodes:
        kind = node.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            raise BadBundle("A thing in this file is of a kind that is not known here.")
        _check_id(node.get("id"))
        for key in ("asset", "generation", *NODE_REFERENCES):
            if node.get(key) is not None:
                _check_id(node[key])
    for edge in edges:
        for key in ("source", "target"):
            _check_id(edge.get(key))
        if set(edge) - {"id", *EDGE_FIELDS}:
            raise BadBundle("A link in this file has keys that are not known here.")
    assets = [_asset(told) for told in _items(manifest, "assets", MOST_NODES)]
    generations = [_generation(told) for told in _items(manifest, "generations", MOST_NODES)]
    try:
        title = values.title(manifest.get("title"))
    except values.BadValue:
        title = "Imported board"
    return {
        "title": title,
        "nodes": nodes,
        "edges": edges,
        "assets": assets,
        "generations": generations,
    }


def _items(manifest: dict[str, Any], key: str, most: int) -> list[Item]:
    items = manifest.get(key, [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadBundle("The contents of this file are not laid out as they should be.")
    if len(items) > most:
        raise BadBundle(f"This board holds more than {most:,} things, which is more than is taken.")
    return items


def _check_id(raw: Any) -> str:
    try:
        return values.as_id(raw)
    except values.BadValue:
        raise BadBundle("A thing in this file has no proper id.") from None


def _asset(told: Item) -> Item:
    sha256, format, role = told.get("sha256"), told.get("format"), told.get("role")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise BadBundle("A picture in this file has no fingerprint.")
    if format not in ("png", "jpeg", "webp", "mkv") or role not in ROLES:
        raise BadBundle("A picture in this file is of a format that is not known here.")
    name = told.get("name")
    return {
        "id": _check_id(told.get("id")),
        "sha256": sha256,
        "format": format,
        "role": role,
        "name": name if isinstance(name, str) else "",
    }


_TEXTS = {"operation": 16, "tier": 16, "engine": 64, "engine_version": 64, "prompt": 4_000}
_NUMBERS = {"width": 100_000, "height": 100_000, "seed": 2**32 - 1}
_OPERATIONS = (
    "text_to_image",
    "image_to_image",
    "inpaint",
    "outpaint",
    "upscale",
    "animate",
    "crop",
)


def _generation(told: Item) -> Item:
    read: Item = {"id": _check_id(told.get("id"))}
    try:
        for key, most in _TEXTS.items():
            read[key] = values.text(most)(told.get(key, ""))
        for key, most in _NUMBERS.items():
            read[key] = values.whole(0, most)(told.get(key, 0))
        read["cost_usd"] = values.number(0, 99_999)(told.get("cost_usd", 0))
        for key in ("source", "mask", "patch", "result"):
            read[key] = values.id_or_null(told.get(key))
    except values.BadValue:
        raise BadBundle("How a picture of this file was made cannot be read.") from None
    if read["operation"] not in _OPERATIONS:
        raise BadBundle("A picture of this file was made in a way that is not known here.")
    anchors = told.get("anchors", [])
    read["anchors"] = [
        _anchor(one)
        for one in (anchors if isinstance(anchors, list) else [])
        if isinstance(one, dict) and isinstance(one.get("asset"), str)
    ]
    for key in ("edit", "facts"):
        read[key] = told.get(key)
    return read


def _anchor(told: Item) -> Item:
    """Of the pack that it came with only what it was called: the pack itself stays where it is."""
    strength, pack = told.get("strength"), told.get("pack")
    read: Item = {
        "asset": told["asset"],
        "role": str(told.get("role", ""))[:16],
        "strength": strength if isinstance(strength, float) else 0.5,
    }
    if isinstance(pack, dict):
        try:
            name, number = values.line(80)(pack.get("name")), pack.get("number")
            read["pack"] = {"name": name, "number": values.whole(1, 2**31 - 1)(number)}
        except values.BadValue:
            raise BadBundle("How a picture of this file was made cannot be read.") from None
    return read
