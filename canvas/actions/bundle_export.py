"""A board as one file, written piece by piece."""

import zipfile
from collections.abc import Iterator
from typing import Any

import orjson
from django.utils import timezone

from assets.bundle_files import assets_of, read_bytes, told_of
from assets.export.zip_stream import ZipSink
from assets.generations.patches import patch_ids
from assets.models import Generation, GenerationState
from canvas.actions.contents import board_content
from canvas.document.bundle import (
    FORMAT,
    MANIFEST,
    PICTURES,
    TOLD,
    VERSION,
    picture_name,
)
from canvas.models import Board


def bundle_of(board: Board) -> Iterator[bytes]:
    """The bytes of the file, one picture at a time: memory stays flat. Raises StorageFailed."""
    snapshot = orjson.loads(board_content(board.id).to_json())
    generations = _generations(board, snapshot)
    assets = assets_of(board.workspace_id, _asset_ids(snapshot, generations))
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": timezone.now().isoformat(),
        **snapshot,
        "assets": [told_of(asset) for asset in assets.values()],
        "generations": [_told_of(generation) for generation in generations],
    }
    sink = ZipSink()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(
            MANIFEST, orjson.dumps(manifest), compress_type=zipfile.ZIP_DEFLATED, compresslevel=6
        )
        yield sink.take()
        written = set()
        for asset in assets.values():
            name = picture_name(told_of(asset))
            if name in written:
                continue  # one file may be a picture and an engine's part
            written.add(name)
            archive.writestr(name, read_bytes(asset), compress_type=zipfile.ZIP_STORED)
            yield sink.take()
    yield sink.take()


def _generations(board: Board, snapshot: dict[str, Any]) -> list[Generation]:
    ids = {node["generation"] for node in snapshot["nodes"] if node.get("generation")}
    made = Generation.objects.filter(workspace=board.workspace_id, id__in=ids)
    return list(made.filter(state=GenerationState.SUCCEEDED))


def _asset_ids(snapshot: dict[str, Any], generations: list[Generation]) -> set[str]:
    ids = {node["asset"] for node in snapshot["nodes"] if node.get("asset")}
    for generation in generations:
        ids |= {str(getattr(generation, f"{key}_id")) for key in PICTURES}
        ids |= {anchor["asset"] for anchor in generation.anchors}
        ids |= {generation.edit[key] for key in ("erased", "last") if generation.edit.get(key)}
        ids |= {part["mask"] for part in generation.edit.get("parts", ())}
        ids |= set(patch_ids(generation.facts))
    return ids - {"None"}


def _told_of(generation: Generation) -> dict[str, Any]:
    pictures = {key: getattr(generation, f"{key}_id") for key in PICTURES}
    return {
        "id": str(generation.id),
        **{key: getattr(generation, key) for key in TOLD},
        **{key: value and str(value) for key, value in pictures.items()},
        "anchors": generation.anchors,
        "edit": generation.edit,
        "facts": generation.facts,
        "cost_usd": float(generation.cost_usd),
    }
