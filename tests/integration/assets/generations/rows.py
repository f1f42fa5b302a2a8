"""Rows and helpers of these tests."""

import uuid
from contextlib import contextmanager
from typing import Any

from assets.actions.assets import load_pixels
from assets.models import Asset, Generation, Workspace
from assets.signals import generation_changed, generation_progressed
from tests.factories import make_workspace


def queued(workspace: Workspace | None = None, **fields: Any) -> Generation:
    values: dict[str, Any] = {
        "operation": "text_to_image",
        "tier": "draft",
        "engine": "scripted",
        "prompt": "a red cup",
        "width": 96,
        "height": 64,
        "seed": 7,
    }
    return Generation.objects.create(workspace=workspace or make_workspace(), **values | fields)


def fresh(generation: Generation) -> Generation:
    return Generation.objects.select_related("result", "source").get(id=generation.id)


def result_pixels(generation: Generation):
    result = fresh(generation).result
    assert result is not None
    return load_pixels(result)


def picture_count() -> int:
    return Asset.objects.filter(origin="generation").count()


@contextmanager
def heard():
    """Collects what is announced inside: (changed ids, [progress, ...])."""
    changed: list[uuid.UUID] = []
    progress: list[dict[str, Any]] = []

    def on_change(signal, sender, generation_id):
        changed.append(generation_id)

    def on_progress(signal, sender, **news):
        progress.append(news)

    generation_changed.connect(on_change)
    generation_progressed.connect(on_progress)
    try:
        yield changed, progress
    finally:
        generation_changed.disconnect(on_change)
        generation_progressed.disconnect(on_progress)
